"""The server process: gunicorn with gevent workers, so that a thousand open screens cost two processes."""

import os
import socket
import ssl
import sys
from collections.abc import Mapping
from pathlib import Path

from kiosk.config import Config, WrongSetting, is_loopback

SCREENS_PER_WORKER = 2_000
GRACE_S = 3


def check_reach(host: str, *, encrypted: bool, insecure_lan: bool) -> None:
    """Raises WrongSetting when the server would speak plain http to a network without having been told to."""
    if not (encrypted or insecure_lan or is_loopback(host)):
        raise WrongSetting(
            f"On {host} everybody on the network could read along. Give --cert and --key, put an encrypting proxy"
            " before it and listen on 127.0.0.1, or add --insecure-lan if that is what you want."
        )


def check_port(host: str, port: int) -> None:
    """Raises WrongSetting when the port is taken or not to be had."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as error:
            raise WrongSetting(
                f"Port {port} on {host} cannot be used ({error.strerror}). Choose another with --port."
            ) from None


def check_certificate(cert: str, key: str) -> None:
    """Raises WrongSetting when the two are not a certificate and its key."""
    try:
        ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER).load_cert_chain(cert, key)
    except OSError as error:
        raise WrongSetting(
            f"The certificate {cert} cannot be used with its key ({error.strerror or error}). Give two PEM files."
        ) from None


def command(environ: Mapping[str, str], *, announced: bool = False) -> list[str]:
    """The command line that starts the server with these settings; an announced one says where it listens."""
    host, port = environ["KIOSK_HOST"], environ["KIOSK_PORT"]
    bind = f"[{host}]:{port}" if ":" in host else f"{host}:{port}"
    options = {
        "--config": "python:kiosk.announcing" if announced else None,
        "--bind": bind,
        "--workers": environ["KIOSK_WORKERS"],
        "--worker-class": "kiosk.worker.Worker",
        "--worker-connections": str(SCREENS_PER_WORKER),
        "--graceful-timeout": str(GRACE_S),
        "--log-level": "warning",
        "--logger-class": "kiosk.logs.server.ServerLogger",
        "--worker-tmp-dir": "/dev/shm" if Path("/dev/shm").is_dir() else None,  # noqa: S108 -- memory, for heartbeats
        "--certfile": environ.get("KIOSK_CERT"),
        "--keyfile": environ.get("KIOSK_KEY"),
    }
    given = [part for name, value in options.items() if value for part in (name, value)]
    given.append("--forwarded-allow-ips=")  # nobody's: the app reads what a proxy says, of a configured one alone
    return [sys.executable, "-m", "kiosk.master", "--no-control-socket", *given, "kiosk.wsgi:make_app()"]


def check_start(settings: Config) -> None:
    """Raises WrongSetting when the server could not listen as these settings say."""
    listening = settings.listening
    check_reach(listening["host"], encrypted=bool(listening["cert"]), insecure_lan=settings.insecure_lan)
    if listening["cert"]:
        check_certificate(listening["cert"], listening["key"])
    check_port(listening["host"], int(listening["port"]))


def serve(settings: Config, environ: Mapping[str, str]) -> None:
    """Become the server. Does not return.

    Its processes start in the instance folder, so that every path they are given is a whole one.
    """
    settled = {**settings.places, **settings.listening}
    environ = dict(environ) | {f"KIOSK_{name.upper()}": value for name, value in settled.items()}
    os.chdir(settings.instance)
    os.execve(sys.executable, command(environ, announced=True), environ)  # noqa: S606 -- our own interpreter and arguments
