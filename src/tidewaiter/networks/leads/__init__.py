"""Whom to look at first: companies ranked by their signs, with the records behind each."""
