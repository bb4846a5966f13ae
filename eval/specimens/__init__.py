"""In: a seed. Out: fictional disclosures in the layouts that occur, and the truth they state."""
