"""Several sessions at once: none sees another's, nothing is lost, and nothing
is left of them. Three for ten seconds, or ten for ten minutes with
NABLA_LONG=1."""

import json
import os
import pathlib
import subprocess
import sys
import time
import uuid

HERE = pathlib.Path(__file__).resolve().parent
IS_LONG = os.environ.get("NABLA_LONG") == "1"
SESSIONS, SECONDS = (10, 600) if IS_LONG else (3, 10)
MARK = "NABLA_SOAK"


def marked(mark):
    """Processes that were started by this test, directly or not."""
    found = []
    for entry in pathlib.Path("/proc").iterdir():
        try:
            if entry.name.isdigit() and \
                    f"{MARK}={mark}".encode() in (entry / "environ").read_bytes():
                found.append(entry.name)
        except OSError:
            continue
    return found


def gone(mark):
    deadline = time.monotonic() + 15
    while marked(mark) and time.monotonic() < deadline:
        time.sleep(0.05)
    return not marked(mark)


def test_sessions_at_once(tmp_path):
    mark = uuid.uuid4().hex
    readers = [subprocess.Popen(
        [sys.executable, HERE / "reader.py", tmp_path / str(i), str(i + 1),
         str(SECONDS)], stdout=subprocess.PIPE, stderr=subprocess.PIPE,
        text=True, env={**os.environ, MARK: mark}) for i in range(SESSIONS)]
    try:
        ends = [reader.communicate(timeout=SECONDS + 120) for reader in readers]
    finally:
        for reader in readers:
            reader.kill()
    for reader, (_, said) in zip(readers, ends):
        assert reader.returncode == 0, said[-3000:]
    told = [json.loads(text) for text, _ in ends]
    print(f"{sum(t['cells'] for t in told)} cells in {SESSIONS} sessions")
    assert all(t["left"] == [] for t in told)
    assert min(t["cells"] for t in told) > 20
    assert gone(mark)
