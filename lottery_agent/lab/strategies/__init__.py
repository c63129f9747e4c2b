"""Strategies of the literature, each a small graph over the engine and the tools of the agent.

What differs between an arm of these and the agent is how the model is led, and nothing else: they
share the writers, grammars and tools of `lottery_agent.graphs`. A module holds one strategy, says
what it is after, and what of the paper is done otherwise here.

No strategy verifies: each answers whenever its method comes to an answer, as the papers' do. What
can't be read, run or found ends in an abstention with a reason.
"""
