"""The report of a run, for people: one HTML file, Markdown and SVG for papers, the committed form.

`data` computes all that a report shows, `tables` and `plots` say how, `page`, `markdown` and
`committed` write it. Nothing here knows the time or the machine, so two reports of one run are
the same, byte for byte.
"""
