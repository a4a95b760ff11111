"""clang-tidy, cppcheck and gcc's analyzer have nothing to say.

What a line of the sources is excused from stands beside it, with the reason
(NOLINT). What is no rule of this project stands in .clang-tidy, in
runtime/.clang-tidy, and here for the other two, with the reason.
"""

import concurrent.futures
import json
import os
import pathlib
import re
import shlex
import subprocess

import pytest

ROOT = pathlib.Path(__file__).resolve().parents[2]
BUILD = pathlib.Path(os.environ.get("NABLA_BUILD", ROOT / "build"))
LAYERS = sorted(path.name for path in (ROOT / "kernel").iterdir()
                if path.is_dir())

NOT_CHECKED = {
    # It does not know __attribute__((cleanup)), which DEFER is.
    "resourceLeak", "memleak",
    # Nobody else reads the same folder; readdir_r is deprecated.
    "readdirCalled",
    # It takes mmap's -1 for a descriptor, and exit's argument for a flag.
    "invalidFunctionArg", "invalidFunctionArgBool",
    # Its own parser gives up on `?:` within macros, GNU attributes, and
    # designators within macros; both compilers and clang-tidy read them.
    "internalAstError", "syntaxError",
    # The ends of a section are two symbols of the linker's.
    "comparePointers",
}

NOT_ANALYZED = {
    # What the session has lives as long as the process; it frees by arenas,
    # which the analyzer takes for leaks.
    "-Wno-analyzer-malloc-leak",
}

# What gcc's analyzer cannot know: (file, the line that it names) -> why.
KNOWN = {
    ("cell/expand.c", "if (level->name) level->name->is_off = false;"):
        "only a level that is there is dropped",
    ("cell/primary.c", "Expr swapped = base;"):
        "expr_parse fills all of it, or returns false",
    ("cell/type.c", "*ret_size = type_tag(type)->size;"): "a struct has a tag",
    ("cell/type.c", "*ret_align = type_tag(type)->align;"): "likewise",
    ("cell/type.c",
     "return type_tag(type)->is_complete && type_tag(type)->align;"):
        "likewise",
    ("cell/type.c",
     "for (uint32_t i = 0; i < type_tag(type)->member_count; i++) {"):
        "likewise",
    ("cell/type.c", "const Member *member = &type_tag(type)->members[i];"):
        "likewise",
    ("supervisor/kernel.c", "find_row(message)->handler(kernel, message);"):
        "what has no row does not wait",
    ("session/export.c",
     "*ret_count = strtol(strchr(head, ' '), &end, 10);"):
        "the text is export_note's own",
    ("runtime/canvas.c",
     "if (cell->glyph == NB__TAIL && before) before->glyph = ' ';"):
        "who calls has seen that the cell is on the canvas",
    ("runtime/product.c", "double number = product->data[0];"):
        "a chain of one factor or more is never NULL",
    ("runtime/validate.c", "on_train[i] = p->with(train, train, parameter);"):
        "the caller has as many places as p->x has numbers",
}


def unknown(found):
    """Those of gcc's finds that no row of KNOWN explains."""
    rest = []
    for row in found:
        path, line = re.match(r"(\S+?):(\d+):", row).groups()
        text = (BUILD / path).read_text().splitlines()[int(line) - 1].strip()
        if not any(path.endswith(file) and text == words
                   for file, words in KNOWN):
            rest.append(row)
    return rest


def commands():
    """{source: command line} of what is compiled in kernel/ and runtime/."""
    rows = json.loads((BUILD / "compile_commands.json").read_text())
    found = {}
    for row in rows:
        path = (BUILD / row["file"]).resolve()
        try:
            top = path.relative_to(ROOT).parts[0]
        except ValueError:
            continue
        if top in {"kernel", "runtime"} and BUILD not in path.parents:
            found[path] = row["command"]
    return found


def folder_of(path):
    parts = path.relative_to(ROOT).parts
    return parts[1] if parts[0] == "kernel" else parts[0]


def sources(folder):
    found = sorted(path for path in commands() if folder_of(path) == folder)
    assert found
    return found


def said_of(folder, look):
    """What look(path) gives for each source, two at a time."""
    with concurrent.futures.ThreadPoolExecutor(2) as pool:
        return "".join(pool.map(look, sources(folder)))


def run(command, **options):
    return subprocess.run(command, text=True, capture_output=True,
                          check=False, **options)


FOLDERS = [*LAYERS, "runtime"]


@pytest.mark.parametrize("folder", FOLDERS)
def test_clang_tidy_is_silent(folder):
    headers = rf"{ROOT}/{'' if folder == 'runtime' else 'kernel/'}.*\.h$"

    def look(path):
        done = run(["clang-tidy", "-p", BUILD, "--quiet",
                    "--header-filter=" + headers, path])
        return done.stdout

    said = said_of(folder, look)
    assert re.findall(r"^\S+: (?:warning|error): .*", said, re.M) == []


@pytest.mark.parametrize("folder", FOLDERS)
def test_gccs_analyzer_is_silent(folder):
    def look(path):
        words = [word for word in shlex.split(commands()[path])
                 if word not in {"-MD", "-Werror"}]
        for option in ("-o", "-MQ", "-MF"):
            at = words.index(option)
            del words[at:at + 2]
        done = run([*words, "-fanalyzer", "-fdiagnostics-plain-output",
                    *sorted(NOT_ANALYZED), "-o", "/dev/null"], cwd=BUILD)
        return done.stderr

    said = said_of(folder, look)
    found = re.findall(r"^\S+: (?:warning|error): .*", said, re.M)
    assert unknown(found) == []


def test_cppcheck_is_silent():
    done = run(["cppcheck", "--enable=warning,performance,portability",
                "--std=c11", "--library=posix", "--inline-suppr", "-q", "-j2",
                "-D_GNU_SOURCE", "-Ikernel", "-Iruntime",
                "--suppress=missingIncludeSystem",
                f"--library={ROOT}/tests/analysis/nabla.cfg",
                *(f"--suppress={name}" for name in sorted(NOT_CHECKED)),
                "kernel", "runtime"], cwd=ROOT)
    found = re.findall(r"^\S+:\d+:\d+: .*", done.stdout + done.stderr, re.M)
    assert found == []
    assert done.returncode == 0


@pytest.mark.parametrize("folder", ["", "runtime"])
def test_the_rules_are_known(folder):
    """A wrong name of a rule would excuse nothing, and nobody would see it."""
    lines = (ROOT / folder / ".clang-tidy").read_text().splitlines()
    off = {name for line in lines if not line.startswith("#")
           for name in re.findall(r"(?<![\w.-])-([a-z][\w.-]+)", line)}
    known = run(["clang-tidy", "--list-checks", "--checks=*"], cwd=ROOT).stdout
    assert off and off <= set(known.split())
    on = run(["clang-tidy", "--list-checks"], cwd=ROOT / folder).stdout
    assert "readability-function-size" in on and not off & set(on.split())
