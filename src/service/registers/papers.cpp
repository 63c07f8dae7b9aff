#include "service/registers/papers.h"

#include "access/disclosure.h"
#include "organisation/desks.h"

#include <algorithm>
#include <set>

namespace neove::service {

namespace {

using definition::PaperRows;
using definition::PaperTemplate;

constexpr std::size_t kOfferedMax = 10'000;   // rows looked at before a paper is offered
constexpr std::size_t kCountedMax = 500'000;  // rows looked at to say how many there are

auto not_found() {
    return refuse(ErrorKind::NotFound, "access.not_found");
}

std::optional<PaperTemplate> find_template(
    const Programme& programme, const std::string& id, const std::string& of
) {
    for (const definition::Programme& one : programme.bundle->programmes) {
        for (PaperTemplate& paper : definition::papers_of(one)) {
            if (paper.id == id && paper.register_id == of) return std::move(paper);
        }
    }
    return std::nullopt;
}

bool takes_part(const Programme& programme, const std::string& id) {
    return std::ranges::find(programme.registers, id) != programme.registers.end();
}

bool is_offered(const Caller& caller, const Programme& programme, const PaperTemplate& paper) {
    const auto reads = paper.registers();
    return std::ranges::all_of(reads, [&](const std::string& id) {
        if (!takes_part(programme, id)) return false;
        // Whoever may read one record may print it.
        if (paper.of_record) return programme.rules.may_ever(caller.actor.role, id, access::kOpen);
        return access::is_exporter(programme.rules, caller.actor.role, id);
    });
}

access::Classes classes_of(const PaperTemplate& paper) {
    access::Classes out = bit_of(form::Class::Public);
    if (!paper.is_text || !paper.internal.empty()) out |= bit_of(form::Class::Internal);
    if (paper.confidential) out |= bit_of(form::Class::Confidential);
    return out;
}

/// The question narrowed to what the template is about; nothing where both leave no state.
std::optional<RecordQuery> narrowed(const Desk& desk, const PaperRows& rows, RecordQuery query) {
    query.register_id = rows.register_id;
    query.cursor.clear();
    query.overdue = query.overdue || rows.overdue;
    if (!rows.sort.empty()) query.sort = rows.sort;
    if (rows.states.empty()) return query;
    std::vector<std::string> asked = query.states;
    const auto& filters = desk.current->list.filters;
    const auto saved = std::ranges::find(filters, query.filter, &definition::SavedFilter::id);
    if (asked.empty() && saved != filters.end()) asked = saved->states;
    query.states.clear();
    for (const std::string& state : rows.states) {
        if (asked.empty() || std::ranges::find(asked, state) != asked.end()) query.states.push_back(state);
    }
    return query.states.empty() ? std::nullopt : std::optional(std::move(query));
}

/// Bodies that the caller writes for: at a desk she writes for its body.
std::set<std::string> own_bodies(const Caller& caller) {
    std::set<std::string> out{caller.acting.organisation.text()};
    for (const OrganisationId& body : caller.actor.desk_of) out.insert(body.text());
    return out;
}

bool names_one_of(const json::Value& answers, const std::string& field, const std::set<std::string>& bodies) {
    const json::Value* body = answers.find(field);
    return body != nullptr && body->string() != nullptr && bodies.contains(*body->string());
}

/// Those of which she may take the template's action now; nothing where it names none.
Result<std::optional<std::set<RecordId>>> acted_on(
    House& house,
    storage::Snapshot& snapshot,
    const Caller& caller,
    const Desk& desk,
    const PaperRows& rows,
    const RecordQuery& query,
    std::size_t most
) {
    if (rows.may.empty()) return std::nullopt;
    std::set<RecordId> out;
    TRY(walk_records(house, snapshot, caller, desk, query, rows.may, most, [&](const WalkedRecord& one) {
        const workflow::Action* act = desk.current->workflow.find(rows.may);
        const bool fits = act != nullptr && std::ranges::find(act->from, one.row.state) != act->from.end();
        if (fits) out.insert(one.row.id);
    }));
    return out;
}

Keep keep_of(const Caller& caller, const PaperRows& rows, std::optional<std::set<RecordId>> acted) {
    if (rows.own.empty() && !acted) return {};
    return [field = rows.own, own = own_bodies(caller), acted = std::move(acted)](const ExportedRecord& one) {
        if (acted && !acted->contains(one.row.id)) return false;
        return field.empty() || names_one_of(one.answers, field, own);
    };
}

/// Who writes the paper: of one over the bodies' own rows the body whose rows they are, the highest where a
/// desk's own are among them. Everything else she writes for where she acts.
OrganisationId sender_of(const House& house, const Caller& caller, const std::vector<PaperRecords>& parts) {
    const OrganisationId& acting = caller.acting.organisation;
    const auto view = house.live.view();
    OrganisationId out = acting;
    for (const OrganisationId& body :
         organisation::bodies_of_desk(view->directory, house.vocabulary.kinds, acting)) {
        const bool is_theirs = std::ranges::any_of(parts, [&](const PaperRecords& part) {
            return !part.rows.own.empty() && std::ranges::any_of(part.records, [&](const auto& one) {
                const json::Value* said = one.answers.find(part.rows.own);
                return said != nullptr && said->string() != nullptr && *said->string() == body.text();
            });
        });
        if (is_theirs) out = body;
    }
    return out;
}

std::set<std::string> counted_actions(const PaperTemplate& paper, const std::string& source) {
    std::set<std::string> out;
    for (const definition::PaperBlock& block : paper.blocks) {
        if (block.source != source) continue;
        for (const definition::PaperColumn& column : block.columns) {
            if (!column.count.empty()) out.insert(column.count);
        }
    }
    if (!source.empty()) return out;
    const auto take = [&](const std::string& text) {
        for (const definition::Piece& piece :
             definition::pieces_of(text).value_or(std::vector<definition::Piece>())) {
            if (piece.kind == definition::Piece::Kind::Again) out.insert(piece.text);
        }
    };
    take(paper.subject);
    for (const definition::PaperBlock& block : paper.blocks) take(block.text);
    return out;
}

/// Of internal answers a text to be pasted says those that its template names, and no other.
void keep_named(const PaperTemplate& paper, const definition::Register& of, ExportedRecord& record) {
    if (!paper.is_text || record.answers.object() == nullptr) return;
    json::Object kept;
    for (const auto& [id, value] : *record.answers.object()) {
        const form::Field* field = of.form.find(id);
        const bool is_public = field != nullptr && form::class_of(of.form, *field) == form::Class::Public;
        const bool is_named = std::ranges::find(paper.internal, id) != paper.internal.end();
        if (is_public || is_named) kept.emplace_back(id, value);
    }
    record.answers = std::move(kept);
}

/// An event that set nothing which leaves on the paper did not happen for its reader.
Result<> count_actions(
    storage::Snapshot& snapshot,
    const std::set<std::string>& actions,
    access::Classes classes,
    PaperRecords& out
) {
    if (actions.empty()) return {};
    for (const ExportedRecord& one : out.records) {
        Concerns concerns(*out.desk.current);
        auto& taken = out.taken[one.row.id.text()];
        for (const StoredEvent& event : TRY(events_of(snapshot, out.desk.current->id, one.row.id))) {
            const access::Classes whom = concerns.next(event);
            const bool is_seen = whom == 0 || (whom & classes) != 0;
            if (is_seen && actions.contains(event.event.kind)) ++taken[event.event.kind];
        }
    }
    return {};
}

/// Numbers alone: of rows that she may list and export, without opening one.
Result<PaperCount> count_rows(
    House& house,
    storage::Snapshot& snapshot,
    const Caller& caller,
    const Desk& desk,
    const RecordQuery& query
) {
    PaperCount out;
    TRY(walk_records(
        house,
        snapshot,
        caller,
        desk,
        query,
        access::kExport,
        kCountedMax,
        [&](const WalkedRecord& one) {
            ++out.all;
            ++out.of_state[one.row.state];
            const bool has_day = one.timed.timing != Timing::None;
            ++out.of_board[{one.timed.timing, has_day ? std::string() : one.row.state}];
        }
    ));
    return out;
}

/// What else a template reads does not follow from how her list is narrowed, but from what it is about: the
/// body, the document, the month.
RecordQuery about_the_same(const RecordQuery& asked, const PaperRows& rows) {
    RecordQuery out;
    if (rows.register_id != asked.register_id) return out;
    out.where = asked.where;
    out.month = asked.month;
    out.links_to = asked.links_to;
    return out;
}

Result<PaperRecords> gather_rows(
    House& house,
    storage::Snapshot& snapshot,
    const Caller& caller,
    const PaperTemplate& paper,
    const PaperRows& rows,
    const RecordQuery& asked
) {
    PaperRecords out;
    out.rows = rows;
    out.desk = TRY(desk_of(house, rows.register_id));
    const auto query = narrowed(out.desk, rows, asked);
    if (!query) return out;
    if (paper.only_counts(rows)) {
        out.counted = TRY(count_rows(house, snapshot, caller, out.desk, *query));
        return out;
    }
    ExportWish wish;
    wish.query = *query;
    wish.classes = classes_of(paper);
    auto acted = TRY(acted_on(house, snapshot, caller, out.desk, rows, *query, kCountedMax));
    Export leaving = TRY(export_of(house, snapshot, caller, wish, keep_of(caller, rows, std::move(acted))));
    out.records = std::move(leaving.records);
    for (ExportedRecord& one : out.records) keep_named(paper, *out.desk.current, one);
    TRY(count_actions(snapshot, counted_actions(paper, rows.id), leaving.classes, out));
    return out;
}

Result<PaperRecords> gather_record(
    House& house, const Caller& caller, const PaperTemplate& paper, const RecordId& record
) {
    PaperRecords out;
    out.rows = paper.rows.front();
    out.desk = TRY(desk_of(house, paper.register_id));
    const OpenedRecord opened = TRY(print_record(house, caller, paper.register_id, record));
    const auto& states = out.rows.states;
    const bool fits = states.empty() || std::ranges::find(states, opened.row.state) != states.end();
    if (!fits) return refuse(ErrorKind::Conflict, "paper.not_now");
    const auto classes = static_cast<access::Classes>(classes_of(paper) & opened.readable);
    out.records.push_back({opened.row, of_classes(out.desk.current->form, opened.answers, classes)});
    return out;
}

}  // namespace

Result<std::vector<PaperTemplate>> papers_of(const Caller& caller, const Desk& desk, bool of_record) {
    const access::Rules& rules = desk.programme->rules;
    const std::string& id = desk.current->id;
    const bool lists = rules.may_ever(caller.actor.role, id, access::kList);
    if (!lists && !access::is_exporter(rules, caller.actor.role, id)) return not_found();
    std::vector<PaperTemplate> out;
    for (const definition::Programme& programme : desk.programme->bundle->programmes) {
        for (PaperTemplate& paper : definition::papers_of(programme)) {
            const bool fits = paper.register_id == id && paper.of_record == of_record;
            if (fits && is_offered(caller, *desk.programme, paper)) out.push_back(std::move(paper));
        }
    }
    return out;
}

namespace {

/// How many of its own rows a paper would have, without opening one; nothing where that cannot be told so.
Result<std::optional<std::int64_t>> rows_for(
    House& house,
    storage::Snapshot& snapshot,
    const Caller& caller,
    const Desk& desk,
    const PaperRows& rows,
    const RecordQuery& asked
) {
    const auto query = narrowed(desk, rows, asked);
    if (!query) return 0;
    const bool is_told =
        rows.own.empty() || access::list_shows(desk.programme->rules, desk.current->id, rows.own);
    if (!is_told) return std::nullopt;
    const auto acted = TRY(acted_on(house, snapshot, caller, desk, rows, *query, kOfferedMax));
    const std::set<std::string> own = own_bodies(caller);
    std::int64_t out = 0;
    const auto count = [&](const WalkedRecord& one) {
        const bool is_hers = rows.own.empty() || names_one_of(one.columns, rows.own, own);
        if (is_hers && (!acted || acted->contains(one.row.id))) ++out;
    };
    TRY(walk_records(house, snapshot, caller, desk, *query, access::kExport, kOfferedMax, count));
    return out;
}

}  // namespace

Result<std::vector<OfferedPaper>> offered_papers(
    House& house, const Caller& caller, const RecordQuery& asked
) {
    const Desk desk = TRY(desk_of(house, asked.register_id));
    const auto snapshot = TRY(snapshot_of(house, caller));
    std::vector<OfferedPaper> out;
    for (const bool of_record : {false, true}) {
        for (PaperTemplate& paper : TRY(papers_of(caller, desk, of_record))) {
            std::optional<std::int64_t> rows;
            if (!of_record) {
                auto counted = rows_for(house, *snapshot, caller, desk, paper.rows.front(), asked);
                const bool is_too_many = !counted && counted.error().code == "board.too_many";
                if (!counted && !is_too_many) return std::unexpected(std::move(counted).error());
                if (counted) rows = *counted;
            }
            out.push_back({std::move(paper), rows});
        }
    }
    return out;
}

Result<PaperMaterial> gather_paper(House& house, const Caller& caller, const PaperWish& wish) {
    const Desk desk = TRY(desk_of(house, wish.query.register_id));
    PaperMaterial out;
    out.programme = desk.programme;
    auto paper = find_template(*desk.programme, wish.paper, wish.query.register_id);
    const bool is_there =
        paper && paper->of_record == wish.record.has_value() && is_offered(caller, *desk.programme, *paper);
    if (!is_there) return not_found();
    out.paper = std::move(*paper);
    out.made_at = caller.now;
    const auto snapshot = TRY(snapshot_of(house, caller));
    if (wish.record) {
        out.parts.push_back(TRY(gather_record(house, caller, out.paper, *wish.record)));
        out.sender = sender_of(house, caller, out.parts);
        out.letterhead = TRY(letterhead_of(*snapshot, house.keys, out.sender));
        return out;
    }
    for (const PaperRows& rows : out.paper.rows) {
        const RecordQuery asked = rows.id.empty() ? wish.query : about_the_same(wish.query, rows);
        out.parts.push_back(TRY(gather_rows(house, *snapshot, caller, out.paper, rows, asked)));
        const bool is_about_nothing = rows.id.empty() && out.parts.back().size() == 0;
        if (is_about_nothing && !out.paper.may_be_empty) return refuse(ErrorKind::Conflict, "paper.no_rows");
    }
    out.sender = sender_of(house, caller, out.parts);
    out.letterhead = TRY(letterhead_of(*snapshot, house.keys, out.sender));
    return out;
}

}  // namespace neove::service
