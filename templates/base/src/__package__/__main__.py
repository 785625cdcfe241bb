"""`python -m <package>` runs the command line of `cli`."""

from .cli import main

main()
