/* png.c - ISO 15948 with one palette; the compression is zlib's. */
#include "png.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <zlib.h>

#include "fail.h"

static void put_u32(unsigned char *to, uint32_t value) {
    to[0] = (unsigned char)(value >> 24);
    to[1] = (unsigned char)(value >> 16);
    to[2] = (unsigned char)(value >> 8);
    to[3] = (unsigned char)value;
}

/* Length, name, data, checksum of name and data. */
static void add_chunk(nb__buf *png, const char *name, const void *data,
                      size_t len) {
    unsigned char word[4];
    uLong sum = crc32(0, (const Bytef *)name, 4);
    if (len) sum = crc32(sum, data, (uInt)len);
    put_u32(word, (uint32_t)len);
    nb__buf_add(png, (const char *)word, 4);
    nb__buf_add(png, name, 4);
    nb__buf_add(png, data, len);
    put_u32(word, (uint32_t)sum);
    nb__buf_add(png, (const char *)word, 4);
}

static void add_header(nb__buf *png, size_t width, size_t height) {
    unsigned char header[13] = {0};
    put_u32(header, (uint32_t)width);
    put_u32(header + 4, (uint32_t)height);
    header[8] = 8; /* bits a pixel */
    header[9] = 3; /* a palette */
    nb__buf_add(png, "\x89PNG\r\n\x1a\n", 8);
    add_chunk(png, "IHDR", header, sizeof header);
}

static void add_palette(nb__buf *png, const nb__color *colors) {
    unsigned char palette[256 * 3], clear = 0;
    for (size_t i = 0; i < 256; i++) {
        palette[3 * i] = colors[i].r;
        palette[3 * i + 1] = colors[i].g;
        palette[3 * i + 2] = colors[i].b;
    }
    add_chunk(png, "PLTE", palette, sizeof palette);
    add_chunk(png, "tRNS", &clear, 1);
}

/* Each row begins with the number of its filter: 0, none. */
static void add_pixels(nb__buf *png, const unsigned char *pixels, size_t width,
                       size_t height) {
    size_t len = (width + 1) * height;
    unsigned char *rows = nb__alloc(len, 1);
    for (size_t i = 0; i < height; i++)
        memcpy(rows + i * (width + 1) + 1, pixels + i * width, width);
    uLongf packed_len = compressBound(len);
    unsigned char *packed = nb__alloc(packed_len, 1);
    if (compress2(packed, &packed_len, rows, len, 9) == Z_OK)
        add_chunk(png, "IDAT", packed, packed_len);
    free(packed);
    free(rows);
}

static void add_base64(nb__buf *buf, const unsigned char *bytes, size_t len) {
    static const char digits[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnop"
                                 "qrstuvwxyz0123456789+/";
    for (size_t i = 0; i < len; i += 3) {
        uint32_t three = (uint32_t)bytes[i] << 16;
        if (i + 1 < len) three |= (uint32_t)bytes[i + 1] << 8;
        if (i + 2 < len) three |= bytes[i + 2];
        char four[4];
        for (int k = 0; k < 4; k++)
            four[k] = digits[three >> (18 - 6 * k) & 63];
        if (i + 2 >= len) four[3] = '=';
        if (i + 1 >= len) four[2] = '=';
        nb__buf_add(buf, four, 4);
    }
}

void nb__png_base64(const nb__pixels *pixels, nb__buf *buf) {
    nb__buf png = {0};
    add_header(&png, pixels->width, pixels->height);
    add_palette(&png, pixels->colors);
    add_pixels(&png, pixels->numbers, pixels->width, pixels->height);
    add_chunk(&png, "IEND", "", 0);
    add_base64(buf, (const unsigned char *)png.data, png.len);
    nb__buf_done(&png);
}
