"""``python -m tidewaiter.cli``."""

from tidewaiter.cli.app import main

main()
