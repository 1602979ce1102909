"""GB18030 as the 2022 edition of the standard reads it."""

# GB 18030-2022 gives these 18 characters their own Unicode places; the codec still gives private-use ones, as
# the 2005 edition did. Bytes, private use, place, after the Encoding Standard's index (whatwg/encoding #336).
CHANGED_2022 = (
    (b"\xa6\xd9", "\ue78d", "\ufe10"), (b"\xa6\xda", "\ue78e", "\ufe12"), (b"\xa6\xdb", "\ue78f", "\ufe11"),
    (b"\xa6\xdc", "\ue790", "\ufe13"), (b"\xa6\xdd", "\ue791", "\ufe14"), (b"\xa6\xde", "\ue792", "\ufe15"),
    (b"\xa6\xdf", "\ue793", "\ufe16"), (b"\xa6\xec", "\ue794", "\ufe17"), (b"\xa6\xed", "\ue795", "\ufe18"),
    (b"\xa6\xf3", "\ue796", "\ufe19"), (b"\xfe\x59", "\ue81e", "\u9fb4"), (b"\xfe\x61", "\ue826", "\u9fb5"),
    (b"\xfe\x66", "\ue82b", "\u9fb6"), (b"\xfe\x67", "\ue82c", "\u9fb7"), (b"\xfe\x6d", "\ue832", "\u9fb8"),
    (b"\xfe\x7e", "\ue843", "\u9fb9"), (b"\xfe\x90", "\ue854", "\u9fba"), (b"\xfe\xa0", "\ue864", "\u9fbb"),
)  # fmt: skip
# The 2005 edition's own change, which the codec lacks as well (whatwg/encoding #22).
CHANGED_2005 = ((b"\xa8\xbc", "\ue7c7", "\u1e3f"),)


def decode(data: bytes) -> str:
    """Text of GB18030 bytes, GBK and GB2312 included; raises UnicodeDecodeError where they are none."""
    text = data.decode("gb18030")
    # In UTF-8 every private-use character concerned begins with EE, and nothing else Chinese does.
    if b"\xee" in text.encode():
        for _, private, place in (*CHANGED_2022, *CHANGED_2005):
            text = text.replace(private, place)
    return text
