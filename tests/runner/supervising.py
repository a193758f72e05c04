"""The supervisor starts, watches and ends real processes."""

import os
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path

import pytest
from django.conf import settings

from config.runner.ports import PortTaken, port_number, refuse_taken

# A web server and a worker as small as they get; each notes its process id in a file of its name.
SERVER = """
import http.server, os, sys, pathlib
class Answer(http.server.BaseHTTPRequestHandler):
    def do_GET(self):
        self.send_response(200); self.end_headers()
    def log_message(self, *_): pass
with pathlib.Path("web").open("a") as file: print(os.getpid(), file=file)
http.server.HTTPServer(("127.0.0.1", int(sys.argv[1])), Answer).serve_forever()
"""
WORKER = """
import os, pathlib, subprocess, sys, time
with pathlib.Path("worker").open("a") as file: print(os.getpid(), file=file)
if sys.argv[1:] == ["dies"]: raise SystemExit(3)
grandchild = subprocess.Popen(
    [sys.executable, "-c", "import time; time.sleep(60)"], stdout=subprocess.DEVNULL
)
with pathlib.Path("grandchild").open("a") as file: print(grandchild.pid, file=file)
time.sleep(60)
"""
SUPERVISOR = """
import sys
from config.runner.children import Program
from config.runner.supervisor import GivenUp, Supervisor
port, *worker = sys.argv[1:]
def tell(line): print(line, flush=True)
supervisor = Supervisor(
    Program("web", (sys.executable, "server.py", port)),
    (Program("worker", (sys.executable, "worker.py", *worker)),),
    ready_url=f"http://127.0.0.1:{port}/readyz",
    tell=tell,
)
try:
    supervisor.run(when_ready=lambda: tell("ready"))
except GivenUp as refusal:
    tell(refusal); raise SystemExit(1)
tell("stopped")
"""


@pytest.fixture
def port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


@pytest.fixture
def supervise(tmp_path, port):
    started = []

    def start(*worker: str) -> subprocess.Popen:
        for name, code in (("server", SERVER), ("worker", WORKER), ("supervisor", SUPERVISOR)):
            (tmp_path / f"{name}.py").write_text(code)
        process = subprocess.Popen(
            [sys.executable, "supervisor.py", str(port), *worker],
            cwd=tmp_path,
            env={**os.environ, "PYTHONPATH": str(settings.BASE_DIR)},
            stdout=subprocess.PIPE,
            text=True,
        )
        started.append(process)
        return process

    yield start
    for process in started:
        process.kill()
        process.communicate()


def ids(folder: Path, name: str) -> list[int]:
    file = folder / name
    return [int(line) for line in file.read_text().split()] if file.exists() else []


def running(process_id: int) -> bool:
    try:
        state = Path(f"/proc/{process_id}/stat").read_text().rsplit(")", 1)[1].split()[0]
    except FileNotFoundError:
        return False
    return state != "Z"


def wait_until(happened, seconds: float = 60) -> None:
    end = time.monotonic() + seconds
    while not happened():
        assert time.monotonic() < end, "it did not happen in time"
        time.sleep(0.02)


def all_started(folder: Path) -> list[int]:
    names = ("web", "worker", "grandchild")
    wait_until(lambda: all(ids(folder, name) for name in names))
    return [ids(folder, name)[-1] for name in names]


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_a_signal_ends_everything_it_started(number, supervise, tmp_path):
    process = supervise()
    assert process.stdout.readline() == "ready\n"
    children = all_started(tmp_path)
    assert [running(child) for child in children] == [True, True, True]

    process.send_signal(number)

    assert process.stdout.read() == "stopped\n"
    assert process.wait() == 0
    assert [running(child) for child in children] == [False, False, False]


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux tells children of such a death")
def test_even_killed_it_leaves_no_server_behind(supervise, tmp_path):
    process = supervise()
    assert process.stdout.readline() == "ready\n"
    web, worker, _grandchild = all_started(tmp_path)

    process.kill()

    wait_until(lambda: not running(web) and not running(worker))


def test_a_child_that_dies_is_started_again(supervise, tmp_path):
    process = supervise()
    assert process.stdout.readline() == "ready\n"
    _web, worker, grandchild = all_started(tmp_path)

    os.kill(worker, signal.SIGKILL)

    assert process.stdout.readline() == "The worker ended with code -9 and was started again.\n"
    wait_until(lambda: len(ids(tmp_path, "worker")) == 2)
    assert not running(grandchild), "what the dead one left behind must not go on"
    assert running(ids(tmp_path, "worker")[1])


def test_a_child_that_keeps_dying_ends_all_with_a_message(supervise, tmp_path):
    process = supervise("dies")
    lines = process.stdout.read().splitlines()
    assert process.wait() == 1
    assert lines == [
        "ready",
        "The worker ended with code 3 and was started again.",
        "The worker ended with code 3 and was started again.",
        "The worker ended with code 3 again and again; see above.",
    ]
    assert not running(ids(tmp_path, "web")[0])
    assert len(ids(tmp_path, "worker")) == 3


def test_a_server_that_cannot_start_ends_all_with_a_message(supervise, tmp_path, port):
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", port))
        taken.listen()
        process = supervise()
        assert process.stdout.read() == (
            "The web server ended before it answered; see its lines above.\n"
        )
        assert process.wait() == 1
    assert ids(tmp_path, "worker") == []


def test_a_taken_port_is_one_clear_line(port):
    refuse_taken(port)
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", port))
        taken.listen()
        with pytest.raises(PortTaken) as refusal:
            refuse_taken(port)
    assert str(refusal.value) == (
        f"Port {port} cannot be used on 127.0.0.1 (Address already in use). Stop what runs "
        f"there, or choose another: make run PORT={port + 1}"
    )


@pytest.mark.parametrize("text", ["", "http", "0", "65536", "-1", "٨٠٠٠"])
def test_a_port_that_is_none(text):
    with pytest.raises(ValueError, match="PORT must be a number from 1 to 65535"):
        port_number(text)
