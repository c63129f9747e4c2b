"""A LangChain chat model whose tool calls and objects can't be malformed.

    from lottery_agent.models.langchain import ChatLottery

    with ChatLottery(max_tokens=200) as model:
        model.invoke("Name a colour.")
        model.bind_tools([add], tool_choice="any").invoke("What is 2 + 3?").tool_calls
        model.with_structured_output(Person).invoke("Ada is 36 years old.")

What a bound tool or a schema allows is compiled into a grammar, and the decoder masks every token
that would leave it. A call is one line of JSON in the model's turn, its arguments in the order of
the tool's schema:

    {"name": "add", "arguments": {"a": 2, "b": 3}}

Earlier calls are shown to the model in the same form, and their results at the start of the user's
next turn. Where it may answer freely or call (`tool_choice="auto"`), an answer that begins with a
brace is a call, and a free text can't begin with one.
"""

from __future__ import annotations

from lottery_agent.models.langchain.chat import ChatLottery
from lottery_agent.models.langchain.failures import AnswerCut, ContextOverflow, TimedOut

__all__ = ["AnswerCut", "ChatLottery", "ContextOverflow", "TimedOut"]
