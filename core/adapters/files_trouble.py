"""What a person can do about an object store's refusal."""

import re

_CODE = re.compile(r"<Code>(\w+)</Code>")

_ADVICE = {
    "NoSuchBucket": "There is no such bucket. Create it, or correct FILES_URL.",
    "InvalidAccessKeyId": "The access key isn't known there. Check AWS_ACCESS_KEY_ID and AWS_ENDPOINT_URL.",
    "SignatureDoesNotMatch": "The secret key isn't the right one. Check AWS_SECRET_ACCESS_KEY.",
    "ExpiredToken": "The session has expired. Set new credentials (AWS_SESSION_TOKEN).",
    "InvalidToken": "The session token isn't accepted. Check AWS_SESSION_TOKEN.",
    "AccessDenied": (
        "This key isn't allowed to. Give it s3:ListBucket on the bucket, and s3:GetObject, s3:PutObject and "
        "s3:DeleteObject on what is in it."
    ),
    "AuthorizationHeaderMalformed": "The bucket is in another region. Check AWS_REGION.",
    "PermanentRedirect": "The bucket is in another region. Check AWS_REGION.",
    "RequestTimeTooSkewed": "This computer's clock is wrong. Set it.",
    "QuotaExceeded": "The storage is full. Make room there.",
}

_SIGNS = {
    "/latest/api/token": "No credentials were found. Set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY.",
    "redirect": "The bucket is in another region. Check AWS_REGION.",
    "BadScheme": "Its address begins with http://. Set AWS_ALLOW_HTTP=true if that is meant.",
    " 403 ": _ADVICE["AccessDenied"],
    " 401 ": "The credentials aren't accepted. Check AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY.",
    "status code: 5": "The storage has a fault of its own just now. Try again later.",
}


def code_of(error: Exception) -> str:
    """The store's own word for what is wrong; empty where it gave none."""
    code = _CODE.search(str(error))
    return code[1] if code else ""


def what_to_do(error: Exception) -> str:
    """A sentence or two for whoever runs the installation."""
    known = _ADVICE.get(code_of(error))
    if known:
        return known
    told = str(error)
    for sign, advice in _SIGNS.items():
        if sign in told:
            return advice
    return "It doesn't answer. Check AWS_ENDPOINT_URL and the network."
