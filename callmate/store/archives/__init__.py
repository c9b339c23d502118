"""Backups and cases as zip files: written, read with distrust, restored and received."""
