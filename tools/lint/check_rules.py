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
    sql = re.compile(r"\b(SELECT [\w*(]|INSERT INTO \w|UPDATE \w+ SET |DELETE FROM \w)")
    for file, text in sources(root, ".h", ".cpp"):
        path = file.relative_to(root).as_posix()
        allowed = path.startswith("src/storage/") or file.name.endswith(("_test.cpp", "_fixture.h"))
        if not allowed and sql.search(text):
            yield f"{file}: SQL text outside storage/"


CODE = re.compile(r'"([a-z_]+\.[a-z_]+)"')
# The words by which our code makes or passes on a refusal; codes of journal actions never stand beside them.
REFUSING = re.compile(r"\b(?:refuse|fault|bad|failed|plain_refusal|known|root_by_secret)\(|\bErrorKind::|\bfault_at\(")
NOT_A_CODE = re.compile(r"^neove\.|\.(?:yaml|tsv|txt|key)$")


def codes_in(text):
    """Every `area.reason` in a statement that refuses: also codes chosen by `?:` or handed to a helper."""
    for statement in text.split(";"):
        if REFUSING.search(statement):
            yield from (code for code in CODE.findall(statement) if not NOT_A_CODE.search(code))


def every_refusal_has_a_sentence(root):
    known = {line.split("\t")[0] for line in sentences(root)}
    for file, text in sources(root, ".cpp", ".h"):
        if file.name.endswith(("_test.cpp", "_fixture.h")) or "/contract/" in file.as_posix():
            continue
        for found in sorted(set(codes_in(text)) - known):
            yield f"{file}: no sentence for {found} in packs/messages/sentences.tsv"


def sentences(root):
    table = root / "packs/messages/sentences.tsv"
    lines = table.read_text().splitlines() if table.exists() else []
    return [line for line in lines if line and not line.startswith("#")]


def sentences_are_whole(root):
    """Three columns, sorted by code, each once, a sentence in both languages and not the code again.
    `action.` names what the journal tells a reader (`Đã tải lên`): a label, without a full stop."""
    before = ""
    for line in sentences(root):
        code, *words = line.split("\t")
        label = code.startswith("action.")
        if len(words) != 2 or not all(" " in word and (label or word[-1] in ".!?") for word in words):
            yield f"sentences.tsv: {code}: needs a whole sentence in vi and in en"
        if code <= before:
            yield f"sentences.tsv: {code}: stands out of order or twice"
        before = code


def platform_names_no_vietnamese_body(root):
    names = re.compile(r'"[^"\n]*(Sở Y tế|Công an tỉnh|Bộ Công an|Đồng Tháp|Hà Nội|trafficking)[^"\n]*"')
    for file, text in sources(root, ".h", ".cpp"):
        without_comments = re.sub(r"//.*", "", text)  # a comment may quote a plan; the code may not know it
        if not file.name.endswith("_test.cpp") and names.search(without_comments):
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
    sentences_are_whole,
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
