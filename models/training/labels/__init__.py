"""Label makers: gold sentences of the tool languages for items of public benchmarks.

They read the phrasing of one benchmark each, by patterns, which no part that answers may do: they
make training targets and check the tools, and nothing that answers can reach them. The parsers that
also feed the lab's controls are there (`lottery_agent.lab.controls`).
"""
