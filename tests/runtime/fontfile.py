"""How wide text is, read from a TrueType file: the truth that the library's
own table of widths is measured against."""
import pathlib
import struct

PLACES = ["/usr/share/fonts/truetype/dejavu/DejaVuSans.ttf",
          "/usr/share/fonts/truetype/dejavu/DejaVuSans-Bold.ttf"]


class FontFile:
    def __init__(self, path):
        self.data = pathlib.Path(path).read_bytes()
        count = self.u16(4)
        self.tables = {}
        for i in range(count):
            at = 12 + 16 * i
            self.tables[self.data[at:at + 4]] = self.u32(at + 8)
        self.units = self.u16(self.tables[b"head"] + 18)
        self.metrics = self.u16(self.tables[b"hhea"] + 34)
        self.glyphs = self.read_cmap()

    def u16(self, at):
        return struct.unpack_from(">H", self.data, at)[0]

    def u32(self, at):
        return struct.unpack_from(">I", self.data, at)[0]

    def read_cmap(self):
        """Code point -> glyph, from the table of format 12 or 4."""
        base = self.tables[b"cmap"]
        offsets = [base + self.u32(base + 8 + 8 * i)
                   for i in range(self.u16(base + 2))]
        by_format = {self.u16(at): at for at in offsets}
        if 12 in by_format:
            return self.read_groups(by_format[12])
        return self.read_segments(by_format[4])

    def read_groups(self, at):
        glyphs = {}
        for i in range(self.u32(at + 12)):
            first, last, glyph = struct.unpack_from(
                ">III", self.data, at + 16 + 12 * i)
            for c in range(first, last + 1):
                glyphs[c] = glyph + c - first
        return glyphs

    def read_segments(self, at):
        count = self.u16(at + 6) // 2
        glyphs = {}
        for i in range(count):
            last = self.u16(at + 14 + 2 * i)
            first = self.u16(at + 16 + 2 * count + 2 * i)
            delta = self.u16(at + 16 + 4 * count + 2 * i)
            place = at + 16 + 6 * count + 2 * i
            offset = self.u16(place)
            for c in range(first, min(last, 0xfffe) + 1):
                glyph = (self.u16(place + offset + 2 * (c - first))
                         if offset else c)
                if glyph:
                    glyphs[c] = (glyph + delta) & 0xffff
        return glyphs

    def width(self, text, size):
        total = 0
        for c in map(ord, text):
            if c not in self.glyphs:  # another font's: at most a square
                total += self.units
                continue
            glyph = min(self.glyphs[c], self.metrics - 1)
            total += self.u16(self.tables[b"hmtx"] + 4 * glyph)
        return total * size / self.units


def load():
    """The plain and the bold face of DejaVu Sans, the widest of the fonts
    that a page may fall back to."""
    return FontFile(PLACES[0]), FontFile(PLACES[1])
