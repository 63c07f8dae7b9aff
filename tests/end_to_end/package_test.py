#!/usr/bin/env python3
"""The .deb: what lies in it, that it runs from where it puts itself, and that removing it can remove no data."""
import re, shutil, subprocess, sys, tempfile
from pathlib import Path
from support import BUILD, SOURCE, skip

UNITS = ("neove.service", "neove-backup.service", "neove-backup.timer", "neove-backup-keys.service", "neove-backup-keys.timer")


def run(*words):
    done = subprocess.run([str(word) for word in words], capture_output=True, text=True, timeout=300)
    assert done.returncode == 0, (words, done.stdout, done.stderr)
    return done.stdout


def units_name_only_what_is_there(root):
    folder = root / "lib/systemd/system"
    assert sorted(path.name for path in folder.iterdir()) == sorted(UNITS)
    for name in UNITS:
        text = (folder / name).read_text()
        for command in re.findall(r"^ExecStart=(\S+)", text, re.M):
            assert (root / command.lstrip("/")).resolve().exists(), (name, command)
        assert "/usr/local" not in text, name
    if shutil.which("systemd-analyze"):
        # The program is not installed here: everything else in the units must be known to systemd.
        done = subprocess.run(["systemd-analyze", "verify", *[str(folder / name) for name in UNITS]], capture_output=True, text=True)
        said = [line for line in done.stderr.splitlines() if str(folder) in line and "is not executable" not in line]
        assert not said, said


def programmes_are_the_real_ones(root):
    """What is make-believe belongs to a demonstration; every real programme is there, whole, and passes the installed program's check."""
    real = {head.parent.name for head in (SOURCE / "programmes").glob("*/programme.yaml") if "make_believe: true" not in head.read_text()}
    packed = root / "usr/share/neove/programmes"
    assert {path.name for path in packed.glob("*")} == real, real
    for name in real:
        files = {str(path.relative_to(packed / name)) for path in (packed / name).rglob("*") if path.is_file()}
        assert files == {str(path.relative_to(SOURCE / "programmes" / name)) for path in (SOURCE / "programmes" / name).rglob("*") if path.is_file()}
        run(root / "usr/bin/neove", "programme", "check", packed / name)
    sample = (root / "usr/share/doc/neove/examples/neove.yaml").read_text()
    assert "programmes: [/usr/share/neove/programmes]" in sample


def scripts_keep_data(package):
    folder = Path(tempfile.mkdtemp(prefix="neove-deb-"))
    try:
        run("dpkg-deb", "-e", package, folder)
        for name in ("prerm", "postrm"):
            text = (folder / name).read_text()
            assert not re.search(r"\brm\b|rmdir|deluser|userdel|find\b", text), text
        assert "neove init" not in (folder / "postinst").read_text(), "a package makes no key"
        for name in ("postinst", "prerm", "postrm"):
            run("sh", "-n", folder / name)
    finally:
        shutil.rmtree(folder)


def it_runs(root, folder):
    neove = root / "usr/bin/neove"
    at = ["--store", folder / "store", "--host-key", folder / "host.key"]
    created = run(neove, "init", *at, "--organisation", "Cơ quan thử")
    doctor = subprocess.run([str(neove), "doctor", *map(str, at)], capture_output=True, text=True)
    assert "[ ok ] mở được kho dữ liệu" in doctor.stdout, doctor.stdout + doctor.stderr
    assert "không chạy được bộ đọc tài liệu" not in doctor.stdout, "the worker was not found beside the program"
    verifiers_run(root, neove, at, folder, created)


def verifiers_run(root, neove, at, folder, created):
    """The second verifier as it is installed, far from the tree it was written in."""
    if subprocess.run([sys.executable, "-c", "import cryptography"], capture_output=True).returncode != 0:
        print("SKIP python3-cryptography is not here: the installed verifiers were not run")
        return
    tools, store = root / "usr/share/doc/neove/examples", folder / "store"
    # As it is printed to be kept on paper.
    first = re.search(r"đầu tiên của nhật ký.*?\n\n\s*(\S.*)\n", created)[1].strip()
    python = [sys.executable, "-I", "-B"]
    isolated = "import runpy, sys; sys.path.insert(0, sys.argv[1]); sys.argv = sys.argv[2:]; runpy.run_path(sys.argv[0], run_name='__main__')"
    run(*python, "-c", isolated, tools, tools / "verify_journal.py", store / "store.sqlite", store / "checkpoints", first)
    proof = folder / "proof.txt"
    proof.write_text(run(neove, "audit", "prove", *at, "1"))
    run(*python, "-c", isolated, tools, tools / "check_proof.py", proof)


def main():
    if not (shutil.which("dpkg-deb") and shutil.which("dpkg-shlibdeps")):
        skip("dpkg-dev is not here")
    release = SOURCE / "build/release"
    build = release if (release / "bin/neove-worker").exists() and (release / "bin/neove").exists() else BUILD
    with tempfile.TemporaryDirectory(prefix="neove-package-") as name:
        folder = Path(name)
        package = Path(run(SOURCE / "deploy/build_deb.sh", build, folder).strip().splitlines()[-1])
        root = folder / "root"
        run("dpkg-deb", "-x", package, root)
        listed = {str(path.relative_to(root)) for path in root.rglob("*") if not path.is_dir()}
        wanted = {"usr/libexec/neove/neove", "usr/libexec/neove/neove-worker", "usr/bin/neove", "usr/share/doc/neove/operate.md",
                  *(f"usr/share/doc/neove/examples/{name}" for name in ("neove.yaml", "verify_journal.py", "verify_rows.py", "check_proof.py"))}
        assert wanted <= listed, wanted - listed
        assert not any(path.startswith(("etc/", "var/")) for path in listed), "what an installation owns is never the package's"
        control = run("dpkg-deb", "-f", package)
        assert "libsodium23" in control and "tesseract-ocr-vie" in control, control
        units_name_only_what_is_there(root)
        scripts_keep_data(package)
        programmes_are_the_real_ones(root)
        it_runs(root, folder)
    print(f"package: built from {build.name}, unpacked and run")


if __name__ == "__main__":
    sys.exit(main())
