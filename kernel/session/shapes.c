#include "session/shapes.h"

#include <sys/uio.h>
#include <unistd.h>

#include "assist/cursor.h"
#include "code/compile.h"
#include "code/locals.h"
#include "session/check/pointers.h"
#include "session/trace.h"

enum { SHAPES_MOST = 16 };

/* "f(a, g(b, c))" -> "a", "g(b, c)"; text begins behind the bracket. */
static size_t shapes_split(Str text, Str ret[SHAPES_MOST]) {
    size_t count = 0, begin = 0;
    int depth = 0;
    for (size_t i = 0; i < text.len && count < SHAPES_MOST; i++) {
        char c = text.text[i];
        bool is_end = depth == 0 && (c == ',' || c == ')');
        if (is_end) {
            ret[count++] = (Str){text.text + begin, i - begin};
            begin = i + 1;
        }
        if (is_end && c == ')') return count;
        depth += (c == '(' || c == '[') - (c == ')' || c == ']');
    }
    return 0;
}

/* What stands behind "name(" of the last such call up to here. */
static Str shapes_call(const Problem *place, Str name) {
    Str text = place->source->text, found = {0};
    for (size_t i = 0; i + name.len < text.len; i++) {
        if (found.text && i > place->span.begin) break;
        bool is_word = memcmp(text.text + i, name.text, name.len) == 0 &&
                       (i == 0 || !cursor_is_word(text.text[i - 1]));
        size_t at = i + name.len;
        while (is_word && at < text.len && text.text[at] == ' ') at++;
        if (is_word && at < text.len && text.text[at] == '(')
            found = (Str){text.text + at + 1, text.len - at - 1};
    }
    return found;
}

/* Where the locals of the code at pc lie: its unit, compiled once more, says
 * so. */
static void shapes_learn_locals(Session *session, const void *pc) {
    Image *image = space_image_at(session->space, pc);
    if (!image || locals_function((const char *)pc - 1)) return;
    Arena arena = {0};
    CompileResult result = {0};
    Str unit = trace_unit(session, image_tag(image));
    if (unit.len && compile_unit(unit, &arena, &result, NULL) == 0 &&
        result.ok)
        locals_add(image, buf_view(&result.object));
    buf_done(&result.object);
    arena_clear(&arena);
}

/* gsl_vector and its kin begin with their size, gsl_matrix with two. */
static int shapes_numbers(const Type *type) {
    const Type *plain = type ? type_strip(type) : NULL;
    if (!plain || plain->kind != TYPE_POINTER) return 0;
    const Type *target = plain->target;
    if (target->kind != TYPE_TYPEDEF) return 0;
    if (str_starts_with(target->name, STR("gsl_matrix"))) return 2;
    return str_starts_with(target->name, STR("gsl_vector")) ||
                   str_is(target->name, "gsl_permutation")
               ? 1
               : 0;
}

/* The system writes to ret. NOLINTNEXTLINE(readability-non-const-parameter) */
static bool shapes_read(uintptr_t address, size_t ret[2]) {
    struct iovec local = {ret, 2 * sizeof *ret};
    struct iovec remote = {(void *)address, 2 * sizeof *ret};
    return process_vm_readv(getpid(), &local, 1, &remote, 1, 0) ==
           (ssize_t)(2 * sizeof *ret);
}

static Str shapes_trim(Str text) {
    static const Str tails[] = {{".vector", 7}, {".matrix", 7}};
    while (text.len && strchr(" \t\n&", text.text[0])) text.text++, text.len--;
    while (text.len && strchr(" \t\n", text.text[text.len - 1])) text.len--;
    for (size_t i = 0; i < 2; i++)
        if (text.len > tails[i].len &&
            memcmp(text.text + text.len - tails[i].len, tails[i].text,
                   tails[i].len) == 0)
            text.len -= tails[i].len;
    return text;
}

static void shapes_add_indices(int numbers, const size_t size[2], Buf *ret) {
    if (size[0] == 0 || (numbers == 2 && size[1] == 0)) return;
    if (numbers == 2)
        buf_printf(ret, ": rows 0 to %zu, columns 0 to %zu", size[0] - 1,
                   size[1] - 1);
    else buf_printf(ret, ": 0 to %zu", size[0] - 1);
}

static void shapes_add(Str argument, int numbers, bool is_index, Spot spot,
                       Buf *ret) {
    uintptr_t address = 0;
    size_t size[2];
    if (!pointers_read(argument, spot, &address) || !shapes_read(address, size))
        return;
    Str name = shapes_trim(argument);
    buf_add_str(ret, ret->len ? STR(", ") : STR(" ("));
    if (numbers == 2)
        buf_printf(ret, "%.*s is %zu x %zu", STR_ARG(name), size[0], size[1]);
    else
        buf_printf(ret, "%.*s has %zu element%s", STR_ARG(name), size[0],
                   size[0] == 1 ? "" : "s");
    if (is_index) shapes_add_indices(numbers, size, ret);
}

void shapes_tell(Session *session, Str callee, bool is_index, Buf *ret) {
    Spot spot;
    Problem place = {0};
    Str arguments[SHAPES_MOST];
    const Symbol *symbol =
        callee.len ? graph_symbol(&session->graph, callee) : NULL;
    if (!symbol || !trace_here(session, &spot.pc, &spot.frame) ||
        !trace_place_of(session, spot.pc, &place))
        return;
    const Type *type = type_strip(symbol->type);
    size_t count = shapes_split(shapes_call(&place, callee), arguments);
    if (type->kind != TYPE_FUNCTION || count > type->param_count) return;
    bool was_known = locals_function((const char *)spot.pc - 1) != NULL;
    shapes_learn_locals(session, spot.pc);
    Buf shapes = {0};
    for (size_t i = 0; i < count; i++) {
        int numbers = shapes_numbers(type->params[i].type);
        if (numbers) shapes_add(arguments[i], numbers, is_index, spot, &shapes);
    }
    if (shapes.len) buf_printf(ret, "%.*s)", STR_ARG(buf_view(&shapes)));
    buf_done(&shapes);
    if (!was_known && !session->is_checked) locals_clear();
}
