"""Customs records of a world: which customs an analyst has, what each declaration says, and what is wrong with it."""
