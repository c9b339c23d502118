"""Content as data: checklists and cards in TOML, and the loader that checks them."""
