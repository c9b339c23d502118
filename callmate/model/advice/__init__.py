"""What the packs know of channels, recording law and the steps after talking; the choice of it."""
