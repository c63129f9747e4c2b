"""Generators of training examples: one module per agent, all drawing on one wide vocabulary."""
