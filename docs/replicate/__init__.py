"""The page of published figures, computed again from the data."""
