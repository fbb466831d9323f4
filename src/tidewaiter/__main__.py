"""``python -m tidewaiter``: the command line."""

from tidewaiter.cli.app import main

main()
