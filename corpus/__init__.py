"""In: files of public-budget disclosures. Out: `Disclosure` values, every cell with its source.

Nothing here knows of indexes, questions or screens.
"""
