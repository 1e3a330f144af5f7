"""A group of commands that imports the module of a command only when that command is asked for."""

from collections.abc import Mapping
from importlib import import_module
from keyword import iskeyword

import click


def _name_of(command: str) -> str:
    name = command.replace("-", "_")
    return f"{name}_" if iskeyword(name) else name


class Families(click.Group):
    """Its commands are known by name; each stands under it (`import` as `import_`) in a module of `kiosk.cli`."""

    modules: Mapping[str, str]

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002 -- click's signature
        return sorted(self.modules)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002 -- the same
        if cmd_name not in self.modules:
            return None
        command = getattr(import_module(f"kiosk.cli.{self.modules[cmd_name]}"), _name_of(cmd_name))
        if not isinstance(command, click.Command):
            raise TypeError(f"kiosk.cli.{self.modules[cmd_name]}.{cmd_name} is no command")
        return command
