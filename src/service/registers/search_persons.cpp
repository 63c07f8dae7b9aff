#include "service/registers/search_persons.h"

#include "access/disclosure.h"
#include "base/text.h"
#include "service/look_together.h"
#include "service/registers/board_index.h"
#include "service/registers/name_card.h"
#include "service/registers/open_listed.h"
#include "service/registers/record_change.h"
#include "service/registers/visit.h"
#include "storage/statements/records.h"

#include <algorithm>
#include <functional>

namespace neove::service {

namespace {

constexpr std::size_t kShown = 20;
/// States and dates are asked for after the names: so many may fall to them.
constexpr std::size_t kAsked = 200;
constexpr std::size_t kMatchesShown = 8;

/// So many hits are read at once: those that are shown, and a few for those that fall out.
constexpr std::size_t kHitsAtOnce = 24;

/// Hits as she may see them, in their order, until `take` wants no more; those that she may not, or that are
/// gone, are left out.
Result<> each_found(
    House& house,
    storage::Snapshot& snapshot,
    const Caller& caller,
    const Seeker& seeker,
    std::span<const RecordId> hits,
    const std::function<bool(FoundRecord&)>& take
) {
    while (!hits.empty()) {
        const auto some = hits.first(std::min(hits.size(), kHitsAtOnce));
        hits = hits.subspan(some.size());
        auto found = TRY(find_records(house, snapshot, caller, seeker.register_name, some));
        for (const RecordId& id : some) {
            const auto one = found.find(id.text());
            if (one == found.end() || !may_find(seeker, one->second.standing)) continue;
            if (!take(one->second)) return {};
        }
    }
    return {};
}

ListedRecord listed(
    House& house, storage::Snapshot& snapshot, const Caller& caller, const FoundRecord& found
) {
    // A name that does not open is not shown; opening the record says why.
    return {
        found.row,
        shown_columns(house, snapshot, found.desk, found.row),
        name_in_list(caller, found).value_or("")};
}

/// Whom she found and what she asked for.
std::vector<SensitiveRead> reads_of(
    const House& house,
    const Caller& caller,
    const Seeker& seeker,
    const char* action,
    const Digest& mark,
    const std::vector<RecordId>& shown
) {
    const std::string classes = access::classes_text(seeker.needed);
    std::vector<SensitiveRead> reads{{action, seeker.register_name, {}, {}, {}, mark}};
    for (const RecordId& id : shown) {
        // That a record answers to a name says whose it is, whether the name stands beside it or not.
        reads.push_back(
            {"found",
             seeker.register_name,
             id.text(),
             classes,
             house.purposes.of(visit_of(caller), id.text(), caller.now),
             mark}
        );
    }
    return reads;
}

Seeker seeker_of(const Caller& caller, const Desk& desk) {
    return {
        desk.programme->rules,
        desk.current->id,
        caller.actor,
        caller.now,
        definition::found_by(desk.current->form)};
}

/// As a number is printed: without spaces, in capitals.
std::string as_number(std::string_view text) {
    std::string number;
    for (const char c : text) {
        if (c == ' ' || c == '\t') continue;
        number += c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c;
    }
    return number;
}

bool begins_like_number(const Desk& desk, std::string_view text) {
    return as_number(text).starts_with(desk.current->number_prefix + "-");
}

/// The record of that number, as somebody reads it from a paper.
Result<std::optional<RecordId>> by_number(
    storage::Snapshot& snapshot, const Desk& desk, std::string_view text
) {
    if (!begins_like_number(desk, text)) return std::optional<RecordId>();
    const std::string number = as_number(text);
    const auto rows = TRY(snapshot.read(storage::statements::kRecordIdByNumber, {desk.current->id, number}));
    if (rows.empty()) return std::optional<RecordId>();
    return std::optional(RecordId::trusted(rows[0].text(0)));
}

Result<std::vector<RecordId>> hits_of(
    const House& house, const Seeker& seeker, const std::string& text, bool& has_more
) {
    std::vector<RecordId> out;
    const auto found = TRY(house.persons.search(seeker, text, kAsked));
    if (found.kind == name_index::Found::Kind::NeedsMore) {
        return refuse(ErrorKind::Invalid, "search.needs_more", "/q");
    }
    has_more = found.has_more;
    for (const name_index::Hit& hit : found.hits) out.push_back(hit.id);
    return out;
}

bool may_search(const Caller& caller, const Desk& desk) {
    const auto scope =
        access::scope_of(desk.programme->rules, caller.actor, desk.current->id, access::Channel::Search);
    return !scope.is_empty() && desk.current->form.persons;
}

/// What was looked for, and whom she found, is added to `reads`.
Result<std::vector<PossibleMatch>> matches_of(
    House& house,
    storage::Snapshot& snapshot,
    const Caller& caller,
    const Desk& desk,
    const json::Value& answers,
    const RecordId& record,
    std::vector<SensitiveRead>& reads
) {
    const json::Value typed = search_card(desk.current->form, answers);
    const Seeker seeker = seeker_of(caller, desk);
    name_index::Card card = name_card(desk.current->form, record, typed);
    auto asked = house.persons.similar(seeker, card, kAsked);
    wipe_card(card);
    const std::vector<name_index::Similar> similar = TRY(std::move(asked));
    std::vector<RecordId> alike;
    for (const name_index::Similar& one : similar) alike.push_back(one.id);
    std::vector<PossibleMatch> out;
    std::vector<RecordId> shown;
    TRY(each_found(house, snapshot, caller, seeker, alike, [&](FoundRecord& found) {
        const auto why = std::ranges::find(similar, found.row.id, &name_index::Similar::id);
        out.push_back({listed(house, snapshot, caller, found), why->reasons});
        shown.push_back(found.row.id);
        return shown.size() < kMatchesShown;
    }));
    const Digest mark = search_mark(house.keys, desk.current->id, json::write_canonical(typed));
    std::ranges::move(reads_of(house, caller, seeker, "matches", mark, shown), std::back_inserter(reads));
    return out;
}

}  // namespace

Digest search_mark(const Keys& keys, std::string_view register_id, std::string_view text) {
    CanonicalWriter out;
    out.text(register_id);
    const std::string folded = text::fold(text::repair_utf8(text));
    for (std::size_t at = 0; at < folded.size();) {
        const std::size_t end = std::min(folded.find_first_of(" \t\r\n", at), folded.size());
        if (end > at) out.text(folded.substr(at, end - at));
        at = end + 1;
    }
    return crypto::keyed_hash(keys.search_text, "neove.search", out.result());
}

namespace {

/// What a list may show of a record: the field, or none where its rule does not show names to her here.
const form::Field* shown_field(
    const Caller& caller,
    const Desk& desk,
    const form::Form& form,
    const std::string& register_name,
    const access::Standing& standing
) {
    const access::Rules& rules = desk.programme->rules;
    const auto verdict = access::decide(rules, caller.actor, register_name, access::kList, standing);
    const auto shown = access::list_classes(rules, caller.actor, register_name, standing, verdict);
    for (const form::Field& field : form.fields) {
        if (field.type != form::Type::Person || !field.on_card) continue;
        return (shown & bit_of(form::class_of(form, field))) == 0 ? nullptr : &field;
    }
    return nullptr;
}

Result<std::string> opened_name(const FoundRecord& found, const form::Field& field) {
    const access::Classes wanted = bit_of(form::class_of(found.definition->form, field));
    const OpenedAnswers opened =
        TRY(found.seal->open_state(found.sealed, wanted, found.row.version, found.row.last_event));
    const json::Value* person = opened.answers.find(field.id);
    return person == nullptr ? std::string() : person->text_or("name");
}

/// Names of one page, out of memory where lists of this node showed them before.
class NamesOfPage {
public:
    NamesOfPage(
        House& house,
        storage::Snapshot& snapshot,
        const Caller& caller,
        const Desk& desk,
        std::optional<std::uint64_t> ticket
    )
        : house_(house), snapshot_(snapshot), caller_(caller), desk_(desk), ticket_(ticket) {}

    /// Whether a name stands beside it, and which, is decided for each row by itself; what is not in memory
    /// is opened afterwards.
    void take(ListedRecord& one, std::vector<RecordRelation> relations) {
        const auto pinned = house_.programmes.pinned(snapshot_, one.row.bundle);
        const definition::Register* written = pinned ? (*pinned)->find(desk_.current->id) : nullptr;
        if (written == nullptr) return;
        const auto standing = standing_of(house_, caller_, one.row, relations);
        const auto* field = shown_field(caller_, desk_, written->form, one.row.register_name, standing);
        if (field == nullptr) return;
        if (ticket_) {
            if (auto name = house_.boards->names().find(one.row)) {
                one.name = std::move(*name);
                return;
            }
        }
        sealed_.push_back(&one);
        rows_.push_back({one.row, std::move(relations)});
    }
    Result<> open() {
        if (sealed_.empty()) return {};
        const auto all = TRY(open_listed(house_, snapshot_, caller_, desk_, std::move(rows_)));
        for (ListedRecord* one : sealed_) {
            const auto found = all.find(one->row.id.text());
            // Its key went while the page was read: it stands there without a name.
            if (found == all.end()) continue;
            const auto name = name_in_list(caller_, found->second);
            if (!name) continue;
            one->name = *name;
            if (ticket_) house_.boards->names().put(*ticket_, one->row, *name);
        }
        return {};
    }

private:
    House& house_;
    storage::Snapshot& snapshot_;
    const Caller& caller_;
    const Desk& desk_;
    std::optional<std::uint64_t> ticket_;
    std::vector<ListedRecord*> sealed_;
    std::vector<AllowedRow> rows_;
};

}  // namespace

Result<std::string> name_in_list(const Caller& caller, const FoundRecord& found) {
    const auto* field =
        shown_field(caller, found.desk, found.definition->form, found.register_name(), found.standing);
    if (field == nullptr) return std::string();
    return opened_name(found, *field);
}

Result<> add_names(
    House& house,
    storage::Snapshot& snapshot,
    const Caller& caller,
    RecordPage& page,
    RelationsOf relations,
    std::optional<std::uint64_t> ticket
) {
    const Desk& desk = page.desk;
    if (!desk.current->form.persons) return {};
    const auto& roles = desk.programme->rules.policy(desk.current->id).list.identity_roles;
    if (std::ranges::find(roles, caller.actor.role) == roles.end()) return {};
    NamesOfPage names(house, snapshot, caller, desk, ticket);
    for (ListedRecord& one : page.records) names.take(one, std::move(relations[one.row.id.text()]));
    TRY(names.open());
    std::vector<SensitiveRead> reads;
    const std::string classes = access::classes_text(definition::found_by(desk.current->form));
    for (const ListedRecord& one : page.records) {
        if (one.name.empty()) continue;
        reads.push_back(
            {"list",
             desk.current->id,
             one.row.id.text(),
             classes,
             house.purposes.of(visit_of(caller), one.row.id.text(), caller.now),
             {}}
        );
    }
    return journal_reads(house, caller, together(reads));
}

Result<RecordPage> search_persons(
    House& house, const Caller& caller, Desk desk, const RecordQuery& query, const ListFilter& filter
) {
    const auto snapshot = TRY(snapshot_of(house, caller));
    Seeker seeker = seeker_of(caller, desk);
    RecordPage page;
    std::vector<RecordId> hits;
    // What begins like a number is one, there or not: another answer for one that is there would tell.
    const bool is_number = begins_like_number(desk, query.text);
    const auto numbered = TRY(by_number(*snapshot, desk, query.text));
    if (is_number) {
        // A number on a paper names nobody: it finds what she may list.
        seeker.needed = 0;
        if (numbered) hits.push_back(*numbered);
    } else {
        hits = TRY(hits_of(house, seeker, query.text, page.more));
    }
    std::vector<RecordId> shown;
    TRY(each_found(house, *snapshot, caller, seeker, hits, [&](FoundRecord& found) {
        if (!filter.takes(caller, found)) return true;
        if (page.records.size() == kShown) {
            page.more = true;
            return false;
        }
        page.records.push_back(listed(house, *snapshot, caller, found));
        if (!numbered || !page.records.back().name.empty()) shown.push_back(found.row.id);
        return true;
    }));
    seeker.needed = definition::found_by(desk.current->form);
    const Digest mark = search_mark(house.keys, desk.current->id, query.text);
    TRY(journal_reads(house, caller, together(reads_of(house, caller, seeker, "search", mark, shown))));
    page.desk = std::move(desk);
    return page;
}

Result<PossibleMatches> possible_matches(
    House& house,
    const Caller& caller,
    const std::string& register_id,
    const json::Value& answers,
    const RecordId& record
) {
    PossibleMatches out;
    out.desk = TRY(desk_of(house, register_id));
    const Desk& desk = out.desk;
    if (!may_search(caller, desk)) return refuse(ErrorKind::NotFound, "access.not_found");
    if (answers.object() == nullptr) return refuse(ErrorKind::Invalid, "form.type", "/answers");
    const auto snapshot = TRY(snapshot_of(house, caller));
    std::vector<SensitiveRead> reads;
    out.matches = TRY(matches_of(house, *snapshot, caller, desk, answers, record, reads));
    TRY(journal_reads(house, caller, together(reads)));
    return out;
}

Result<std::vector<std::vector<std::string>>> numbers_of_matches(
    House& house, const Caller& caller, const Desk& desk, std::span<const json::Value* const> answers
) {
    std::vector<std::vector<std::string>> out(answers.size());
    if (!may_search(caller, desk)) return out;
    const auto snapshot = TRY(snapshot_of(house, caller));
    std::vector<SensitiveRead> reads;
    for (std::size_t i = 0; i < answers.size(); ++i) {
        for (const PossibleMatch& one :
             TRY(matches_of(house, *snapshot, caller, desk, *answers[i], {}, reads))) {
            out[i].push_back(one.listed.row.number);
        }
    }
    TRY(journal_reads(house, caller, together(reads)));
    return out;
}

}  // namespace neove::service
