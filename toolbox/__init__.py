"""The tools: languages, grammars, executors, and the sandbox that they run in."""
