"""How it looks: one medium a module."""
