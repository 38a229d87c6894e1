"""The OpenAPI document, made of the same models that the answers are made of."""

from functools import cache
from typing import Any, get_args

from pydantic.json_schema import models_json_schema

from core.api.answers import ErrorAnswer, RunAnswer
from core.api.incoming import LONGEST_KEY, MOST_FILES
from core.domain.run import EngineName, SecondLooks
from core.intake import RUN_ID

_JSON = "application/json"
_RUN = {"$ref": "#/components/schemas/RunAnswer"}
_ERROR = {"$ref": "#/components/schemas/ErrorAnswer"}
_AFTER = {
    "Retry-After": {
        "description": "seconds after which it is worth asking again",
        "schema": {"type": "integer", "minimum": 1},
    }
}
_REFUSALS: dict[int, tuple[str, dict[str, Any]]] = {
    401: (
        "no token, or one that lets nobody in",
        {"WWW-Authenticate": {"description": "Bearer", "schema": {"type": "string"}}},
    ),
    402: ("the credits don't reach; nothing was begun", {}),
    403: ("this person's role only reviews", {}),
    404: ("there is no such screening, or it is somebody else's", {}),
    409: ("the screening is still under way", _AFTER),
    413: ("the request, a field or the job's file is too large", {}),
    415: ("the body isn't multipart/form-data", {}),
    422: ("something in the request is wrong; the message says what", {}),
    429: ("too many screenings were begun, or are under way", _AFTER),
    503: ("a part of this installation can't be reached just now", _AFTER),
}


@cache
def openapi() -> dict[str, Any]:
    """Version 3.1. Every answer that the API gives is in it."""
    _, models = models_json_schema(
        [(RunAnswer, "serialization"), (ErrorAnswer, "serialization")],
        ref_template="#/components/schemas/{model}",
    )
    a_run = {"content": {_JSON: {"schema": _RUN}}}
    begun = {**a_run, "links": {name: _link(name) for name in ("readRun", "exportRun", "removeRun")}}
    location = {"Location": {"description": "where the screening is", "schema": {"type": "string"}}}
    of_one = [{"$ref": "#/components/parameters/run_id"}]
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "Shortlist",
            "version": "1",
            "description": "Screens résumés against a job: begin a screening, follow it, fetch what it found.",
        },
        "servers": [{"url": "/api"}],
        "security": [{"token": []}],
        "paths": {
            "/runs": {
                "post": {
                    "operationId": "beginRun",
                    "summary": "Begins a screening of résumés against a job",
                    "parameters": [_idempotency_key()],
                    "requestBody": {
                        "required": True,
                        "content": {
                            "multipart/form-data": {
                                "schema": _body(),
                                "encoding": {
                                    name: {"contentType": "application/octet-stream"}
                                    for name in ("job_file", "resumes")
                                },
                            }
                        },
                    },
                    "responses": {
                        "202": {
                            "description": "begun; `Location` says where to follow it",
                            "headers": location,
                            **begun,
                        },
                        "200": {
                            "description": "this key's screening, begun before",
                            "headers": location,
                            **a_run,
                        },
                        **_refused(401, 402, 403, 413, 415, 422, 429, 503),
                    },
                }
            },
            "/runs/{run_id}": {
                "parameters": of_one,
                "get": {
                    "operationId": "readRun",
                    "summary": "How far a screening is, and once it has ended what it found",
                    "responses": {
                        "200": {"description": "the screening", **a_run},
                        **_refused(401, 404, 503),
                    },
                },
                "delete": {
                    "operationId": "removeRun",
                    "summary": "Removes a screening with its results; one that is under way is stopped first",
                    "responses": {
                        "204": {"description": "removed"},
                        **_refused(401, 403, 404, 409, 503),
                    },
                },
            },
            "/runs/{run_id}/shortlist.csv": {
                "parameters": of_one,
                "get": {
                    "operationId": "exportRun",
                    "summary": "Everybody with a score in rank order, for a spreadsheet",
                    "responses": {
                        "200": {
                            "description": "UTF-8 with a byte order mark; no cell is a formula",
                            "content": {"text/csv": {"schema": {"type": "string"}}},
                        },
                        **_refused(401, 404, 409, 503),
                    },
                },
            },
            "/openapi.json": {
                "get": {
                    "operationId": "describe",
                    "summary": "This document",
                    "security": [],
                    "responses": {
                        "200": {
                            "description": "OpenAPI 3.1",
                            "content": {_JSON: {"schema": {"type": "object"}}},
                        }
                    },
                }
            },
        },
        "components": {
            "securitySchemes": {
                "token": {"type": "http", "scheme": "bearer", "description": "python -m core token makes one"}
            },
            "parameters": {
                "run_id": {
                    "name": "run_id",
                    "in": "path",
                    "required": True,
                    "schema": {
                        "type": "string",
                        "pattern": f"^{RUN_ID.pattern.replace(chr(92) + 'w', 'A-Za-z0-9_')}$",
                    },
                }
            },
            "schemas": models["$defs"],
        },
    }


def _idempotency_key() -> dict[str, Any]:
    return {
        "name": "Idempotency-Key",
        "in": "header",
        "required": False,
        "description": "A name of the request's own. Sent again with the same key and the same content it begins "
        "nothing new: after a lost answer, send it again.",
        "schema": {"type": "string", "pattern": "^[!-~]+$", "maxLength": LONGEST_KEY},
    }


def _body() -> dict[str, Any]:
    a_file = {"type": "string", "format": "binary"}
    return {
        "type": "object",
        "additionalProperties": False,
        "required": ["resumes"],
        "oneOf": [{"required": ["job"]}, {"required": ["job_file"]}],
        "properties": {
            "job": {"type": "string", "pattern": r"\S", "description": "the job description as text"},
            "job_file": {**a_file, "description": "or as a file: PDF, DOCX, DOC, RTF, ODT, TXT"},
            "resumes": {
                "type": "array",
                "items": a_file,
                "minItems": 1,
                "maxItems": MOST_FILES,
                "description": "with their file names; ZIP archives are opened",
            },
            "criteria": {
                "type": "string",
                "description": 'a JSON list such as [{"text": "German B2", "kind": "must", "weight": 5}]; '
                "without it they are taken from the job",
            },
            "engine": {
                "enum": list(get_args(EngineName)),
                "description": "default: openai where an AI is set up",
            },
            "second_look": {"enum": list(get_args(SecondLooks)), "default": "flagged"},
            "budget": {
                "type": "number",
                "exclusiveMinimum": 0,
                "description": "US dollars that it may spend",
            },
            "hide_schools": {"type": "boolean", "default": False},
            "keep_ages": {"type": "boolean", "default": False},
        },
    }


def _link(operation: str) -> dict[str, Any]:
    return {"operationId": operation, "parameters": {"run_id": "$response.body#/id"}}


def _refused(*statuses: int) -> dict[str, Any]:
    return {
        str(status): {
            "description": _REFUSALS[status][0],
            "headers": _REFUSALS[status][1],
            "content": {_JSON: {"schema": _ERROR}},
        }
        for status in statuses
    }
