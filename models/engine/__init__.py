"""The engine: one small model, many requests at once.

Modules: `interface` (what an engine promises), `llama` (llama.cpp), `scripted` (for tests of what
is built on an engine), `embedder` (text to vectors), `vocabulary` (text to token ids).
"""
