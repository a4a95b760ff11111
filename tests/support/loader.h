/* loader.h - a session in small for tests of kernel/code: compile, load, and
 * find earlier names by a map.
 *
 *     World world = world_new();
 *     world_load(&world, "int f(int x) { return x + 1; }");
 *     int (*f)(int) = world_function(&world, "f");
 *     world_done(&world);
 */
#ifndef SUPPORT_LOADER_H
#define SUPPORT_LOADER_H

#include <stdio.h>

#include "base/map.h"
#include "base/mem.h"
#include "code/compile.h"
#include "code/image.h"
#include "support/test.h"

typedef struct World {
    Space *space;
    Map names; /* name -> address */
    Map slots; /* name -> Slot */
    Arena arena;
    Names lookup;
} World;

static inline void *world_find(void *context, Str name) {
    return map_get(context, name);
}

static inline World world_new(void) {
    Err err;
    World world = {.space = space_new(&err)};
    assert_non_null(world.space);
    return world;
}

static inline void world_done(World *world) {
    space_free(world->space);
    map_done(&world->names);
    map_done(&world->slots);
    arena_clear(&world->arena);
}

/* Compile; the caller owns the object. */
static inline Buf world_compile(World *world, const char *text) {
    CompileResult result;
    Err err;
    assert_int_equal(compile_unit(str_of(text), &world->arena, &result, &err),
                     0);
    for (size_t i = 0; i < result.count && !result.ok; i++)
        print_error("%u: %.*s\n", result.messages[i].line,
                    STR_ARG(result.messages[i].text));
    assert_true(result.ok);
    return result.object;
}

static inline Image *world_try_object(World *world, Str object, Str *missing,
                                      Err *err) {
    Names names = {.context = &world->names, .find = world_find};
    return image_load(world->space, object, &names, missing, err);
}

static inline Image *world_load_object(World *world, Str object) {
    Err err = {""};
    Image *image = world_try_object(world, object, NULL, &err);
    if (!image) print_error("%s\n", err.text);
    assert_non_null(image);
    return image;
}

static inline Image *world_load(World *world, const char *text) {
    Buf object = world_compile(world, text);
    Image *image = world_load_object(world, buf_view(&object));
    buf_done(&object);
    return image;
}

/* A function of the session: the name means its stub from now on. */
static inline Slot *world_slot(World *world, const char *name) {
    Slot *slot = map_get(&world->slots, str_of(name));
    if (slot) return slot;
    Err err;
    slot = slot_new(world->space, &err);
    assert_non_null(slot);
    map_set(&world->slots, str_of(name), slot);
    map_set(&world->names, str_of(name), slot_entry(slot));
    return slot;
}

/* Load a unit whose function `name` becomes the body of its slot. */
static inline Image *world_define(World *world, const char *name,
                                  const char *text) {
    Slot *slot = world_slot(world, name);
    Image *image = world_load(world, text);
    void *body = image_symbol(image, str_of(name), NULL);
    assert_non_null(body);
    slot_set(slot, body);
    return image;
}

/* A variable of the session that this image defines. */
static inline void *world_variable(World *world, Image *image,
                                   const char *name) {
    void *address = image_symbol(image, str_of(name), NULL);
    assert_non_null(address);
    map_set(&world->names, str_of(name), address);
    return address;
}

#endif
