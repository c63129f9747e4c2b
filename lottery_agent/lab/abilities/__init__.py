"""Probes of single abilities, made from a seed: what compression may destroy.

The lottery LLM hypothesis (Tang et al. 2025, arXiv 2502.17535) names five abilities that a
compressed model needs if multi-step reasoning and external tools are to carry it: retrieval from
the prompt, identification of the tool that is required, planning and scheduling, precise
approximation of fundamental operations, and long-context reasoning. Each has a module here that
makes any number of probes. `registry` makes them ordinary benchmarks: every arm of the lab can be
asked, a model alone as well as an agent.

Probe n of an ability depends on the seed, the ability and n alone, so a smaller set is the
beginning of each larger one. Nothing is taken from a benchmark.
"""
