"""Measures the engine: `python -m lottery_agent.models.speed`."""
