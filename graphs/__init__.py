"""The LangGraph state machines: one module per agent, its prompt beside it."""
