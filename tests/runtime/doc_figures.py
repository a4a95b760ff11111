"""What the examples of the manual draw: is it a picture, and a good one?

doc_figures.py HEADER_DIR LIB_DIR COMPILER [DIR]: every example in the
headers of figures must show at least one; all of them keep to the subset of
SVG, and no label touches another. DIR keeps the pictures, to be looked at.
"""
import os
import subprocess
import sys
import tempfile

import doc_examples
import figures
import labels

HEADERS = ["plot.h", "field.h", "marks.h"]
DRAWS_NOTHING = {"nb_save"}  # its example writes a file
PROGRAM = """#include <nabla.h>
#include <host.h>

static const char *now;
static int count;

static void keep(const nb_mime *faces, size_t n, const char *id, int update) {
    for (size_t i = 0; i < n; i++) {
        int is_svg = strcmp(faces[i].type, "image/svg+xml") == 0;
        if (!is_svg && strcmp(faces[i].type, "text/plain")) continue;
        char name[128];
        snprintf(name, sizeof name, "%s-%d.%s", now, count,
                 is_svg ? "svg" : "txt");
        FILE *file = fopen(name, "w");
        fputs(faces[i].data, file);
        fclose(file);
    }
    count++;
}

static void stop(const char *name, const char *message) {
    fprintf(stderr, "%s: %s: %s\\n", now, name, message);
    exit(1);
}
"""


def draw(examples, arguments, directory):
    """Build and run all examples; their figures are files in directory."""
    header_dir, lib_dir, compiler = arguments
    source = os.path.join(directory, "examples.c")
    program = os.path.join(directory, "examples")
    with open(source, "w", encoding="utf-8") as f:
        f.write(PROGRAM)
        for name, example in examples:
            f.write(f"static void example_{name}(void) {{\n{example}}}\n")
        f.write("int main(void) {\n"
                "static const nb_host host = {.display = keep, .fail = stop};\n"
                "nb_host_set(&host);\n")
        for name, _ in examples:
            f.write(f'now = "{name}"; count = 0; example_{name}();\n')
        f.write("return 0;\n}\n")
    subprocess.run([*compiler.split(), "-I" + header_dir, source, "-o", program,
                    "-L" + lib_dir, "-lnabla", "-lgsl", "-lgslcblas", "-lm"],
                   check=True)
    subprocess.run([program], check=True, cwd=directory,
                   env=dict(os.environ, LD_LIBRARY_PATH=lib_dir))


def problems_in(directory, names):
    problems = []
    files = sorted(os.listdir(directory))
    for name in names - DRAWS_NOTHING:
        if f"{name}-0.svg" not in files:
            problems.append(f"{name}: its example shows no figure")
    for file in files:
        with open(os.path.join(directory, file), "rb") as f:
            text = f.read().decode("utf-8", "replace")
        if file.endswith(".svg"):
            problems += figures.check_svg(file, text)
            problems += labels.check_svg(file, text)
        elif file.endswith(".txt"):
            problems += labels.check_text(file, text)
    return problems


def main():
    header_dir = sys.argv[1]
    examples = []
    for header in HEADERS:
        path = os.path.join(header_dir, "nabla", header)
        with open(path, encoding="utf-8") as f:
            text = f.read()
        for name, _, comment in doc_examples.public_names(text):
            fields = doc_examples.fields_of(comment)
            examples.append((name, fields.get("Example", "")))
    with tempfile.TemporaryDirectory() as directory:
        if len(sys.argv) > 4:
            directory = sys.argv[4]
            os.makedirs(directory, exist_ok=True)
        draw(examples, sys.argv[1:4], directory)
        problems = problems_in(directory, {name for name, _ in examples})
    print("\n".join(problems))
    print(f"{len(examples)} examples, {len(problems)} problems")
    sys.exit(1 if problems or len(examples) < 25 else 0)


if __name__ == "__main__":
    main()
