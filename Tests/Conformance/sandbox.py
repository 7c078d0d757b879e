"""Starts and stops `imgflow sandbox`, and makes boto3 clients for it."""

import json
import os
import re
import selectors
import subprocess
import time
import urllib.request
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import boto3
from botocore.config import Config

from models import WEST

_session = boto3.Session()


def boto3_client(endpoint: str, region: str, tries: int = 1, patience: float = 40, **keys):
    """A `bedrock-runtime` client that makes `tries` tries and waits `patience` seconds."""
    retries = {"total_max_attempts": tries, "mode": "standard"}
    return _session.client(
        "bedrock-runtime",
        region_name=region,
        endpoint_url=endpoint,
        config=Config(retries=retries, connect_timeout=5, read_timeout=patience),
        **keys,
    )


@dataclass
class Sandbox:
    process: subprocess.Popen
    # Commands for a shell.
    greeting: str
    endpoint: str
    access_key: str
    secret_key: str
    bearer_key: str
    _clients: dict = field(default_factory=dict, repr=False)

    @classmethod
    def start(cls, binary: Path, *options: str) -> "Sandbox":
        process = subprocess.Popen(
            [binary, "sandbox", "--port", "0", *options],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
        )
        try:
            greeting = _greeting(process, limit=20)
        except Exception:
            process.kill()
            process.wait()
            raise
        variables = dict(re.findall(r"(AWS_\w+)=(\S+)", greeting))
        return cls(
            process,
            greeting,
            endpoint=variables["AWS_ENDPOINT_URL_BEDROCK_RUNTIME"],
            access_key=variables["AWS_ACCESS_KEY_ID"],
            secret_key=variables["AWS_SECRET_ACCESS_KEY"],
            bearer_key=variables["AWS_BEARER_TOKEN_BEDROCK"],
        )

    @classmethod
    @contextmanager
    def running(cls, binary: Path, *options: str):
        server = cls.start(binary, *options)
        try:
            yield server
        finally:
            server.stop()

    def stop(self) -> int:
        self.process.terminate()
        try:
            return self.process.wait(timeout=10)
        except subprocess.TimeoutExpired:
            self.process.kill()
            return self.process.wait()
        finally:
            self.process.stdout.close()

    @property
    def keys(self) -> dict[str, str]:
        """As boto3 takes them."""
        return {
            "aws_access_key_id": self.access_key,
            "aws_secret_access_key": self.secret_key,
        }

    def client(self, region: str = WEST, **more):
        return boto3_client(self.endpoint, region, **(self.keys | more))

    def shared_client(self, region: str = WEST):
        """One for each Region, since making one takes longer than most calls."""
        if region not in self._clients:
            self._clients[region] = self.client(region)
        return self._clients[region]

    def invoke(self, model: str, body: object, region: str = WEST) -> dict:
        """The answer's JSON."""
        answer = self.shared_client(region).invoke_model(modelId=model, body=json.dumps(body))
        return json.loads(answer["body"].read())

    @property
    def environment(self) -> dict[str, str]:
        """What the greeting tells to export, for a program that is started."""
        return {
            "AWS_ENDPOINT_URL_BEDROCK_RUNTIME": self.endpoint,
            "AWS_ENDPOINT_URL_BEDROCK": self.endpoint,
            "AWS_ENDPOINT_URL_STS": self.endpoint,
            "AWS_ACCESS_KEY_ID": self.access_key,
            "AWS_SECRET_ACCESS_KEY": self.secret_key,
            "AWS_REGION": WEST,
            "AWS_DEFAULT_REGION": WEST,
        }

    @property
    def calls(self) -> list[tuple[str, int, int]]:
        """Model, status (0 where nothing was answered) and count of each kind of call."""
        with urllib.request.urlopen(f"{self.endpoint}/_imgflow/log", timeout=10) as answer:
            rows = json.load(answer)["calls"]
        return [(row["model"], row["status"], row["count"]) for row in rows]


def _greeting(process: subprocess.Popen, limit: float) -> str:
    """What the server prints; it is ready when it has printed the last line, the bearer key's."""
    text = ""
    end = time.monotonic() + limit
    with selectors.DefaultSelector() as selector:
        selector.register(process.stdout, selectors.EVENT_READ)
        while not re.search(r"AWS_BEARER_TOKEN_BEDROCK=\S+\n", text):
            left = end - time.monotonic()
            if left <= 0 or not selector.select(left):
                raise AssertionError(f"the sandbox said only: {text!r}")
            chunk = os.read(process.stdout.fileno(), 4096).decode()
            if not chunk:
                raise AssertionError(f"the sandbox ended, having said: {text!r}")
            text += chunk
    return text
