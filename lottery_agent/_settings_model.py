"""The settings model. Kept apart from `settings` because it loads pydantic."""

from __future__ import annotations

from pydantic import Field
from pydantic_settings import (
    BaseSettings,
    PydanticBaseSettingsSource,
    SettingsConfigDict,
    TomlConfigSettingsSource,
)

from lottery_agent.settings import config_file


class Settings(BaseSettings):
    """All options of an agent. Frozen, comparable, and plain data when dumped."""

    model_config = SettingsConfigDict(env_prefix="LOTTERY_", extra="forbid", frozen=True)

    model: str = "smollm2-135m"
    """A name from the zoo, `hf:REPOSITORY/FILE`, or the path of a GGUF file."""
    larger_model: str | None = None
    """Model to escalate to when the small one is not sure. None: abstain instead."""
    adapter: bool = True
    """Use an adapter: the one committed for the model, if there is one, or `adapter_file`."""
    adapter_file: str | None = None
    """A LoRA adapter in GGUF to use instead of the committed one."""
    tools: bool = True
    """Let the agent call tools. False: the bare model answers."""
    withheld: tuple[str, ...] = ()
    """Tools that the agent must do without, such as `mathematics`, `table`, or `knowledge` for all
    passages: shows what each contributes."""
    constrained: bool = True
    """Let the model write only sentences of the tools' languages. False: it writes freely, and what
    a tool can't read has failed: shows what the constraint contributes."""
    embedder: str = "minilm"
    """Embedding model, named like `model`."""
    knowledge: str = "default"
    """Name of the knowledge base; `none` for none."""
    knowledge_url: str | None = None
    """A Chroma server that keeps the knowledge bases, as `http://HOST:PORT`, for several processes
    or machines. None: they are in the data folder, and each belongs to one process at a time."""
    ticket_type: str = "Q8_0"
    """GGUF type of the merged ticket; `auto` for the one that `lottery models forge --type auto`
    picked for this processor."""
    base_type: str | None = None
    """GGUF type that a model without an adapter is quantised to. None: it runs as its file is."""
    threads: int = Field(default=0, ge=0)
    """Decoder threads. 0: as many as there are physical cores."""
    gpu_layers: int = Field(default=0, ge=-1)
    """Layers of the model to compute on a GPU, if llama.cpp was built for one; -1 for all."""
    sequences: int = Field(default=8, ge=1, le=64)
    """Requests decoded together."""
    window: int = Field(default=2048, ge=256)
    """Tokens per sequence, rounded up to a multiple of 256."""
    kv_type: str = "F16"
    """GGML type of the keys and values that the engine keeps; Q8_0 halves their memory."""
    flash_attention: bool | None = None
    """Use flash attention. None: only where it is needed, on a GPU or for a quantised `kv_type`.
    With it an answer's last bits may depend on what else is computed."""
    isolate: bool = False
    """Run the model in a process of its own: a crash of native code is then a failed answer."""
    seed: int = Field(default=0, ge=0)
    """Seed of all sampling."""
    samples: int = Field(default=5, ge=1, le=64)
    """Derivations that vote on a computed answer."""
    attempts: int = Field(default=2, ge=1)
    """How often a specialist may write a call, revisions included."""
    depth: int = Field(default=2, ge=0)
    """How deep questions may be split."""
    confidence: float = Field(default=0.5, ge=0, le=1)
    """Below this confidence the agent abstains (or escalates)."""
    max_calls: int = Field(default=200, ge=1)
    """Limit on model calls per question."""
    max_tokens: int = Field(default=100_000, ge=1)
    """Limit on prompt and completion tokens per question."""
    timeout: float = Field(default=120.0, gt=0)
    """Limit on seconds per question."""
    tool_seconds: float = Field(default=10.0, gt=0)
    """Limit on seconds per tool call."""
    tool_megabytes: int = Field(default=1024, ge=64)
    """Limit on the memory of a tool worker."""
    tool_workers: int = Field(default=2, ge=1, le=64)
    """Tool calls that may run at once. A worker is started when it is first needed."""
    tool_command: tuple[str, ...] | None = Field(default=None, min_length=1)
    """The program that runs tools, for a frozen application: itself with arguments that make it
    call `lottery_agent.toolbox.worker.main`. None: this interpreter with that module."""

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,
        file_secret_settings: PydanticBaseSettingsSource,
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        """Order the sources: arguments, environment, file."""
        return (
            init_settings,
            env_settings,
            TomlConfigSettingsSource(settings_cls, toml_file=config_file()),
        )
