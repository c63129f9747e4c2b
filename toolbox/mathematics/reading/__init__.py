"""Reads mathematics as people type it: characters, tokens, words, a tree, and its spelling."""
