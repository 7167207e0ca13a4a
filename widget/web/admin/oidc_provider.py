"""Another provider that vouches for people: OpenID Connect, code flow with PKCE. Knows the protocol; no page."""

import secrets
from dataclasses import asdict, dataclass, field
from typing import Any

from authlib.integrations.base_client import OAuthError
from authlib.integrations.requests_client import OAuth2Session
from authlib.oidc.core import CodeIDToken
from joserfc import jwt
from joserfc.errors import JoseError
from joserfc.jwk import KeySet
from requests import RequestException

from widget.accounts.identities import LONGEST_SUBJECT, ProviderIdentity

_TIMEOUT = 5
"""Seconds for each answer of the provider."""

_LEEWAY = 60
_LATELY = 10 * 60
"""Seconds since a person has signed in at the provider, where that is to be done once more."""
_ALGORITHMS = ["RS256", "PS256", "ES256", "EdDSA"]


class ProviderError(Exception):
    """The provider does not answer, or its answer is not to be trusted; the text says why, for the log."""


@dataclass(frozen=True, slots=True)
class AuthorizationRequest:
    """What is remembered while a person is at the provider; `again` where a session there is not enough."""

    state: str = field(default_factory=lambda: secrets.token_urlsafe(24))
    nonce: str = field(default_factory=lambda: secrets.token_urlsafe(24))
    verifier: str = field(default_factory=lambda: secrets.token_urlsafe(48))
    again: bool = False

    def as_values(self) -> dict[str, str | bool]:
        """For a cookie."""
        return asdict(self)


@dataclass(frozen=True, slots=True)
class Provider:
    """A provider, by its issuer, and who we are to it."""

    issuer: str
    client_id: str
    client_secret: str = field(repr=False)

    def address(self, authorization_request: AuthorizationRequest, callback_url: str) -> str:
        """Where to send the browser. Raises `ProviderError`."""
        with self._session(callback_url) as session:
            endpoint = self._metadata(session)["authorization_endpoint"]
            address, _ = session.create_authorization_url(
                endpoint,
                state=authorization_request.state,
                nonce=authorization_request.nonce,
                code_verifier=authorization_request.verifier,
                **({"prompt": "login"} if authorization_request.again else {}),
            )
            return str(address)

    def verify_identity(
        self, authorization_request: AuthorizationRequest, callback_url: str, code: str, now: int
    ) -> ProviderIdentity:
        """Whom the code stands for. Raises `ProviderError`."""
        with self._session(callback_url) as session:
            metadata = self._metadata(session)
            try:
                token = session.fetch_token(
                    metadata["token_endpoint"],
                    code=code,
                    code_verifier=authorization_request.verifier,
                    timeout=_TIMEOUT,
                )
                keys = KeySet.import_key_set({"keys": _json(session, metadata["jwks_uri"])["keys"]})
                claims = self._claims(token, keys, authorization_request.nonce, now)
                if authorization_request.again and now - claims.get("auth_time", now) > _LATELY:
                    raise ValueError("The sign-in at the provider is too old.")
                return self._identity(claims | self._more(session, metadata, claims))
            except (RequestException, OAuthError, JoseError, ValueError, KeyError, TypeError) as error:
                raise ProviderError(repr(error)) from error

    def _session(self, callback_url: str) -> OAuth2Session:
        return OAuth2Session(
            self.client_id,
            self.client_secret,
            scope="openid email",
            redirect_uri=callback_url,
            code_challenge_method="S256",
            default_timeout=_TIMEOUT,
            leeway=0,
        )

    def _metadata(self, session: OAuth2Session) -> dict[str, Any]:
        try:
            metadata = _json(session, f"{self.issuer.rstrip('/')}/.well-known/openid-configuration")
            names = ("authorization_endpoint", "token_endpoint", "jwks_uri")
            missing = [name for name in names if not isinstance(metadata.get(name), str)]
        except (RequestException, ValueError, AttributeError) as error:
            raise ProviderError(repr(error)) from error
        if missing or metadata.get("issuer") != self.issuer:
            raise ProviderError(f"The description is of {metadata.get('issuer')!r}, and lacks {missing}.")
        return metadata

    def _claims(self, token: dict[str, Any], keys: KeySet, nonce: str, now: int) -> dict[str, Any]:
        decoded = jwt.decode(token["id_token"], keys, algorithms=_ALGORITHMS)
        options = {
            "iss": {"essential": True, "value": self.issuer},
            "aud": {"essential": True, "value": self.client_id},
        }
        expected = {"nonce": nonce, "client_id": self.client_id, "access_token": token.get("access_token")}
        claims = CodeIDToken(decoded.claims, decoded.header, options, expected)
        claims.validate(now=now, leeway=_LEEWAY)
        return dict(claims)

    def _more(self, session: OAuth2Session, metadata: dict[str, Any], claims: dict[str, Any]) -> dict[str, Any]:
        """The e-mail address, where the provider tells it only when asked once more."""
        endpoint = metadata.get("userinfo_endpoint")
        if "email" in claims or not endpoint:
            return {}
        payload = _json(session, endpoint, withhold_token=False)
        if payload.get("sub") != claims["sub"]:
            raise ValueError("The second answer is about another person.")
        return {name: payload[name] for name in ("email", "email_verified") if name in payload}

    def _identity(self, claims: dict[str, Any]) -> ProviderIdentity:
        subject, email = claims["sub"], claims.get("email")
        if not (isinstance(subject, str) and 0 < len(subject) <= LONGEST_SUBJECT and subject.isprintable()):
            raise ValueError("There is no subject.")
        if not isinstance(email, str) or claims.get("email_verified") is not True:
            raise ValueError("There is no verified e-mail address.")
        return ProviderIdentity(self.issuer, subject, email, "mfa" in (claims.get("amr") or []))


def _json(session: OAuth2Session, address: str, *, withhold_token: bool = True) -> dict[str, Any]:
    response = session.request("GET", address, withhold_token=withhold_token, timeout=_TIMEOUT)
    response.raise_for_status()
    payload: dict[str, Any] = response.json()
    return payload
