"""One comparison for everything that is decided twice: the same cases to C++ and to TypeScript, one a line, answers byte for byte."""
import collections, os, shutil, subprocess, sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]


def answers(command, lines):
    done = subprocess.run(command, input="".join(line + "\n" for line in lines), text=True, encoding="utf-8", capture_output=True, cwd=ROOT)
    assert done.returncode == 0, done.stderr[:4_000]
    out = done.stdout.split("\n")[:-1]
    assert len(out) == len(lines), (command, len(out))
    return out


def compare(name, lines, *arguments):
    """The answers both give; `arguments` go to the C++ binary alone. Leaves with 77 where no TypeScript can run."""
    if not shutil.which("node") or not (ROOT / "web/node_modules/vite").exists():
        print("no node or no web/node_modules: the TypeScript twin cannot answer")
        sys.exit(77)
    binary = Path(os.environ.get("NEOVE_BUILD", ROOT / "build/dev")) / f"bin/{name}_answers"
    ours = answers([str(binary), *arguments], lines)
    theirs = answers(["node", "web/tests/answers.mjs", name], lines)
    differences = [(line, a, b) for line, a, b in zip(lines, ours, theirs) if a != b]
    for line, a, b in differences[:10]:
        print(f"{line}\n  C++        {a}\n  TypeScript {b}")
    assert not differences, f"{len(differences)} of {len(lines)} answered differently"
    return ours


def reached(kinds, least):
    """The cases must reach what they are meant to compare: so many of each kind."""
    seen = collections.Counter(kinds)
    for kind, wanted in least.items():
        assert seen[kind] >= wanted, f"only {seen[kind]} answers are {kind}: {seen}"
    print(f"answered alike: {dict(seen)}")
