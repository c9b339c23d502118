"""The case histories the tests go by, and stores made of them."""
