"""Holds imgflow's server and its client against AWS's own tools.

    IMGFLOW_BINARY=.build/debug/imgflow python -m pytest Tests/Conformance

Everything stays on 127.0.0.1, on ports that the system chooses.
"""

import os
import signal
from pathlib import Path

import pytest

import pictures
from aws_cli import AWSCommand
from imgflow import Imgflow, scrubbed
from recorder import Recorder
from sandbox import Sandbox
from typist import Typist


def pytest_configure(config):
    # A shell switches them off for what it runs in the background, nohup one more, and all that starts from
    # there inherits it.
    for number in [signal.SIGQUIT, signal.SIGHUP, signal.SIGTERM]:
        signal.signal(number, signal.SIG_DFL)
    signal.signal(signal.SIGINT, signal.default_int_handler)
    binary = os.environ.get("IMGFLOW_BINARY")
    if not binary:
        raise pytest.UsageError(
            "set IMGFLOW_BINARY to the imgflow to test, such as .build/debug/imgflow"
        )
    if not os.access(binary, os.X_OK) or not Path(binary).is_file():
        raise pytest.UsageError(f"IMGFLOW_BINARY: `{binary}` is no program")


@pytest.fixture(scope="session", autouse=True)
def no_settings_of_this_machine(tmp_path_factory):
    """boto3 in this process sees no keys, profiles or proxies but a test's own."""
    nowhere = tmp_path_factory.mktemp("no-aws")
    with pytest.MonkeyPatch.context() as patch:
        kept = scrubbed(os.environ, home=nowhere)
        for name in set(os.environ) - set(kept):
            patch.delenv(name)
        for name, value in kept.items():
            patch.setenv(name, value)
        yield


@pytest.fixture(scope="session")
def binary() -> Path:
    return Path(os.environ["IMGFLOW_BINARY"]).resolve()


@pytest.fixture(scope="session")
def sandbox(binary):
    """One server for all tests that leave no mark on it."""
    with Sandbox.running(binary) as server:
        yield server


@pytest.fixture
def start_sandbox(binary):
    """Starts servers of the test's own: `start_sandbox("--fault", "throttle")`."""
    started = []

    def start(*options: str) -> Sandbox:
        started.append(Sandbox.start(binary, *options))
        return started[-1]

    yield start
    for server in started:
        server.stop()


@pytest.fixture
def recorder():
    """A server that keeps what it is sent, and answers with a flat picture."""
    with Recorder() as server:
        yield server


@pytest.fixture
def imgflow(binary, tmp_path) -> Imgflow:
    """The command in a folder with a photograph and a mask of its left half."""
    photo = pictures.landscape(640, 427)
    (tmp_path / "photo.jpg").write_bytes(pictures.encoded(photo, "jpeg"))
    (tmp_path / "photo.png").write_bytes(pictures.encoded(photo))
    (tmp_path / "mask.png").write_bytes(pictures.encoded(pictures.left_half(640, 427)))
    return Imgflow(binary, tmp_path)


@pytest.fixture
def aws(tmp_path) -> AWSCommand:
    return AWSCommand(tmp_path)


@pytest.fixture
def folder(tmp_path):
    photo = pictures.landscape(320, 214)
    (tmp_path / "photo.png").write_bytes(pictures.encoded(photo))
    (tmp_path / "two words.png").write_bytes(pictures.encoded(photo))
    return tmp_path


@pytest.fixture
def start_prompt(binary, folder):
    typists = []

    def begin(*options, **more):
        typists.append(Typist(binary, folder, *options, **more))
        return typists[-1]

    yield begin
    for typist in typists:
        typist.child.close(force=True)


@pytest.fixture
def two_backends(start_prompt, start_sandbox):
    """A prompt with `$1` from a server of its own and `$2` from the sandbox; and the server."""
    server = start_sandbox()
    typist = start_prompt("--endpoint-url", server.endpoint, environment=server.environment)
    typist.waits()
    typist.line('generate "a fox"', 2)
    typist.line(":backend sandbox")
    typist.line('generate "a cat"', 3)
    return typist, server


@pytest.fixture
def typist(start_prompt):
    typist = start_prompt()
    typist.said = typist.waits()
    return typist
