"""Give facts and rules as context, and have a statement proved or refuted."""

from lottery_agent import Agent

RULES = "Every cat is an animal. Tom is a cat. No animal is a plant."

with Agent() as agent:
    answer = agent.ask("Is Tom a plant?", context=RULES)
    print(answer.answer if answer.status == "answered" else f"no answer: {answer.reason}")
    for work in answer.work:
        print(work.call)
