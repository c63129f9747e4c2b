"""The lab: does a tiny model with tools and checks match a large one?

Benchmarks are declared in `catalogue`, recorded answers of large models are read by `recorded`, and
`comparing` pairs two systems item by item and says what that shows (`statistics`).
"""
