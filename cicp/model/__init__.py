"""Nouns and rules: no disk, no clock, no terminal."""
