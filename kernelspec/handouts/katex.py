"""Pack KaTeX, which sets mathematics, into one script and one stylesheet.

    python katex.py FOLDER

writes FOLDER/katex.js and FOLDER/katex.css, the fonts inside, so that a page
that holds both needs no network and no second file. Where KaTeX is not on
this machine both say so and the formulas stay as they were typed.
"""

import base64
import pathlib
import re
import sys

PACKAGE = pathlib.Path("/usr/share/javascript/katex")  # Debian's libjs-katex
SOURCES = re.compile(r"src:\s*(url\((fonts/[^)]*\.woff2)\)[^;}]*)")
ABSENT = "/* KaTeX was not there when this was made: formulas stay as typed. */\n"


def with_fonts(style, folder):
    """The stylesheet with each font in it, in its smallest form."""
    def embed(match):
        data = base64.b64encode((folder / match[2]).read_bytes()).decode()
        return f"src:url(data:font/woff2;base64,{data}) format('woff2')"
    return SOURCES.sub(embed, style)


def pack(package=PACKAGE):
    """The script and the stylesheet, as two texts."""
    if not (package / "katex.min.js").exists():
        return ABSENT, ABSENT
    read = [(package / name).read_text(encoding="utf-8") for name in
            ("katex.min.js", "contrib/auto-render.js", "katex.min.css")]
    return "\n".join(read[:2]) + "\n", with_fonts(read[2], package)


def main(folder):
    script, style = pack()
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "katex.js").write_text(script, encoding="utf-8")
    (folder / "katex.css").write_text(style, encoding="utf-8")


if __name__ == "__main__":
    main(pathlib.Path(sys.argv[1]))
