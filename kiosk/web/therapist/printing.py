"""Our own words as a printed page has them."""


def as_printed(words: str) -> str:
    """With the apostrophe of a printed page; the client's own words are never touched."""
    return words.replace("'", "\N{RIGHT SINGLE QUOTATION MARK}")
