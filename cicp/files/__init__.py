"""Memory: the only code that touches disk."""
