"""What to say: pure functions from what is true to a document or to plain values."""
