"""In: gold questions and an assistant. Out: a report of rates, failures and timings."""
