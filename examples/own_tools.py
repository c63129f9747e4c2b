"""Give the agent tools of your own; one that acts waits until a person has approved its call."""

from lottery_agent import Agent
from lottery_agent.toolbox.calls import tool


@tool
def price(item: str) -> int:
    """Price of an item in euros."""
    return {"lamp": 40, "desk": 90}.get(item, 0)


@tool(kind="acting")
def order(item: str, pieces: int) -> str:
    """Order some pieces of an item."""
    return f"ordered {pieces} pieces of {item}"


with Agent(tools=[price, order]) as agent:
    answer = agent.ask("Please order 2 pieces of lamp.")
    if answer.status == "waiting":
        print("May I call", answer.work[-1].call, "?")
        answer = agent.resume(answer, True)
    print(answer.answer)
