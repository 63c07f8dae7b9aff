-- Accounts, sessions, organisations, documents and their blobs. Rows that confer power carry a keyed `tag`; a row with a
-- wrong tag is as if absent. What is sealed here: account names, verifiers, factors; the reading and text of documents.

CREATE TABLE account (
    id {{text}} NOT NULL PRIMARY KEY,
    login_digest {{blob}} NOT NULL UNIQUE,
    state {{text}} NOT NULL,
    stage {{text}} NOT NULL,
    sealed {{blob}} NOT NULL,
    tag {{blob}} NOT NULL
){{strict}};

CREATE TABLE role_grant (
    id {{text}} NOT NULL PRIMARY KEY,
    account_id {{text}} NOT NULL,
    role_name {{text}} NOT NULL,
    organisation_id {{text}} NOT NULL,
    from_at {{int}} NOT NULL,
    until_at {{int}},
    tag {{blob}} NOT NULL
){{strict}};
CREATE INDEX role_grant_by_account ON role_grant (account_id);

-- `id` is the keyed digest of the cookie: the table holds nothing that can be sent back as one.
CREATE TABLE session (
    id {{text}} NOT NULL PRIMARY KEY,
    account_id {{text}} NOT NULL,
    grant_id {{text}} NOT NULL,
    stage {{text}} NOT NULL,
    created_at {{int}} NOT NULL,
    step_up_at {{int}} NOT NULL,
    locked {{int}} NOT NULL,
    tag {{blob}} NOT NULL
){{strict}};
CREATE INDEX session_by_account ON session (account_id);

CREATE TABLE organisation (
    id {{text}} NOT NULL PRIMARY KEY,
    name {{text}} NOT NULL,
    short_name {{text}} NOT NULL,
    kind {{text}} NOT NULL,
    code {{text}} NOT NULL,
    parent_id {{text}},
    standing_agency_id {{text}},
    offline {{int}} NOT NULL,
    valid_from {{text}} NOT NULL,
    valid_until {{text}} NOT NULL,
    version {{int}} NOT NULL
){{strict}};

CREATE TABLE organisation_alias (
    organisation_id {{text}} NOT NULL,
    name {{text}} NOT NULL,
    from_on {{text}} NOT NULL,
    until_on {{text}} NOT NULL,
    PRIMARY KEY (organisation_id, name)
){{strict}};

CREATE TABLE organisation_successor (
    organisation_id {{text}} NOT NULL,
    successor_id {{text}} NOT NULL,
    subject {{text}} NOT NULL,
    on_date {{text}} NOT NULL,
    basis {{text}} NOT NULL,
    PRIMARY KEY (organisation_id, successor_id, subject)
){{strict}};

CREATE TABLE organisation_member (
    organisation_id {{text}} NOT NULL,
    member_id {{text}} NOT NULL,
    PRIMARY KEY (organisation_id, member_id)
){{strict}};

-- The register of documents. Official numbers and titles of plans lie in the clear; the file, its text and the reading
-- of it are sealed.
CREATE TABLE document (
    id {{text}} NOT NULL PRIMARY KEY,
    owner_org {{text}} NOT NULL,
    uploaded_by {{text}} NOT NULL,
    uploaded_at {{int}} NOT NULL,
    title {{text}} NOT NULL,
    type {{text}} NOT NULL,
    number {{text}} NOT NULL,
    issued_on {{text}} NOT NULL,
    issuer {{text}} NOT NULL,
    state {{text}} NOT NULL,
    tasks {{int}} NOT NULL,
    confirmed {{int}} NOT NULL,
    uncertain {{int}} NOT NULL,
    blob_id {{text}} NOT NULL,
    version {{int}} NOT NULL,
    sealed {{blob}} NOT NULL,
    owner_tag {{blob}} NOT NULL
){{strict}};
CREATE INDEX document_by_time ON document (uploaded_at, id);

CREATE TABLE blob (
    id {{text}} NOT NULL PRIMARY KEY,
    created_at {{int}} NOT NULL,
    chunks {{int}} NOT NULL,
    state {{text}} NOT NULL,
    sealed_key {{blob}} NOT NULL
){{strict}};
CREATE INDEX blob_by_state ON blob (state, created_at);

CREATE TABLE blob_chunk (
    blob_id {{text}} NOT NULL,
    number {{int}} NOT NULL,
    sealed {{blob}} NOT NULL,
    PRIMARY KEY (blob_id, number)
){{strict}};

-- Tasks that a person confirmed; what issue 4 turns into duties.
CREATE TABLE confirmed_task (
    id {{text}} NOT NULL PRIMARY KEY,
    document_id {{text}} NOT NULL,
    path {{text}} NOT NULL,
    body {{text}} NOT NULL,
    category {{text}} NOT NULL,
    choice {{text}} NOT NULL,
    due_on {{text}} NOT NULL,
    confirmed_by {{text}} NOT NULL,
    confirmed_at {{int}} NOT NULL
){{strict}};
CREATE INDEX confirmed_task_by_document ON confirmed_task (document_id);

-- One row per body and role. It lets its organisation see the document, so it carries a keyed tag. `organisation_id` is empty where the body stays named text; `via` names the collective
-- body that an expanded member came from.
CREATE TABLE confirmed_task_body (
    task_id {{text}} NOT NULL,
    role_name {{text}} NOT NULL,
    ordinal {{int}} NOT NULL,
    name {{text}} NOT NULL,
    organisation_id {{text}} NOT NULL,
    via {{text}} NOT NULL,
    document_id {{text}} NOT NULL,
    tag {{blob}} NOT NULL,
    PRIMARY KEY (task_id, role_name, ordinal)
){{strict}};
CREATE INDEX confirmed_task_body_by_organisation ON confirmed_task_body (organisation_id);
