"""Programs that are large: many lines, functions, cases, levels."""


def test_many_functions_in_a_cell(world):
    code = "".join(f"int f{i}(int x) {{ return {f'f{i - 1}(x) + ' if i % 50 else ''}{i}; }}\n"
                   for i in range(5000))
    assert world.value(code + "f4999(0)") == str(sum(range(4950, 5000)))
    assert world.value("f10(0)") == "55"
    world.value("int f0(int x) { return 1000; }")
    assert world.value("f10(0)") == "1055"


def test_ten_thousand_lines(world):
    body = "".join(f"    total += {i} * (total % 3 + 1);\n"
                   for i in range(10000))
    total = 0
    for i in range(10000):
        total = (total + i * (total % 3 + 1))
    code = "#include <stdio.h>\nlong total = 0;\nint main(void)\n{\n" + body
    assert world.prints(code + '    printf("%ld\\n", total);\n    return 0;\n'
                        "}\n") == f"{total}\n"
    text = world.fails(code + "    total += nothere;\n    return 0;\n}\n")
    assert "In[2]:10005" in text and "nothere" in text


def test_a_huge_switch(world):
    cases = "".join(f"case {i * 7}: return {i};\n" for i in range(4000))
    code = ("int find(int x) { switch (x) {\n" + cases
            + "default: return -1; } }\n")
    assert world.value(code + "find(7 * 3999) * 10 + find(3)") == "39989"


def test_a_long_string(world):
    assert world.value('char *s = "' + "abc" * 50000 + '";\nstrlen(s)') == (
        "150000")
    lines = "\n".join('"line %d\\n"' % i for i in range(3000))
    assert world.value(f"const char *t =\n{lines};\nstrlen(t)") == str(
        sum(len(f"line {i}\n") for i in range(3000)))


def test_deep_nesting(world):
    code = "int n = 0;\n" + "if (n >= 0) { " * 200 + "n++; " + "} " * 200
    assert world.value(code + "\nn") == "1"
    assert world.value("(" * 200 + "n" + ")" * 200) == "1"


def test_a_large_table(world):
    rows = ",\n".join(f"{{{i}, {i}.5, \"name {i}\"}}" for i in range(5000))
    code = ("struct row { int id; double x; const char *name; };\n"
            f"struct row rows[] = {{\n{rows}\n}};\n"
            "double sum = 0;\nfor (int i = 0; i < 5000; i++)"
            " sum += rows[i].x + strlen(rows[i].name);\n")
    assert world.value(code + "sum") == str(
        int(sum(i + .5 + len(f"name {i}") for i in range(5000))))


def test_large_variables_cost_nothing_until_they_are_used(world):
    """100 MB that nobody writes to: no page of them is touched."""
    world.run("static char big[100 << 20];\nint dummy = 0;")
    pages = int((open(f"/proc/{world.session.pid}/statm").read()).split()[1])
    assert pages * 4096 < 90 << 20
    world.value("memset(big, 1, sizeof big); dummy")
    assert world.value("static char big[100 << 20];\n"
                       "big[0] + big[12345] + big[sizeof big - 1]") == "0"
