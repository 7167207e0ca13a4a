"""A small OpenID provider in a process of its own: discovery, code flow with PKCE (S256) and nonce, RS256. For tests.

`python -m tests.web.admin.oidc_provider` prints its issuer and serves. Whom it vouches for, and what it does wrong,
is set by POST to `/next`, as JSON: `claims` go over the usual ones (null removes one), `signed_by: other` is a
strange key, and more such are in `_signed`.
"""

import base64
import hashlib
import secrets
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from urllib.parse import urlencode

import requests
from flask import Flask, Response, jsonify, redirect, request
from joserfc import jwt
from joserfc.jwk import OctKey, RSAKey
from werkzeug.serving import make_server

CLIENT, SECRET = "guides", "the client's secret"
EMAIL = "anne@kommune.example"


class TestProvider:
    """The state of the provider: its keys, the codes given out, and what comes next."""

    __test__ = False

    def __init__(self) -> None:
        self.issuer = ""
        self.key = RSAKey.generate_key(2048, {"kid": "1"})
        self.other_key = RSAKey.generate_key(2048, {"kid": "1"})
        self.codes: dict[str, dict[str, str]] = {}
        self.next: dict[str, Any] = {}

    def discovery(self) -> Response:
        names = ("authorization", "token", "userinfo")
        endpoints = {f"{name}_endpoint": f"{self.issuer}/{name}" for name in names}
        described = {
            "issuer": self.next.get("described_as", self.issuer),
            "jwks_uri": f"{self.issuer}/jwks",
            "response_types_supported": ["code"],
            "subject_types_supported": ["public"],
            "id_token_signing_alg_values_supported": ["RS256"],
            "code_challenge_methods_supported": ["S256"],
        }
        return jsonify(described | endpoints)

    def jwks(self) -> Response:
        return jsonify({"keys": [self.key.as_dict(private=False)]})

    def set_next(self) -> Response:
        self.next = request.get_json()
        return Response("ok")

    def authorization(self) -> Any:
        asked = request.args.to_dict()
        sound = (
            asked["response_type"] == "code"
            and asked["client_id"] == CLIENT
            and "openid" in asked["scope"].split()
            and asked["code_challenge_method"] == "S256"
            and len(asked["state"]) >= 16
            and len(asked["nonce"]) >= 16
        )
        if not sound:
            return Response("bad request", status=400)
        code = secrets.token_urlsafe()
        self.codes[code] = asked
        return redirect(f"{asked['redirect_uri']}?{urlencode({'code': code, 'state': asked['state']})}")

    def token(self) -> Any:
        basic = base64.b64encode(f"{CLIENT}:{SECRET}".encode()).decode()
        asked = self.codes.pop(request.form.get("code", ""), None)
        digest = hashlib.sha256(request.form.get("code_verifier", "").encode()).digest()
        sound = (
            asked is not None
            and request.headers.get("Authorization") == f"Basic {basic}"
            and request.form["grant_type"] == "authorization_code"
            and request.form["redirect_uri"] == asked["redirect_uri"]
            and base64.urlsafe_b64encode(digest).rstrip(b"=").decode() == asked["code_challenge"]
        )
        if asked is None or not sound:
            return jsonify({"error": "invalid_grant"}), 400
        token = self._signed(self._claims(asked["nonce"]))
        return jsonify({"access_token": "access", "token_type": "Bearer", "expires_in": 60, "id_token": token})

    def _signed(self, claims: dict[str, Any]) -> str:
        """The token of these claims, with a signature by whom `signed_by` says."""
        how = self.next.get("signed_by", "")
        if how == "nothing":
            return jwt.encode({"alg": "none"}, claims, OctKey.import_key("x" * 32), algorithms=["none"])
        if how == "the public key as a secret":
            secret = OctKey.import_key(self.key.as_pem(private=False))
            return jwt.encode({"alg": "HS256", "kid": "1"}, claims, secret, algorithms=["HS256"])
        key = self.other_key if how else self.key
        own = {"jwk": key.as_dict(private=False)} if how == "the key in its own head" else {}
        return jwt.encode({"alg": "RS256", "kid": "1", **own}, claims, key)

    def userinfo(self) -> Any:
        if request.headers.get("Authorization") != "Bearer access":
            return Response(status=401)
        userinfo = {"sub": "1", "email": EMAIL, "email_verified": True} | self.next.get("userinfo", {})
        return jsonify(userinfo)

    def _claims(self, nonce: str) -> dict[str, Any]:
        now = int(self.next.get("now", time.time()))
        whom = {"sub": "1", "email": EMAIL, "email_verified": True, "amr": ["pwd", "mfa"]}
        usual = {"iss": self.issuer, "aud": CLIENT, "iat": now, "exp": now + 60, "nonce": nonce}
        claims = whom | usual | self.next.get("claims", {})
        return {name: value for name, value in claims.items() if value is not None}


def main() -> None:
    """Serve until the process is ended."""
    provider, app = TestProvider(), Flask(__name__)
    app.add_url_rule("/.well-known/openid-configuration", view_func=provider.discovery)
    app.add_url_rule("/next", view_func=provider.set_next, methods=["POST"])
    for name in ("jwks", "authorization", "userinfo"):
        app.add_url_rule(f"/{name}", view_func=getattr(provider, name))
    app.add_url_rule("/token", view_func=provider.token, methods=["POST"])
    server = make_server("127.0.0.1", 0, app, threaded=True)
    provider.issuer = f"http://127.0.0.1:{server.server_port}"
    print(provider.issuer, flush=True)
    server.serve_forever()


@contextmanager
def provider_process() -> Iterator[str]:
    """The provider in a process of its own; gives the issuer."""
    process = subprocess.Popen(
        [sys.executable, "-m", "tests.web.admin.oidc_provider"],
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    )
    assert process.stdout
    try:
        issuer = process.stdout.readline().strip()
        assert issuer, "the provider did not start"
        yield issuer
    finally:
        process.terminate()
        process.wait(timeout=10)
        process.stdout.close()


def set_next(issuer: str, **behaviour: Any) -> None:
    """What the provider does from now on."""
    requests.post(f"{issuer}/next", json=behaviour, timeout=5).raise_for_status()


if __name__ == "__main__":
    main()
