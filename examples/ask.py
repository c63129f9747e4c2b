"""Ask questions and print how the answers were found."""

from lottery_agent import Agent

QUESTIONS = ["Solve x^2 - 5x + 6 = 0", "What is 17% of 2,340?"]

with Agent() as agent:
    for question in QUESTIONS:
        answer = agent.ask(question)
        print(f"{question} -> {answer.answer}")
        for work in answer.work:
            print(f"  {work.tool}: {work.call} = {work.result}")
        for check in answer.checks:
            print(f"  {'passed' if check.passed else 'FAILED'}: {check.name}")
