"""The page in a browser, where there is one: no complaint, and no wider than the screen."""

from __future__ import annotations

import re
import shutil
import subprocess
from pathlib import Path

import pytest

from lottery_agent.lab.report.page import page
from tests.lab.report.conftest import Made

BROWSER = shutil.which("chromium") or shutil.which("google-chrome")
FRAME = """<!doctype html><body style="margin:0"><script>
const frame = document.createElement("iframe");
frame.width = WIDTH; frame.height = 900; frame.src = "report.html#b0-i1";
frame.onload = () => setTimeout(() => {
  const page = frame.contentDocument;
  document.title = [page.documentElement.scrollWidth, page.documentElement.clientWidth,
    page.getElementById("b0-i1").open].join(" ");
}, 100);
document.body.append(frame);
</script>"""

pytestmark = [
    pytest.mark.heavy,
    pytest.mark.skipif(BROWSER is None, reason="there is no Chromium"),
]


@pytest.mark.parametrize("width", [360, 390, 1280])
def test_it_fits_the_screen_and_opens_what_is_linked(
    made: Made, tmp_path: Path, width: int
) -> None:
    (tmp_path / "report.html").write_text(page(made.report(items=True)), "utf-8")
    frame = tmp_path / "frame.html"
    frame.write_text(FRAME.replace("WIDTH", str(width)), "utf-8")
    done = subprocess.run(
        [
            str(BROWSER),
            "--headless=new",
            "--no-sandbox",
            "--disable-gpu",
            "--allow-file-access-from-files",
            "--enable-logging=stderr",
            "--virtual-time-budget=10000",
            f"--user-data-dir={tmp_path / 'profile'}",
            "--dump-dom",
            frame.as_uri(),
        ],
        capture_output=True,
        text=True,
        timeout=240,
        check=True,
    )
    found = re.search(r"<title>(\d+) (\d+) (\w+)</title>", done.stdout)
    assert found, done.stdout[:500]
    assert int(found[1]) <= int(found[2]) <= width
    assert found[3] == "true"
    assert "CONSOLE" not in done.stderr
