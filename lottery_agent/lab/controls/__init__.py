"""Controls: the exact tools fed by plain parsers of a benchmark's phrasing, without a model.

A win of the agent that its control shares shows the tools, not the model. A control reads the fixed
phrasing of one benchmark, as published descriptions and training files show it; what it can't read
is an abstention, never a guess. Parsers of phrasing may exist here and nowhere else: label makers
(`lottery_agent.models.training.labels`) import them from here, and a test proves that nothing that
answers a user can reach them.

There is no control where no plain parser is natural, and such a benchmark is left out of the arm:

* GSM8K, GSM-hard, SVAMP, MultiArith: to combine the numbers of a problem in the few obvious ways
  is guessing, not reading.
* FOLIO and formal fallacies: sentences of many authors or of dozens of frames, no fixed form.

Some controls read only a part of their benchmark: object counting where every object counts (which
of them are animals is knowledge of the world), dates that are stated outright, rules of BoardgameQA
whose verdict does not rest on knowledge of the world.

The control of reading (Natural Questions, SQuAD) is retrieval without a reader: the sentence that
the knowledge base's ranking puts first. The ranking's embedder is a part of that tool; no language
model is loaded. It never abstains on a text that it was given, so it gets no unanswerable question
right.
"""
