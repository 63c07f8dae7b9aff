"""What a store holds against what its journal says: every event, and the newest state of every row that confers power
(accounts, grants, sessions, documents, confirmed tasks with their bodies). The second half of verify_journal.py."""
from verify_journal import COLUMNS, ZERO, blake, field

TABLES = ("account", "role_grant", "session", "document", "confirmed_task")

def fields(row):
    return b"".join(map(field, row))

def said_by(store):
    """The digest that the newest entry gives of each event and row, and the documents that have events."""
    said, documents = {}, set()
    for row in store.execute(f"SELECT {COLUMNS} FROM journal ORDER BY seq"):
        register, record, event, body = row[6], row[7], row[8], row[11]
        if event:
            said["event", event] = body
            documents |= {record} if register == "document" else set()
        if register.startswith("row."):
            said[register[4:], record[:-13]] = body  # behind the id stand `.` and twelve digits of its version
    return said, documents

def rows_of(store):
    rows = {(table, row[0]): row for table in TABLES for row in store.execute(f"SELECT * FROM {table}")}
    for body in store.execute("SELECT * FROM confirmed_task_body ORDER BY task_id, role_name, ordinal"):
        rows["confirmed_task", body[0]] = rows.get(("confirmed_task", body[0]), ("",)) + body  # "": of no task
    return rows

def compare(store):
    """Every fault as (where, what)."""
    said, documents = said_by(store)
    seen = {}
    for row in store.execute("SELECT * FROM event"):
        # The second digest is that of entries of before, which cover the content alone.
        digests = {blake(b"neove.event", fields(row[:12] + row[13:])), blake(b"neove.body", fields(row[10:12]))}
        seen["event", row[0]] = digests & {row[12]}
    for name, row in rows_of(store).items():
        table, key = name
        version = 0 if table == "confirmed_task" and len(row) == 9 else row[-2 if table == "session" else -1]
        is_old = key in documents if table == "document" else version == 0  # from before states were named
        if name in said or not is_old:
            seen[name] = {blake(b"neove.row", fields(row))}
    gone = {name for name, body in said.items() if name not in seen and body != ZERO and name[0] != "session"}
    wrong = {name for name, digests in seen.items() if said.get(name) not in digests}
    return [(name[0] if name[0] == "event" else "power " + name[0], f"{name[1]} is not what the journal says")
            for name in sorted(gone | wrong)]
