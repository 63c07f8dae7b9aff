#!/usr/bin/env python3
"""The project's own rules, one function each; every rule is shown to fire by check_rules_test.py.

    check_rules.py [ROOT]
"""
import re, subprocess, sys
from pathlib import Path


def sources(root, *suffixes):
    for file in sorted((root / "src").rglob("*")):
        if file.suffix in suffixes:
            yield file, file.read_text()


def only_crypto_uses_sodium(root):
    for file, text in sources(root, ".h", ".cpp"):
        if "<sodium.h>" in text and not file.relative_to(root).as_posix().startswith("src/base/crypto"):
            yield f"{file}: only base/crypto includes sodium.h"


def beast_stays_in_the_listener(root):
    for file, text in sources(root, ".h", ".cpp"):
        if re.search(r"<boost/(beast|asio)", text) and file.name != "listener.cpp":
            yield f"{file}: only http/listener.cpp includes Beast or Asio"


def sql_stays_in_the_catalogue(root):
    sql = re.compile(r"\b(SELECT [\w*]|INSERT INTO|UPDATE \w+ SET|DELETE FROM)\b")
    for file, text in sources(root, ".h", ".cpp"):
        path = file.relative_to(root).as_posix()
        allowed = path.startswith("src/storage/") or file.name.endswith("_test.cpp")
        if not allowed and sql.search(text):
            yield f"{file}: SQL text outside storage/"


def every_refusal_has_a_sentence(root):
    known = set()
    table = root / "packs/messages/sentences.tsv"
    if table.exists():
        known = {line.split("\t")[0] for line in table.read_text().splitlines() if line and not line.startswith("#")}
    code = re.compile(r'refuse\(\s*ErrorKind::\w+,\s*"([a-z_]+\.[a-z_]+)"')
    for file, text in sources(root, ".cpp", ".h"):
        if file.name.endswith("_test.cpp"):
            continue
        for found in code.findall(text):
            if found not in known:
                yield f"{file}: no sentence for {found} in packs/messages/sentences.tsv"


def platform_names_no_vietnamese_body(root):
    names = re.compile(r'"[^"\n]*(Sở Y tế|Công an tỉnh|Bộ Công an|Đồng Tháp|Hà Nội|trafficking)[^"\n]*"')
    for file, text in sources(root, ".h", ".cpp"):
        if not file.name.endswith("_test.cpp") and names.search(text):
            yield f"{file}: names a real body or programme; that belongs into packs/ or programmes/"


def no_todo_now(root):
    for file, text in sources(root, ".h", ".cpp"):
        if "TODO(now)" in text:
            yield f"{file}: TODO(now)"


def folders_explain_themselves(root):
    for folder in sorted((root / "src").rglob("*")):
        if folder.is_dir() and (folder / "CMakeLists.txt").exists() and not (folder / "README.md").exists():
            yield f"{folder}: no README.md (what it knows, what it must not know)"


def architecture_maps_every_folder(root):
    page = root / "ARCHITECTURE.md"
    text = page.read_text() if page.exists() else ""
    for folder in sorted((root / "src").iterdir()):
        if folder.is_dir() and f"`{folder.name}/`" not in text:
            yield f"ARCHITECTURE.md: no line for `{folder.name}/`"


def no_html_in_svelte(root):
    web = root / "web/src"
    for file in sorted(web.rglob("*.svelte")) if web.exists() else []:
        if "{@html" in file.read_text():
            yield f"{file}: {{@html}} is banned"


RULES = [
    only_crypto_uses_sodium,
    beast_stays_in_the_listener,
    sql_stays_in_the_catalogue,
    every_refusal_has_a_sentence,
    platform_names_no_vietnamese_body,
    no_todo_now,
    folders_explain_themselves,
    architecture_maps_every_folder,
    no_html_in_svelte,
]


def main():
    root = Path(sys.argv[1]) if len(sys.argv) > 1 else Path(__file__).resolve().parents[2]
    found = [problem for rule in RULES for problem in rule(root)]
    print("\n".join(found) or f"rules: {len(RULES)} clean")
    sys.exit(bool(found))


if __name__ == "__main__":
    main()
