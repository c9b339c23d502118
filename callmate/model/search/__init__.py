"""Looking for something in all cases: what is asked, what there is, and what fits."""
