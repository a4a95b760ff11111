"""A reader at qtconsole, without a screen: types, presses Tab, asks for help.

Run by test_qtconsole.py in a process of its own, since Qt ends its process
when it is unhappy. Prints what the window showed, as JSON.
"""

import json
import sys
import time

from qtpy import QtCore, QtGui, QtWidgets
from qtconsole.manager import QtKernelManager
from qtconsole.rich_jupyter_widget import RichJupyterWidget

PATIENCE = 60


def pump(until, what):
    deadline = time.monotonic() + PATIENCE
    while not until():
        QtWidgets.QApplication.processEvents(
            QtCore.QEventLoop.AllEvents, 20)
        if time.monotonic() > deadline:
            sys.exit(f"waited in vain for {what}")


class Window(RichJupyterWidget):
    """The console's widget, and how a reader uses it."""

    def text(self):
        return self._control.toPlainText()

    def is_at_prompt(self):
        return not self._executing and self._prompt_pos > 0 and \
            not self._reading

    def type(self, text):
        self.input_buffer = ""
        self._control.insertPlainText(text)

    def press(self, key, modifiers=QtCore.Qt.NoModifier):
        for kind in (QtCore.QEvent.KeyPress, QtCore.QEvent.KeyRelease):
            QtWidgets.QApplication.sendEvent(
                self._control, QtGui.QKeyEvent(kind, key, modifiers))

    def enter(self, code):
        """Type and press Enter: the console asks is_complete first."""
        before = len(self.text())
        self.type(code)
        self.press(QtCore.Qt.Key_Return)
        return before

    def run(self, code, wanted):
        before = self.enter(code)
        pump(lambda: wanted in self.text()[before:].split(code, 1)[-1]
             and self.is_at_prompt(), wanted)
        return self.text()[before:]


def main():
    application = QtWidgets.QApplication([])
    manager = QtKernelManager(kernel_name="nabla")
    manager.start_kernel()
    client = manager.client()
    client.start_channels()
    window = Window()
    window.kernel_manager, window.kernel_client = manager, client
    window.show()
    pump(lambda: "In [1]" in window.text() or "In[1]" in window.text(),
         "the first prompt")
    shown = {"banner": window.text()}
    shown["value"] = window.run("6 * 7", "42")
    shown["stream"] = window.run('int town = 5; printf("%d!\\n", town);', "5!")
    shown["error"] = window.run("missing", "CompileError")

    window.enter("int twice(int n) {")
    pump(lambda: "\n" in window.input_buffer, "the continuation")
    shown["continued"] = window.input_buffer
    window.input_buffer = ""

    window.type("tow")
    window.press(QtCore.Qt.Key_Tab)
    pump(lambda: window.input_buffer != "tow", "the completion")
    shown["completed"] = window.input_buffer

    window.type("gsl_sf_bessel_J0")
    window._control.moveCursor(QtGui.QTextCursor.End)
    window._call_tip_widget.hide()
    window.type("gsl_sf_bessel_J0(")
    window._call_tip()
    pump(lambda: window._call_tip_widget.isVisible(), "the call tip")
    shown["tip"] = window._call_tip_widget.text()
    window._call_tip_widget.hide()

    window.input_buffer = ""
    window.history_previous()
    shown["previous"] = window.input_buffer
    window.input_buffer = ""
    print(json.dumps(shown), flush=True)
    client.stop_channels()
    manager.shutdown_kernel(now=True)
    del application
    sys.stdout.flush()
    # What Qt does at the end of Python is no part of this.
    import os
    os._exit(0)


if __name__ == "__main__":
    main()
