"""Ask many questions at once; the engine decodes their model calls together."""

import asyncio

from lottery_agent import Agent

QUESTIONS = [f"What is {n}% of {n * 40}?" for n in range(5, 45, 5)]


async def main() -> None:
    """Ask all questions concurrently and print the answers in order."""
    with Agent() as agent:
        answers = await asyncio.gather(*(agent.aask(question) for question in QUESTIONS))
    for answer in answers:
        print(f"{answer.question} {answer.answer}")


asyncio.run(main())
