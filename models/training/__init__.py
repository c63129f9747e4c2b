"""Training: data, examples, LoRA, GGUF adapter, scores. Needs the extra `train`.

This package may import anything of lottery-agent; nothing imports it but its own commands.
"""
