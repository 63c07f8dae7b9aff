#!/usr/bin/env python3
"""check_glossary.py fires on names it must refuse and on a broken glossary, and lets good ones pass."""
import subprocess, sys, tempfile
from pathlib import Path

CHECK = Path(__file__).resolve().parent / "check_glossary.py"
ROW = """- id: "victim"
  vi: "nạn nhân"
  en: "victim"
  definition: "Who was harmed."
  source: "law"
  avoid: ""
  avoid_identifiers: "nan_nhan victim_list dossier"
"""

# (what, glossary, file, its text, words the complaint must hold; None: must pass)
CASES = [
    ("a name in snake_case", ROW, "src/a/a.h", "int nan_nhan_count{0};\n", "src/a/a.h:1: nan_nhan_count"),
    ("a type", ROW, "src/a/a.h", "\nstruct VictimList {};\n", "src/a/a.h:2: VictimList"),
    ("camel case in the pages", ROW, "web/src/a.ts", "const victimList = 1;\n", "victimList"),
    ("a name in a component", ROW, "web/src/A.svelte", "<script>let dossier = 1;</script>", "dossier"),
    ("a constant", ROW, "src/a/a.cpp", "constexpr int kDossierMax = 3;\n", "kDossierMax"),
    ("a name after a comment", ROW, "src/a/a.cpp", "/* a\nb */ int dossier;\n", "src/a/a.cpp:2: dossier"),
    ("a row without a definition", ROW.replace('"Who was harmed."', '""'), "src/a/a.h", "", "lacks definition"),
    ("a row twice", ROW + ROW, "src/a/a.h", "", "stands twice"),
    ("a line that is no row", ROW + "  note: free text\n", "src/a/a.h", "", "not a line of the form"),
    ("an unknown key", ROW + '  remark: "x"\n', "src/a/a.h", "", "stands here wrongly"),
    ("no glossary", "", "src/a/a.h", "", "empty or absent"),
    ("comments and quoted texts", ROW, "src/a/a.cpp", 'read("nan_nhan");  // nan_nhan is what plans say\n', None),
    ("a word inside a longer word", ROW, "src/a/a.cpp", "int victim_listing; int dossiers_of;\n", None),
    ("other endings", ROW, "src/a/a.md", "dossier\n", None),
]


def run(glossary, name, text):
    with tempfile.TemporaryDirectory() as folder:
        for path, content in (("docs/glossary.yaml", glossary), (name, text)):
            (Path(folder) / path).parent.mkdir(parents=True, exist_ok=True)
            (Path(folder) / path).write_text(content)
        done = subprocess.run([sys.executable, str(CHECK), folder], text=True, capture_output=True)
        return done.returncode, done.stdout + done.stderr


def main():
    wrong = []
    for what, glossary, name, text, words in CASES:
        status, said = run(glossary, name, text)
        if words is None and status != 0:
            wrong.append(f"fires on {what}: {said}")
        if words is not None and (status != 1 or words not in said):
            wrong.append(f"quiet on {what}: status {status}, said {said}")
    print("\n".join(wrong) or f"check_glossary: {len(CASES)} cases as they should be")
    sys.exit(bool(wrong))


if __name__ == "__main__":
    main()
