"""Chromium without a window, driven by its own DevTools protocol.

Needs no driver: the browser says in a file on which port it listens, and a
page is a WebSocket that takes commands as JSON.
"""

import base64
import itertools
import json
import os
import shutil
import subprocess
import time
import urllib.request

import websocket

FLAGS = ["--headless", "--no-sandbox", "--disable-gpu", "--disable-quic",
         "--no-first-run", "--disable-background-networking",
         "--disable-component-update", "--disable-sync",
         "--disable-renderer-backgrounding",
         "--disable-backgrounding-occluded-windows",
         "--disable-dev-shm-usage", "--hide-scrollbars",
         "--remote-debugging-port=0", "--remote-allow-origins=*"]
NAMES = ["chromium", "chromium-browser", "google-chrome"]


class PageError(Exception):
    """The page threw, or did not come to what was waited for."""


class Browser:
    """The process; all that it writes lies in `folder`."""

    def __init__(self, folder):
        program = next(filter(None, map(shutil.which, NAMES)), None)
        if not program:
            raise PageError("there is no Chromium; install package chromium")
        shutil.rmtree(folder, ignore_errors=True)
        profile = folder / "profile"
        profile.mkdir(parents=True)
        self.log = folder / "chromium.log"
        self.process = subprocess.Popen(
            [program, *FLAGS, f"--user-data-dir={profile}", "about:blank"],
            stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL,
            stderr=open(self.log, "wb"),
            env={**os.environ, "HOME": str(folder),
                 "XDG_CACHE_HOME": str(folder / "cache"),
                 "XDG_CONFIG_HOME": str(folder / "config")})
        self.port = self.wait_for_port(profile / "DevToolsActivePort")

    def wait_for_port(self, file):
        for _ in range(300):
            if file.exists() and "\n" in (text := file.read_text()):
                return int(text.splitlines()[0])
            if self.process.poll() is not None:
                break
            time.sleep(0.1)
        said = self.log.read_text(errors="replace").strip().splitlines()
        raise PageError("Chromium did not start: " + (said or ["no reason"])[-1])

    def new_page(self, width=1200, height=900):
        request = urllib.request.Request(
            f"http://127.0.0.1:{self.port}/json/new?about:blank", method="PUT")
        with urllib.request.urlopen(request) as answer:
            page = Page(json.load(answer)["webSocketDebuggerUrl"])
        page.call("Emulation.setFocusEmulationEnabled", enabled=True)
        page.resize(width, height)
        return page

    def close(self):
        self.process.terminate()
        try:
            self.process.wait(10)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()


class Page:
    """One tab."""

    def __init__(self, address):
        self.socket = websocket.create_connection(address, timeout=30)
        self.numbers = itertools.count(1)

    def call(self, method, timeout=30, **parameters):
        number = next(self.numbers)
        self.socket.send(json.dumps(
            {"id": number, "method": method, "params": parameters}))
        end = time.monotonic() + timeout
        while True:
            self.socket.settimeout(max(0.01, end - time.monotonic()))
            try:
                answer = json.loads(self.socket.recv())
            except websocket.WebSocketTimeoutException:
                raise PageError(f"{method}: no answer in {timeout} s")
            if answer.get("id") == number:
                break
        if "error" in answer:
            raise PageError(f"{method}: {answer['error']['message']}")
        return answer["result"]

    def evaluate(self, script, timeout=30):
        """The value of an expression; a promise is waited for."""
        result = self.call("Runtime.evaluate", timeout, expression=script,
                           awaitPromise=True, returnByValue=True)
        if "exceptionDetails" in result:
            details = result["exceptionDetails"]
            raise PageError(details.get("exception", {}).get(
                "description", details["text"]))
        return result["result"].get("value")

    def wait_until(self, script, timeout=60):
        """Until the expression is true; its value is returned."""
        end, last = time.monotonic() + timeout, None
        while time.monotonic() < end:
            try:
                last = self.evaluate(script)
            except PageError as error:
                last = error
            if last and not isinstance(last, PageError):
                return last
            time.sleep(0.1)
        raise PageError(f"not within {timeout} s: {script}\nlast: {last}")

    def open(self, address):
        self.call("Page.navigate", url=address)

    def resize(self, width, height, scale=1):
        self.call("Emulation.setDeviceMetricsOverride", width=width,
                  height=height, deviceScaleFactor=scale, mobile=False)

    def press(self, key, code, modifiers=0, text=None):
        """One key; modifiers are 1 Alt, 2 Control, 8 Shift."""
        for kind in ("keyDown", "keyUp"):
            extra = {"text": text} if text and kind == "keyDown" else {}
            self.call("Input.dispatchKeyEvent", type=kind, key=key,
                      code=key, windowsVirtualKeyCode=code,
                      modifiers=modifiers, **extra)

    def type(self, text):
        self.call("Input.insertText", text=text)

    def screenshot(self, file):
        file.parent.mkdir(parents=True, exist_ok=True)
        data = self.call("Page.captureScreenshot", 120, format="png")["data"]
        file.write_bytes(base64.b64decode(data))
