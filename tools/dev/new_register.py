#!/usr/bin/env python3
"""A register that passes its check and its test, to begin from.

    ./dev new register NAME [--programme DIR]        writes DIR/registers/NAME (DIR: ~/mine, outside the tree)

NAME is its id: lower-case letters, digits, underscores. Where DIR holds no programme yet, one is written too. Nothing that is
there is overwritten.
"""
import argparse, re, sys
from pathlib import Path

PROGRAMME = {
    "programme.yaml": """\
# A programme: registers that share roles. make_believe keeps it out of every store that holds real matters.
id: @ID@
version: 2026-01-01
make_believe: true
roles:
  - officer    # does the work
  - leader     # looks, decides
house_roles: [officer, leader]    # these two are the house's own: whoever holds them there has your registers at once
registers: []
""",
    "labels.vi.yaml": "title: Chương trình mới\nroles: {officer: Cán bộ, leader: Lãnh đạo}\n",
    "labels.en.yaml": "title: New programme\nroles: {officer: Officer, leader: Leader}\n",
}

REGISTER = {
    "form.yaml": """\
# What is asked. Types, classes and conditions: docs/guide/add_a_register.md.
domain: work          # whose keys seal it: work, cases, crime
number_prefix: @PREFIX@
steps:
  - {id: matter, fields: [title, kind, received_on, remark]}
fields:
  - {id: title, type: text, class: internal, required: true, max: 200}
  - {id: kind, type: choice, class: public, required: true, options: [simple, difficult]}
  - {id: received_on, type: date, class: public, required: true, not_after: today}
  - {id: remark, type: long_text, require_when: "kind = 'difficult'"}     # confidential, as every long text
""",
    "workflow.yaml": """\
# What may happen, and in which order. Who may do it stands in access.yaml.
states: [received, {id: settled, final: true}]
actions:
  - {id: receive, creates: true, to: received, fields: [title, kind, received_on, remark]}
  - {id: add_remark, from: [received], fields: [remark]}
  - {id: settle, from: [received], to: settled, fields: [remark], reason: true, not_by_who_did: [receive]}
""",
    "deadlines.yaml": """\
# By when. `status: unconfirmed`: nobody has looked this number up yet, and the page says so beside the day. Where nobody knows any
# number, leave `within` out: then the time that went by is shown, and nobody is late.
- id: settle_in_time
  starts: entered(received)
  stops: entered(settled)
  versions:
    - {from: 2020-01-01, within: 5 working_days, roll: next_working_day, citation: "Ghi điều khoản ở đây", status: unconfirmed}
""",
    "facts.yaml": """\
# What is counted; dimensions lie in the clear, so they are codes and never what a person said.
dimensions:
  - {id: kind, code: kind}
facts:
  - {kind: received, at_state: received}
""",
    "list.yaml": """\
# What a list may show, filter and sort by: at most eight columns, all in the clear.
columns: [title, kind, received_on]
filters:
  - {id: open, states: [received]}
  - {id: late, overdue: true}
sort: due
retention: {months: 60, citation: "Ghi điều khoản ở đây", status: unconfirmed}
""",
    "access.yaml": """\
# Nothing said is refused. own: it belongs to the organisation one acts for; above: to a unit below it.
grants:
  # Without `states` in all of them. What is done at one step is granted in the state it is done from.
  - {role: @FIRST@, when: [own], actions: [open, list, receive, correct, attach], read: [public, internal, confidential],
     write: [public, internal, confidential]}
  - {role: @FIRST@, when: [own], actions: [add_remark, settle], states: [received], read: [public, internal, confidential],
     write: [confidential]}
  - {role: @SECOND@, when: [own, above], actions: [open, list], read: [public, internal]}
  - {role: @SECOND@, when: [own, above], actions: [settle], states: [received], read: [public, internal], write: [confidential]}
denies:
  - {if: block}
list: {show: [number, state, due, title, kind]}
""",
    "labels.vi.yaml": """\
title: Việc
title_many: Việc
steps: {matter: Nội dung}
fields:
  title: Tên việc
  kind: Loại
  received_on: Ngày nhận
  remark: {label: Ghi chú, help: Việc khó thì phải ghi}
options:
  kind: {simple: Đơn giản, difficult: Khó}
states: {received: Đã nhận, settled: Đã giải quyết}
actions:
  receive: {label: Nhận việc, done: Đã nhận việc}
  add_remark: {label: Ghi chú thêm, done: Đã ghi chú}
  settle: {label: Giải quyết, done: Đã giải quyết}
limits: {settle_in_time: Hạn giải quyết}
filters: {open: Đang giải quyết, late: Quá hạn}
dimensions: {kind: Loại}
facts: {received: Việc đã nhận}
""",
    "labels.en.yaml": """\
title: Matter
title_many: Matters
steps: {matter: The matter}
fields:
  title: Title
  kind: Kind
  received_on: Received on
  remark: {label: Remark, help: Needed where it is difficult}
options:
  kind: {simple: Simple, difficult: Difficult}
states: {received: Received, settled: Settled}
actions:
  receive: {label: Receive, done: Received}
  add_remark: {label: Add a remark, done: Remark added}
  settle: {label: Settle, done: Settled}
limits: {settle_in_time: Due}
filters: {open: Open, late: Overdue}
dimensions: {kind: Kind}
facts: {received: Matters received}
""",
    "scenarios/settled_in_time.yaml": """\
name: Nhận việc, người khác giải quyết đúng hạn
steps:
  - {at: 2026-03-02 08:00, as: @FIRST@, do: receive, answers: {title: Sửa cổng trường, kind: difficult, received_on: 2026-03-02}, refused: record.many_faults}
  - {as: @FIRST@, do: receive, answers: {title: Sửa cổng trường, kind: difficult, received_on: 2026-03-02, remark: Cần thợ hàn}}
  - {expect: {state: received, due: {settle_in_time: 2026-03-09}, facts: [{kind: received}]}}
  - {at: 2026-03-04 10:00, as: @FIRST@, do: settle, reason: Đã xong, refused: workflow.other_person}
  - {as: @SECOND@, do: settle, reason: Đã xong}
  - {expect: {state: settled, met: settle_in_time, overdue: [], facts_exactly: [{kind: received}]}}
""",
}


def stop(message):
    print(message, file=sys.stderr)
    sys.exit(2)


def prefix_for(name, folder):
    """Two capital letters that no register beside it has."""
    taken = {found.group(1) for file in folder.parent.glob("*/registers/*/form.yaml")
             if (found := re.search(r"number_prefix: *([A-Z]+)", file.read_text(encoding="utf-8")))}
    letters = re.sub("[^A-Z]", "", name.upper())
    wishes = [letters[0] + other for other in letters[1:]] + [letters[0] + chr(c) for c in range(65, 91)]
    return next((wish for wish in wishes if wish not in taken), letters[:1] + "XXX")


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("what", choices=["register"])
    parser.add_argument("name")
    parser.add_argument("--programme", default="~/mine")
    words = parser.parse_args()
    if not re.fullmatch(r"[a-z][a-z0-9_]{0,47}", words.name):
        stop(f"{words.name}: an id has lower-case letters, digits and underscores, and begins with a letter")
    folder = Path(words.programme).expanduser().resolve()
    head = folder / "programme.yaml"
    register = folder / "registers" / words.name
    if register.exists():
        stop(f"{register}: is there already")
    if not head.exists():
        folder.mkdir(parents=True, exist_ok=True)
        for file, text in PROGRAMME.items():
            (folder / file).write_text(text.replace("@ID@", re.sub("[^a-z0-9_]", "_", folder.name.lower())), encoding="utf-8")
    text = head.read_text(encoding="utf-8")
    # Plain `roles:` lists and lists in brackets; the first two roles get the first rights.
    block = re.search(r"^roles:(.*?)(?=^\S)", text, re.S | re.M).group(1)
    roles = re.findall(r"^\s*- *([a-z0-9_]+)", block, re.M) or re.findall(r"[a-z][a-z0-9_]*", block)
    if len(roles) < 2:
        stop(f"{head}: name two roles at least; whoever receives a matter does not settle it")
    added, count = re.subn(r"^registers: *\[(.*?)\]",
                           lambda found: f"registers: [{', '.join(filter(None, [found.group(1), words.name]))}]", text, flags=re.M)
    if count != 1:
        stop(f"{head}: no line `registers: […]` to add {words.name} to")
    prefix = prefix_for(words.name, folder)
    for file, content in REGISTER.items():
        path = register / file
        path.parent.mkdir(parents=True, exist_ok=True)
        for mark, by in {"@PREFIX@": prefix, "@FIRST@": roles[0], "@SECOND@": roles[1]}.items():
            content = content.replace(mark, by)
        path.write_text(content, encoding="utf-8")
    head.write_text(added, encoding="utf-8")
    shown = Path(words.programme).expanduser()
    print(f"{shown / 'registers' / words.name} is written. Next:\n"
          f"  neove programme check {shown}     every fault with its line\n"
          f"  neove programme test {shown}      its scenario\n"
          f"  neove programme access {shown} > {shown / 'access.tsv'}\n"
          f"  ./dev run --programme {shown} --store {shown}.store     on the screen\n"
          "The guide: docs/guide/add_a_register.md")


if __name__ == "__main__":
    main()
