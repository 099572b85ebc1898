"""`python -m bot …`: the same as the script `stancebot`."""

from bot.cli import main

if __name__ == "__main__":
    main()
