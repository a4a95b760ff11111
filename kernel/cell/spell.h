/* spell.h - texts and characters as every compiler spells them.
 *
 * TinyCC knows no u8"...", no \u00e9 and no "a" L"b". What a cell says with
 * them can be said without: as the bytes of UTF-8 and with one prefix for all
 * of a row of texts. */
#ifndef CELL_SPELL_H
#define CELL_SPELL_H

#include "base/mem.h"
#include "cell/token.h"

/* A literal without u8 in front and without \u inside, or a name without;
 * most are themselves. */
Str spell_plain(Str text, Arena *arena);
/* How many bytes the \u that this text begins with takes; 0: it does not, or
 * it stands for a character that is no letter. */
uint32_t spell_name_bytes(Str text, uint32_t *ret_point);
/* The last of these tokens is a text, and those right before it, if they are
 * texts, are alike: give all of them the prefix, L, u or U, that one has. */
void spell_row(Token *tokens, uint32_t count, Arena *arena);

#endif
