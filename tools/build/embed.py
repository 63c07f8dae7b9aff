#!/usr/bin/env python3
"""Embeds files into the binary.

    embed.py OUT.cpp FUNCTION ROOT [--gzip] [--under PREFIX] FILE…

Writes a C++ source that pulls each file in with .incbin and defines `std::span<const EmbeddedFile> FUNCTION()`, sorted by
name; names are relative to ROOT with PREFIX before them. With --gzip a compressed copy stands beside each file that gains.
"""
import argparse, gzip, hashlib
from pathlib import Path


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("out")
    parser.add_argument("function")
    parser.add_argument("root")
    parser.add_argument("--gzip", action="store_true")
    parser.add_argument("--under", default="")
    parser.add_argument("files", nargs="*")
    options = parser.parse_args()
    out, root = Path(options.out), Path(options.root).resolve()
    out.parent.mkdir(parents=True, exist_ok=True)
    files = [Path(f).resolve() for f in options.files]
    if not files:
        files = [f for f in root.rglob("*") if f.is_file()]
    files.sort(key=lambda f: f.relative_to(root).as_posix())
    lines = ["// Written by tools/build/embed.py.", '#include "embedded/embedded.h"', ""]
    rows = []

    def pull(symbol, file):
        lines.append(
            f'asm(".section .rodata\\n.balign 8\\n{symbol}_begin: .incbin \\"{file}\\"\\n{symbol}_end: .byte 0\\n.text\\n");'
        )
        lines.append(f'extern "C" const char {symbol}_begin[];\nextern "C" const char {symbol}_end[];')
        return f"{{{symbol}_begin, static_cast<std::size_t>({symbol}_end - {symbol}_begin)}}"

    for number, file in enumerate(files):
        symbol = f"neove_{options.function}_{number}"
        plain = pull(symbol, file)
        zipped = "{}"
        if options.gzip:
            small = gzip.compress(file.read_bytes(), 9, mtime=0)
            if len(small) < file.stat().st_size * 9 // 10:
                name = hashlib.sha256(str(file).encode()).hexdigest()[:16]
                copy = out.parent / f"{options.function}_{name}.gz"
                copy.write_bytes(small)
                zipped = pull(symbol + "z", copy)
        name = options.under + file.relative_to(root).as_posix()
        rows.append(f'        {{"{name}", {plain}, {zipped}}},')
    lines += ["", "namespace neove {", "", f"std::span<const EmbeddedFile> {options.function}() {{"]
    lines += ["    static const std::vector<EmbeddedFile> files{"] + rows + ["    };", "    return files;", "}", ""]
    lines += ["}  // namespace neove", ""]
    text = "\n".join(lines)
    if not out.exists() or out.read_text() != text:
        out.write_text(text)
    else:
        out.touch()


main()
