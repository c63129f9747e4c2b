"""Benchmark files made from the originals that their authors publish.

`originals` finds the files in a user's folder and reads their layouts into entries, the modules by
kind of question turn an entry into an item, `recipes` says which file is made of what, and
`building` makes the files and compares them with the published ones.

Which items a published file has was drawn at random once; their ids, which say the place of an item
in its original, are kept in `chosen.json`. Items of SQuAD are chosen by article. What is not made:
the files that only training uses, recorded answers of other models, and of GSM8K the composed
`equation`, which nothing in the lab reads.
"""
