"""Grammar: the words on the command line."""
