"""The manual above each public name: is it complete, and is it true?

doc_examples.py HEADER_DIR LIB_DIR TEST_DIR COMPILER...

Every public function and macro of the runtime's headers (nb_..., NB_..., not
nb__...) needs a comment above it with a first sentence and the fields Owns,
Errors and Example; Shapes too where vectors, matrices or sequences go in or
out; Source in the headers of algorithms. Each Example is built with each
compiler and run; what it prints must be what its // comments say, blanks
aside. Each error that a comment names is provoked by a FAILS() of a test of
the runtime in TEST_DIR, and no header goes unread.
"""
import glob
import os
import re
import subprocess
import sys
import tempfile

HEADERS = ["base.h", "array.h", "linalg.h", "stats.h", "data.h", "plot.h",
           "field.h", "marks.h", "lowrank.h", "cluster.h",
           "display.h", "table.h", "check.h",
           "dual.h", "tape.h", "fn.h", "diff.h", "optim.h", "net.h", "learn.h",
           "infer.h", "bayes.h", "validate.h", "slider.h",
           "progress.h"]
NEEDS_SOURCE = {"linalg.h", "stats.h", "lowrank.h", "cluster.h", "infer.h",
                "bayes.h", "validate.h", "diff.h"}
NEEDS_SHAPES = {"array.h", "linalg.h", "stats.h", "diff.h", "lowrank.h",
                "cluster.h", "bayes.h", "validate.h", "learn.h", "tape.h",
                "data.h"}
ARRAYS = re.compile(r"gsl_vector|gsl_matrix|nb_seq|NB_SEQ|nb__\w+\(|NB__")
NAME = re.compile(r"#define (nb_[a-z]\w*|NB_SEQ)\b|^[\w \*]*?\b(nb_[a-z]\w*)\(")
FIELDS = ("Shapes", "Units", "Owns", "Errors", "Method", "Random", "Source",
          "See", "Example")
# What an example has at file scope: a formula, or a function.
DEFINITION = re.compile(r"""^\ *NB_FN\(.*\)$
    | ^\ *[a-z]\w*[ *]+\w[\w *]*\([^;()]*\)\ \{.*\}$
    | ^(\ *)[a-z]\w*[ *]+\w[\w *]*\([^;()]*\)\ \{\n(?:\1\ .*\n)+?\1\}$""",
                        re.M | re.X)
# Parts of the library that are types or helpers for macros, not calls.
NOT_DOCUMENTED = {"nb_seq"}


def public_names(text):
    """(name, declaration, comment above it) of each public name."""
    comment, last_end = "", 0
    position = 0
    found = []
    lines = text.split("\n")
    i = 0
    while i < len(lines):
        line = lines[i]
        if line.startswith("/*"):
            start = i
            while "*/" not in lines[i]:
                i += 1
            comment = "\n".join(lines[start:i + 1])
            i += 1
            continue
        if not line.strip():
            comment = ""
        match = NAME.match(line) if not line.startswith(" ") else None
        if match:
            declaration = line
            while lines[i].endswith("\\") or (
                    not line.startswith("#") and ";" not in lines[i]):
                i += 1
                declaration += "\n" + lines[i]
            name = match.group(1) or match.group(2)
            if name not in NOT_DOCUMENTED:
                found.append((name, declaration, comment))
            comment = ""
        i += 1
    return found


def fields_of(comment):
    """Field name -> text, and the first sentence under ''."""
    fields, now = {"": ""}, ""
    for line in comment.split("\n"):
        line = re.sub(r"^/\*|\s*\*/$", "", line)
        line = re.sub(r"^ \* ?", "", line)
        match = re.match(r"(%s)(\s|$)" % "|".join(FIELDS), line)
        if match:
            now = match.group(1)
            line = line[len(now):]
            fields[now] = ""
        fields[now] += line + "\n"
    return fields


def lint(header, name, declaration, fields):
    """What is missing."""
    needed = ["Owns", "Errors", "Example"]
    if header in NEEDS_SHAPES and ARRAYS.search(declaration):
        needed.append("Shapes")
    if header in NEEDS_SOURCE:
        needed.append("Source")
    missing = [f for f in needed if not fields.get(f, "").strip()]
    if not re.match(r"\s*\S.*[.:]", fields[""], re.S):
        missing.append("a first sentence")
    return missing


def provoked(test_dir):
    """(name, error) of every FAILS("Error", ..., nb_name(...)) there is."""
    pairs = set()
    for path in glob.glob(os.path.join(test_dir, "test_runtime_*.c")):
        with open(path, encoding="utf-8") as f:
            text = f.read()
        for error, body in re.findall(r'FAILS\(\s*"(\w+)",(.*?)\);\n', text,
                                      re.S):
            # The head of a loop is provoked by what begins it.
            body = re.sub(r"\bnb__(\w+)_begin\b", r"nb_\1", body)
            pairs |= {(name, error) for name in re.findall(r"\bnb_\w+", body)}
    return pairs


def errors_of(fields):
    return set(re.findall(r"\b(\w+Error|SingularMatrix)\b",
                          fields.get("Errors", "")))


def unread(header_dir):
    """Headers with public names that are not in the list."""
    known = set(HEADERS) | {"end.h", "short.h"}
    return sorted(set(os.listdir(os.path.join(header_dir, "nabla"))) - known)


def squeeze(text):
    return " ".join(text.split())


def expected_output(example):
    return squeeze(" ".join(re.findall(r"// (.*)", example)))


def run_examples(examples, compiler, header_dir, lib_dir, directory):
    """All examples as functions of one program, with a mark before each."""
    source = os.path.join(directory, "examples.c")
    program = os.path.join(directory, "examples")
    with open(source, "w", encoding="utf-8") as f:
        f.write("#include <nabla.h>\n")
        seen = set()
        for name, example in examples:
            for match in DEFINITION.finditer(example):
                line = match.group()
                if line not in seen:
                    f.write(line.strip() + "\n")
                seen.add(line)
            example = DEFINITION.sub("", example)
            f.write(f"static void example_{name}(void) {{\n{example}}}\n")
        f.write("int main(void) {\n")
        for name, _ in examples:
            f.write(f'puts("\\001{name}"); fflush(stdout);\n')
            f.write(f"example_{name}();\n")
        f.write("return 0;\n}\n")
    command = [*compiler.split(), "-I" + header_dir, source, "-o", program,
               "-L" + lib_dir, "-lnabla", "-lgsl", "-lgslcblas", "-lm"]
    built = subprocess.run(command, capture_output=True, text=True)
    if built.returncode:
        return [f"{compiler} does not build the examples:\n{built.stderr}"]
    env = dict(os.environ, LD_LIBRARY_PATH=lib_dir)
    ran = subprocess.run([program], capture_output=True, text=True,
                         cwd=directory, env=env)
    outputs = dict(part.split("\n", 1) for part in
                   ran.stdout.split("\001")[1:])
    problems = []
    if ran.returncode:
        problems.append(f"{list(outputs)[-1]}: the example fails: "
                        f"{ran.stderr or ran.returncode}")
    for name, example in examples:
        want, got = expected_output(example), squeeze(outputs.get(name, ""))
        if want and want != got:
            problems.append(f"{name} ({compiler}): the example prints\n"
                            f"  {got}\nbut says\n  {want}")
    return problems


def main():
    header_dir, lib_dir, test_dir = sys.argv[1:4]
    compilers, tested = sys.argv[4:], provoked(test_dir)
    problems = [f"{name} is not in HEADERS" for name in unread(header_dir)]
    examples = []
    for header in HEADERS:
        path = os.path.join(header_dir, "nabla", header)
        with open(path, encoding="utf-8") as f:
            text = f.read()
        for name, declaration, comment in public_names(text):
            fields = fields_of(comment)
            missing = lint(header, name, declaration, fields)
            if missing:
                problems.append(f"{header}: {name} has no "
                                + ", ".join(missing))
            problems += [f"{header}: no test provokes the {error} of {name}"
                         for error in sorted(errors_of(fields))
                         if (name, error) not in tested]
            examples.append((name, fields.get("Example", "")))
    with tempfile.TemporaryDirectory() as directory:
        for compiler in compilers:
            problems += run_examples(examples, compiler, header_dir, lib_dir,
                                     directory)
    for problem in problems:
        print(problem)
    print(f"{len(examples)} examples, {len(compilers)} compilers, "
          f"{len(problems)} problems")
    sys.exit(1 if problems or len(examples) < 60 else 0)


if __name__ == "__main__":
    main()
