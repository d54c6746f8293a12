"""`python -m cicp`."""

from cicp.cli.main import main

if __name__ == "__main__":
    main()
