"""A certificate for this machine that nobody has signed, as a practice may make one for its own network."""

import ssl
from datetime import UTC, datetime, timedelta
from http.client import HTTPSConnection
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from cryptography.x509.oid import NameOID

from tests.support.servers import READY_WITHIN_S, Server

LONG_AGO = datetime(2020, 1, 1, tzinfo=UTC)
TRUSTING = ssl.create_default_context()
TRUSTING.check_hostname = False
TRUSTING.verify_mode = ssl.CERT_NONE


class Encrypted(Server):
    """The same server with a certificate."""

    def connection(self) -> HTTPSConnection:
        return HTTPSConnection(self.host, self.port, timeout=READY_WITHIN_S, context=TRUSTING)


def make_certificate(folder: Path) -> dict[str, str]:
    """Writes a certificate and its key; gives the settings that name them."""
    private = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "localhost")])
    certificate = (
        x509.CertificateBuilder(name, name, private.public_key(), x509.random_serial_number())
        .not_valid_before(LONG_AGO)
        .not_valid_after(LONG_AGO + timedelta(days=36_500))
        .sign(private, hashes.SHA256())
    )
    cert, key = folder / "cert.pem", folder / "key.pem"
    cert.write_bytes(certificate.public_bytes(Encoding.PEM))
    key.write_bytes(private.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()))
    return {"cert": str(cert), "key": str(key)}
