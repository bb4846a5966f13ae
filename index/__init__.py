"""In: `Disclosure` values. Out: facts and passages that can be found, published as one generation.

Facts live in DuckDB (exact decimals), passages in Chroma and BM25, all below one home directory.
"""
