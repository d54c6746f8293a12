"""`python -m cicp`, and the console script: where the program starts."""

import gc

gc.disable()  # a command lives for the blink of an eye: looking for garbage costs a tenth of it and frees nothing that matters

from cicp.cli.main import main  # noqa: E402  # the imports are the larger part of what the line above is for

if __name__ == "__main__":
    main()
