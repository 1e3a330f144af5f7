"""Calls on a stack of their own, for a stream: it lasts for hours, and its own stack stays as large as it ever was."""

from collections.abc import Callable
from typing import ParamSpec, TypeVar

from greenlet import greenlet

P = ParamSpec("P")
T = TypeVar("T")


def aside(act: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
    """Call it in another greenlet, which may wait as any other, and which is gone once it has returned or raised.

    CPython keeps 16 kB for the frames of each greenlet, and each page of them that was once used stays in memory.
    """
    result: T = greenlet(act).switch(*args, **kwargs)
    return result
