"""The scorecard: what is reached on labelled data and real lists, beside the peers, measured in one run."""
