#include "session/check/verdict.h"

#include <stdio.h>
#include <stdlib.h>

#include "code/locals.h"
#include "session/failure.h"
#include "session/guard.h"
#include "session/heap.h"
#include "session/check/pointers.h"
#include "session/check/replay.h"
#include "session/run.h"
#include "session/trace.h"

enum {
    VERDICT_NULL = 1 << 16,
    VERDICT_QUOTE = 20,
    VERDICT_UNSET_INDEX = -0x34343435 /* four bytes of HEAP_UNSET */
};

_Static_assert(HEAP_UNSET == 0xcb, "the same byte");

/* What is being put together. */
typedef struct Telling {
    const Misuse *misuse;
    PointerName pointer;
    Buf text;
} Telling;

/* --- the end --- */

void verdict_say(const char *ename, const char *sentence, Spot spot) {
    Session *session = session_current;
    Failure failure = {0};
    Buf frames = {0};
    Problem place = {0};
    int count = spot.pc ? trace_frames_from(session, spot.pc, spot.frame,
                                            &frames, &place)
                        : trace_frames(session, &frames, &place);
    place.text = str_of(sentence);
    if (count) failure_on_line(&failure, ename, &place);
    else failure_set(&failure, ename, "%s", sentence);
    if (count > 1) buf_add_str(&failure.traceback, buf_view(&frames));
    buf_done(&frames);
    if (replay_is_on()) replay_end(&failure);
    failure_done(session->run->failure);
    *session->run->failure = failure;
    guard_stop(GUARD_FAILED);
}

/* --- words --- */

static const char *verdict_verb(const Misuse *misuse) {
    switch (misuse->use) {
    case USE_WRITE: return "writes";
    case USE_READ: return "reads";
    default: return "uses";
    }
}

/* "it writes", "strcpy writes" */
static void verdict_subject(Telling *telling) {
    const Misuse *misuse = telling->misuse;
    buf_printf(&telling->text, "%s %s ", misuse->call ? misuse->call : "it",
               verdict_verb(misuse));
}

static void verdict_bytes(size_t size, Buf *ret) {
    buf_printf(ret, "%zu byte%s", size, size == 1 ? "" : "s");
}

/* "(12 bytes, allocated at In[5]:7)" */
static void verdict_block(const Region *region, Buf *ret) {
    Str made = heap_site(region->made);
    buf_add_str(ret, STR(" ("));
    verdict_bytes(region->size, ret);
    if (made.len) buf_printf(ret, ", allocated at %.*s", STR_ARG(made));
    buf_add_str(ret, STR(")"));
}

static void verdict_quote(const Region *region, Buf *ret) {
    const char *text = (const char *)region->start;
    size_t len = strnlen(text, region->size);
    buf_add_char(ret, '"');
    for (size_t i = 0; i < len && i < VERDICT_QUOTE; i++) {
        if (text[i] == '\n') buf_add_str(ret, STR("\\n"));
        else buf_add_char(ret, text[i]);
    }
    buf_add_str(ret, len > VERDICT_QUOTE ? STR("...\"") : STR("\""));
}

/* What the object is called: 'a', the block that p points to, "abc". */
static void verdict_object(const Telling *telling, Buf *ret) {
    const Region *region = &telling->misuse->region;
    const char *pointer = telling->pointer.text;
    if (region->kind == REGION_LITERAL) {
        buf_add_str(ret, STR("the text "));
        verdict_quote(region, ret);
    } else if (region->kind == REGION_HEAP) {
        if (pointer[0]) buf_printf(ret, "the block that %s points to", pointer);
        else buf_add_str(ret, STR("a block of memory"));
    } else if (region->name.len) {
        buf_add_str(ret, region->name);
    } else {
        if (pointer[0]) buf_printf(ret, "%s", pointer);
        else buf_add_str(ret, STR("an array"));
    }
}

/* --- NULL, never set --- */

static const char *verdict_of_pointer(Telling *telling, bool is_null) {
    const Misuse *misuse = telling->misuse;
    const char *name = telling->pointer.text;
    Buf *text = &telling->text;
    if (misuse->call) {
        buf_printf(text, "%s got ", misuse->call);
        if (is_null && misuse->base)
            buf_printf(text, "the number %llu where it needs the address of "
                             "something", (unsigned long long)misuse->base);
        else if (is_null)
            buf_add_str(text, STR("NULL where it needs the address of "
                                  "something"));
        else
            buf_add_str(text, STR("a pointer that was never given a value"));
        if (name[0]) buf_printf(text, " (%s)", name);
        if (misuse->is_file)
            buf_add_str(text, STR(": fopen gives NULL where it cannot open a "
                                  "file, so test for that first"));
    } else {
        buf_printf(text, "it %s through ", verdict_verb(misuse));
        if (name[0]) buf_printf(text, "%s, which ", name);
        else buf_add_str(text, STR("a pointer that "));
        if (is_null && misuse->base)
            buf_printf(text, "is %llu: that is a number, and no address",
                       (unsigned long long)misuse->base);
        else
            buf_add_str(text, is_null ? STR("is NULL: it points to nothing; "
                                            "test it before, or let it point "
                                            "to something")
                                      : STR("was never given a value; let it "
                                            "point to something first"));
    }
    if (is_null && misuse->base) return "BadPointer";
    return is_null ? "NullPointer" : "UnsetPointer";
}

/* --- gone --- */

static const char *verdict_of_freed(Telling *telling) {
    const Misuse *misuse = telling->misuse;
    const Region *region = &misuse->region;
    Str freed = heap_site(region->freed);
    Buf *text = &telling->text;
    if (misuse->use == USE_FREE) {
        buf_printf(text, "%s gets ", misuse->call ? misuse->call : "free");
        if (misuse->is_inner) buf_add_str(text, STR("the same thing"));
        else verdict_object(telling, text);
        buf_add_str(text, STR(" a second time: it was freed already"));
    } else {
        verdict_subject(telling);
        verdict_object(telling, text);
        buf_add_str(text, STR(" after it was freed"));
    }
    if (freed.len) buf_printf(text, ", at %.*s", STR_ARG(freed));
    if (!misuse->is_inner) verdict_block(region, text);
    buf_add_str(text, misuse->use == USE_FREE
                          ? STR("; one of the two is enough")
                          : STR("; free it when nobody uses it any more"));
    return misuse->use == USE_FREE ? "DoubleFree" : "UseAfterFree";
}

static const char *verdict_of_returned(Telling *telling) {
    const Region *region = &telling->misuse->region;
    Buf *text = &telling->text;
    verdict_subject(telling);
    if (region->name.len && region->function.len &&
        !str_is(region->function, UNIT_FUNCTION))
        buf_printf(text,
                   "%.*s, a local variable of %.*s, after %.*s has returned",
                   STR_ARG(region->name), STR_ARG(region->function),
                   STR_ARG(region->function));
    else
        buf_add_str(text, STR("a local variable of a function that has "
                              "returned"));
    buf_add_str(text, STR(": it is gone; return a value, or memory from "
                          "malloc"));
    return "UseAfterReturn";
}

/* --- free --- */

static const char *verdict_of_free(Telling *telling) {
    const Misuse *misuse = telling->misuse;
    const Region *region = &misuse->region;
    Buf *text = &telling->text;
    const char *call = misuse->call ? misuse->call : "free";
    if (region->kind != REGION_HEAP) {
        buf_printf(text, "%s gets ", call);
        verdict_object(telling, text);
        buf_add_str(text, STR(", which malloc did not allocate; only what it "
                              "gave can be freed, and the rest goes by "
                              "itself"));
        return "BadFree";
    }
    buf_printf(text, "%s gets a pointer ", call);
    verdict_bytes(misuse->address - region->start, text);
    buf_add_str(text, STR(" behind the start of a block"));
    verdict_block(region, text);
    buf_add_str(text, STR("; it needs the start, as malloc gave it"));
    return "BadFree";
}

/* --- beyond the end --- */

static size_t verdict_element(const Telling *telling) {
    const Region *region = &telling->misuse->region;
    if (region->kind == REGION_LITERAL) return 1;
    if (region->length) return region->size / region->length;
    if (region->kind == REGION_HEAP) return telling->pointer.element;
    return 0;
}

/* "3 elements, a[0] to a[2]" */
static void verdict_extent(Str name, size_t count, Buf *ret) {
    if (count == 0) buf_printf(ret, "no element");
    else if (count == 1)
        buf_printf(ret, "1 element, %.*s[0]", STR_ARG(name));
    else
        buf_printf(ret, "%zu elements, %.*s[0] to %.*s[%zu]", count,
                   STR_ARG(name), STR_ARG(name), count - 1);
}

/* Told in elements; false if it does not come out even. */
static bool verdict_by_element(Telling *telling) {
    const Misuse *misuse = telling->misuse;
    const Region *region = &misuse->region;
    size_t element = verdict_element(telling);
    intptr_t distance = (intptr_t)(misuse->address - region->start);
    if (!element || misuse->call || misuse->size > element) return false;
    intptr_t index = distance / (intptr_t)element;
    if (distance < 0 && distance % (intptr_t)element) index--;
    bool is_heap = region->kind == REGION_HEAP;
    bool is_unset = index == (int32_t)VERDICT_UNSET_INDEX;
    Str name = is_heap ? str_of(telling->pointer.text) : region->name;
    bool is_from_start =
        !is_heap || (telling->pointer.is_exact &&
                     telling->pointer.value == region->start);
    size_t count = region->size / element;
    if (!name.len || !is_from_start) return false;
    if (index >= 0 && (size_t)index < count) return false;
    verdict_subject(telling);
    if (is_unset)
        buf_printf(&telling->text, "%.*s at an index that was never given a "
                                   "value; ", STR_ARG(name));
    else buf_printf(&telling->text, "%.*s[%td], but ", STR_ARG(name), index);
    if (is_heap) {
        verdict_object(telling, &telling->text);
        buf_add_str(&telling->text, STR(" has "));
    } else {
        buf_printf(&telling->text, "%.*s has ", STR_ARG(name));
    }
    verdict_extent(name, count, &telling->text);
    if (is_heap) verdict_block(region, &telling->text);
    return true;
}

static void verdict_by_bytes(Telling *telling) {
    const Misuse *misuse = telling->misuse;
    const Region *region = &misuse->region;
    Buf *text = &telling->text;
    intptr_t distance = (intptr_t)(misuse->address - region->start);
    size_t end = misuse->address - region->start + misuse->size;
    bool is_before = distance < 0;
    verdict_subject(telling);
    if (is_before) {
        verdict_bytes(misuse->size, text);
        buf_printf(text, ", %td in front of ", -distance);
    } else if ((size_t)distance >= region->size) {
        verdict_bytes(misuse->size, text);
        buf_printf(text, (size_t)distance == region->size
                             ? " right behind the end of "
                             : " behind the end of ");
    } else {
        buf_printf(text, "%zu byte%s too many: beyond the end of ",
                   end - region->size, end - region->size == 1 ? "" : "s");
    }
    verdict_object(telling, text);
    if (region->kind == REGION_HEAP) {
        verdict_block(region, text);
    } else {
        buf_add_str(text, STR(" ("));
        verdict_bytes(region->size, text);
        buf_add_str(text, STR(")"));
    }
}

static void verdict_of_bytes(Telling *telling) {
    const Misuse *misuse = telling->misuse;
    const Region *region = &misuse->region;
    Buf *text = &telling->text;
    size_t offset = misuse->address - region->start;
    if (!misuse->call || misuse->address < region->start ||
        offset > region->size) {
        verdict_by_bytes(telling);
        return;
    }
    verdict_subject(telling);
    verdict_bytes(misuse->size, text);
    buf_printf(text, misuse->use == USE_WRITE ? " to " : " from ");
    verdict_object(telling, text);
    buf_printf(text, misuse->use == USE_WRITE ? ", which has room for %zu"
                                              : ", which has only %zu",
               region->size - offset);
    Str made = heap_site(region->made);
    if (region->kind == REGION_HEAP && made.len)
        buf_printf(text, "; it was allocated at %.*s", STR_ARG(made));
}

static const char *verdict_of_literal(Telling *telling) {
    Buf *text = &telling->text;
    verdict_subject(telling);
    buf_add_str(text, STR("to "));
    verdict_object(telling, text);
    buf_add_str(text, STR(", which cannot be changed; an array of its own can: "
                          "char s[] = "));
    verdict_quote(&telling->misuse->region, text);
    return "WriteToLiteral";
}

static const char *verdict_of_region(Telling *telling) {
    const Misuse *misuse = telling->misuse;
    const Region *region = &misuse->region;
    if (region->is_gone)
        return region->kind == REGION_HEAP ? verdict_of_freed(telling)
                                           : verdict_of_returned(telling);
    if (misuse->use == USE_FREE) return verdict_of_free(telling);
    size_t offset = misuse->address - region->start;
    if (region->kind == REGION_LITERAL && offset < region->size)
        return verdict_of_literal(telling);
    if (!verdict_by_element(telling)) verdict_of_bytes(telling);
    return "OutOfBounds";
}

/* The way out is a jump, which frees nothing. */
static Buf verdict_room(void) {
    enum { ROOM = 2000 };
    Arena *arena = &session_current->arena;
    return (Buf){arena_alloc(arena, ROOM), 0, ROOM};
}

static bool verdict_is_set(const Misuse *misuse) {
    const uintptr_t unset = 0x0101010101010101u * HEAP_UNSET;
    return misuse->base - unset + (1 << 30) >= (2u << 30);
}

void verdict_end(const Misuse *misuse) {
    Telling telling = {.misuse = misuse, .text = verdict_room()};
    const char *ename = "BadPointer";
    pointers_name(misuse->base, misuse->has_region ? &misuse->region : NULL,
                  misuse->spot, &telling.pointer);
    if (misuse->base < VERDICT_NULL)
        ename = verdict_of_pointer(&telling, true);
    else if (!verdict_is_set(misuse))
        ename = verdict_of_pointer(&telling, false);
    else if (misuse->has_region)
        ename = verdict_of_region(&telling);
    else
        buf_printf(&telling.text,
                   "it %s memory that is not part of the program",
                   verdict_verb(misuse));
    verdict_say(ename, telling.text.text, misuse->spot);
}

void verdict_end_text(const Misuse *misuse) {
    Telling telling = {.misuse = misuse, .text = verdict_room()};
    Buf *text = &telling.text;
    pointers_name(misuse->base, &misuse->region, misuse->spot,
                  &telling.pointer);
    buf_printf(text, "%s reads beyond the end of ", misuse->call);
    verdict_object(&telling, text);
    if (misuse->region.kind == REGION_HEAP) {
        verdict_block(&misuse->region, text);
    } else {
        buf_add_str(text, STR(" ("));
        verdict_bytes(misuse->region.size, text);
        buf_add_str(text, STR(")"));
    }
    buf_add_str(text, STR(": the text in it has no '\\0' at its end"));
    verdict_say("UnterminatedText", text->text, misuse->spot);
}
