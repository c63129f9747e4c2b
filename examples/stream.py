"""Watch an answer come about, event by event."""

import json

from lottery_agent import Agent

with Agent() as agent:
    for event in agent.stream("What is the derivative of x^3*sin(x)?"):
        print(json.dumps(event.to_json()))
