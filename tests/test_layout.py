"""The layout: packages and wheel agree, dependencies point one way, starting costs nothing."""

from __future__ import annotations

import ast
import re
import shutil
import subprocess
import sys
import time
import tomllib
import zipfile
from collections.abc import Iterable, Iterator
from pathlib import Path

import pytest

import lottery_agent

ROOT = Path(__file__).parent.parent
HOMES = {
    "lottery_agent": "lottery_agent",
    "graphs": "lottery_agent.graphs",
    "knowledge": "lottery_agent.knowledge",
    "models": "lottery_agent.models",
    "toolbox": "lottery_agent.toolbox",
}
LEAVES = {
    f"lottery_agent.{name}"
    for name in (
        "_settings_model",
        "answer",
        "children",
        "comparison",
        "errors",
        "lazy",
        "replacing",
        "events",
        "frames",
        "progress",
        "settings",
        "sharing",
    )
}
MAY_USE = {
    "graphs": {"graphs", "knowledge", "models", "toolbox"},
    "knowledge": {"knowledge"},
    "models": {"models"},
    "toolbox": {"toolbox"},
}
INFO = f"lottery_agent-{lottery_agent.__version__}.dist-info"
TRAINING = "lottery_agent.models.training"
LAB = "lottery_agent.lab"
CONTROLS = f"{LAB}.controls"
LABELS = f"{TRAINING}.labels"
TRAINING_COMMANDS = {
    f"lottery_agent.cli.{name}" for name in ("train", "training", "samples", "evaluate")
}
HEAVY = {"chromadb", "langgraph", "llama_cpp", "numpy", "pydantic", "sympy", "z3"}
MODULE_NAME = re.compile(r"(lottery_agent(?:\.\w+)+)(?::\w+)?")


def sources() -> Iterator[tuple[str, Path]]:
    """Yield the import name and the path of every module."""
    for folder, home in HOMES.items():
        for path in sorted((ROOT / folder).rglob("*.py")):
            parts = path.relative_to(ROOT / folder).with_suffix("").parts
            yield ".".join((home, *(part for part in parts if part != "__init__"))), path


MODULES = dict(sources())


def imports(name: str, path: Path) -> set[str]:
    """Return the modules of this package that a module names, lazily or as text included."""
    package = name if path.name == "__init__.py" else name.rpartition(".")[0]
    found: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            found.update(alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            base = node.module or ""
            if node.level:
                above = package.split(".")[: len(package.split(".")) - node.level + 1]
                base = ".".join([*above, *([base] if base else [])])
            # `from package import module` names the module, `from module import thing` its home.
            members = {f"{base}.{alias.name}" for alias in node.names}
            found.update({member if member in MODULES else base for member in members})
        elif isinstance(node, ast.Constant) and (match := MODULE_NAME.fullmatch(str(node.value))):
            found.add(match[1])
    return {target for target in found if target.split(".")[0] == "lottery_agent"}


GRAPH = {name: imports(name, path) for name, path in MODULES.items()}


def layer(name: str) -> str:
    part = name.split(".")[1] if "." in name else ""
    return part if part in MAY_USE else "face"


def may_import_anything(name: str) -> bool:
    return name.startswith(TRAINING) or "speed" in name.split(".")


@pytest.mark.parametrize("name", sorted(GRAPH))
def test_dependencies_point_one_way(name: str) -> None:
    if may_import_anything(name) or layer(name) == "face":
        return
    for target in sorted(GRAPH[name]):
        allowed = layer(target) in MAY_USE[layer(name)] or target in LEAVES
        assert allowed, f"{name} must not import {target}"


def test_leaves_import_leaves_only() -> None:
    for name in sorted(LEAVES):
        assert name in MODULES
        assert GRAPH[name] <= LEAVES, name


def test_nothing_reaches_training_or_speed_programs() -> None:
    for name, targets in GRAPH.items():
        if not may_import_anything(name) and name not in TRAINING_COMMANDS:
            assert not [target for target in targets if may_import_anything(target)], name


def is_in(name: str, package: str) -> bool:
    return f"{name}.".startswith(f"{package}.")


def test_only_the_command_line_reaches_the_lab() -> None:
    """But label makers use the controls' parsers: these are in one place, and that is the lab."""
    for name, targets in GRAPH.items():
        if is_in(name, LAB) or is_in(name, "lottery_agent.cli"):
            continue
        reached = {target for target in targets if is_in(target, LAB)}
        if is_in(name, LABELS):
            reached = {target for target in reached if not is_in(target, CONTROLS)}
        assert not reached, name


def reached_from(names: Iterable[str]) -> set[str]:
    """Return all modules that modules load, however late, and these themselves."""
    found: set[str] = set()
    waiting = list(names)
    while waiting:
        name = waiting.pop()
        if name in GRAPH and name not in found:
            found.add(name)
            waiting += [*GRAPH[name], name.rpartition(".")[0]]
    return found


def test_nothing_that_answers_reaches_a_parser_of_phrasing() -> None:
    """Otherwise a parser could do what the model is said to do."""
    parts = {name for name in GRAPH if layer(name) != "face" and not may_import_anything(name)}
    answering = reached_from({*parts, "lottery_agent.agent"})
    assert answering > {"lottery_agent.graphs.logician", "lottery_agent.toolbox.logic"}
    assert not [name for name in answering if is_in(name, CONTROLS) or is_in(name, LABELS)]
    assert f"{CONTROLS}.solvers" in reached_from({f"{LAB}.arms"}), "the lab has them"


def test_the_graph_sees_what_the_code_imports() -> None:
    assert "lottery_agent.errors" in GRAPH["lottery_agent.settings"]
    assert "lottery_agent._settings_model" in GRAPH["lottery_agent.settings"], "a lazy import"
    assert "lottery_agent.agent" in GRAPH["lottery_agent"], "a name in a text"


def listed_packages() -> list[str]:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
    packages: list[str] = project["tool"]["setuptools"]["packages"]
    return packages


def test_every_folder_with_code_is_a_listed_package() -> None:
    folders = {path.parent for path in MODULES.values()}
    assert [str(folder) for folder in folders if not (folder / "__init__.py").exists()] == []
    packages = {name for name, path in MODULES.items() if path.name == "__init__.py"}
    assert packages - set(listed_packages()) == set(), "add them to pyproject.toml"
    assert set(listed_packages()) - packages == set(), "remove them from pyproject.toml"


def modules_after(code: str) -> set[str]:
    script = (
        f"{code}\nimport sys; print('\\n'.join({{name.split('.')[0] for name in sys.modules}}))"
    )
    run = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, check=True, timeout=60
    )
    return set(run.stdout.splitlines())


@pytest.mark.parametrize(
    "code",
    ["import lottery_agent", "from lottery_agent.cli import main; assert main(['--version']) == 0"],
)
def test_starting_loads_nothing_heavy(code: str) -> None:
    loaded = modules_after(code)
    assert "lottery_agent" in loaded
    assert sorted(loaded & HEAVY) == []


@pytest.mark.parametrize(
    "words", [["-c", "import lottery_agent"], ["-m", "lottery_agent", "--version"]]
)
def test_starting_takes_at_most_twelve_empty_interpreters(words: list[str]) -> None:
    best = {"empty": 60.0, "ours": 60.0}
    for _ in range(5):  # interleaved, so that a busy moment hits both
        for name, command in (("empty", ["-c", ""]), ("ours", words)):
            start = time.perf_counter()
            subprocess.run([sys.executable, *command], check=True, capture_output=True, timeout=60)
            best[name] = min(best[name], time.perf_counter() - start)
    assert best["ours"] <= 12 * best["empty"]


@pytest.fixture(scope="module")
def checkout(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A clean copy of what a wheel is made from: building in place leaves stale files behind."""
    copy = tmp_path_factory.mktemp("checkout")
    for folder in HOMES:
        shutil.copytree(ROOT / folder, copy / folder, ignore=shutil.ignore_patterns("__pycache__"))
    for name in ("pyproject.toml", "README.md", "LICENSE"):
        shutil.copy(ROOT / name, copy)
    return copy


@pytest.fixture(scope="module")
def wheel(checkout: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("wheel")
    command = [sys.executable, "-m", "pip", "wheel", "--no-deps", "--quiet", "-w", str(out), "."]
    subprocess.run(command, cwd=checkout, check=True, timeout=280)
    (built,) = out.glob("*.whl")
    return built


@pytest.mark.package
def test_the_wheel_holds_the_folders_and_nothing_else(checkout: Path, wheel: Path) -> None:
    expected = {
        "/".join([*home.split("."), *path.relative_to(checkout / folder).parts])
        for folder, home in HOMES.items()
        for path in (checkout / folder).rglob("*")
        if path.is_file()
    }
    with zipfile.ZipFile(wheel) as archive:
        names = {name for name in archive.namelist() if not name.endswith("/")}
    info = {name for name in names if name.split("/")[0].endswith(".dist-info")}
    assert sorted(expected - names) == []
    assert sorted(names - info - expected) == []
    assert {name.split("/")[0] for name in info} == {INFO}


@pytest.mark.package
def test_the_installed_wheel_works_from_an_empty_folder(wheel: Path, tmp_path: Path) -> None:
    site, empty = tmp_path / "site", tmp_path / "empty"
    empty.mkdir()
    install = [sys.executable, "-m", "pip", "install", "--no-deps", "--quiet", "--target"]
    subprocess.run([*install, str(site), str(wheel)], check=True, timeout=280)
    tops = {path.name for path in site.iterdir()} - {"bin"}
    assert tops == {"lottery_agent", INFO}
    script = (
        "import importlib, sys\n"
        f"for name in {listed_packages()!r}:\n"
        "    print(importlib.import_module(name).__file__)\n"
        "from lottery_agent.toolbox.language import Language\n"
        "Language.load('mathematics').parse('answer = 1 + 1')\n"
    )
    run = subprocess.run(
        [sys.executable, "-c", script],
        cwd=empty,
        env={"PYTHONPATH": str(site), "PATH": ""},
        capture_output=True,
        text=True,
        timeout=120,
    )
    assert run.returncode == 0, run.stderr
    assert all(line.startswith(str(site)) for line in run.stdout.splitlines())
