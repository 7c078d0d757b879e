"""The README's own commands, run as a reader would run them."""

import os
import re
import stat
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
README = (ROOT / "README.md").read_text(encoding="utf-8")
GUIDES = {path.name: path.read_text(encoding="utf-8") for path in sorted((ROOT / "docs").glob("*.md"))}


def blocks(language, text=README):
    return re.findall(rf"^```{language}\n(.*?)^```$", text, re.MULTILINE | re.DOTALL)


@pytest.fixture
def reader(tmp_path):
    """A shell in an empty folder, with imgflow on its path and nothing of this machine's own."""
    binary = Path(os.environ["IMGFLOW_BINARY"]).resolve()
    environment = {
        "HOME": str(tmp_path),
        "PATH": f"{binary.parent}:/usr/local/bin:/usr/bin:/bin",
        "LD_LIBRARY_PATH": os.environ.get("LD_LIBRARY_PATH", ""),
    }

    def run(script):
        return subprocess.run(
            ["bash", "-euo", "pipefail", "-c", script],
            cwd=tmp_path, env=environment, capture_output=True, text=True, timeout=120, check=False,
        )

    return run, tmp_path


def test_the_tour_runs_from_top_to_bottom(reader):
    run, folder = reader
    commands = [line[2:] for block in blocks("console") for line in block.splitlines()]
    assert len(commands) > 5
    assert all(line.startswith("$ ") for block in blocks("console") for line in block.splitlines())
    result = run("\n".join(commands))
    assert result.returncode == 0, result.stderr
    made = {path.name for path in folder.iterdir() if path.is_file()}
    assert {"a.png", "a-inpaint-upscale.jpg", "cut.png", "half.png"} <= made
    assert (folder / "half.png").read_bytes().startswith(b"\x89PNG")
    said = [line.strip() for line in result.stdout.splitlines()]
    shown = [line.strip() for line in README.splitlines()]
    sample = [line for line in shown if line.startswith(("line 1 ", "= returned", "= downscaled"))]
    assert len(sample) == 4
    assert all(line in said for line in sample), result.stdout


def test_the_script_runs_as_an_executable(reader):
    run, folder = reader
    script, _ = blocks("imgflow")
    path = folder / "storm.imgflow"
    path.write_text(script, encoding="utf-8")
    path.chmod(path.stat().st_mode | stat.S_IXUSR)
    result = run(
        "export IMGFLOW_BACKEND=sandbox\n"
        "imgflow -c 'generate \"a harbor at dawn\" aspect:3:2 | save \"a.png\"'\n"
        "./storm.imgflow"
    )
    assert result.returncode == 0, result.stderr
    assert (folder / "out/a-storm.jpg").is_file()
    assert (folder / "out/a-small.png").is_file()


def test_the_script_with_parameters_has_a_help_page_and_runs(reader):
    run, folder = reader
    _, script = blocks("imgflow")
    path = folder / "posters.imgflow"
    path.write_text(script, encoding="utf-8")
    path.chmod(path.stat().st_mode | stat.S_IXUSR)
    page = run("./posters.imgflow --help")
    assert "what the posters show" in page.stdout
    assert "--title" in page.stdout
    result = run("IMGFLOW_BACKEND=sandbox ./posters.imgflow --title 'a red kite'")
    assert result.returncode == 0, result.stderr
    made = {path.name for path in (folder / "out").iterdir()}
    assert made == {f"poster-{look}.jpg" for look in ("cinematic", "line-art", "low-poly")}


def test_what_the_readme_names_is_there():
    for script in re.findall(r"^(scripts/\w+)", "\n".join(blocks("sh")), re.MULTILINE):
        assert os.access(ROOT / script, os.X_OK), script
    for folder, text in [(ROOT, README), *((ROOT / "docs", text) for text in GUIDES.values())]:
        for link in re.findall(r"\]\((?!http)([^)#\s]+)\)", text):
            assert (folder / link).exists(), link
    assert README.count("\n") < 170


def test_the_guide_to_the_sandbox_runs_as_it_stands(reader, aws):
    run, folder = reader
    (guide,) = blocks("bash", GUIDES["sandbox.md"])
    script = guide.replace("--port 4566", "--port 0")
    assert script != guide
    # The interpreter of the tests has boto3, and the command that stands for the AWS CLI.
    tools = folder / "tools"
    tools.mkdir()
    (tools / "python3").symlink_to(sys.executable)
    programs = aws.environment["PATH"].split(":")[0]
    done = run(f'export PATH="{tools}:{programs}:$PATH"\n{script}')
    assert done.returncode == 0, done.stderr
    assert "13" in done.stdout and "123456789012" in done.stdout
    assert (folder / "fox.png").read_bytes().startswith(b"\x89PNG")
    assert b"images" in (folder / "response.json").read_bytes()
    operations = [line for line in (folder / "requests.jsonl").read_text().splitlines()]
    assert len(operations) == 4
