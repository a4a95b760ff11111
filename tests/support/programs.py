"""Programs in C whose output in a session must be that of the C compiler.

A .programs file is a list of them:

    >>> a title
    #include <math.h>                what stands outside of functions
    ---
    printf("%g\\n", sqrt(2));         statements: main, for the C compiler

Without a line `---` the program has a main of its own. <stdio.h> is always
there. A title ending in [whole] is not run in two cells. A title with {type}
in it is a template, one program for each row of TYPES: in it @name@ is the
suffix in GSL's names ("_int"), @file@ in its headers ("int"), @type@ the type
and @show@ its conversion for printf.
"""

import os
import re
import subprocess
from concurrent.futures import ThreadPoolExecutor

BETWEEN = "---"
COMPILE = ["gcc", "-std=gnu11", "-O0", "-w", "-pipe", "-include", "stdio.h"]
TYPES = {
    "double": ("", "double", "%g"),
    "float": ("_float", "float", "%g"),
    "long_double": ("_long_double", "long double", "%Lg"),
    "char": ("_char", "char", "%d"),
    "uchar": ("_uchar", "unsigned char", "%u"),
    "short": ("_short", "short", "%d"),
    "ushort": ("_ushort", "unsigned short", "%u"),
    "int": ("_int", "int", "%d"),
    "uint": ("_uint", "unsigned int", "%u"),
    "long": ("_long", "long", "%ld"),
    "ulong": ("_ulong", "unsigned long", "%lu"),
}
COMPLEX_TYPES = {
    "complex_double": ("_complex", "double", "%g"),
    "complex_float": ("_complex_float", "float", "%g"),
    "complex_long_double": ("_complex_long_double", "long double", "%Lg"),
}


class Program:
    """One program, in the forms in which it can be given to a session."""

    def __init__(self, file, title, text):
        self.file, self.title, self.text = file, title, text
        head, mark, body = f"\n{text}".partition(f"\n{BETWEEN}\n")
        self.head, self.body = (head, body) if mark else (text, "")
        self.name = f"{file}-{title}"

    def as_c(self):
        """What a C compiler takes."""
        if not self.body:
            return self.head + "\n"
        return (f"{self.head}\nint main(void)\n{{\n{self.body}\n"
                "    return 0;\n}\n")

    def as_cell(self):
        """Definitions and statements in one cell."""
        return f"{self.head}\n\n{self.body}" if self.body else self.head

    def as_two_cells(self):
        """The definitions in a cell, the statements in the next."""
        return [self.head, self.body] if self.body else [self.head]

    def can_be_two(self):
        return bool(self.body) and not self.title.endswith("[whole]")

    def undefine(self):
        """A cell that takes back the macros that this program defined."""
        names = re.findall(r"^\s*(?:#|%:)\s*define\s+(\w+)", self.text, re.M)
        return "\n".join(f"#undef {name}" for name in dict.fromkeys(names))


def from_template(title, text, types):
    for file, (name, kind, show) in types.items():
        filled = (text.replace("@name@", name).replace("@file@", file)
                  .replace("@type@", kind).replace("@show@", show))
        yield re.sub(r"\{.*\}", file, title), filled


def read_file(path):
    """The programs of one file, in order, templates filled in."""
    parts = re.split(r"^>>> (.*)\n", path.read_text(), flags=re.M)[1:]
    for title, text in zip(parts[::2], parts[1::2]):
        filled = [(title, text)]
        if "{type}" in title:
            filled = from_template(title, text, TYPES)
        elif "{complex type}" in title:
            filled = from_template(title, text, COMPLEX_TYPES)
        for name, program in filled:
            yield Program(path.stem, name, program.rstrip("\n"))


def read_folder(folder):
    return [program for path in sorted(folder.glob("*.programs"))
            for program in read_file(path)]


def compiled_output(program, number, folder, libraries):
    """What the program prints, built by the C compiler."""
    binary = folder / f"program-{number}"
    source = folder / f"program-{number}.c"
    source.write_text(program.as_c())
    built = subprocess.run(
        [*COMPILE, "-o", binary, source, *libraries],
        stdin=subprocess.DEVNULL, capture_output=True, text=True)
    if built.returncode:
        return f"gcc does not take it:\n{built.stderr}"
    own = folder / f"folder-{number}"
    own.mkdir()
    ran = subprocess.run([binary], stdin=subprocess.DEVNULL, timeout=60,
                         stdout=subprocess.PIPE, stderr=subprocess.DEVNULL,
                         cwd=own)
    binary.unlink()
    if ran.returncode:
        return f"the compiled program ended with {ran.returncode}"
    return ran.stdout.decode("utf-8", "replace")


def expected_outputs(programs, folder, libraries):
    """Title by title what the C compiler's programs print."""
    with ThreadPoolExecutor(os.cpu_count()) as pool:
        texts = pool.map(lambda row: compiled_output(row[1], row[0], folder,
                                                     libraries),
                         enumerate(programs))
        return dict(zip((program.name for program in programs), texts))


def run_in_session(session, program, cells):
    """The cells' stdout together; a cell that ends in an error is one. A name
    may be a macro in one program and a variable in the next, so the macros go
    with their program."""
    text = ""
    for cell in cells:
        outcome = session.run(cell, timeout=60)
        assert not outcome.ename, "\n".join(
            [f"{outcome.ename}: {outcome.evalue}", *outcome.traceback])
        text += outcome.stdout
    if program.undefine():
        session.run(program.undefine())
    return text
