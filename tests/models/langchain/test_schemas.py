"""Whatever a random model writes under a schema fits the schema."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Any, Literal

import jsonschema
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pydantic import BaseModel, Field

from lottery_agent.errors import UsageError
from lottery_agent.models.engine import LlamaEngine
from lottery_agent.models.langchain import AnswerCut, ChatLottery
from lottery_agent.models.langchain.schemas import embedded, notes, shown, signature

NAMES = st.text('abé"\\ \n%{}', min_size=1, max_size=4) | st.just("name")
SCALARS = st.none() | st.booleans() | st.integers(-99, 99) | NAMES


@st.composite
def numbers(draw: st.DrawFn, kind: str) -> dict[str, Any]:
    low = draw(st.integers(-500, 500))
    keys = {"minimum": low, "maximum": low + draw(st.integers(0, 900))}
    return {
        "type": kind,
        **{key: keys[key] for key in draw(st.sets(st.sampled_from(sorted(keys))))},
    }


@st.composite
def texts(draw: st.DrawFn) -> dict[str, Any]:
    least = draw(st.integers(0, 3))
    bounded = {"minLength": least, "maxLength": least + draw(st.integers(0, 4))}
    patterned = {"pattern": draw(st.sampled_from(["^[a-c]{1,4}$", "^x\\d?$", '^(é|")$']))}
    formatted = {"format": draw(st.sampled_from(["uuid", "date", "ipv4"]))}
    return {"type": "string", **draw(st.sampled_from([bounded, patterned, formatted]))}


def objects(inner: st.SearchStrategy[dict[str, Any]]) -> st.SearchStrategy[dict[str, Any]]:
    @st.composite
    def build(draw: st.DrawFn) -> dict[str, Any]:
        properties = draw(st.dictionaries(NAMES, inner, max_size=3))
        required = draw(st.sets(st.sampled_from(sorted(properties)))) if properties else set()
        return {"type": "object", "properties": properties, "required": sorted(required)}

    return build()


def arrays(inner: st.SearchStrategy[dict[str, Any]]) -> st.SearchStrategy[dict[str, Any]]:
    return st.builds(
        lambda items, least, more: {
            "type": "array",
            "items": items,
            "minItems": least,
            "maxItems": least + more,
        },
        inner,
        st.integers(0, 2),
        st.integers(0, 2),
    )


LEAVES = st.one_of(
    numbers("integer"),
    numbers("number"),
    texts(),
    st.just({"type": "boolean"}),
    st.just({"type": "null"}),
    st.just({"$ref": "#/$defs/leaf"}),
    st.builds(lambda values: {"enum": values}, st.lists(SCALARS, min_size=1, max_size=3)),
    st.builds(lambda value: {"const": value}, SCALARS),
)
SCHEMAS = st.recursive(
    LEAVES,
    lambda inner: (
        objects(inner)
        | arrays(inner)
        | st.builds(lambda options: {"anyOf": options}, st.lists(inner, min_size=1, max_size=3))
    ),
    max_leaves=5,
)
ROOTS = st.builds(
    lambda schema, leaf: {**schema, "$defs": {"leaf": leaf}}, objects(SCHEMAS), texts()
)
RANDOM = settings(max_examples=100, suppress_health_check=[HealthCheck.function_scoped_fixture])


@RANDOM
@given(schema=ROOTS, seed=st.integers(0, 99))
def test_an_object_fits_its_schema(
    tiny_engine: LlamaEngine, schema: dict[str, Any], seed: int
) -> None:
    model = ChatLottery(engine=tiny_engine, temperature=1.0, seed=seed, max_tokens=1500)
    found = model.with_structured_output({"title": "Thing", **schema}).invoke("Go.")
    jsonschema.validate(found, schema)


@RANDOM
@given(schema=ROOTS, seed=st.integers(0, 99), free=st.booleans())
def test_a_call_fits_its_tool(
    tiny_engine: LlamaEngine, schema: dict[str, Any], seed: int, free: bool
) -> None:
    tool = {"type": "function", "function": {"name": 'a"\\\n%json', "parameters": schema}}
    model = ChatLottery(engine=tiny_engine, temperature=1.0, seed=seed, max_tokens=1500)
    message = model.bind_tools([tool], tool_choice="auto" if free else "any").invoke("Go.")
    if free and not message.tool_calls:
        assert message.content
        assert not str(message.content).startswith("{")
        return
    (call,) = message.tool_calls
    assert call["name"] == 'a"\\\n%json'
    jsonschema.validate(call["args"], schema)


@RANDOM
@given(seed=st.integers(0, 10**6), limit=st.integers(1, 60), call=st.booleans())
def test_an_open_text_is_whole_or_an_error(
    tiny_engine: LlamaEngine, seed: int, limit: int, call: bool
) -> None:
    schema = {"title": "Say", "type": "object", "properties": {"x": {}}, "required": ["x"]}
    model = ChatLottery(engine=tiny_engine, temperature=1.0, seed=seed, max_tokens=limit)
    method: Any = "function_calling" if call else "json_schema"
    bound: Any = model.with_structured_output(schema, method=method)
    try:
        found = bound.invoke("Go.")
    except AnswerCut:
        return
    assert found.keys() == {"x"}


class Place(BaseModel):
    """A place."""

    city: str = Field(max_length=6, description="its  name")
    floor: int | None = None


class Visit(BaseModel):
    """A visit to places."""

    kind: Literal["work", "rest"]
    places: list[Place] = Field(min_length=1, max_length=2)
    share: Annotated[float, Field(ge=0, le=1)]
    day: date
    next: Visit | None = None


@pytest.mark.parametrize("seed", range(4))
@pytest.mark.parametrize("method", ["json_schema", "function_calling"])
def test_a_pydantic_class(tiny_engine: LlamaEngine, seed: int, method: Any) -> None:
    model = ChatLottery(engine=tiny_engine, temperature=1.0, seed=seed, max_tokens=1500)
    found = model.with_structured_output(Place, method=method).invoke("Go.")
    assert isinstance(found, Place)


@pytest.mark.parametrize(
    ("schema", "text"),
    [
        (
            Visit.model_json_schema(),
            '{"kind": "rest", "places": [{"city": "é"}], "share": 0.5, "day"',
        ),
        ({"type": "array", "items": {"type": "integer"}}, "[1, 2]"),
    ],
)
def test_only_one_spelling(schema: dict[str, Any], text: str) -> None:
    from llguidance import LLMatcher, LLTokenizer

    matcher = LLMatcher(LLTokenizer("byte"), f"start: {embedded(schema, owner='it')}")
    assert matcher.validate_tokens(list(text.encode())) == len(text.encode())
    assert matcher.validate_tokens(list(text.replace(" ", "", 1).encode())) < len(text)


def test_objects_are_closed_unless_schemas_are_joined() -> None:
    def allows(schema: dict[str, Any], text: str) -> bool:
        from llguidance import LLMatcher, LLTokenizer

        matcher = LLMatcher(LLTokenizer("byte"), f"start: {embedded(schema, owner='it')}")
        return bool(matcher.validate_tokens(list(text.encode())) == len(text))

    one = {"type": "object", "properties": {"a": {"type": "integer"}}, "required": ["a"]}
    two = {"type": "object", "properties": {"b": {"type": "integer"}}, "required": ["b"]}
    assert not allows(one, '{"a": 1, "b": 2}')
    assert allows({**one, "additionalProperties": True}, '{"a": 1, "b": 2}')
    assert allows({"allOf": [one, two]}, '{"a": 1, "b": 2}')
    assert not allows({"anyOf": [one, two]}, '{"a": 1, "b": 2}')


@pytest.mark.parametrize(
    ("schema", "words"),
    [
        ({"type": "string", "format": "password"}, "Unknown format"),
        ({"type": "array", "uniqueItems": True}, "uniqueItems"),
        ({"not": {"type": "string"}}, "not"),
        ({"type": "string", "pattern": "(?=a)b"}, "regex parse error"),
        ({"type": "integer", "minimum": 3, "maximum": 1}, "greater than maximum"),
        ({"$ref": "https://example.org/schema"}, "not present"),
        ({"type": "object", "minProperties": 2}, "minProperties"),
        ({"type": "object", "properties": {"a": {"if": {}}}}, "if"),
        ({"type": "integer", "default": float("nan")}, "no JSON"),
        ({"type": "integer", "default": {1}}, "no JSON"),
        ({"type": "string", "x-guidance": {"lenient": True}, "format": "mine"}, "Unknown format"),
    ],
)
def test_what_can_not_be_enforced_is_refused_when_bound(schema: Any, words: str) -> None:
    inner = {"type": "object", "properties": {"x": schema}, "required": ["x"]}
    with pytest.raises(UsageError, match=words) as caught:
        embedded(schema, owner="the tool 'f'")
    assert "\n" not in str(caught.value)
    with pytest.raises(UsageError):
        ChatLottery().bind_tools([{"name": "f", "parameters": inner}])
    with pytest.raises(UsageError):
        ChatLottery().with_structured_output({"title": "f", **inner})


def test_a_schema_in_few_words() -> None:
    visit = Visit.model_json_schema()
    place = "{city: string, floor?: integer | null}"
    inner = (
        f'{{kind: "work" | "rest", places: list of ({place}), share: number, day: string, '
        "next?: Visit | null}"
    )
    assert shown(visit) == inner
    assert notes(visit) == ["places.city: its name"]
    assert signature("go", {"properties": {"n": {"enum": [1, 2]}}}) == "go(n?: 1 | 2)"
