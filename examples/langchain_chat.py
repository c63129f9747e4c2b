"""Use the engine from LangChain: tool calls and objects that can't be malformed."""

from typing import Literal

from pydantic import BaseModel

from lottery_agent.models.langchain import ChatLottery


class Person(BaseModel):
    """A person."""

    name: str
    age: int


class Mood(BaseModel):
    """How somebody feels."""

    mood: Literal["glad", "sad", "angry"]


def add(a: int, b: int) -> int:
    """Add two integers."""
    return a + b


with ChatLottery(max_tokens=100) as model:
    call = model.bind_tools([add], tool_choice="any").invoke("What is 2 + 3?").tool_calls[0]
    print(call["name"], call["args"])
    print(model.with_structured_output(Person).invoke("Ada is 36 years old."))
    for mood in model.with_structured_output(Mood).batch(["I won!", "My cat is ill."]):
        print(mood)
