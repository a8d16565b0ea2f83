"""`/-/openapi.json`: what programs may ask of the site, made from the types that are checked (OpenAPI 3.1)."""

from __future__ import annotations

import json
from typing import Any

from pydantic.json_schema import models_json_schema

from corpus.limits import limits
from corpus.readers import FORMATS, listed
from corpus.site.health import Health, program_version
from corpus.site.posted import STATUS, Answer, Many, OfPage, OfText, Refused
from schemas import Record

PATH = "/-/openapi.json"
_PLACE = "#/components/schemas/{model}"
_MODELS = (OfText, OfPage, Many, Answer, Refused, Record, Health)
_WHY = {
    400: "the body is no JSON or no form",
    403: "the site is for members alone, or the form is none of its own",
    405: "another method than POST",
    413: "the body is too large, or there are too many articles or too long a text in it",
    415: "the body, or the file in it, is of a kind that is not read",
    422: "the article is told wrongly or cannot be read",
    500: "a fault of the program",
    503: "others are being read: come again after Retry-After seconds",
}


def description(base_url: str = "/") -> dict[str, Any]:
    """The description, for a site under the path `base_url`.

    >>> description()["openapi"], sorted(description()["paths"])
    ('3.1.0', ['/-/extract.json', '/-/health', '/-/openapi.json'])
    """
    _, told = models_json_schema([(model, "validation") for model in _MODELS], ref_template=_PLACE)
    schemas = told["$defs"]
    schemas["OfText"]["properties"]["text"]["maxLength"] = limits().text
    schemas["OfPage"]["properties"]["html"]["maxLength"] = limits().request
    schemas["Many"]["properties"]["articles"]["maxItems"] = limits().articles
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "khenthuong",
            "version": program_version(),
            "summary": "Facts from Vietnamese reports on emulation and commendation.",
        },
        "servers": [{"url": base_url.rstrip("/") or "/"}],
        "paths": {
            "/-/extract.json": {"post": _extract()},
            "/-/health": {"get": _health()},
            "/-/openapi.json": {"get": _itself()},
        },
        "components": {"schemas": schemas},
    }


def _ref(model: type[Any]) -> dict[str, str]:
    return {"$ref": _PLACE.format(model=model.__name__)}


def _answer(about: str, schema: dict[str, Any]) -> dict[str, Any]:
    return {"description": about, "content": {"application/json": {"schema": schema}}}


def _extract() -> dict[str, Any]:
    file = {"type": "string", "format": "binary", "description": f"the file, by its ending one of {listed(FORMATS)}"}
    files = {"type": "object", "required": ["file"], "properties": {"file": file}}
    refused = {str(status): _answer(_WHY[status], _ref(Refused)) for status in sorted(set(STATUS.values()))}
    refused["503"]["headers"] = {"Retry-After": {"schema": {"type": "integer"}, "description": "seconds"}}
    return {
        "operationId": "extract",
        "summary": "Read an article, several, or a file; nothing is stored.",
        "description": (
            "One text or page by itself is answered by its record. A list of articles, or a file or several, are answered one by "
            "one, each by its record or its error. Records are those of `khenthuong extract --format json`. A request has at most "
            f"{limits().request:,} bytes and {limits().articles} articles and is answered within {limits().answer} seconds."
        ),
        "requestBody": {
            "required": True,
            "content": {
                "application/json": {"schema": {"anyOf": [_ref(OfText), _ref(OfPage), _ref(Many)]}},
                "multipart/form-data": {"schema": files},
            },
        },
        "responses": {"200": _answer("the record, or the articles in turn", {"anyOf": [_ref(Record), _ref(Answer)]})} | refused,
    }


def _health() -> dict[str, Any]:
    both = {"200": "the archive can be read", "503": "the archive cannot be read"}
    responses = {status: _answer(about, _ref(Health)) for status, about in both.items()}
    return {"operationId": "health", "summary": "Whether the site answers and its archive can be read.", "responses": responses}


def _itself() -> dict[str, Any]:
    schema = {"type": "object", "required": ["openapi", "paths"]}
    return {"operationId": "openapi", "summary": "This description.", "responses": {"200": _answer("the description", schema)}}


async def page(datasette: Any, request: Any) -> Any:  # noqa: ARG001 - a view's shape
    """The description of this site."""
    from datasette.utils.asgi import Response

    text = json.dumps(description(datasette.setting("base_url")), ensure_ascii=False, indent=1)
    return Response(text + "\n", 200, {}, "application/json; charset=utf-8")
