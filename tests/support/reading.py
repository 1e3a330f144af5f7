"""The difficulty of an English text: words in a sentence, and the school grade that the two lengths stand for."""

import re

WORD = re.compile(r"[A-Za-z]+(?:[\u2019'-][A-Za-z]+)*")
PLACE = re.compile(r"%\((\w+)\)s")
ENDS = re.compile(r"[.?!:…]+[\u201d\u2019]?(?:\s+|$)")
VOWELS = re.compile(r"[aeiouy]+")
SILENT = re.compile(r"(?:[^aeiouyl]|[aeiou]l)e$|[^aeiouytd]ed$|[^aeiouysgcxzh]es$")


def sentences(text: str) -> list[list[str]]:
    """The words of each sentence; a place for a figure or a name counts as one word of one syllable."""
    plain = PLACE.sub("x", text)
    found = [WORD.findall(part) for part in ENDS.split(plain)]
    return [words for words in found if words]


def syllables(word: str) -> int:
    """By groups of vowels, without an e that is not heard: right for most words, which is enough for an average."""
    low = word.lower()
    return max(1, len(VOWELS.findall(low)) - bool(SILENT.search(low)))


def longest(text: str) -> int:
    """The number of words in its longest sentence."""
    return max((len(words) for words in sentences(text)), default=0)


def grade(text: str) -> float:
    """The grade by Flesch and Kincaid (1975): 5 is read at the age of 10 or 11. Says little of a few words."""
    found = sentences(text)
    words = [word for sentence in found for word in sentence]
    if not words:
        return 0
    spoken = sum(syllables(word) for word in words)
    return 0.39 * len(words) / len(found) + 11.8 * spoken / len(words) - 15.59
