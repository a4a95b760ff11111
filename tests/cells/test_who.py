"""%who lists what the reader has defined."""

import pathlib
import sys

HERE = pathlib.Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent / "support"))
from session import Session  # noqa: E402


def listed(session):
    return session.run("%who").stdout.splitlines()


def test_what_a_header_of_the_system_brings_is_not_the_readers(tmp_path):
    (tmp_path / "mine.h").write_text("int from_mine(void);\n")
    session = Session(cwd=tmp_path)
    assert session.run('#include <malloc.h>\n#include "mine.h"\n'
                       "int own = mallopt(M_CHECK_ACTION, 3);").ename == ""
    lines = listed(session)
    session.close()
    assert [line.split()[1] for line in lines] == ["from_mine(void);", "own"]


def test_a_long_value_is_cut_between_characters():
    session = Session()
    session.run('char *text = malloc(2000); text[0] = 0;'
                'for (int i = 0; i < 300; i++) strcat(text, "é");')
    [line] = [line for line in listed(session) if "text" in line]
    session.close()
    value = line.split(" = ")[1].split()[0]
    assert set(value) <= set('"é…') and value.endswith("…")
    assert len(line.encode()) < 160
