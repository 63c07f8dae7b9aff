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


def every_property_may_fail_its_test(root):
    for file, text in sources(root, ".h", ".cpp"):
        if re.search(r"^\s*rc::check\(", text, re.M):
            yield f"{file}: rc::check answers false and fails nothing: CHECK(rc::check(…))"


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
    `action.` names what the journal tells a reader (`Đã tải lên`): a label, without a full stop; `sheet.` are words that stand
    in a spreadsheet, `word.` what stands beside a value or for one (`Quá hạn`)."""
    before = ""
    for line in sentences(root):
        code, *words = line.split("\t")
        label = code.startswith("action.")
        is_word = code.startswith(("sheet.", "word.")) and len(words) == 2 and all(words)
        if not is_word and (len(words) != 2 or not all(" " in word and (label or word[-1] in ".!?") for word in words)):
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


def programmes(root):
    """Folder, id, whether it is make-believe, ids of its registers: of every programme there is."""
    for head in sorted((root / "programmes").glob("*/programme.yaml")):
        text = head.read_text()
        name = re.search(r"^id: *(\w+)", text, re.M)
        registers = [folder.name for folder in sorted((head.parent / "registers").glob("*")) if folder.is_dir()]
        yield head.parent.name, name[1] if name else head.parent.name, "make_believe: true" in text, registers


def platform_names_no_programme(root):
    """No literal of the platform or of the pages is a programme's or a register's id, whole; of a make-believe one a test may
    be. A word that is also the platform's own stands in PLATFORM_WORDS."""
    for _, programme, make_believe, registers in programmes(root):
        literal = re.compile(r"""["'`](?:%s)["'`]""" % "|".join({programme, *registers} - PLATFORM_WORDS))
        for folder, suffixes in (("src", {".h", ".cpp"}), ("web/src", {".ts", ".svelte"})):
            for file in sorted((root / folder).rglob("*")) if (root / folder).exists() else []:
                if file.suffix not in suffixes or make_believe and is_of_tests(file):
                    continue
                found = literal.search(re.sub(r"//.*", "", file.read_text()))
                if found:
                    yield f"{file}: names {found[0]} of programmes/{programme}; the platform knows none"


PLATFORM_WORDS = {"person", "order"}


def is_of_tests(file):
    tested = ("_test.cpp", ".test.ts", "_fixture.h", "_fuzz.h", "_worlds.h", "small_programme.h")
    return file.name.endswith(tested) or "/contract/" in file.as_posix() or "/scenario/" in file.as_posix()


def only_make_believe_is_counted_on(root):
    """A real programme can be taken away and everything still builds and passes."""
    make_believe = {folder for folder, _, believed, _ in programmes(root) if believed} | {"mine"}
    for place in ("src", "cmake", "tests", "tools", "bench", "fuzz", "web/src", "web/tests", "dev", ".ci/run"):
        for file in [root / place] if (root / place).is_file() else sorted((root / place).rglob("*")):
            if file.suffix not in {".h", ".cpp", ".py", ".sh", ".cmake", ".txt", ".ts", ".mjs", ".svelte", ""} or not file.is_file():
                continue
            if "plans" in file.parts or file.name == "check_rules_test.py":
                continue
            for name in re.findall(r"programmes/([a-z]\w*)\b(?!\.(?:json|cpp|h|yaml))", file.read_text(errors="replace")):
                if name not in make_believe and name not in {"bundle", "programme"}:
                    yield f"{file}: counts on programmes/{name}, which may be taken away"


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


def nothing_is_refused_in_the_middle_of_a_list(root):
    """`{a, TRY(b)}`: GCC leaves a list half made when TRY returns out of it, and never frees `a`."""
    for file, text in sources(root, ".h", ".cpp"):
        plain = re.sub(r'//[^\n]*|"(?:\\.|[^"\\\n])*"', lambda found: "_" * len(found[0]), text)
        for found in re.finditer(r"\bTRY\(", plain):
            if stands_after_another(plain, found.start()):
                yield f"{file}:{text.count(chr(10), 0, found.start()) + 1}: TRY in a list after another value: give it a name before"


# What stands before the brace of a block, rather than of a list of values.
BLOCK = re.compile(r"(?:[);{}:]|\b(?:else|do|const|mutable|noexcept|override|final|struct \w+|namespace [\w:]*)|->\s*[\w:<>, *&]+)\s*$")


def stands_after_another(text, at):
    """Whether, going back from `at` to the beginning of its statement, a comma precedes it in a list in braces."""
    depth, after_comma = 0, False
    for place in range(at - 1, -1, -1):
        sign = text[place]
        if sign in ")]}":
            depth += 1
        elif sign in "([{" and depth:
            depth -= 1
        elif sign == "{":
            if BLOCK.search(text, max(0, place - 120), place):
                return False
            if after_comma:
                return True
        elif sign in "([":
            after_comma = False
        elif sign == ";" and not depth:
            return False
        elif sign == "," and not depth:
            after_comma = True
    return False


def no_html_in_svelte(root):
    web = root / "web/src"
    for file in sorted(web.rglob("*.svelte")) if web.exists() else []:
        if "{@html" in file.read_text():
            yield f"{file}: {{@html}} is banned"


RULES = [
    only_crypto_uses_sodium,
    every_property_may_fail_its_test,
    beast_stays_in_the_listener,
    sql_stays_in_the_catalogue,
    every_refusal_has_a_sentence,
    sentences_are_whole,
    platform_names_no_vietnamese_body,
    platform_names_no_programme,
    only_make_believe_is_counted_on,
    no_todo_now,
    folders_explain_themselves,
    architecture_maps_every_folder,
    nothing_is_refused_in_the_middle_of_a_list,
    no_html_in_svelte,
]


def main():
    root = Path(sys.argv[1]) if len(sys.argv) > 1 else Path(__file__).resolve().parents[2]
    found = [problem for rule in RULES for problem in rule(root)]
    print("\n".join(found) or f"rules: {len(RULES)} clean")
    sys.exit(bool(found))


if __name__ == "__main__":
    main()
