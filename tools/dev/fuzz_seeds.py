#!/usr/bin/env python3
"""Seeds for the fuzzers, from what the repository already holds: real shapes, so that a fuzzer starts behind the first checks.

    fuzz_seeds.py FOLDER      writes FOLDER/<target>/<seed>
"""
import hashlib, json, sys, unicodedata
from pathlib import Path
from xml.sax.saxutils import escape

ROOT = Path(__file__).resolve().parents[2]
# Never tests/plans/closed: a finding shows its input, and those plans are read by nobody.
PLANS = sorted((ROOT / "tests/plans").glob("*.txt")) + [ROOT / "packs/demo_province/sample_plan.txt"]
FILES = sorted(p for folder in ("packs", "programmes") for p in (ROOT / folder).rglob("*.yaml"))


def plans(most=8_000):
    return [path.read_text(encoding="utf-8")[:most] for path in PLANS]


def pieces(size=1_500):
    """Every plan in parts that a fuzzer tries quickly; whole ones of eight thousand letters take it half a second each."""
    for text in plans(40_000):
        lines, part = text.splitlines(keepends=True), ""
        for line in lines:
            if len(part) + len(line) > size and part:
                yield part
                part = ""
            part += line
        yield part


def docx(text):
    body = "".join(f'<w:p><w:pPr><w:numPr><w:ilvl w:val="{n % 3}"/><w:numId w:val="1"/></w:numPr></w:pPr><w:r><w:t>{escape(line)}'
                   f"</w:t><w:tab/></w:r></w:p>" for n, line in enumerate(text.splitlines()[:30]))
    table = "<w:tbl><w:tr><w:tc><w:p><w:r><w:t>TT</w:t></w:r></w:p></w:tc><w:tc><w:p/></w:tc></w:tr></w:tbl>"
    return f'<w:document xmlns:w="w"><w:body>{body}{table}<w:sectPr/></w:body></w:document>'.encode()


def numbering():
    levels = "".join(f'<w:lvl w:ilvl="{n}"><w:start w:val="{n}"/><w:numFmt w:val="{kind}"/><w:lvlText w:val="%1.%{n + 1})"/></w:lvl>'
                     for n, kind in enumerate(("decimal", "upperRoman", "lowerLetter", "bullet")))
    return (f'<w:numbering xmlns:w="w"><w:abstractNum w:abstractNumId="0">{levels}</w:abstractNum><w:num w:numId="1">'
            '<w:abstractNumId w:val="0"/><w:lvlOverride w:ilvl="1"><w:startOverride w:val="4"/></w:lvlOverride></w:num></w:numbering>').encode()


def bodies():
    lines = {line.strip("-+ .;") for text in plans() for line in text.replace(":", "\n").splitlines() if 3 < len(line) < 120}
    return sorted(lines)[:300]


def head(line, *fields):
    return "\r\n".join([line, "Host: localhost:8040", *fields]).encode() + b"\r\n\r\n"


def table_of_words():
    words = []
    for page in range(3):
        for line in range(12):
            for column in range(4):
                x, y = 20 + column * 40, 10 + line * 12
                words.append(bytes([x, 0, y, 0, 12, (column + (line > 0)) % 4, line, page]))
    return b"".join(words)


RELATED = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/"


def relations(*pairs):
    return "<Relationships>" + "".join(f'<Relationship Id="r{n}" Type="{RELATED}{kind}" Target="{target}"{more}/>'
                                       for n, (kind, target, more) in enumerate(pairs)) + "</Relationships>"


def office(*parts):
    return "\x1e".join(f"{name}\x1f{content}" for name, content in parts).encode()


def word_file(text):
    return office(("_rels/.rels", relations(("officeDocument", "word/document.xml", ""))), ("word/document.xml", docx(text).decode()),
                  ("word/_rels/document.xml.rels", relations(("numbering", "numbering.xml", ""), ("header", "header1.xml", ""),
                                                             ("hyperlink", "http://x", ' TargetMode="External"'))),
                  ("word/numbering.xml", numbering().decode()), ("word/header1.xml", docx(text[:60]).decode()),
                  ("word/embeddings/a.bin", "x"), ("word/vbaProject.bin", "x"))


def workbook():
    cells = ('<row r="1"><c r="A1" t="s"><v>0</v></c><c t="inlineStr"><is><t>b</t></is></c><c t="b"><v>1</v></c></row>'
             '<row><c r="C7" s="1"><v>45000.25</v><f>A1</f></c><c s="0"><v>1.23456789012E11</v></c><c t="str"><v>x</v></c></row>')
    return office(("_rels/.rels", relations(("officeDocument", "xl/workbook.xml", ""))),
                  ("xl/workbook.xml", '<workbook><workbookPr date1904="1"/><sheets><sheet name="Tháng 1" r:id="r0"/></sheets></workbook>'),
                  ("xl/_rels/workbook.xml.rels", relations(("worksheet", "worksheets/sheet1.xml", ""), ("styles", "styles.xml", ""),
                                                           ("sharedStrings", "sharedStrings.xml", ""))),
                  ("xl/styles.xml", '<styleSheet><numFmts><numFmt numFmtId="170" formatCode="dd/mm/yyyy"/></numFmts><cellXfs>'
                                    '<xf numFmtId="0"/><xf numFmtId="170"/></cellXfs></styleSheet>'),
                  ("xl/sharedStrings.xml", "<sst><si><r><t>Sở</t></r><rPh><t>x</t></rPh></si></sst>"),
                  ("xl/worksheets/sheet1.xml", f"<worksheet><sheetData>{cells}</sheetData></worksheet>"))


def packed(*parts):
    """What CanonicalWriter writes: the length of each part before it; a number is eight bytes."""
    as_bytes = [one.to_bytes(8, "little") if isinstance(one, int) else one.encode() if isinstance(one, str) else one for one in parts]
    return b"".join(len(one).to_bytes(8, "little") + one for one in as_bytes)


def answers():
    yield packed(1, "", "Kế hoạch\n1. Việc\f", "đầu trang\n", 2, 2, 1, 1, "document.macros_ignored", 0, 1, b"\x89PNG")
    yield packed(1, "document.corrupt", "", "", 0, 0, 0, 0, 0, 0)
    yield packed(1, "", "", "", 1, 1, 0, 0, 1, "Tháng 1", 2, 1, 1, "TT", 2, 3, "Sở", 0)


def old_office():
    """An OLE file of one small stream: the table of sectors, the directory, the small ones."""
    def entry(name, kind, child, start, size):
        word = name.encode("utf-16-le") + b"\0\0"
        return (word.ljust(64, b"\0") + len(word).to_bytes(2, "little") + bytes([kind, 1]) + b"\xff" * 8 + child.to_bytes(4, "little") +
                bytes(36) + start.to_bytes(4, "little") + size.to_bytes(8, "little"))
    none = 0xFFFFFFFF
    head = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(16) + b"\x3e\0\3\0\xfe\xff\x09\0\6\0" + bytes(10) + (1).to_bytes(4, "little")
    head += (1).to_bytes(4, "little") + bytes(4) + (4096).to_bytes(4, "little") + (2).to_bytes(4, "little") + (1).to_bytes(4, "little")
    head += (0xFFFFFFFE).to_bytes(4, "little") + bytes(4) + bytes(4) + none.to_bytes(4, "little") * 108
    table = b"".join(one.to_bytes(4, "little") for one in (0xFFFFFFFD, *[0xFFFFFFFE] * 3)).ljust(512, b"\xff")
    names = entry("Root Entry", 5, 1, 3, 512) + entry("WordDocument", 2, none, 0, 80) + entry("x", 2, none, 1, 64)
    return head.ljust(512, b"\0") + table + names.ljust(512, b"\0") + bytes(512) + b"\xec\xa5\xc1\0".ljust(512, b"w")


def picture_heads():
    for order, word in (("little", b"II*\0"), ("big", b"MM\0*")):
        number = lambda value, size, to=order: value.to_bytes(size, to)
        tiff = word + number(8, 4) + number(2, 2) + number(0x0110, 2) + number(2, 2) + number(4, 4) + b"abc\0"
        tiff += number(0x0112, 2) + number(3, 2) + number(1, 4) + number(6, 2) + bytes(2) + number(0, 4)
        part = b"Exif\0\0" + tiff
        yield b"\xff\xd8\xff\xe0\0\x04JF\xff\xff\xe1" + (len(part) + 2).to_bytes(2, "big") + part + b"\xff\xda\0\2"


def backups():
    record = lambda kind, body: bytes([kind]) + len(body).to_bytes(4, "little") + body
    cell = lambda kind, value: bytes([kind]) + len(value).to_bytes(4, "little") + value
    number = lambda value: b"\1" + value.to_bytes(8, "little")
    words = [b"canbo", b"a" * 32, b"enrol", b"reader", b"b" * 32, b"c" * 32, b"identity", b"", b""]
    journal = number(1) + number(1_780_000_000_000_000) + b"".join(cell(2, word) for word in words) + cell(3, bytes(32)) * 4
    for part, table, row in (("data", ("journal", "iitttttttttbbbb"), journal),
                             ("keys", ("record_key", "tTiIb"), cell(2, b"a") + b"\0" + number(3) + b"\0" + cell(3, b"key"))):
        text = record(1, packed(1, part, "a" * 32, "b" * 32, 33, 1, bytes(32), 1_780_000_000_000_000))
        text += record(2, packed(*table)) + record(3, row) + record(4, packed(1)) + record(5, packed("keyring", b"content"))
        digest = hashlib.blake2b(b"neove.backup.content\0" + text, digest_size=32).digest()
        yield text + record(6, packed(1, digest))


def seeds():
    yield "plan_read_plan", [text.encode() for text in (*plans()[::3], *pieces())]
    yield "plan_dates", [line.encode() for line in bodies() if any(c.isdigit() for c in line)]
    yield "calendar_pack_working_calendar", [path.read_bytes()[:6_000] for path in FILES if path.name == "working_calendar.yaml"]
    yield "deadline_phrases", [(ROOT / "packs/messages/deadline.tsv").read_bytes()]
    yield "service_resealed", [packed(b"resealed.2", b"1" * 32, bytes(32), b"sealed"), packed(b"1" * 32, b"sealed", b"2" * 32, b"")]
    yield "deadline_clocks", [hashlib.shake_256(bytes([n])).digest(60 + n) for n in range(100)]
    yield "plan_yaml", [path.read_bytes()[:6_000] for path in FILES]
    yield "document_docx_walk", [docx(text) for text in plans(2_000)[:10]]
    yield "document_numbering", [numbering()]
    yield "document_office", [word_file(text) for text in plans(1_500)[:4]] + [workbook()]
    yield "document_request", [packed(1, 1, 2, 0, 0, b"PK"), packed(1, 3, 4, 2, 3, b"%PDF")]
    yield "document_answer", list(answers())
    yield "document_compound", [old_office()]
    yield "document_orientation", list(picture_heads())
    yield "backup_contents", list(backups())
    yield "service_fill_in_code", [f"NEOVE-BD:{'a1' * 16}:2026-11-23:0123abcd:{'0f' * 12}".encode(), f"M-2026-00012:0123abcd:{'9e' * 8}".encode()]
    yield "administrative_unit_list", [text.encode() for text in (
        "mã,tên,loại,thuộc,từ,đến\n1,A,a,,-,2001-01-01\n11,B,b,1,-,2001-01-01\n",
        "mã;tên;loại;cấp;trước;căn cứ;nguồn\n1;C;Thành phố;Cao;2000-01-01/1 hết;QĐ 1;-\n12;D;Xã;Thấp;2000-01-01/11 phần;;\n")]
    yield "document_csv", [("TT,Tên,Loại\n" + "\n".join(f'{n},"{line}";x' for n, line in enumerate(bodies()[:20]))).encode()]
    yield "document_xlsx_parts", [text.encode() for text in ("AB12", "XFD1048576", "45000.25", "dd/mm/yyyy", "[$-42A]h:mm;@", "General")]
    legacy = [text[:1_500] for text in plans()[:8]]
    yield "document_legacy_text", [form for text in legacy for form in (
        text.encode(), unicodedata.normalize("NFD", text).encode(), text.encode("utf-16"), text.encode("cp1258", "replace"))]
    yield "document_kind", [b"PK\x03\x04" + b"\0" * 26 + b"word/document.xml", b"%PDF-1.7\n", b"\x89PNG\r\n\x1a\n", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1",
                            b"{\\rtf1\\ansi", b"<!DOCTYPE html>", "Kế hoạch".encode()]
    yield "document_pdf_table", [table_of_words()]
    yield "document_pdf_layout", [text.encode() for text in plans(2_000)]
    yield "organisation_resolve", [line.encode() for line in bodies()] + ["các sở, ngành của tỉnh A".encode(), "Ủy ban tỉnh A và B".encode()]
    yield "organisation_import", ["tên\tloại\tcấp trên\tmã\nSở Một\tSở\t\t1.2\nPhòng Hai\tKhác\tSở Một\t\n".encode(),
                                  "tên\tloại\ttừ ngày\tngoài mạng\ttên khác\nB\tother\t01/02/2026\tx\tC; D\n".encode()]
    yield "storage_expand", [path.read_bytes()[:4_000] for path in sorted((ROOT / "src/storage/migrations").glob("*.sql"))]
    settings = (ROOT / "deploy/neove.yaml").read_text()
    yield "settings", [settings.encode(), settings.replace("#:", "").encode()]
    yield "mail_texts", [(ROOT / "packs/messages/mail.tsv").read_bytes()]
    yield "mail_compose", ["0a1ba@example.vn, Nẻo Về: mốc chứng kiến số 3 Kính gửi\nđơn vị".encode(), b"a@b.vn\r\nBcc: c@d.vn\r\n\r\nx"]
    expressions = json.loads((ROOT / "tests/vectors/expression.json").read_text(encoding="utf-8"))
    # One register of the clinic: a whole programme is longer than what a fuzzer tries.
    sample = ROOT / "programmes/clinic"
    kept = [p for p in FILES if sample in p.parents and "visit_file" not in p.parts]
    first = (sample / "programme.yaml").read_text(encoding="utf-8").replace("[visit_file, sample]", "[sample]")
    yield "definition_folder", ["\x1e".join(
        f"{p.relative_to(sample).as_posix()}\x1f{first if p.name == 'programme.yaml' else p.read_text(encoding='utf-8')}" for p in kept).encode()]
    yield "definition_bundle", [b'{"format":1,"programmes":[{"id":"a","version":"2026-01-01","roles":["r"],"labels":{"vi":{},"en":{}},"registers":[]}]}']
    yield "expression_evaluate", [one["expression"].encode() for part in ("cases", "faults", "checks") for one in expressions[part]]
    forms = json.loads((ROOT / "tests/vectors/form.json").read_text(encoding="utf-8"))
    yield "form_definition", [json.dumps(form, ensure_ascii=False).encode() for form in forms["forms"].values()]
    named = json.loads((ROOT / "tests/vectors/person_words.json").read_text(encoding="utf-8"))
    yield "form_person_words", [text.encode() for text in named["names_nobody"] + [text for text, _ in named["names_somebody"]]]
    yield "form_answers", [json.dumps(one["answers"], ensure_ascii=False).encode() for one in forms["cases"]]
    table = (ROOT / "programmes/lending_library/access.tsv").read_text(encoding="utf-8").splitlines(keepends=True)
    yield "access_table", ["".join(table[:1] + table[n:n + 9]).encode() for n in range(1, len(table), 9)] + [(
        table[0] + "loan\tclerk\topen\tasked\town\tconsent, until 9 days after given\tpublic\t-\tidentity\n#deny\tloan\tblock\tkin\n"
        "#list_identity\tloan\tclerk\town\n#break_glass\tloan\thead\tidentity\t60\tclerk\t3\n#matches\tloan\tclerk\n").encode()]
    yield "access_section", [json.dumps({
        "grants": [{"role": "clerk", "when": ["own"], "actions": ["open", "list", "ask", "give"], "states": ["asked"], "read": ["identity"],
                    "purpose": ["public"], "until": "9 days after given", "consent": True}],
        "denies": [{"if": "block", "unless": ["responsible"]}], "list": {"show": ["title"], "identity": {"roles": ["clerk"], "when": ["own"]}},
        "export": {"roles": ["head"], "classes": ["public"], "rows_max": 9, "identity": {"rows_max": 3, "approvals": 2}},
        "break_glass": {"roles": ["head"], "classes": ["identity"], "minutes": 60, "tell": ["clerk"], "review_within": "3 working_days"},
        "matches": {"tell": "clerk"}}).encode()]
    yield "http_head", [head("GET /api/v1/x%20y?query=c%C3%B4ng+an&n=1 HTTP/1.1", "Cookie: a=b; neove=c", "Accept-Language: vi"),
                        head("POST /a/1/b HTTP/1.1", "Transfer-Encoding: chunked", "Content-Type: application/json"),
                        head("PATCH /a/1 HTTP/1.1", "Content-Length: 12", 'If-Match: "x"', "Expect: 100-continue")]
    yield "http_json", [path.read_bytes()[:6_000] for path in sorted((ROOT / "tests/plans").glob("*.json"))] + [
        json.dumps({"name": "Sở Một", "aliases": [{"name": "S1"}], "offline": False, "list": [1, -2, None]}).encode()]


def main():
    folder = Path(sys.argv[1])
    kept = dict(seeds())
    for path in sorted((ROOT / "fuzz").glob("*/corpus/*/*")):
        kept.setdefault(path.parent.name, []).append(path.read_bytes())
    for target, items in kept.items():
        (folder / target).mkdir(parents=True, exist_ok=True)
        for item in items:
            (folder / target / hashlib.sha1(item).hexdigest()).write_bytes(item)


main()
