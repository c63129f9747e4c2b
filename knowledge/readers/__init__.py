"""Readers: each turns the content of one kind of file into a document.

Formats whose parsers can't be trusted to end, or to stay small, are read in a process that can be
killed (`process`, `worker`).
"""
