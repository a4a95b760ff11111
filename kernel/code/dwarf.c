#include "code/dwarf.h"

#include <stdbool.h>
#include <string.h>

#include "code/cursor.h"
#include "code/object.h"

/* ORDER: the numbers of the DWARF standard, section 6.2.5. */
enum {
    LNS_COPY = 1,
    LNS_ADVANCE_PC = 2,
    LNS_ADVANCE_LINE = 3,
    LNS_NEGATE_STMT = 6,
    LNS_CONST_ADD_PC = 8,
    LNS_FIXED_ADVANCE_PC = 9
};
enum {
    LNE_END_SEQUENCE = 1,
    LNE_SET_ADDRESS = 2
};

typedef struct Program {
    uint16_t version;
    uint8_t shortest; /* bytes of the shortest instruction */
    int8_t line_base;
    uint8_t line_range;
    uint8_t opcode_base;
    uint8_t operands[256]; /* of each standard opcode */
    size_t end;
    /* the machine's registers */
    uint64_t address;
    uint32_t line;
    bool is_placed;    /* the address is one of the code */
    bool is_statement; /* a statement begins here, not only a part of one */
    bool default_is_statement;
} Program;

typedef struct Reader {
    const Object *object;
    const Section *relocs; /* of .debug_line; NULL: none */
    Cursor cursor;
    Lines *lines;
} Reader;

/* Up to the first instruction of the program. */
static bool read_header(Cursor *cursor, Program *program) {
    uint64_t length = cursor_take(cursor, 4);
    /* The 64-bit form (0xffffffff) is for files of more than 4 GB. */
    if (length > cursor->bytes.len - cursor->at) return false;
    program->end = cursor->at + length;
    program->version = (uint16_t)cursor_take(cursor, 2);
    if (program->version < 2 || program->version > 5) return false;
    if (program->version == 5) (void)cursor_take(cursor, 2); /* address, segment */
    uint64_t header = cursor_take(cursor, 4);
    if (header > cursor->bytes.len - cursor->at) return false;
    size_t start = cursor->at + header;
    program->shortest = (uint8_t)cursor_take(cursor, 1);
    if (program->version >= 4) (void)cursor_take(cursor, 1); /* for VLIW machines */
    program->default_is_statement = cursor_take(cursor, 1) != 0;
    program->line_base = (int8_t)cursor_take(cursor, 1);
    program->line_range = (uint8_t)cursor_take(cursor, 1);
    program->opcode_base = (uint8_t)cursor_take(cursor, 1);
    for (unsigned i = 1; i < program->opcode_base; i++)
        program->operands[i] = (uint8_t)cursor_take(cursor, 1);
    cursor_skip_to(cursor, start);
    return !cursor->is_damaged && program->line_range != 0 &&
           start <= program->end;
}

/* A line of 0 is code that the compiler made: it stays with what was before.
 * Where several rows have one address, a statement's beginning counts more
 * than the `}` that an optimiser may put there as well. */
static void add_row(const Reader *reader, const Program *program) {
    const Lines *lines = reader->lines;
    if (!program->is_placed || !program->line) return;
    if (!program->is_statement && lines->count &&
        lines->rows[lines->count - 1].offset == program->address)
        return;
    lines_add(reader->lines, program->address, program->line);
}

/* The address operand is what its relocation says, as an offset in the code. */
static void set_address(Reader *reader, Program *program) {
    size_t place = reader->cursor.at;
    (void)cursor_take(&reader->cursor, 8);
    program->is_placed = object_code_at(reader->object, reader->relocs, place,
                                        &program->address);
}

static void run_extended(Reader *reader, Program *program) {
    Cursor *cursor = &reader->cursor;
    uint64_t length = cursor_leb(cursor, false);
    if (length == 0 || length > cursor->bytes.len - cursor->at) {
        cursor->is_damaged = true;
        return;
    }
    size_t end = cursor->at + length;
    uint64_t opcode = cursor_take(cursor, 1);
    if (opcode == LNE_SET_ADDRESS && length == 9) set_address(reader, program);
    if (opcode == LNE_END_SEQUENCE) {
        if (program->is_placed) lines_add(reader->lines, program->address, 0);
        program->is_placed = false;
        program->address = 0;
        program->line = 1;
        program->is_statement = program->default_is_statement;
    }
    cursor_skip_to(cursor, end);
}

static void run_special(const Reader *reader, Program *program,
                        uint8_t opcode) {
    unsigned adjusted = opcode - program->opcode_base;
    program->address +=
        (uint64_t)(adjusted / program->line_range) * program->shortest;
    program->line +=
        (uint32_t)(program->line_base + (int)(adjusted % program->line_range));
    add_row(reader, program);
}

static void run_standard(Reader *reader, Program *program, uint8_t opcode) {
    Cursor *cursor = &reader->cursor;
    switch (opcode) {
    case LNS_COPY: add_row(reader, program); return;
    case LNS_ADVANCE_PC:
        program->address += cursor_leb(cursor, false) * program->shortest;
        return;
    case LNS_ADVANCE_LINE:
        program->line += (uint32_t)cursor_leb(cursor, true);
        return;
    case LNS_NEGATE_STMT:
        program->is_statement = !program->is_statement;
        return;
    case LNS_CONST_ADD_PC:
        program->address +=
            (uint64_t)((255 - program->opcode_base) / program->line_range) *
            program->shortest;
        return;
    case LNS_FIXED_ADVANCE_PC: program->address += cursor_take(cursor, 2); return;
    default:
        for (unsigned i = 0; i < program->operands[opcode]; i++)
            (void)cursor_leb(cursor, false);
    }
}

static void run_program(Reader *reader, Program *program) {
    Cursor *cursor = &reader->cursor;
    program->line = 1;
    program->is_statement = program->default_is_statement;
    while (cursor->at < program->end && !cursor->is_damaged) {
        uint8_t opcode = (uint8_t)cursor_take(cursor, 1);
        if (opcode >= program->opcode_base)
            run_special(reader, program, opcode);
        else if (opcode == 0)
            run_extended(reader, program);
        else
            run_standard(reader, program, opcode);
    }
}

void dwarf_read_lines(const Object *object, Lines *lines) {
    const Section *section = object_section(object, ".debug_line");
    if (!section) return;
    Reader reader = {.object = object,
                     .lines = lines,
                     .relocs = object_section(object, ".rela.debug_line"),
                     .cursor = {.bytes = section->bytes}};
    while (!reader.cursor.is_damaged &&
           reader.cursor.at < reader.cursor.bytes.len) {
        Program program = {0};
        if (!read_header(&reader.cursor, &program)) return;
        run_program(&reader, &program);
        cursor_skip_to(&reader.cursor, program.end);
    }
}
