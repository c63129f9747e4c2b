"""Measures the knowledge base: `python -m lottery_agent.knowledge.speed`."""
