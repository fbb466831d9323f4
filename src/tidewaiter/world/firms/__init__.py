"""The firms of a world: who trades, who diverts, in which style, and what becomes of them."""
