#!/usr/bin/env python3
"""10,000 random sets of answers to the forms of the shared vectors, from a fixed seed: C++ and TypeScript keep, ask, compute and refuse alike,
byte for byte. Most answers are nearly right; a few are of another shape altogether, and a few belong to no field."""
import json, random

import twins

CASES = 10_000
VECTORS = "tests/vectors/form.json"
LARGE = 2**53 - 1
TODAYS = ["2026-11-22", "2024-02-29", "1900-01-01", "2199-12-31"]
TEXTS = ["\u200b", "\u200d\u2060", "a\u202eb", "a" + "\u0316" * 8, "a" + "\u0316" * 8 + "\u200d\u0316", "می\u200cخواهم", "\u3164", "31/02/2026", "?", "王", "", "  ", "a", " b ", "x\ny", "tab\there", "a\r\nb\rc", "\u0000", "\u0085", "Nguye\u0302\u0303n Văn A", "ế" * 21, "😀" * 20, "\ufeffđường\u3000", "001099012345",
         "0912 345 678", "+84 91.234-5678", "12.345.678.000", "01-02-2026 08:30", "Nguyễn Văn A, Trần Thị B và Lê Thị Cúc", "Hà Nội, Nghệ An, Sơn La",
         "1. NGUYỄN VĂN A;2. TRẦN THỊ B; 3. LÊ VĂN C D E", "Nguye\u0302\u0303n Văn A; Trần Thị B", "An Bình Cường (5), Dũng-Em Phương G, Hoa Hồng Lan and Mai Nga Oanh", "constructor", "__proto__", "; ".join(["An Bình Cường Dũng Em Phương"] * 3)]
PIECES = ["Nguyễn", "NGUYỄN", "nguyễn", "Trần", "Lê", "LÒ", "Hồ", "Đoàn", "Nguyen", "Tran", "Văn", "Thị", "A", "Bình", "CÚC", "Chí", "Minh", "kiểm", "Kiểm", "tra", "ông", "Bà", "chí",
          "xã", "Xã", "TP", "đường", "và", "Và", "đồng", "triệu", "lượt", "MST", "khoản", "số", "/KH-UBND", "/2026/QĐ", "/2026", "+", "0912", "345", "678", "012345678", "123456789", "001099012345", "125000000", "0912345678",
          "02438251234", "84912345678", "12.345.678", "01-02-2026", "1", "İ", "ǅa", "ĳ", "𝐀𝐛", "é", "\u0301", "văn", "thị", "CMND", "minh", "nhân", "dân", "Giàng Páo", "Hồ Páo", "Lê An", "(0912)", "(+84)", "０９１２", "٣٤٥", "𝟔𝟕𝟖", "²", "\u200b", "123456000", "000"]
GAPS = [" "] * 8 + ["\u00a0", "\u2009", "–", " – ", "\u200b", "／", ",", " (", ") ", "(", "\u2028", "·", ", ", "; ", ". ", ".", ": ", "\n", "  ", "-", " - ", "/", "&", "", " và "]
CODES = ["yes", "no", "@declined", "@not_asked", "strange", "", "toString"]
DATES = ["2026-11-22", "2026-11-23", "2026-11-21", "1899-12-31", "1900-01-01", "2199-12-31", "2200-01-01", "2026-02-29", "2024-02-29", "2027-12-31", "22/11/2026", "2026-1-1"]
PARTIALS = ["2026", "2026-11", "2026-12", "2026-13", "2008", "2008-10", "2008-11-22", "1900", "2199", "2026-", "26"]
TIMES = ["T00:00", "T23:59", "T24:00", "T10:60", " 10:00", "", "T10:00Z"]
IDS = ["0123456789abcdef0123456789abcdef", "0123456789ABCDEF0123456789abcdef", "x"]


class Cases:
    def __init__(self, seed, forms):
        self.random = random.Random(seed)
        self.forms = forms

    def words(self):
        """Sentences out of the pieces that the rule about persons looks at, in any order."""
        piece = lambda: self.one_of(PIECES) if self.often(0.85) else "".join(str(self.random.randrange(10)) for _ in range(self.random.randrange(8, 14)))
        return "".join(piece() + self.one_of(GAPS) for _ in range(self.random.randrange(1, 14)))

    def one_of(self, items):
        return items[self.random.randrange(len(items))]

    def often(self, chance):
        return self.random.random() < chance

    def anything(self):
        return self.one_of([None, True, 0, -1, LARGE, "", "a", [], ["a"], {}, {"name": "a"}, [[]], [{}], {"code": "1", "list": "2025-07-01"}])

    def some(self, make, most):
        return [make() for _ in range(self.random.randrange(most + 1))]

    def code(self, field):
        options = [one if isinstance(one, str) else one["code"] for one in field["options"]]
        return self.one_of(options) if self.often(0.85) else self.one_of(CODES)

    def right(self, field):
        """Mostly what the type asks for, at the edges as often as in the middle."""
        kind = field["type"]
        if self.often(0.04):
            return self.mark()
        date = lambda: self.one_of(DATES[:3]) if self.often(0.6) else self.one_of(DATES)
        partial = lambda: self.one_of(PARTIALS + DATES)
        text = lambda: self.one_of(TEXTS) if self.often(0.7) else self.words()
        if kind in ("integer", "money"):
            return self.one_of([0, 1, 2, 3, 5, 20, 21, 600, -1, 94906266, LARGE, -LARGE, LARGE + 1])
        if kind == "choice":
            return self.code(field)
        if kind == "multi_choice":
            return self.some(lambda: self.code(field), 4)
        if kind == "date":
            return date()
        if kind == "partial_date":
            return partial()
        if kind == "date_time":
            return date() + (self.one_of(TIMES[:2]) if self.often(0.7) else self.one_of(TIMES))
        if kind == "person":
            return self.object(name=text, other_names=lambda: self.some(text, 3), born=partial)
        if kind == "identity_number":
            return self.object(kind=lambda: self.one_of(["citizen", "passport", "No!", "", 3]), number=text)
        if kind == "admin_unit":
            return self.object(code=lambda: self.one_of(["101", "102", "", "a", 101]), list=date)
        if kind == "phone":
            return self.one_of(["0912 345 678", "+84-91.234.5678", "113", "11", "gọi nhà", "1" * 16, "0912\n345", ""])
        if kind == "country":
            return self.one_of(["VN", "vn", "VNM", "V"])
        if kind == "language":
            return self.one_of(["vi", "hmn", "VI", "v"])
        if kind == "organisation":
            return self.one_of(IDS)
        if kind == "attachment":
            return self.some(lambda: self.one_of(IDS) if self.often(0.9) else self.mark(), 3)
        if kind == "rows":
            return self.some(lambda: self.answers(field["fields"], 0.6) if self.often(0.95) else self.anything(), 4)
        return text()

    def mark(self):
        return {"@redacted": self.one_of(DATES[:2])}

    def object(self, **members):
        out = {name: make() for name, make in members.items() if self.often(0.8)}
        return {**out, "strange": 1} if self.often(0.05) else out

    def answers(self, fields, chance):
        out = {field["id"]: self.right(field) if self.often(0.95) else self.anything() for field in fields if self.often(chance)}
        if self.often(0.05):
            out[self.one_of(["no_field", "constructor", "__proto__", "Tên", "a" * 49, "1"])] = self.anything()
        return dict(sorted(out.items(), key=lambda _: self.random.random()))

    def line(self):
        name = self.one_of(sorted(self.forms))
        fields = self.forms[name]["fields"]
        one = {"form": name, "today": self.one_of(TODAYS) if self.often(0.2) else TODAYS[0], "asks": [f["id"] for f in fields if self.often(0.1)],
               "answers": self.answers(fields, self.one_of([0.3, 0.8, 0.95])) if self.often(0.995) else self.anything()}
        if self.often(0.3):
            one["before"] = one["answers"] if self.often(0.3) else self.answers(fields, 0.8)
        return json.dumps(one, ensure_ascii=self.often(0.5))


def kinds(answer):
    read = json.loads(answer)
    yield "right" if not read["faults"] else "faulty"
    for code in {code for code, _ in read["faults"] + read["asked"]}:
        yield code
    if isinstance(read["settled"], dict):
        yield from ("computed from redacted" for name in ("is_child", "damage_all", "third", "due_latest") if isinstance(read["settled"].get(name), dict))
        yield from (name for name in ("guardian", "third", "damage_all", "is_child", "other_need", "nights", "both") if name in read["settled"])


def main():
    cases = Cases(20261122, json.loads((twins.ROOT / VECTORS).read_text(encoding="utf-8"))["forms"])
    ours = twins.compare("form", [cases.line() for _ in range(CASES)], VECTORS)
    codes = ["required", "unknown_field", "type", "control_character", "too_long", "out_of_range", "not_an_option", "date_order", "looks_like_person", "name_without_letter",
             "like_identity_number", "like_phone", "like_names"]
    twins.reached((kind for answer in ours for kind in kinds(answer)), {
        **{f"form.{code}": 200 for code in codes}, "right": 100, "guardian": 100, "third": 200, "damage_all": 500, "is_child": 200,
        "other_need": 100, "nights": 100, "both": 50, "computed from redacted": 100})


main()
