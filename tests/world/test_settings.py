"""%include, %cflags and %args."""

import json
import os

MAIN = """#include <stdio.h>
int main(int argc, char **argv)
{
    for (int i = 1; i < argc; i++) printf("[%s]", argv[i]);
    printf(" %d %d\\n", argc, argv[argc] == NULL);
    return 0;
}
"""


def test_include_adds_a_directory_for_the_rest_of_the_session(world):
    world.file("inc/deep.h", "#define DEEP 11\n")
    assert "deep.h" in world.fails("#include <deep.h>\n")
    assert world.value("%include inc\n#include <deep.h>\nDEEP") == "11"
    world.file("inc/two.h", "#define TWO 2\n")
    assert world.value('#include "two.h"\nTWO') == "2"
    assert world.prints("%include").splitlines()[0] == "inc"


def test_include_wants_a_directory(world):
    world.file("mine.h", "")
    assert "there is no directory 'nowhere'" in world.fails("%include nowhere")
    assert "is a file" in world.fails("%include mine.h")
    text = world.fails("int q = 1;\n%include nowhere\nq")
    assert "In[3]:2" in text and "%include nowhere" in text
    assert "not known here" in world.fails("q")


def test_included_directories_are_searched_in_their_order(world):
    world.file("a/which.h", "#define WHICH 1\n")
    world.file("b/which.h", "#define WHICH 2\n")
    world.run("%include a\n%include b")
    assert world.value("#include <which.h>\nWHICH") == "1"


def test_an_edited_file_of_such_a_directory_is_read_again(world):
    world.file("inc/n.h", "#ifndef N_H\n#define N_H\n#define N 1\n#endif\n")
    assert world.value("%include inc\n#include <n.h>\nN") == "1"
    world.file("inc/n.h", "#ifndef N_H\n#define N_H\n#define N 2\n#endif\n")
    assert world.value("#include <n.h>\nN") == "2"


def test_a_macro_of_cflags(world):
    assert world.value("%cflags -DN=3\nN") == "3"
    world.value("int n(void) { return N; }")
    assert world.value("%cflags -DN=4\nn() * 10 + N") == "44"
    assert "not known" in world.fails("%cflags -UN\nN")
    assert world.value('%cflags -D S="\\"a b\\"" -DTWICE(x)=2*(x) -DON\n'
                       "TWICE(ON)") == "2"
    assert world.value("S") == '"a b"'


def test_cflags_are_listed_and_the_last_of_a_name_counts(world):
    assert "no flags are set" in world.prints("%cflags")
    world.file("inc/x.h", "")
    world.run("%cflags -DN=3 -Iinc -DM")
    world.run("%cflags -DN=4")
    assert world.prints("%cflags") == "-Iinc\n-DM\n-DN=4\n"
    assert world.prints("%include").startswith("inc\n")


def test_cflags_say_what_they_do_not_know(world):
    text = world.fails("%cflags -fsanitize=address")
    assert "does not know '-fsanitize=address'; it takes -DNAME" in text
    assert "needs the name of a macro" in world.fails("%cflags -D2x=3")
    assert "needs something behind it" in world.fails("%cflags -I")
    assert "a quote is not closed" in world.fails("%cflags '-DN=3")
    outcome = world.run("%cflags -O3 -Wall -DN=5")
    assert not outcome.ename
    assert outcome.stderr == (
        "note: these flags change nothing in a cell: -O3 -Wall\n")
    assert world.value("N") == "5"


def test_arguments_of_main(world):
    assert world.prints(MAIN) == " 1 1\n"
    world.run('%args a "b c" \'d "e"\' f\\ g')
    assert world.prints(MAIN) == '[a][b c][d "e"][f g] 5 1\n'
    assert world.prints("%args") == (
        'argv[0]  program\nargv[1]  a\nargv[2]  b c\nargv[3]  d "e"\n'
        "argv[4]  f g\n")
    assert world.prints("%args --\n" + MAIN) == " 1 1\n"
    assert "a quote is not closed" in world.fails('%args "a')


def test_arguments_in_the_same_cell_and_written_to(world):
    code = ("%args alpha beta\n"
            "int main(int argc, char **argv)\n"
            "{ puts(argv[1]); argv[1][0] = 'X'; argv[2] = 0; return argc; }\n")
    for _ in range(2):
        assert world.prints(code) == "alpha\nmain returned 3\n"


def test_the_name_of_the_program_is_that_of_the_notebook(tmp_path):
    from session import Session
    session = Session(cwd=tmp_path,
                      env={"JPY_SESSION_NAME": "lessons/first steps.ipynb"})
    out = session.run("int main(int c, char **v) { puts(v[0]); return 0; }")
    session.close()
    assert out.stdout == "first steps\n"


def test_settings_survive_a_crash(world):
    world.file("inc/deep.h", "#define DEEP 11\n")
    world.run("%include inc\n%cflags -DN=3\n%args one two")
    assert world.fails("int *p = 0; *p = 1;").startswith("SegmentationFault")
    assert world.value("#include <deep.h>\nDEEP * 10 + N") == "113"
    assert world.prints(MAIN) == "[one][two] 3 1\n"


def test_help_lists_them(world):
    text = world.prints("%help")
    for name in ("%args", "%cflags", "%include", "%lib"):
        assert f"\n{name} " in "\n" + text
    assert "did you mean %include?" in world.fails("%includ x")


def test_each_program_starts_as_in_a_process_of_its_own(world):
    world.file("a.txt", "")
    code = """#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>
#include <signal.h>
#include <locale.h>
#include <fenv.h>
#include <errno.h>
int main(int argc, char **argv)
{
    int c, n = 0;
    while ((c = getopt(argc, argv, "ab:c")) != -1) n = n * 10 + (c == 'b');
    printf("%d %d %d %.6f errno %d", rand(), n, optind, drand48(), errno);
    printf(" %d %s", signal(SIGUSR1, SIG_IGN) == SIG_DFL,
           setlocale(LC_ALL, NULL));
    printf(" %d\\n", fegetround() == FE_TONEAREST);
    fesetround(FE_UPWARD);
    errno = 7;
    return 0;
}
"""
    world.run("%args -a -b x -c last")
    first = world.prints(code)
    assert first.startswith("1804289383 10 5 0.000000 errno 0 1 C 1")
    assert world.prints(code) == first


def test_a_timer_that_a_program_leaves_behind_is_gone(world):
    world.run("#include <unistd.h>\nint main(void) { alarm(1000); return 0; }")
    assert world.value("alarm(0)") == "0"


def comma_locale(folder):
    """A locale whose decimal point is a comma, made here: none is installed.

    The files are those of C but for LC_NUMERIC, whose binary form is a table
    of offsets: number, then one for the point, the separator, the grouping
    and two wide characters, and the name of the character set."""
    import struct
    fields = [b",\0", b"\0", b"\0", struct.pack("=I", ord(",")),
              struct.pack("=I", 0), b"UTF-8\0"]
    offset, data, offsets = 8 + 4 * len(fields), b"", []
    for field in fields:
        while (offset + len(data)) % 4:
            data += b"\0"
        offsets.append(offset + len(data))
        data += field
    path = folder / "comma" / "LC_NUMERIC"
    path.parent.mkdir(parents=True)
    path.write_bytes(struct.pack("=II", 0x20031115 ^ 1, len(fields))
                     + struct.pack(f"={len(fields)}I", *offsets) + data)
    return folder


def test_a_locale_with_a_comma_is_the_programs_alone(tmp_path):
    from session import Session
    session = Session(cwd=tmp_path,
                      env={"LOCPATH": str(comma_locale(tmp_path))})
    out = session.run('setlocale(LC_NUMERIC, "comma") != NULL')
    assert out.result["text/plain"] == "1"
    out = session.run('printf("%.1f\\n", 2.5);')
    assert out.stdout == "2,5\n"
    out = session.run("2.5")
    assert out.result["text/plain"] == "2.5"
    out = session.run("double half = 0.5;\nhalf?")
    assert "half = 0.5" in out.pages[0]["text/plain"]
    out = session.run("%who")
    assert "half = 0.5" in out.stdout
    out = session.run("nb_show(nb_vec(1.5, 2.5));")
    assert "1.5" in json.dumps(out.displays) and "1,5" not in json.dumps(
        out.displays)
    session.close()


# --- cells that the C compiler compiles --------------------------------------

def test_settings_reach_the_c_compiler(world):
    """_Complex and __int128 go there: with macros, headers and libraries."""
    world.file("inc/level.h", "#define LEVEL 20\n"
               "static inline int level(int x) { return x + LEVEL; }\n")
    world.run('%cflags -DBIAS=7 "-DNAME=\\"a b\\""\n%include inc\n%lib z')
    assert world.value("#include <level.h>\n_Complex double z = BIAS;\n"
                       "__real__ z + level(1)") == "28"
    assert world.value("__int128 big = sizeof NAME; (int)big") == "4"
    assert world.value('#include <zlib.h>\n__int128 sum = '
                       'crc32(0, (const Bytef *)"abc", 3); (long)sum') == (
                           "891568578")
    world.run("__int128 more(void) { return BIAS; }")
    world.run("%cflags -DBIAS=8")
    assert world.value("(int)more()") == "8"


def test_settings_after_a_crash_reach_it_too(world):
    world.file("inc/level.h", "#define LEVEL 20\n")
    world.run("%cflags -DBIAS=7\n%include inc")
    assert world.fails("*(volatile int *)0 = 1;").startswith("Segm")
    assert world.value("#include <level.h>\n__int128 big = LEVEL + BIAS; "
                       "(int)big") == "27"


def test_a_list_of_directories_names_each_once(world):
    lines = world.prints("%include").splitlines()
    assert len(lines) == len(set(lines)) > 2
