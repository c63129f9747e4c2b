"""JSON schemas: made ready for the decoder, checked, and shown to the model in few tokens.

A schema comes from the developer and says what the model may write. llguidance compiles it; what
it can't enforce is an error here, before any model runs, instead of a promise that is not kept.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from typing import Any, TypeAlias

from llguidance import LLTokenizer

from lottery_agent.errors import GrammarError, UsageError
from lottery_agent.models.engine.grammars import Grammars

Schema: TypeAlias = Mapping[str, Any]

_BY_NAME = ("properties", "patternProperties", "$defs", "definitions")
_IN_LISTS = ("anyOf", "oneOf", "allOf", "prefixItems")
_ALONE = ("items", "additionalProperties")
_COMPOSING = ("anyOf", "oneOf", "allOf", "$ref")

# One spelling, the one of `json.dumps`: a small model must not get lost in blanks.
_SPELLING = {"whitespace_flexible": False, "item_separator": ", ", "key_separator": ": "}


def embedded(schema: Schema, *, owner: str) -> str:
    """Return a schema as a piece of a grammar.

    Objects with named properties are closed: a property that was not asked for has no use.

    Args:
        schema: The schema. Whatever its texts hold, they can't leave the piece: it is JSON.
        owner: What has the schema, for messages.

    Raises:
        UsageError: If it is no JSON or can't be enforced.
    """
    _refuse_repeated_names(schema, owner)
    closed = schema if any(_composes(part) for part in _parts(schema)) else _close(schema)
    try:
        text = json.dumps({**closed, "x-guidance": _SPELLING}, allow_nan=False)
    except (TypeError, ValueError) as error:
        raise UsageError(f"the schema of {owner} is no JSON: {error}") from None
    piece = f"%json {text}"
    _check(piece, owner)
    return piece


def shown(schema: Schema) -> str:
    """Return the shape of a value in a few words: `{name: string, age?: integer}`."""
    return _shape(schema, schema, ())


def signature(name: str, schema: Schema) -> str:
    """Return a tool's call in a few words: `add(a: integer, b: integer)`."""
    return f"{name}({_fields(resolve(schema, schema), schema, ())})"


def notes(schema: Schema) -> list[str]:
    """Return a line for each property that has a description, those of inner objects included."""
    return list(_notes(schema, schema, "", ()))


def resolve(schema: Schema, root: Schema) -> Schema:
    """Follow a local reference; a schema that is none, or leads nowhere, stays."""
    seen: list[str] = []
    while isinstance(target := schema.get("$ref"), str) and target not in seen:
        seen.append(target)
        found: Any = root
        for step in target.removeprefix("#").split("/")[1:]:
            key = step.replace("~1", "/").replace("~0", "~")
            found = found.get(key) if isinstance(found, Mapping) else None
        if not target.startswith("#") or not isinstance(found, Mapping):
            return schema
        schema = found
    return schema


def _parts(schema: Any) -> Iterator[Schema]:
    """Yield a schema and all schemas inside of it."""
    if not isinstance(schema, Mapping):
        return
    yield schema
    for key, value in schema.items():
        if key in _BY_NAME and isinstance(value, Mapping):
            for inner in value.values():
                yield from _parts(inner)
        elif key in _IN_LISTS and isinstance(value, Sequence):
            for inner in value:
                yield from _parts(inner)
        elif key in _ALONE:
            yield from _parts(value)


def _composes(schema: Schema) -> bool:
    """Tell whether properties come from several schemas: none of them may then be closed."""
    several = schema.get("allOf", ())
    return (isinstance(several, Sequence) and len(several) > 1) or (
        ("properties" in schema or "required" in schema)
        and any(key in schema for key in _COMPOSING)
    )


def _close(schema: Any) -> Any:
    """Return a schema whose objects have no other properties than the named ones."""
    if not isinstance(schema, Mapping):
        return schema
    closed: dict[str, Any] = {}
    for key, value in schema.items():
        if key in _BY_NAME and isinstance(value, Mapping):
            closed[key] = {name: _close(inner) for name, inner in value.items()}
        elif key in _IN_LISTS and isinstance(value, Sequence):
            closed[key] = [_close(inner) for inner in value]
        elif key in _ALONE:
            closed[key] = _close(value)
        else:
            closed[key] = value
    properties = closed.get("properties")
    if isinstance(properties, Mapping) and set(closed.get("required", ())) <= set(properties):
        closed.setdefault("additionalProperties", False)
    return closed


def _refuse_repeated_names(schema: Schema, owner: str) -> None:
    """Refuse to count free names: nothing keeps the model from writing one of them twice."""
    for part in _parts(schema):
        least = part.get("minProperties", 0)
        free = part.get("additionalProperties", "properties" not in part) is not False
        if isinstance(least, int) and least > 1 and (free or "patternProperties" in part):
            raise UsageError(
                f"the schema of {owner} can't be enforced: minProperties with free names",
                hint="use a list of objects instead",
            )


def _check(piece: str, owner: str) -> None:
    try:
        _compiler().follow(f"start: {piece}")
    except GrammarError as error:
        reason = error.message.rpartition("failed to compile JSON schema: ")[2]
        raise UsageError(
            f"the schema of {owner} can't be enforced: {reason}",
            hint="leave that part of the schema out and check it in your program",
        ) from None


@lru_cache(maxsize=1)
def _compiler() -> Grammars:
    """Compile for bytes: whether a schema can be enforced does not depend on a vocabulary."""
    return Grammars(LLTokenizer("byte"))


def _shape(schema: Any, root: Schema, above: tuple[str, ...]) -> str:
    if not isinstance(schema, Mapping):
        return "any"
    reference = schema.get("$ref")
    if isinstance(reference, str):
        if reference in above:
            return reference.rpartition("/")[2]
        above = (*above, reference)
        schema = resolve(schema, root)
    if "const" in schema:
        return json.dumps(schema["const"], ensure_ascii=False)
    if "enum" in schema:
        return " | ".join(json.dumps(value, ensure_ascii=False) for value in schema["enum"])
    for key, sign in (("anyOf", " | "), ("oneOf", " | "), ("allOf", " & ")):
        if key in schema:
            return sign.join(_shape(inner, root, above) for inner in schema[key])
    kind = schema.get("type", "object" if "properties" in schema else "any")
    if isinstance(kind, list):
        return " | ".join(_shape({**schema, "type": one}, root, above) for one in kind)
    if kind == "array":
        return f"list of ({_shape(schema.get('items'), root, above)})"
    if kind == "object":
        return f"{{{_fields(schema, root, above)}}}"
    return str(kind)


def _fields(schema: Schema, root: Schema, above: tuple[str, ...]) -> str:
    required = schema.get("required", ())
    fields = [
        f"{name}{'' if name in required else '?'}: {_shape(inner, root, above)}"
        for name, inner in schema.get("properties", {}).items()
    ]
    more = schema.get("additionalProperties")
    if isinstance(more, Mapping):
        fields.append(f"NAME: {_shape(more, root, above)}")
    return ", ".join(fields)


def _notes(schema: Any, root: Schema, path: str, above: tuple[str, ...]) -> Iterator[str]:
    if not isinstance(schema, Mapping):
        return
    reference = schema.get("$ref")
    if isinstance(reference, str):
        if reference in above:
            return
        above = (*above, reference)
        schema = resolve(schema, root)
    for name, inner in schema.get("properties", {}).items():
        if not isinstance(inner, Mapping):
            continue
        if description := " ".join(str(inner.get("description", "")).split()):
            yield f"{path}{name}: {description}"
        yield from _notes(inner, root, f"{path}{name}.", above)
    yield from _notes(schema.get("items"), root, path, above)
