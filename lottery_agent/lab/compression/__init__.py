"""What compression destroys: the arms over types of weights and of keys and values.

A grid is a folder with a run of the lab for each cell, a cell being a model, a type of its weights
and a type of its keys and values. Beside the answers to the abilities' probes it measures
perplexity, size, memory and speed, and says which abilities survive where perplexity looks fine,
and which tools make up for what is lost. A search finds the smallest model that still matches a
reference on a task.
"""
