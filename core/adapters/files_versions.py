"""What a bucket that keeps old versions still has of a deleted object, removed version by version.

Why by hand: obstore deletes an object's newest version only. Requests are signed as AWS describes it for S3
(Signature Version 4, "Authenticating Requests: Using the Authorization Header").
"""

import hashlib
import hmac
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import NamedTuple
from urllib.parse import quote, urlsplit

import httpx
from lxml import etree

from core.adapters.files_trouble import code_of

REGION = "us-east-1"
"""Where none is said; obstore goes by the same."""
_NOTHING = hashlib.sha256(b"").hexdigest()


class Refused(Exception):
    """The store doesn't list or remove versions; `code` is its own word for why."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


class Keys(NamedTuple):
    """Who asks."""

    key_id: str
    secret: str
    token: str = ""


class OldVersions:
    """The versions in one bucket. `url` as in FILES_URL; `endpoint` where another store than Amazon's answers."""

    def __init__(
        self, url: str, keys: Keys, *, endpoint: str | None, region: str | None, seconds: float
    ) -> None:
        named = urlsplit(url)
        self._region = region or REGION
        self._base = f"{endpoint or f'https://s3.{self._region}.amazonaws.com'}".rstrip("/")
        self._bucket, self._prefix = named.netloc, named.path.strip("/")
        self._keys = keys
        self._seconds = seconds

    def purge(self, path: str) -> int:
        """Removes every version of an object and every mark of its deletion; how many. Raises `Refused`."""
        key = f"{self._prefix}/{path}" if self._prefix else path
        removed = 0
        with httpx.Client(timeout=self._seconds, trust_env=False) as client:
            while found := list(self._versions(client, key)):
                for version in found:
                    self._ask(client, "DELETE", key, {"versionId": version})
                removed += len(found)
        return removed

    def _versions(self, client: httpx.Client, key: str) -> Iterator[str]:
        """Ids, a thousand at most."""
        told = self._ask(client, "GET", "", {"prefix": key, "versions": ""})
        parser = etree.XMLParser(resolve_entities=False, no_network=True)
        for element in etree.fromstring(told, parser):
            if etree.QName(element).localname in ("Version", "DeleteMarker"):
                fields = {etree.QName(one).localname: one.text or "" for one in element}
                if fields.get("Key") == key:
                    yield fields["VersionId"]

    def _ask(self, client: httpx.Client, method: str, key: str, query: dict[str, str]) -> bytes:
        path = f"/{quote(self._bucket)}" + (f"/{quote(key)}" if key else "")
        asked = "&".join(
            f"{quote(name, safe='')}={quote(said, safe='')}" for name, said in sorted(query.items())
        )
        url = f"{self._base}{path}?{asked}"
        try:
            answer = client.request(method, url, headers=self._signed(method, url, asked))
        except httpx.HTTPError as error:
            raise Refused(type(error).__name__) from error
        if answer.status_code >= 300:
            raise Refused(code_of(Exception(answer.text)) or str(answer.status_code))
        return answer.content

    def _signed(self, method: str, url: str, query: str) -> dict[str, str]:
        """The headers that say who asks."""
        to, now = urlsplit(url), datetime.now(UTC)
        when, day = now.strftime("%Y%m%dT%H%M%SZ"), now.strftime("%Y%m%d")
        headers = {"host": to.netloc, "x-amz-content-sha256": _NOTHING, "x-amz-date": when}
        if self._keys.token:
            headers["x-amz-security-token"] = self._keys.token
        names = ";".join(sorted(headers))
        lines = "".join(f"{name}:{headers[name]}\n" for name in sorted(headers))
        request = "\n".join((method, to.path, query, lines, names, _NOTHING))
        scope = f"{day}/{self._region}/s3/aws4_request"
        told = "\n".join(("AWS4-HMAC-SHA256", when, scope, hashlib.sha256(request.encode()).hexdigest()))
        key = f"AWS4{self._keys.secret}".encode()
        for part in (day, self._region, "s3", "aws4_request"):
            key = hmac.new(key, part.encode(), hashlib.sha256).digest()
        signature = hmac.new(key, told.encode(), hashlib.sha256).hexdigest()
        headers["authorization"] = (
            f"AWS4-HMAC-SHA256 Credential={self._keys.key_id}/{scope}, SignedHeaders={names}, Signature={signature}"
        )
        return headers
