"""The command `kiosk`: one module for each family of commands, imported when one of them is asked for."""

from kiosk.cli.program import kiosk, main

__all__ = ["kiosk", "main"]
