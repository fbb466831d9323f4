"""What others know of the firms: a business register, a list of restricted parties; and the truth, to judge by."""
