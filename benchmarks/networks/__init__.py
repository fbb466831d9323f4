"""Company resolution on worlds of known truth: fitted, measured, compared with other tools, timed."""
