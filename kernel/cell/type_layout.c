/* How structs and unions lie in memory: System V x86-64, with bit-fields,
 * packed and aligned members as TinyCC and gcc have them. */
#include <assert.h>

#include "cell/type.h"

typedef struct Layout {
    uint64_t at;    /* bytes so far */
    uint64_t bits;  /* bits used behind `at` by bit-fields */
    uint32_t align; /* the largest one so far */
} Layout;

/* Sizes beyond this are no sizes: sums of them cannot overflow. */
static const uint64_t size_limit = UINT64_C(1) << 56;

static uint64_t layout_round(uint64_t size, uint64_t align) {
    return (size + align - 1) / align * align;
}

/* Size and alignment of a member's type as such; what its declaration asked
 * for in ret_asked. The last member may be an array without a length. */
static bool layout_of_member(const Member *member, uint64_t *ret_size,
                             uint32_t *ret_align, uint32_t *ret_asked) {
    const Type *type = member->type;
    *ret_asked = type->align;
    for (; type->kind == TYPE_TYPEDEF; type = type->target) {
        if (!*ret_asked) *ret_asked = type->target->align;
    }
    if (type->kind != TYPE_ARRAY || type->extent != EXTENT_OPEN)
        return type_layout(type, ret_size, ret_align) && *ret_size < size_limit;
    bool is_known = type_layout(type->target, ret_size, ret_align);
    *ret_size = 0;
    return is_known;
}

/* Where a bit-field begins, and the unit of its type that holds it. Where no
 * whole unit does, the byte of its first bit is as good. */
static void layout_place_bits(Member *member, uint64_t first, uint64_t unit) {
    assert(unit > 0);
    member->offset = first / (unit * 8) * unit;
    if (first % (unit * 8) + member->bit_width > unit * 8)
        member->offset = first / 8;
    member->bit_offset = (uint8_t)(first - member->offset * 8);
}

/* A bit-field follows its neighbour directly, unless it has no width, asks
 * for an alignment, or would reach beyond a unit of its type. */
static void layout_bit_field(Layout *layout, Member *member, uint64_t size,
                             uint32_t align, bool is_packed) {
    uint32_t unit = align * 8;
    uint64_t begin = layout->at * 8 + layout->bits;
    uint64_t units = (begin % unit + member->bit_width + unit - 1) / unit;
    bool is_new =
        member->bit_width == 0 || (!is_packed && units > size / align);
    if (is_new) {
        layout->at = layout_round(layout->at + (layout->bits + 7) / 8, align);
        layout->bits = 0;
    }
    layout_place_bits(member, layout->at * 8 + layout->bits, size);
    layout->bits += member->bit_width;
}

static void layout_plain(Layout *layout, Member *member, uint64_t size,
                         uint32_t align) {
    layout->at = layout_round(layout->at + (layout->bits + 7) / 8, align);
    layout->bits = 0;
    member->offset = layout->at;
    layout->at += size;
}

static bool layout_member(const Tag *tag, Layout *layout, Member *member) {
    uint64_t size;
    uint32_t align, asked;
    if (!layout_of_member(member, &size, &align, &asked)) return false;
    bool is_bit_field = member->is_bit_field;
    bool is_packed = false;
    if (is_bit_field && !type_is_integer(member->type)) return false;
    if (!is_bit_field || member->bit_width) {
        is_packed = tag->is_packed || member->is_packed || tag->pack;
        if (tag->is_packed || member->is_packed) align = 1;
        if (tag->pack && tag->pack < align) align = tag->pack;
        if (tag->pack && tag->pack < asked) asked = 0;
    }
    if (asked) align = asked;

    if (tag->kind == TYPE_UNION) {
        if (is_bit_field) size = ((uint64_t)member->bit_width + 7) / 8;
        if (size > layout->at) layout->at = size;
    } else if (!is_bit_field) {
        layout_plain(layout, member, size, align);
    } else {
        if (asked) {
            layout->at =
                layout_round(layout->at + (layout->bits + 7) / 8, align);
            layout->bits = 0;
        }
        layout_bit_field(layout, member, size, align, is_packed || asked);
        if (member->name.len == 0) align = 1;
    }
    if (align > layout->align) layout->align = align;
    return layout->at < size_limit;
}

/* A unit that reaches beyond the struct must not be read as a whole. */
static void layout_keep_units_inside(const Tag *tag, Member *members,
                                     uint32_t count) {
    for (uint32_t i = 0; i < count; i++) {
        uint64_t size;
        uint32_t align;
        Member *member = &members[i];
        if (!member->is_bit_field) continue;
        if (!type_layout(member->type, &size, &align)) continue;
        if (member->offset + size <= tag->size) continue;
        uint64_t first = member->offset * 8 + member->bit_offset;
        member->offset = first / 8;
        member->bit_offset = (uint8_t)(first % 8);
    }
}

void type_lay_out_tag(Tag *tag, Member *members, uint32_t count) {
    Layout layout = {.align = tag->align ? tag->align : 1};
    bool is_known = true;
    for (uint32_t i = 0; i < count && is_known; i++)
        is_known = layout_member(tag, &layout, &members[i]);
    tag->members = members;
    tag->member_count = count;
    tag->is_complete = true;
    tag->align = is_known ? layout.align : 0;
    tag->size = 0;
    if (!is_known) return;
    tag->size = layout_round(layout.at + (layout.bits + 7) / 8, layout.align);
    layout_keep_units_inside(tag, members, count);
}
