"""An endpoint to call: started for the tests, in development mode, and stopped after them."""

import os
import re
import subprocess
import time
import urllib.request

import boto3
import pytest
from botocore.config import Config
from botocore.exceptions import ClientError

import model

ACCOUNT = "111122223333"
REGION = "eu-west-1"
BINARY = os.environ["AWS_ENDPOINT"]


class Endpoint:
    """A running endpoint: where it listens, and its process."""

    def __init__(self, *arguments):
        # What it logs goes to a file: a pipe that nobody reads would stop it.
        self.log = open(os.environ.get("AWS_ENDPOINT_LOG", os.devnull), "ab")
        self.process = subprocess.Popen(
            [BINARY, "--port", "0", *arguments], stdout=subprocess.PIPE, stderr=self.log, text=True
        )
        self.url = self.console = None
        # The lines to paste. What is commented comes last, the console's address at the very end.
        self.exports = []
        line = ""
        while not line.startswith("# console" if "--console" in arguments else "# "):
            line = self.process.stdout.readline()
            assert line, "the endpoint did not start"
            if line.startswith("export "):
                self.exports.append(line)
            if found := re.match(r"export AWS_ENDPOINT_URL_KMS=(\S+)", line):
                self.url = found[1]
            if found := re.match(r"# console: (\S+)", line):
                self.console = found[1]

    def resident_bytes(self):
        with open(f"/proc/{self.process.pid}/status") as status:
            return int(re.search(r"VmHWM:\s+(\d+) kB", status.read())[1]) * 1024

    def stop(self):
        self.process.terminate()
        code = self.process.wait(20)
        self.log.close()
        return code


def access_key(data, user, *arguments):
    """Makes an access key, as an operator does: its id and its secret."""
    made = subprocess.run(
        [BINARY, "access-key", "--data", data, "--user", user, *arguments], capture_output=True, text=True, check=True
    ).stdout
    return re.findall(r"export AWS_(?:ACCESS_KEY_ID|SECRET_ACCESS_KEY)=(\S+)", made)


@pytest.fixture(scope="session")
def endpoint():
    endpoint = Endpoint("--dev", "--account", ACCOUNT, "--console", "0", "--body-seconds", "2")
    yield endpoint
    assert endpoint.stop() == 0


@pytest.fixture(scope="session")
def recorder():
    return model.Recorder()


@pytest.fixture(scope="session")
def client(endpoint, recorder):
    """Makes a boto3 client whose every response is held against botocore's model."""

    def make(service, key=ACCOUNT, secret="any", token=None, url=None, region=REGION, verify=None):
        made = boto3.client(
            service,
            endpoint_url=url or endpoint.url,
            region_name=region,
            aws_access_key_id=key,
            aws_secret_access_key=secret,
            aws_session_token=token,
            verify=verify,
            config=Config(retries={"max_attempts": 0}, read_timeout=30),
        )
        recorder.watch(made)
        return made

    return make


@pytest.fixture(scope="session")
def kms(client):
    return client("kms")


def refused(code, call, **parameters):
    """Requires that a call is refused with an error of this code; gives its message."""
    with pytest.raises(ClientError) as error:
        call(**parameters)
    assert error.value.response["Error"]["Code"] == code, error.value
    return error.value.response["Error"]["Message"]


def pytest_collection_modifyitems(items):
    """The model's tests come last: they ask what the others have called."""
    items.sort(key=lambda item: item.module.__name__ == "test_model")


def get(url):
    with urllib.request.urlopen(url, timeout=20) as response:
        return response.read().decode()


def wait_for(condition, seconds=20):
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if condition():
            return
        time.sleep(0.1)
    raise AssertionError("waited in vain")
