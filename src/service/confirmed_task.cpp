#include "service/confirmed_task.h"

#include "review/json_form.h"
#include "service/document_record.h"
#include "storage/row_digest.h"
#include "storage/statements/documents.h"

#include <algorithm>

namespace neove::service {

namespace statements = storage::statements;

namespace {

Bytes task_place(const Keys& keys, const TaskId& task) {
    keyring::SealedPlace place;
    place.purpose = keyring::Purpose::Field;
    place.store = keys.store;
    place.domain = keyring::Domain::Work;
    place.register_name = "confirmed_task";
    place.record = RecordId::trusted(task.text());
    place.field_class = keyring::FieldClass::Internal;
    return keyring::associated_data(place);
}

Result<> add_bodies(
    const std::string& role,
    const review::Bodies& bodies,
    BodyResolver& resolver,
    std::vector<ConfirmedBody>& out
) {
    for (std::size_t i = 0; i < bodies.size(); ++i) {
        const BodyView& view = resolver.of(bodies[i]);
        if (view.is_open_question()) {
            const char* code = view.status == "ambiguous" ? "review.body_ambiguous" : "review.body_ended";
            return refuse(ErrorKind::Invalid, code, "/" + role + "/" + std::to_string(i));
        }
        const bool is_one = view.status == "resolved";
        out.push_back({role, view.text, is_one ? view.organisation : OrganisationId(), {}});
        if (view.status != "collective") continue;
        for (const auto& [id, name] : view.members) out.push_back({role, name, id, view.text});
    }
    return {};
}

}  // namespace

Result<std::vector<ConfirmedBody>> confirmed_bodies(const review::Task& task, BodyResolver& resolver) {
    std::vector<ConfirmedBody> bodies;
    TRY(add_bodies("lead", task.item.lead, resolver, bodies));
    TRY(add_bodies("coordinate", task.item.coordinate, resolver, bodies));
    TRY(add_bodies("requested", task.item.requested, resolver, bodies));
    return bodies;
}

namespace {

storage::Parameters task_row(const Keys& keys, const DocumentId& document, const review::Task& task) {
    const Bytes words =
        crypto::seal_padded(keys.document, as_bytes(task.item.text), task_place(keys, task.id));
    return {
        task.id.text(),
        document.text(),
        task.item.path,
        to_base64url(words),
        std::string(review::name_of(task.item.category)),
        std::string(review::name_of(task.choice)),
        task.due,
        task.confirmed_by,
        task.confirmed_at.micros};
}

/// One state for the task and all its bodies: they come and go together.
storage::RowState state_of(
    const TaskId& task,
    std::int64_t version,
    storage::Parameters columns,
    std::vector<storage::Parameters> bodies
) {
    // By role and ordinal, as their key sorts them.
    std::ranges::sort(bodies, {}, [](const storage::Parameters& row) {
        return std::pair(std::get<std::string>(row[1]), std::get<std::int64_t>(row[2]));
    });
    for (const storage::Parameters& row : bodies) columns.insert(columns.end(), row.begin(), row.end());
    return {std::string(table_of(RowKind::Task)), task.text(), version, storage::row_digest(columns)};
}

}  // namespace

std::vector<storage::Write> insert_confirmed(
    const Keys& keys,
    const DocumentId& document,
    const review::Task& task,
    const std::vector<ConfirmedBody>& bodies,
    std::int64_t version
) {
    std::vector<storage::Parameters> rows;
    std::int64_t ordinal = 0;
    for (const ConfirmedBody& body : bodies) {
        const Digest tag = assigned_tag(keys, document, task.id, body.role, body.organisation, version);
        rows.push_back(
            {task.id.text(),
             body.role,
             ordinal++,
             body.name,
             body.organisation.text(),
             body.via,
             document.text(),
             Bytes(tag.begin(), tag.end()),
             version}
        );
    }
    storage::Parameters own = task_row(keys, document, task);
    std::vector<storage::Write> writes;
    writes.push_back({&statements::kInsertConfirmedTask, own, 1, state_of(task.id, version, own, rows)});
    for (storage::Parameters& row : rows) {
        writes.push_back({&statements::kInsertConfirmedBody, std::move(row), 1});
    }
    return writes;
}

std::vector<storage::Write> delete_confirmed(const TaskId& task, std::int64_t version) {
    return {
        {&statements::kDeleteConfirmedBodies, {task.text()}},
        {&statements::kDeleteConfirmedTask,
         {task.text()},
         1,
         storage::RowState{std::string(table_of(RowKind::Task)), task.text(), version, {}}}};
}

std::optional<std::string> confirmed_text(const Keys& keys, const TaskId& task, const std::string& stored) {
    const auto sealed = parse_base64url(stored);
    const auto plain =
        sealed ? crypto::open_padded(keys.document, *sealed, task_place(keys, task)) : std::nullopt;
    if (!plain) return std::nullopt;
    return std::string(as_text(*plain));
}

json::Value to_json(const std::vector<ConfirmedBody>& bodies) {
    json::Array out;
    for (const ConfirmedBody& body : bodies) {
        out.push_back(json::Object{
            {"role", body.role},
            {"name", body.name},
            {"organisation", body.organisation.text()},
            {"via", body.via}});
    }
    return out;
}

}  // namespace neove::service
