"""The fixed list of requests: complete, replayable, and what a recorder would write."""

from __future__ import annotations

from lottery_agent.models.engine import Request, Sampling, ScriptedEngine
from lottery_agent.models.engine.grammars import Grammars
from lottery_agent.models.engine.remembering import BYTES
from lottery_agent.models.prompts import Example, Prompt, Rendered
from lottery_agent.models.speed import ours, workload
from lottery_agent.models.speed.record import Recorder
from lottery_agent.models.speed.workload import Grammar, Item


def test_there_are_64_requests_of_all_kinds() -> None:
    items = workload.load()
    assert len(items) == 64
    assert 0 < sum(bool(item.labels) for item in items) < 64
    assert {item.prompt.agent for item in items} >= {"router", "mathematician", "logician"}
    assert len(workload.heads(items)) == len({item.prompt.head for item in items})


def test_every_grammar_compiles() -> None:
    grammars = Grammars(BYTES)
    for item in workload.load():
        if item.grammar:
            grammars.follow(item.grammar.text)
            call = ours.Call(Rendered((), (1,)), item.grammar.text, 9, same=True)
            numbered = call.request(7).constraint
            assert numbered is not None
            grammars.follow(numbered.text)


def test_an_item_survives_json() -> None:
    prompt = Prompt("a", "head", "q", examples=(Example("x", "y"),), history=(("u", "v"),))
    for item in (
        Item(prompt, labels=("one", "two")),
        Item(prompt, grammar=Grammar("start: /x/"), max_tokens=9, sampling=Sampling(0.5, seed=3)),
        *workload.load(),
    ):
        assert Item.from_json(item.to_json(), item.prompt.head) == item


async def test_a_recorder_changes_nothing_and_remembers_all() -> None:
    with ScriptedEngine({"a": "yes", "router": {"x": 0.9, "y": 0.1}}) as engine:
        recorder = Recorder(engine)
        prompt, route = Prompt("a", "head", "question"), Prompt("router", "head", "question")
        request = Request(recorder.renderer.render(prompt), 5, Grammar('start: "yes"'))
        assert recorder.submit(request).result().text == "yes"
        assert (await (await recorder.asubmit(request))).text == "yes"
        scores = recorder.score(recorder.renderer.render(route), ["x", "y"])
        assert scores[0] > scores[1]
        assert recorder.items == [
            Item(prompt, grammar=Grammar('start: "yes"'), max_tokens=5),
            Item(prompt, grammar=Grammar('start: "yes"'), max_tokens=5),
            Item(route, labels=("x", "y")),
        ]
