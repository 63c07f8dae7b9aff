"""Holds what a running server takes and gives to its own OpenAPI document. A script that starts its server through support.py is
held as it runs: the first answer that the document does not describe ends it with a word."""
import gzip, json, re

try:
    from jsonschema import Draft202012Validator
    from jsonschema.exceptions import best_match
except ImportError:  # Debian: python3-jsonschema
    Draft202012Validator = None

# What the listener or a fault may answer to anything, before or behind every route: `default` in the document.
OF_ANY_ROUTE = {400, 405, 408, 413, 429, 431, 500, 503}
METHODS = {"get", "post", "put", "patch", "delete"}


class Undescribed(AssertionError):
    pass


class Contract:
    """The document of one server, and which routes were seen to succeed."""

    def __init__(self, document):
        self.document, self.succeeded, self.validators = document, set(), {}
        self.holds_requests = True  # off for callers who send what nobody should
        self.routes = []
        for path, item in document["paths"].items():
            pattern = re.compile(re.sub(r"\\\{\w+\\\}", "[^/]+", re.escape(path)))
            self.routes += [(method.upper(), path, pattern, operation) for method, operation in item.items()]
        # A fixed segment goes before a parameter, as in the server.
        self.routes.sort(key=lambda route: route[1].count("{"))

    def names(self):
        return {f"{method} {path}" for method, path, _, _ in self.routes}

    def find(self, method, path):
        for known, template, pattern, operation in self.routes:
            if known == method and pattern.fullmatch(path):
                return f"{known} {template}", operation
        return None, None

    def resolve(self, value):
        while "$ref" in value:
            at = self.document
            for step in value["$ref"].removeprefix("#/").split("/"):
                at = at[step]
            value = at
        return value

    def hold(self, value, schema, what):
        key = json.dumps(schema, sort_keys=True)
        if key not in self.validators:
            self.validators[key] = Draft202012Validator({**schema, "components": self.document["components"]})
        fault = best_match(self.validators[key].iter_errors(value))
        if fault is not None:
            place = "/" + "/".join(str(step) for step in fault.absolute_path)
            raise Undescribed(f"{what} at {place}: {fault.message[:400]}")

    def check(self, method, target, sent, body, answer):
        """One request as it was sent (its headers, its JSON or nothing) and what came back."""
        path, _, query = target.partition("?")
        name, operation = self.find(method, path)
        if operation is None:
            return
        what = f"{name} → {answer.status}"
        described = operation["responses"].get(str(answer.status))
        if described is None and answer.status in OF_ANY_ROUTE:
            described = operation["responses"]["default"]
        if described is None:
            raise Undescribed(f"{what}: a status the document does not know ({answer.body[:200]!r})")
        described = self.resolve(described)
        self.check_answer(what, described, answer)
        if answer.status < 300:
            self.succeeded.add(name)
            if self.holds_requests:
                self.check_request(what, operation, sent, query, body)

    def check_answer(self, what, described, answer):
        for header in described.get("headers", {}):
            if answer.headers.get(header) is None:
                raise Undescribed(f"{what}: without the header {header}")
        for header in ("ETag", "Location", "Content-Disposition", "Retry-After"):
            if answer.headers.get(header) is not None and header not in described.get("headers", {}) and answer.status != 503:
                raise Undescribed(f"{what}: with a header {header} of which the document is silent")
        content = described.get("content")
        if content is None:
            if answer.body:
                raise Undescribed(f"{what}: with a body of which the document is silent")
            return
        media = (answer.headers.get("Content-Type") or "").split(";")[0]
        if media not in content:
            raise Undescribed(f"{what}: of type {media!r}, not {sorted(content)}")
        if media.endswith("json"):
            zipped = answer.headers.get("Content-Encoding") == "gzip"
            self.hold(json.loads(gzip.decompress(answer.body) if zipped else answer.body), content[media]["schema"], what)

    def check_request(self, what, operation, sent, query, body):
        """A request that succeeded must be one that the document allows: else it would forbid what the pages do."""
        parameters = [self.resolve(one) for one in operation.get("parameters", [])]
        known = {one["name"] for one in parameters if one["in"] == "query"}
        for part in filter(None, query.split("&")):
            if part.split("=")[0] not in known:
                raise Undescribed(f"{what}: a query parameter {part.split('=')[0]!r} of which the document is silent")
        headers = {name.lower() for name in sent}
        for one in parameters:
            if one["in"] == "header" and one["required"] and one["name"].lower() not in headers:
                raise Undescribed(f"{what}: without the header {one['name']}, which the document demands")
        told = {one["name"].lower() for one in parameters if one["in"] == "header"}
        for name in ("if-match", "idempotency-key", "x-file-name"):
            if name in headers and name not in told and body is not None:
                raise Undescribed(f"{what}: the document does not name the header {name}")
        if body is not None and "requestBody" in operation:
            schema = operation["requestBody"]["content"].get("application/json", {}).get("schema")
            if schema is None:
                raise Undescribed(f"{what}: JSON where the document says none")
            self.hold(body, schema, f"the body sent to {what}")


# The part of OpenAPI 3.1 that we write: closed, so that a misspelt member of the document is seen.
TEXT = {"type": "string"}
CLOSED = {"additionalProperties": False}
REFERENCE = {"type": "object", "properties": {"$ref": TEXT}, "required": ["$ref"], **CLOSED}
MEDIA = {"type": "object", "additionalProperties": {
    "type": "object", "properties": {"schema": {"type": "object"}}, "required": ["schema"], **CLOSED}}
HEADER = {"type": "object", "properties": {"description": TEXT, "schema": {"type": "object"}}, "required": ["schema"], **CLOSED}
RESPONSE = {"type": "object", "required": ["description"], **CLOSED, "properties": {
    "description": {"type": "string", "minLength": 1}, "headers": {"type": "object"}, "content": MEDIA}}
PARAMETER = {"type": "object", "required": ["name", "in", "schema"], **CLOSED, "properties": {
    "name": TEXT, "in": {"enum": ["path", "query", "header"]}, "required": {"type": "boolean"}, "description": TEXT,
    "schema": {"type": "object"}}}
OPERATION = {"type": "object", "required": ["summary", "responses"], **CLOSED, "properties": {
    "summary": {"type": "string", "minLength": 1}, "parameters": {"type": "array", "items": {"anyOf": [REFERENCE, PARAMETER]}},
    "requestBody": {"type": "object", "required": ["content"], **CLOSED,
                    "properties": {"required": {"type": "boolean"}, "content": MEDIA}},
    "responses": {"type": "object", "required": ["default"], "additionalProperties": False, "patternProperties": {
        "^([2-5][0-9]{2}|default)$": {"anyOf": [REFERENCE, RESPONSE]}}},
    "security": {"type": "array"}}}
DOCUMENT = {"type": "object", "required": ["openapi", "info", "paths", "components", "security"], **CLOSED, "properties": {
    "openapi": {"const": "3.1.0"}, "security": {"type": "array", "minItems": 1},
    "info": {"type": "object", "required": ["title", "version"], "properties": {"title": TEXT, "version": TEXT}, **CLOSED},
    "paths": {"type": "object", "additionalProperties": False, "patternProperties": {"^/": {
        "type": "object", "properties": {method: OPERATION for method in METHODS}, **CLOSED}}},
    "components": {"type": "object", **CLOSED, "properties": {
        "schemas": {"type": "object"}, "parameters": {"type": "object", "additionalProperties": PARAMETER},
        "headers": {"type": "object", "additionalProperties": HEADER},
        "responses": {"type": "object", "additionalProperties": RESPONSE}, "securitySchemes": {"type": "object"}}}}}


def check_document(document):
    """Whether the document is one: its form, every schema in it, every reference, every parameter of a path."""
    fault = best_match(Draft202012Validator(DOCUMENT).iter_errors(document))
    assert fault is None, f"the document at {list(fault.absolute_path)}: {fault.message[:300]}"
    contract, used = Contract(document), set()

    def walk(value, at):
        if isinstance(value, list):
            for one in value:
                walk(one, at)
        if not isinstance(value, dict):
            return
        for name, one in value.items():
            if name == "$ref" and isinstance(one, str):
                contract.resolve(value)  # KeyError where it leads nowhere
                used.add(one)
            if name in ("schema", "schemas"):
                for schema in one.values() if name == "schemas" else [one]:
                    Draft202012Validator.check_schema(schema)
            walk(one, f"{at}/{name}")

    walk(document, "")
    objects = [schema for schema in document["components"]["schemas"].values() if schema.get("type") == "object"]
    assert objects and all(schema["additionalProperties"] is False for schema in objects), "an object that is open"
    for kind, parts in document["components"].items():
        unused = {name for name in parts if f"#/components/{kind}/{name}" not in used}
        assert kind == "securitySchemes" or not unused, f"{kind} that nothing uses: {unused}"
    for name, path, _, operation in contract.routes:
        declared = [one["name"] for one in operation.get("parameters", []) if one.get("in") == "path"]
        assert declared == re.findall(r"\{(\w+)\}", path), f"{name} {path}: parameters {declared}"
    return contract
