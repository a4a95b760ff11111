/* What the second tier is given: compiled by gcc and by clang for test_object
 * and test_lines. Each function says on which line it begins. */
typedef struct point {
    double x, y, z;
} point;

extern double scale;
extern double table[8];
int counter = 3;
static double hidden[4] = {1, 2, 3, 4};
const char *const names[] = {"one", "two"};

double helper(double x);
double cos(double x);

__attribute__((noinline)) static double inner(const double *v, int n) {
    double sum = 0;
    for (int i = 0; i < n; i++) {
        sum += v[i] * scale;
    }
    return sum;
}

double outer(double x) {
    counter++;
    return inner(table, 8) + inner(hidden, 4) + helper(x) + cos(x);
}

int recurse(int n) {
    if (n <= 0) return counter;
    return recurse(n - 1) + 1;
}

void *address_of_recurse(void) {
    return (void *)recurse;
}

const char *name(int i) {
    switch (i) {
    case 0: return names[0];
    case 1: return names[1];
    case 2: return "three";
    case 3: return "four";
    case 4: return "five";
    case 5: return "six";
    default: return "many";
    }
}

point move(point p, double by) {
    p.x += by;
    p.z *= scale;
    return p;
}
