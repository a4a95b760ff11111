"""Files as they come: what editors, other systems and mistakes leave."""

import pytest


@pytest.mark.parametrize("text", [
    b"#ifndef F_H\r\n#define F_H\r\n#define ONE(a) \\\r\n   ((a) + \\\r\n 1)\r\n"
    b"static inline int f(int x)\r\n{\r\n\treturn ONE(x);\r\n}\r\n#endif",
    b"\xef\xbb\xbfint f(int x) { return x + 1; }\n",
    b"/* Gr\xf6\xdfe */ int f(int x) { return x + 1; } // \xe9",
    b"\f\v\tint\tf(int\tx)\t{\treturn x + 1;\t}",
    b"int f(int x) { return x + 1; }\n\\\n",
], ids=["crlf", "bom", "latin1", "tabs", "backslash"])
def test_a_file_from_elsewhere(world, text):
    (world.folder / "f.h").write_bytes(text)
    world.run('#include "f.h"')
    assert world.value("f(2)") == "3"


def test_bytes_in_a_text_stay_what_they_are(world):
    (world.folder / "f.h").write_bytes(b'const char *s = "gr\xf6\xdfe";')
    world.run('#include "f.h"')
    assert world.value("strlen(s) * 1000 + (unsigned char)s[2]") == "5246"


def test_a_comment_without_an_end_is_told(world):
    world.file("open.h", "int before = 1;\n/* never closed\nint after;\n")
    text = world.fails('#include "open.h"')
    assert "open.h:2" in text and "comment" in text


def test_what_is_no_text(world):
    (world.folder / "nul.h").write_bytes(b"int a;\0\0int b;")
    assert "nul.h:1: there is a NUL byte" in world.fails('#include "nul.h"')
    (world.folder / "wide.h").write_bytes("int a;".encode("utf-16"))
    assert "not UTF-8" in world.fails('#include "wide.h"')
    (world.folder / "folder.h").mkdir()
    assert "no file but a directory" in world.fails('#include "folder.h"')
    world.make("mkfifo", "pipe.h")
    assert "no file but a pipe" in world.fails('#include "pipe.h"')


def test_a_file_that_may_not_be_read(world):
    (world.folder / "secret.h").symlink_to("/proc/1/nonexistent")
    assert "secret.h" in world.fails('#include "secret.h"')


def test_a_large_header(world):
    """A megabyte: generated tables and wrappers are like that."""
    lines = [f"#define REG_{i} 0x{i:x}\nextern int value_{i};\n"
             f"static inline int get_{i}(void) {{ return REG_{i}; }}\n"
             for i in range(10_000)]
    world.file("large.h", "#ifndef LARGE_H\n#define LARGE_H\n"
               + "".join(lines) + "#endif\n")
    assert (world.folder / "large.h").stat().st_size > 900_000
    world.run('#include "large.h"')
    assert world.value("get_9999() + REG_1") == "10000"
    assert world.value('#include "large.h"\nget_77()') == "77"


def test_a_data_table_as_a_file(world):
    """{ #include "data.inc" }: a list of numbers in the middle of an array."""
    world.file("data.inc", ",".join(str(i) for i in range(5000)))
    world.run('int data[] = {\n#include "data.inc"\n};')
    assert world.value("data[4999] + (int)(sizeof data / sizeof *data)") == (
        "9999")


def test_names_with_blanks_and_other_letters(world):
    world.file("my file.h", "int blank = 1;\n")
    world.file("größe.h", "int letters = 2;\n")
    world.run('#include "my file.h"\n#include "größe.h"')
    assert world.value("blank + letters") == "3"


def test_a_file_whose_name_is_a_macro(world):
    world.file("config.h", "#define LIMIT 9\n")
    world.run('#define CONFIG "config.h"\n#include CONFIG')
    assert world.value("LIMIT") == "9"
    world.run("%cflags -DOTHER=\\\"config.h\\\"\n#undef LIMIT")
    world.run("#include OTHER")
    assert world.value("LIMIT") == "9"


def test_has_include(world):
    world.file("there.h", "int there = 1;\n")
    assert world.value('#if __has_include("there.h")\n#include "there.h"\n'
                       "there\n#else\n0\n#endif") == "1"
    assert world.value('#if __has_include("not_there.h")\n1\n#else\n2\n'
                       "#endif") == "2"
