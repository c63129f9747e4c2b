"""`lottery doctor`: findings, remedies and exit codes."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from lottery_agent.cli import examinations, main
from lottery_agent.cli.examinations import Finding
from lottery_agent.errors import ModelFileError


@pytest.fixture(autouse=True)
def empty_cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    cache = tmp_path / "cache"
    monkeypatch.setenv("LOTTERY_CACHE", str(cache))
    monkeypatch.setenv("LOTTERY_CONFIG", str(tmp_path / "none.toml"))
    return cache


def report(capsys: pytest.CaptureFixture[str]) -> tuple[int, dict[str, Any]]:
    code = main(["doctor", "--json"])
    data: dict[str, Any] = json.loads(capsys.readouterr().out)
    return code, data


def statuses(data: dict[str, Any]) -> dict[str, str]:
    return {finding["name"]: finding["status"] for finding in data["findings"]}


def test_without_models_it_says_how_to_get_them(capsys: pytest.CaptureFixture[str]) -> None:
    code, data = report(capsys)
    assert (code, data["ok"]) == (0, True)
    found = statuses(data)
    assert found["tool mathematics"] == found["tool logic"] == "ok"
    assert found["model smollm2-135m"] == found["model minilm"] == "warning"
    remedies = {finding["name"]: finding["remedy"] for finding in data["findings"]}
    assert remedies["model minilm"] == "lottery models pull minilm"
    assert "embedding" not in found


def test_everything_but_ok_has_a_remedy(capsys: pytest.CaptureFixture[str]) -> None:
    _, data = report(capsys)
    for finding in data["findings"]:
        assert finding["status"] == "ok" or finding["remedy"], finding


def test_a_damaged_model_is_a_failure(
    empty_cache: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = empty_cache / "models" / "minilm"
    folder.mkdir(parents=True)
    (folder / "all-MiniLM-L6-v2.F16.gguf").write_bytes(b"GGUF")
    found = list(examinations._models(_settings()))
    assert Finding("model minilm", "failed", "damaged", "lottery models pull minilm") in found


def test_a_cache_that_cannot_be_written_to_is_a_failure(
    empty_cache: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    empty_cache.write_text("a file")
    (finding,) = examinations._cache()
    assert finding.status == "failed"
    assert finding.remedy is not None
    assert "LOTTERY_CACHE" in finding.remedy


def test_little_space_is_a_warning(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("shutil.disk_usage", lambda _: type("Usage", (), {"free": 1000})())
    (finding,) = examinations._cache()
    assert finding.status == "warning"


def test_an_unused_processor_feature_is_a_warning(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("llama_cpp.llama_print_system_info", lambda: b"CPU : AVX = 1 | FMA = 1 |")
    monkeypatch.setattr(examinations, "_processor_features", lambda: {"avx", "fma", "avx2"})
    *_, finding = examinations._llama()
    assert finding.status == "warning"
    assert "without AVX2;" in finding.detail
    monkeypatch.setattr(examinations, "_processor_features", lambda: {"avx", "fma"})
    assert [finding.status for finding in examinations._llama()] == ["ok", "ok"]


def test_a_missing_package_is_a_failure(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(examinations, "_PACKAGES", ("numpy", "no-such-package"))
    *_, finding = examinations._versions()
    assert finding.status == "failed"
    assert finding.remedy is not None
    assert "no-such-package" in finding.remedy


@pytest.mark.parametrize("error", [ModelFileError("is broken", hint="mend it"), OSError("boom")])
def test_an_examination_that_raises_does_not_end_the_others(error: Exception) -> None:
    def examine() -> Iterator[Finding]:
        yield Finding("first", "ok", "fine")
        raise error

    first, second = examinations.guarded("part", examine)
    assert first.status == "ok"
    assert (second.name, second.status) == ("part", "failed")
    assert second.remedy


def test_a_failure_is_exit_code_1(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def examine() -> Iterator[Finding]:
        yield Finding("part", "failed", "broken [bold]", "mend it")

    monkeypatch.setattr(examinations, "examinations", lambda _: [("part", examine)])
    assert main(["doctor"]) == 1
    out = capsys.readouterr().out
    assert "✗ part broken [bold]" in out
    assert "→ mend it" in out
    assert "Something is broken" in out


@pytest.mark.real
def test_the_real_installation_is_well(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.delenv("LOTTERY_CACHE")
    for model in ("smollm2-135m", "minilm"):
        assert main(["models", "pull", model]) == 0
    capsys.readouterr()
    code, data = report(capsys)
    assert code == 0, data
    found = statuses(data)
    assert found["engine"] in ("ok", "warning")
    assert found["embedding"] == "ok"


def _settings() -> Any:
    from lottery_agent.settings import load_settings

    return load_settings()
