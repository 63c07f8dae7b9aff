#!/usr/bin/env python3
"""Every rule of check_rules.py fires on a bad tree and stays quiet on a good one, both made here in a temporary folder."""
import sys, tempfile
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent))
import check_rules as rules

TABLE = "packs/messages/sentences.tsv"
WHOLE = "area.reason\tHãy thử lại.\tPlease try again.\n"

PROGRAMME = "programmes/library/programme.yaml"
LOAN = "programmes/library/registers/loan/form.yaml"
MADE_UP = "id: library\nmake_believe: true\n"

# rule: [(what is wrong, {file: text} that must fire)], then trees that must not.
CASES = {
    rules.only_crypto_uses_sodium: (
        [("sodium elsewhere", {"src/keyring/a.cpp": "#include <sodium.h>\n"})],
        [{"src/base/crypto.cpp": "#include <sodium.h>\n"}],
    ),
    rules.every_property_may_fail_its_test: (
        [("a property nobody asks", {"src/a/a_test.cpp": 'TEST_CASE("a") {\n    rc::check("b", [] {});\n}\n'})],
        [{"src/a/a_test.cpp": 'TEST_CASE("a") {\n    CHECK(rc::check("b", [] {}));\n    const bool ok = rc::check([] {});\n}\n'}],
    ),
    rules.beast_stays_in_the_listener: (
        [
            ("Beast in a route", {"src/http/server.cpp": "#include <boost/beast/core.hpp>\n"}),
            ("Asio in a header", {"src/http/listener.h": "#include <boost/asio.hpp>\n"}),
        ],
        [{"src/http/listener.cpp": "#include <boost/beast/core.hpp>\n", "src/json/parse.cpp": "#include <boost/json.hpp>\n"}],
    ),
    rules.sql_stays_in_the_catalogue: (
        [
            ("a query in a service", {"src/service/a.cpp": 'run("SELECT id FROM account");\n'}),
            ("all columns", {"src/app/a.cpp": 'run("SELECT * FROM account");\n'}),
            ("a write in http", {"src/http/a.cpp": 'run("DELETE FROM account");\n'}),
        ],
        [{"src/storage/statements/a.h": '"SELECT id FROM account"', "src/service/a_test.cpp": '"INSERT INTO account"'}],
    ),
    rules.every_refusal_has_a_sentence: (
        [
            ("refuse", {"src/a/a.cpp": 'return refuse(ErrorKind::Invalid, "area.unknown");'}),
            ("over two lines", {"src/a/a.cpp": 'return refuse(\n    ErrorKind::Invalid,\n    "area.unknown"\n);'}),
            ("pushed fault", {"src/a/a.cpp": 'faults.push_back({ErrorKind::Invalid, "area.unknown", at, {}});'}),
            ("reader's fault", {"src/a/a.cpp": 'reader.fault("name", "area.unknown");'}),
            ("chosen by ?:", {"src/a/a.cpp": 'return refuse(kind, open ? "area.reason" : "area.unknown");'}),
            ("fault with a place first", {"src/a/a.cpp": 'fault(1, "", "area.unknown", "");'}),
            ("refusal of the listener", {"src/a/a.cpp": 'send(plain_refusal(503, "area.unknown"));'}),
        ],
        [
            {
                TABLE: WHOLE,
                "src/a/a.cpp": 'return refuse(ErrorKind::Invalid, "area.reason");\ndraft.action = "area.done";\n',
                "src/a/a_test.cpp": 'refuse(ErrorKind::Invalid, "area.only_in_a_test");',
            },
            {"src/a/a.cpp": 'if (!key) refuse(kind, crypto::hash("neove.leaf", "access.yaml"));'},
        ],
    ),
    rules.sentences_are_whole: (
        [
            ("a placeholder", {TABLE: "area.reason\tarea.reason\tarea.reason\n"}),
            ("one language", {TABLE: "area.reason\tHãy thử lại.\n"}),
            ("no full stop", {TABLE: "area.reason\tHãy thử lại\tPlease try again\n"}),
            ("twice", {TABLE: WHOLE + WHOLE}),
            ("out of order", {TABLE: "b.reason\tHãy thử.\tPlease try.\n" + WHOLE}),
        ],
        [{TABLE: "# code\tvi\ten\n" + WHOLE}],
    ),
    rules.platform_names_no_vietnamese_body: (
        [("a real body in a string", {"src/a/a.cpp": 'match("Sở Y tế");'})],
        [{"src/a/a.cpp": 'match(pack.name);  // như \"Sở Y tế\"\n', "src/a/a_test.cpp": 'match("Sở Y tế");'}],
    ),
    rules.platform_names_no_programme: (
        [
            ("a register by name", {PROGRAMME: MADE_UP, LOAN: "", "src/service/a.cpp": 'if (id == "loan") return;'}),
            ("a programme by name", {PROGRAMME: MADE_UP, "src/service/a.cpp": 'open("library");'}),
            ("a register in a page", {PROGRAMME: MADE_UP, LOAN: "", "web/src/a.svelte": "{#if id === 'loan'}"}),
            ("a real one in a test", {PROGRAMME: "id: real\n", LOAN: "", "src/service/a_test.cpp": 'open("loan");'}),
        ],
        [{PROGRAMME: MADE_UP, LOAN: "", "src/service/a_test.cpp": 'open("loan");', "src/service/a.cpp": 'say("a loan"); // "loan"'}],
    ),
    rules.only_make_believe_is_counted_on: (
        [
            ("a test of a real programme", {PROGRAMME: MADE_UP, "tests/a_test.py": 'open("programmes/real_one/a.yaml")'}),
            ("a build of a real programme", {"src/a/CMakeLists.txt": "file(READ programmes/real_one/programme.yaml text)"}),
        ],
        [{PROGRAMME: MADE_UP, "tests/a_test.py": 'open("programmes/library/a.yaml")', "dev": "programmes/mine"}],
    ),
    rules.no_todo_now: (
        [("left over", {"src/a/a.cpp": "// TODO(now): finish\n"})],
        [{"src/a/a.cpp": "// nothing left\n"}],
    ),
    rules.folders_explain_themselves: (
        [("a module without a note", {"src/a/CMakeLists.txt": "module(a)\n"})],
        [{"src/a/CMakeLists.txt": "module(a)\n", "src/a/README.md": "# a\n", "src/data/x.sql": ""}],
    ),
    rules.architecture_maps_every_folder: (
        [
            ("a folder missing from the map", {"ARCHITECTURE.md": "- `b/` is here\n", "src/a/a.h": ""}),
            ("no map at all", {"src/a/a.h": ""}),
        ],
        [{"ARCHITECTURE.md": "- `a/` is here\n", "src/a/a.h": ""}],
    ),
    rules.nothing_is_refused_in_the_middle_of_a_list: (
        [
            ("the second of two", {"src/a/a.cpp": "Result<A> f() {\n    return A{name(), TRY(b())};\n}\n"}),
            ("within a call", {"src/a/a.cpp": "Result<A> f() {\n    use({name(), g(TRY(b()))});\n}\n"}),
            ("with names", {"src/a/a.cpp": "Result<A> f() {\n    return A{.a = name(), .b = TRY(b())};\n}\n"}),
        ],
        [
            {"src/a/a.cpp": "Result<A> f(int a, int b) {\n    return A{TRY(c()), name()};\n}\n"},
            {"src/a/a.cpp": "Result<A> f(int a, int b) override {\n    return use(a, [&](int c, int d) -> Result<A> {\n        TRY(g());\n    });\n}\n"},
        ],
    ),
    rules.no_html_in_svelte: (
        [("raw HTML", {"web/src/pages/A.svelte": "<p>{@html text}</p>"})],
        [{"web/src/pages/A.svelte": "<p>{text}</p>"}, {"src/a/a.h": ""}],
    ),
}


def problems(rule, files):
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder)
        (root / "src").mkdir()
        for name, text in files.items():
            (root / name).parent.mkdir(parents=True, exist_ok=True)
            (root / name).write_text(text)
        return list(rule(root))


def main():
    wrong = [f"{rule.__name__}: has no fixture" for rule in rules.RULES if rule not in CASES]
    for rule, (bad, good) in CASES.items():
        if rule not in rules.RULES:
            wrong.append(f"{rule.__name__}: is not among RULES, so it never runs")
        wrong += [f"{rule.__name__}: quiet on {what}" for what, files in bad if not problems(rule, files)]
        wrong += [f"{rule.__name__}: fires on a good tree: {found}" for files in good for found in problems(rule, files)]
    print("\n".join(wrong) or f"check_rules: {len(CASES)} rules fire and stay quiet where they should")
    sys.exit(bool(wrong))


if __name__ == "__main__":
    main()
