"""The protocol of a browser in these scenes: the same few operations for each engine."""

from typing import Any, Protocol

ARROW_RIGHT = "\ue014"
DELETE = "\ue017"
ENTER = "\ue007"
"""Keys without a letter, as WebDriver writes them."""


class Driver(Protocol):
    """One window of one browser, in a profile where nobody was before."""

    @property
    def points_by(self) -> str:
        """`touch`, or `mouse` where the engine's driver has no fingers."""
        ...

    def open(self, url: str) -> None: ...

    def resize(self, width: int, height: int) -> None:
        """Give the page, without the window's frame, exactly this size."""
        ...

    def run(self, script: str, *given: object) -> Any:  # noqa: ANN401 -- whatever the script gives
        """The value that this body of a function returns in the page; what it gets is called `given` there."""
        ...

    def press(self, across: float, down: float) -> None:
        """Touch or click this point of the window."""
        ...

    def type(self, keys: str) -> None:
        """Press these keys, one after the other, wherever the focus is."""
        ...

    def back(self) -> None: ...

    def picture(self) -> bytes:
        """The window as a PNG, one pixel for one of CSS."""
        ...

    def close(self) -> None: ...


class Browser(Protocol):
    """A browser that runs for as long as there are tests, and opens windows."""

    def window(self) -> Driver: ...
