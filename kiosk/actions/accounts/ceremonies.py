"""WebAuthn ceremonies (level 2): the options that a browser signs with a passkey, and the check of its answer.

Imported when a passkey is used: the library is a tenth of what a worker would load at its start.
"""

from collections.abc import Sequence

from webauthn import (
    generate_authentication_options,
    generate_registration_options,
    options_to_json,
    verify_authentication_response,
    verify_registration_response,
)
from webauthn.helpers import parse_authentication_credential_json
from webauthn.helpers.exceptions import WebAuthnException
from webauthn.helpers.structs import (
    AuthenticationCredential,
    AuthenticatorSelectionCriteria,
    PublicKeyCredentialDescriptor,
    ResidentKeyRequirement,
    UserVerificationRequirement,
)

from kiosk.actions.accounts.passkey_values import NewKey, NotSigned, Owner, Site

FAULTS = (WebAuthnException, ValueError, KeyError, TypeError, IndexError, RecursionError)
"""Exceptions of the library for answers that no browser would give; each of them means no."""
PATIENCE_MS = 5 * 60 * 1000
MOST_CHARACTERS = 16_000


def asked_to_enter(site: Site, challenge: bytes) -> str:
    """Options for `navigator.credentials.get`: any passkey of this site whose owner the device has made sure of."""
    options = generate_authentication_options(
        rp_id=site.host,
        challenge=challenge,
        timeout=PATIENCE_MS,
        user_verification=UserVerificationRequirement.REQUIRED,
    )
    return options_to_json(options)


def asked_to_add(site: Site, challenge: bytes, owner: Owner, known: Sequence[bytes]) -> str:
    """Options for `navigator.credentials.create`; a device that holds a known one adds no second."""
    options = generate_registration_options(
        rp_id=site.host,
        rp_name="Before You Go",
        user_id=owner.handle,
        user_name=owner.email,
        user_display_name=owner.name,
        challenge=challenge,
        timeout=PATIENCE_MS,
        authenticator_selection=AuthenticatorSelectionCriteria(
            resident_key=ResidentKeyRequirement.REQUIRED, user_verification=UserVerificationRequirement.REQUIRED
        ),
        exclude_credentials=[PublicKeyCredentialDescriptor(id=each) for each in known],
    )
    return options_to_json(options)


def new_key(site: Site, challenge: bytes, answer: str) -> NewKey:
    """The passkey that a browser has made for this challenge. Raises NotSigned."""
    try:
        made = verify_registration_response(
            credential=_checked(answer),
            expected_challenge=challenge,
            expected_rp_id=site.host,
            expected_origin=site.origin,
            require_user_verification=True,
        )
    except FAULTS as fault:
        raise NotSigned from fault
    return NewKey(made.credential_id, made.credential_public_key, made.sign_count)


def read_entry(answer: str) -> AuthenticationCredential:
    """Parse the passkey and owner that an answer claims, neither of them verified yet. Raises NotSigned."""
    try:
        return parse_authentication_credential_json(_checked(answer))
    except FAULTS as fault:
        raise NotSigned from fault


def new_count(site: Site, challenge: bytes, answer: AuthenticationCredential, key: NewKey) -> int:
    """Verify the answer's signature and return the passkey's new signature count.

    Raises NotSigned, also where the count is no higher than last time: then somebody holds a copy of the passkey.
    Passkeys that are kept in several devices at once do not count, and always say 0.
    """
    try:
        verified = verify_authentication_response(
            credential=answer,
            expected_challenge=challenge,
            expected_rp_id=site.host,
            expected_origin=site.origin,
            credential_public_key=key.public_key,
            credential_current_sign_count=key.sign_count,
            require_user_verification=True,
        )
    except FAULTS as fault:
        raise NotSigned from fault
    return verified.new_sign_count


def _checked(answer: str) -> str:
    if len(answer) > MOST_CHARACTERS:
        raise NotSigned
    return answer
