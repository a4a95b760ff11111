"""Where a session may find itself: another language's numbers, none at all, a
home that cannot be written to, a folder with a difficult name."""

import subprocess

import pytest
from session import Session

FOLDER = "Übung 2 – „Ableitung“ & Co"


@pytest.fixture(scope="session")
def german(tmp_path_factory):
    """The environment of a reader whose numbers have a comma."""
    folder = tmp_path_factory.mktemp("locales")
    subprocess.run(["localedef", "-i", "de_DE", "-f", "UTF-8",
                    folder / "de_DE.UTF-8"], check=True)
    return {"LOCPATH": str(folder), "LC_ALL": "de_DE.UTF-8",
            "LANG": "de_DE.UTF-8"}


def test_a_decimal_comma_is_the_readers_own_choice(world, german):
    world.restart(german)
    assert world.value("0.25 + 1") == "1.25"
    assert world.prints('printf("%.2f\\n", 0.5);') == "0.50\n"
    assert world.prints("#include <locale.h>\n"
                        'printf("%s %.2f\\n", setlocale(LC_ALL, ""), 0.5);') \
        == "de_DE.UTF-8 0,50\n"


def test_after_setlocale_nothing_of_ours_has_a_comma(world, german):
    """Numbers in code, values, pictures and files are C's and JSON's."""
    world.restart(german)
    world.run('#include <locale.h>\nsetlocale(LC_ALL, "");')
    assert world.value("0.25 + 1") == "1.25"
    assert "[0.5, 1.25]" in world.value("nb_vec(0.5, 1.25)")
    assert world.value("nb_sq(1.5)") == "2.25"
    world.file("points.csv", "x,y\n0.5,1.5\n0.25,2.5\n")
    world.run('nb_data points = nb_csv("points.csv", .target = "y");')
    assert world.value("nb_at(points.X, 0, 0) + nb_at(points.y, 1)") == "3"
    assert world.value("double s = 0; for (int i = 0; i < 1000; i++) "
                       "s += 0.5; s") == "500"


def test_a_picture_is_the_same_in_each_locale(world, german):
    plot = "nb_plot(nb_line(nb_vec(0.5, 1.5), nb_vec(0.25, 0.75)))"
    plain = world.run(plot)
    world.restart(german)
    world.run('#include <locale.h>\nsetlocale(LC_ALL, "");')
    picture = world.run(plot)
    assert picture.displays + [picture.result] \
        == plain.displays + [plain.result]
    assert "svg" in str(picture.displays + [picture.result])


@pytest.mark.parametrize("locale", ["C", "POSIX", "xx_XX.UTF-8"])
def test_text_is_utf8_whatever_the_locale(world, locale):
    world.restart({"LC_ALL": locale, "LANG": locale})
    assert world.value("double θ = 1.5; θ") == "1.5"
    assert world.prints('puts("schön");') == "schön\n"
    assert "'ä'" in world.fails("int ö = ä;")


@pytest.mark.parametrize("home", ["/proc/self", "/nonexistent", ""])
def test_a_home_that_cannot_be_written_to(world, home):
    world.restart({"HOME": home})
    assert world.value("1 + 1") == "2"
    # The C compiler's turn, which needs a place for its files.
    assert world.value("#include <complex.h>\ncabs(3 + 4 * I)") == "5"
    assert not world.run("nb_plot(nb_line(nb_vec(1, 2), nb_vec(3, 4)))").ename


@pytest.fixture
def difficult(world):
    """The world's session, in a folder with a name that is no word."""
    folder = world.folder / FOLDER
    folder.mkdir()
    world.session.close()
    world.folder = folder
    world.session = Session(cwd=folder)
    return world


def test_files_and_libraries_of_a_folder_with_a_difficult_name(difficult):
    world = difficult
    world.file("mein kopf.h", "#define EINS 1\n")
    assert world.value('#include "mein kopf.h"\nEINS') == "1"
    world.file("zwei.c", "int zwei(void) { return 2; }\n")
    assert world.value('#include "zwei.c"\nzwei()') == "2"
    world.file("drei.c", "int drei(void) { return 3; }\n")
    world.make("cc", "-shared", "-fPIC", "drei.c", "-o", "libdrei.so")
    world.run("%lib ./libdrei.so")
    assert world.value("int drei(void); drei()") == "3"
    world.run("%%writefile vier.txt\n4\n")
    assert world.prints("!cat vier.txt") == "4\n"
    # The C compiler is started in this folder as well.
    assert world.value('#include <complex.h>\n#include "mein kopf.h"\n'
                       "cabs(3 + 4 * I) + EINS") == "6"
    world.file("mein kopf.h", "int eins = ;\n")
    assert "mein kopf.h:1" in world.fails('#include "mein kopf.h"')


def test_crash_in_a_folder_with_a_difficult_name(difficult):
    difficult.file("fehler.c", "void fehler(int *p) {\n    *p = 1;\n}\n")
    outcome = difficult.run('#include "fehler.c"\nfehler(0);')
    assert outcome.ename == "SegmentationFault"
    assert any("fehler.c" in line for line in outcome.traceback)
