"""How goods pass: movements, legs, links of legs at a company, chains to the destination."""
