"""The small model: zoo, forge, engine, prompts, adapters and training."""
