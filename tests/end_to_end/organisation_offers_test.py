#!/usr/bin/env python3
"""What the page of a body offers is what the server would do: for an administrator, a focal officer and somebody who keeps no list,
every body says whether she may change it, and a change is refused exactly where it says no."""
from support import on_both_databases

AT = "/api/v1/organisations"


def bodies(client):
    out, after = [], ""
    while True:
        page = client.call("GET", AT + (f"?cursor={after}" if after else "")).json
        out += page["items"]
        if not page.get("next"):
            return out
        after = page["next"]


def story(server):
    seen = {}
    for login in ("quantri", "daumoi.yte", "canbo.xa"):
        client = server.client()
        client.sign_in(login)
        seen[login] = set()
        for row in bodies(client):
            one = client.call("GET", f"{AT}/{row['id']}").json
            seen[login].add(tuple(one["may"]))
            tried = client.call("PATCH", f"{AT}/{row['id']}", {"name": one["name"]}, {"If-Match": f'"{one["etag"]}"'})
            refused = tried.status in (403, 404)
            assert refused != ("change" in one["may"]), (login, row["name"], one["may"], tried.status, tried.body[:300])
    assert seen["quantri"] == {("change", "create")}, seen
    assert seen["daumoi.yte"] == {("change", "create"), ()}, seen
    assert seen["canbo.xa"] == {()}, seen


on_both_databases(story)
