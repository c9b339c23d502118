"""Playing a case script on a desk, pressing its keys, and practising with one."""
