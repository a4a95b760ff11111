"""nbgrader for real: what it takes for an error, from the notebook of the
teacher to the grades of the class."""

import csv
import shutil

from conftest import other, run
from notebooks import write_notebook

SOLUTION = ("double area(double r) {\n    /* BEGIN SOLUTION */\n"
            "    return M_PI * r * r;\n    /* END SOLUTION */\n}")
TESTS = ["assert(area(0) == 0);", "nb_check(area(2), 4 * M_PI);"]
RIGHT = "double area(double r) { return M_PI * r * r; }"
WRONG = "double area(double r) { return r * r; }"


def metadata(name, points=None):
    """Of a cell that is the reader's, or that is graded."""
    is_test = points is not None
    more = {"points": points} if is_test else {}
    return {"nbgrader": {"schema_version": 3, "cell_type": "code",
                         "grade_id": name, "grade": is_test, "locked": is_test,
                         "solution": not is_test, "task": False, **more}}


def book(path, answer, tests=TESTS):
    return write_notebook(path, [answer, *tests], [
        metadata("area"),
        *[metadata(f"test-{i}", 2) for i in range(len(tests))]])


def validate(place, path, **environment):
    return run(place, other("nbgrader"), "validate", path, **environment)


def test_a_right_answer_passes(place, tmp_path):
    told = validate(place, book(tmp_path / "a.ipynb", RIGHT),
                    NABLA_CHECKS="errors")
    assert "Success! Your notebook passes all the tests." in told


def test_a_failed_assertion_is_an_error_and_so_is_a_check(place, tmp_path):
    """The check only if the grader says so: see test_the_grades_of_a_class
    and tests/cells for one that is not told."""
    told = validate(place, book(tmp_path / "a.ipynb",
                                WRONG.replace("r * r", "r + 1")),
                    NABLA_CHECKS="errors")
    assert "VALIDATION FAILED ON 2 CELL" in told, told
    assert "AssertionFailed: " in told
    assert "CheckFailed: In[3]:1: ✗ Not yet: it is 3" in told


def test_the_grades_of_a_class(place, tmp_path):
    """The grader's settings say it, and nothing that a student has."""
    course = tmp_path / "course"
    (course / "source" / "ps1").mkdir(parents=True)
    book(course / "source" / "ps1" / "p.ipynb", SOLUTION)
    (course / "nbgrader_config.py").write_text(
        "import os\n\nc = get_config()\nc.CourseDirectory.course_id = 'c'\n"
        "c.ClearSolutions.code_stub = {'c': '/* your code */'}\n"
        "c.ClearSolutions.begin_solution_delimeter = 'BEGIN SOLUTION'\n"
        "c.ClearSolutions.end_solution_delimeter = 'END SOLUTION'\n"
        "os.environ['NABLA_CHECKS'] = 'errors'\n")
    run(place, other("nbgrader"), "generate_assignment", "ps1", cwd=course)
    released = course / "release" / "ps1" / "p.ipynb"
    assert "your code" in released.read_text()
    for name, answer in (("ada", RIGHT), ("bob", WRONG)):
        folder = course / "submitted" / name / "ps1"
        folder.mkdir(parents=True)
        shutil.copy(released, folder)
        text = (folder / "p.ipynb").read_text()
        assert "    /* your code */" in text
        (folder / "p.ipynb").write_text(text.replace(
            "    /* your code */", answer.split("{")[1].rstrip("} ")))
    run(place, other("nbgrader"), "autograde", "ps1", cwd=course)
    run(place, other("nbgrader"), "export", "--to", "grades.csv", cwd=course)
    with open(course / "grades.csv", encoding="utf-8") as file:
        grades = {row["student_id"]: float(row["score"])
                  for row in csv.DictReader(file)}
    assert grades == {"ada": 4, "bob": 2}
