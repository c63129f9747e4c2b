"""A model behind an OpenAI-compatible server: the one part of the lab that talks to a network.

Questions, contexts and options of the items are sent to the server that the user names, and nothing
else is. The key, if the server wants one, is read from the environment when a run begins; it is
kept in no file and shown in no message.

A request is repeated where another attempt may succeed: after a rate limit, an error of the server,
a lost connection, or a reply that can't be read. Waits grow, vary by chance, and are as long as the
server asks for, within bounds. When several questions in a row have failed in spite of that, the
others fail at once, so that a dead server does not hold a run for hours; `--resume` asks
them again.
"""
