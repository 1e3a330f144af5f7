"""The base of every exception that a command reports in one sentence to the person who ran it."""


class Refusal(Exception):
    """A reason to stop; its text says in plain words what is wrong and what to do. Exit status 2."""
