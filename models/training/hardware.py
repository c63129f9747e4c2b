"""What a training runs on, in words for its card."""

from __future__ import annotations

import os
import platform


def processor() -> str:
    """Return what kind of processor this machine has."""
    return f"{platform.machine()} processor, {os.cpu_count()} cores"


def hardware(device: str) -> str:
    """Return what computes on a device of PyTorch."""
    import torch

    kind = torch.device(device).type
    if kind == "cuda":
        return str(torch.cuda.get_device_name(device))
    return processor() if kind == "cpu" else f"{kind} device"
