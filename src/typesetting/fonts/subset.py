"""Makes the fonts in this folder from Noto Sans CJK SC, by fontTools (`pip install fonttools`).

python3 subset.py NotoSansCJK-Regular.ttc NotoSansCJK-Bold.ttc Unihan_OtherMappings.txt

What is kept: the 8105 characters of the table of general standard Chinese characters (kTGH in Unicode's Unihan), GB 2312,
Latin letters with their marks, punctuation, arrows and signs. The fonts of one collection share their glyphs, so narrow
quotation marks and the wide dash, which others of its fonts use, are kept as well, under codes for private use: see
`narrow` in ../font.rs.
"""

import sys

from fontTools.subset import Options, Subsetter
from fontTools.ttLib import TTFont

SIMPLIFIED_CHINESE = 2
PRIVATE = {
    0xE000: "cid00725",  # ‘, as wide as in Latin text
    0xE001: "cid00726",  # ’
    0xE002: "cid00728",  # “
    0xE003: "cid00729",  # ”
    0xE004: "cid00117",  # ·
    0xE005: "cid00723",  # —, as wide as a Chinese character
}
RANGES = [
    (0x20, 0x7F), (0xA0, 0x180), (0x2010, 0x2028), (0x2030, 0x203B), (0x2070, 0x20A0), (0x2150, 0x215F),
    (0x2190, 0x21AA), (0x2200, 0x2266), (0x2460, 0x2474), (0x3000, 0x3020), (0x3200, 0x322A), (0xFF01, 0xFF5F),
]


def characters(unihan):
    kept = set()
    with open(unihan, encoding="utf-8") as lines:
        for line in lines:
            cells = line.rstrip("\n").split("\t")
            if len(cells) == 3 and cells[1] == "kTGH":
                kept.add(int(cells[0][2:], 16))
    assert len(kept) == 8105
    for row in range(0xA1, 0xF8):
        for cell in range(0xA1, 0xFF):
            try:
                kept.add(ord(bytes([row, cell]).decode("gb2312")))
            except UnicodeDecodeError:
                pass
    for first, end in RANGES:
        kept.update(range(first, end))
    kept.update(map(ord, "✓○●□■▲△▼▽〇￥"))
    return kept


def subset(collection, unihan, to):
    font = TTFont(collection, fontNumber=SIMPLIFIED_CHINESE, recalcTimestamp=False)
    options = Options()
    options.layout_features = []
    options.hinting = False
    options.desubroutinize = True
    options.notdef_outline = True
    options.name_IDs = ["*"]
    options.drop_tables += ["BASE", "VORG", "vhea", "vmtx", "GSUB", "GPOS", "GDEF", "DSIG"]
    options.recalc_timestamp = False
    subsetter = Subsetter(options)
    subsetter.populate(unicodes=characters(unihan), glyphs=PRIVATE.values())
    subsetter.subset(font)
    for table in font["cmap"].tables:
        if table.isUnicode():
            table.cmap.update(PRIVATE)
    font.save(to)


regular, bold, unihan = sys.argv[1:]
subset(regular, unihan, "NotoSansSC-Regular.otf")
subset(bold, unihan, "NotoSansSC-Bold.otf")
