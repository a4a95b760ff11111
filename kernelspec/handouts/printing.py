"""From a page to a PDF, by a Chromium without a window."""

import base64
import datetime
import pathlib
import re
import tempfile

from devtools import Browser, PageError

__all__ = ["PageError", "Printer"]

# A link to another file of this machine is of no use on paper, and would
# tell where the file lay.
PREPARE = """
document.querySelectorAll("a[href]").forEach((link) => {
  if (!/^(https?:|mailto:|#)/.test(link.getAttribute("href")))
    link.removeAttribute("href");
});
"""
STAMP = re.compile(rb"/(CreationDate|ModDate) \(D:\d{14}")


class Printer:
    """One Chromium for many pages; use it in a `with`."""

    def __enter__(self):
        self.folder = tempfile.TemporaryDirectory(prefix="nabla-handouts-",
                                                  ignore_cleanup_errors=True)
        self.browser = Browser(pathlib.Path(self.folder.name) / "browser")
        self.page = self.browser.new_page()
        self.page.call("Page.enable")
        return self

    def __exit__(self, *_):
        self.browser.close()
        self.folder.cleanup()

    def open(self, file):
        """The page as it will be printed, its mathematics set."""
        self.page.open(file.resolve().as_uri())
        self.page.wait_until(
            f"location.href === {file.resolve().as_uri()!r}"
            " && document.documentElement.dataset.ready === 'yes'", 120)
        return self.page

    def print(self, file, date):
        """The PDF of a page, as bytes: the same for the same page."""
        page = self.open(file)
        page.evaluate(PREPARE)
        data = page.call("Page.printToPDF", 180, printBackground=True,
                         preferCSSPageSize=True, generateTaggedPDF=True,
                         generateDocumentOutline=True)["data"]
        day = datetime.datetime.combine(date, datetime.time())
        return STAMP.sub(rb"/\1 (D:" + f"{day:%Y%m%d%H%M%S}".encode(),
                         base64.b64decode(data))
