"""Adapters that the package brings: one folder per model of the zoo.

`NAME/adapter.gguf` is the LoRA adapter, `NAME/card.md` says what it was trained on, with which
recipe and seed, and how it scored. `NAME/importance.gguf` says which weights matter to it, so that
coarse ticket types round the others. `lottery_agent.models.forge.adapter_for` finds them.
"""
