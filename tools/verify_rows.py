"""What a store holds against what its journal says: every event, and the newest state of every row that confers power
(accounts, grants, sessions, documents with their files and relations, confirmed tasks with their bodies, relations to records,
erasures, the table of access in force, acts of breaking the glass, exports that wait, calendars without a session, organisations with
their names, successors, members and unit, letterheads, addresses of reminders, who issued a document) or that holds a redacted record's events under its new key (events themselves never change). The second half of verify_journal.py."""
import re

from verify_journal import COLUMNS, ZERO, blake, field

TABLES = ("account", "role_grant", "session", "proposal", "document", "confirmed_task", "relation", "erasure",
          "access_table", "break_glass", "export_request", "calendar_feed",
          "organisation", "organisation_letterhead", "reminder_address", "issuing_body", "resealed")
# Tables that became power later, and the entry `rows.named` from which on no row of theirs is of before.
LATE = {"organisation": "organisations_named", "organisation_letterhead": "letterheads_named", "reminder_address": "letterheads_named"}
TREE = {"organisation_alias": "1, 2", "organisation_successor": "1, 2, 3", "organisation_member": "1, 2", "organisation_unit": "1"}
BESIDE = ("document_relation", "document_file")  # of a document; they carry no version

VERSION = re.compile(r"(?<=.)\.(\d{12})$", re.A | re.S)

def fields(row):
    return b"".join(map(field, row))

def said_by(store):
    """The digest of each event, the version and digest of each row's newest state, the documents that have events, and what
    an entry says against an earlier one: the first about an event binds, versions never run back. And what an entry
    `rows.named` says no row is from before of (`LATE`; any other: of all other tables)."""
    said, documents, against, named = {}, set(), set(), set()
    for row in store.execute(f"SELECT {COLUMNS} FROM journal ORDER BY seq"):
        register, record, event, body = row[6], row[7], row[8], row[11]
        if event:
            against |= {("event", event)} if said.setdefault(("event", event), (0, body)) != (0, body) else set()
            documents |= {record} if register == "document" else set()
        named |= {record} if row[5] == "rows.named" else set()
        if register.startswith("row."):
            name, version = (register[4:], record[:-13]), VERSION.search(record)  # behind the id: `.` and twelve digits
            if not version:
                against.add((register[4:], record))
            elif int(version[1]) < said.get(name, (0,))[0]:
                against.add(name)
            else:
                said[name] = (int(version[1]), body)
    return said, documents, against, named

def rows_of(store):
    rows = {(table, row[0]): row for table in TABLES for row in store.execute(f"SELECT * FROM {table}")}
    for body in store.execute("SELECT * FROM confirmed_task_body ORDER BY task_id, role_name, ordinal"):
        rows["confirmed_task", body[0]] = rows.get(("confirmed_task", body[0]), ("",)) + body  # "": of no task
    for table, order in TREE.items():
        for child in store.execute(f"SELECT * FROM {table} ORDER BY {order}"):
            rows["organisation", child[0]] = rows.get(("organisation", child[0]), ("",) * 12) + (table, *child)
    for row in store.execute("SELECT * FROM document_relation ORDER BY document_id, relation, other_id"):
        rows["document_relation", row[0]] = rows.get(("document_relation", row[0]), ()) + row
    for row in store.execute("SELECT * FROM document_file"):
        rows["document_file", f"{row[0]}:{row[1]}"] = row
    return rows

def compare(store):
    """Every fault as (where, what)."""
    said, documents, against, named = said_by(store)
    columns = {table: [column[1] for column in store.execute(f"PRAGMA table_info({table})")] for table in TABLES}
    at = {table: names.index("version") for table, names in columns.items() if "version" in names}
    seen = {}
    for row in store.execute("SELECT * FROM event"):
        # The second digest is that of entries of before, which cover the content alone.
        digests = {blake(b"neove.event", fields(row[:12] + row[13:])), blake(b"neove.body", fields(row[10:12]))}
        seen["event", row[0]] = {(0, digest) for digest in digests & {row[12]}}
    for name, row in rows_of(store).items():
        table, key = name
        version = 0 if table in BESIDE or (table == "confirmed_task" and len(row) == 9) else row[at.get(table, -1)]
        is_old = table in LATE or (key in documents if table == "document" else version == 0)  # from before states were named
        if name in said or (LATE[table] in named if table in LATE else named - set(LATE.values())) or not is_old:
            is_counted = version or table not in ("confirmed_task", *BESIDE)
            counted = version if is_counted else said.get(name, (0,))[0]
            seen[name] = {(counted, blake(b"neove.row", fields(row)))}
    gone = {name for name, (_, body) in said.items() if name not in seen and body != ZERO and name[0] != "session"}
    wrong = {name for name, states in seen.items() if said.get(name) not in states} | against
    return [(name[0] if name[0] == "event" else "power " + name[0], f"{name[1]} is not what the journal says")
            for name in sorted(gone | wrong)]
