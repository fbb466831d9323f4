"""Where controlled goods leak, from official trade statistics: coverage, estimators, ranking of hubs."""
