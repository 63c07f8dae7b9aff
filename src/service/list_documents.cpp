#include "base/text.h"
#include "service/carried_on.h"
#include "service/document_issuer.h"
#include "service/document_relations.h"
#include "service/documents.h"
#include "storage/statements/documents.h"

#include <algorithm>
#include <limits>
#include <set>

namespace neove::service {

namespace statements = storage::statements;

namespace {

constexpr std::size_t kPage = 50;
constexpr std::int64_t kBatch = 200;

struct Place {
    std::int64_t before{std::numeric_limits<std::int64_t>::max()};
    std::string id;
};

/// A cursor works for the person and the role it was given to, and says nothing to anybody.
Bytes cursor_place(const Caller& caller) {
    CanonicalWriter place;
    place.text("documents").text(caller.account.id.text()).text(caller.acting.id);
    return place.result();
}

std::string write_cursor(const House& house, const Caller& caller, const DocumentRow& last) {
    CanonicalWriter plain;
    plain.number(static_cast<std::uint64_t>(last.uploaded_at.micros)).text(last.id.text());
    return to_base64url(crypto::seal(house.keys.cursor, plain.result(), cursor_place(caller)));
}

Result<Place> read_cursor(const House& house, const Caller& caller, const std::string& cursor) {
    if (cursor.empty()) return Place{};
    const auto sealed = parse_base64url(cursor);
    const auto plain = sealed ? crypto::open(house.keys.cursor, *sealed, cursor_place(caller)) : std::nullopt;
    if (!plain) return refuse(ErrorKind::Invalid, "request.cursor");
    CanonicalReader reader(*plain);
    const auto before = reader.number();
    auto id = reader.text();
    if (!before || !id) return refuse(ErrorKind::Invalid, "request.cursor");
    return Place{static_cast<std::int64_t>(*before), std::move(*id)};
}

/// What lets an organisation see documents that are not its own.
struct Named {
    std::set<DocumentId> assigned;
    std::set<DocumentId> issued;
};

/// What is given to a body is given to its desks, as with records; what it issued is its leaders' alone.
Result<Named> named_in(const House& house, storage::Snapshot& snapshot, const Caller& caller) {
    const Keys& keys = house.keys;
    const access::Actor& actor = caller.actor;
    Named out;
    for (const OrganisationId& body : acts_for(house, caller)) {
        out.assigned.merge(TRY(assigned_documents(snapshot, keys, body)));
    }
    if (is_issuer_there(house, caller.now, actor.organisation)) {
        out.issued = TRY(issued_documents(snapshot, keys, actor.organisation));
    }
    return out;
}

access::Object object_of(
    const House& house, const Caller& caller, const DocumentRow& row, const Named& named
) {
    const bool is_assigned = named.assigned.contains(row.id) || carries_on(house, caller, row.owner);
    access::Object object{"document", row.owner, {}, is_assigned};
    if (named.issued.contains(row.id)) object.issuer = caller.acting.organisation;
    return object;
}

/// Own plans of bodies below: there is one of each, and they stand on the page of the plan that they carry
/// out. Here only who looks for one by its words finds it. It decides nothing: a row that somebody forged
/// only leaves a line out.
Result<std::set<DocumentId>> left_out(storage::Snapshot& snapshot, const Keys& keys, bool names) {
    std::set<DocumentId> out;
    if (names) return out;
    for (const storage::Row& row : TRY(snapshot.read(statements::kAllOwnPlans, {}))) {
        if (is_own_relation(keys, row)) out.insert(DocumentId::trusted(row.text(0)));
    }
    return out;
}

bool in_scope(const access::VisibleScope& scope, const access::Object& object) {
    return scope.everything() || scope.owners().contains(object.owner) ||
           (scope.assigned() && object.assigned) || (scope.issued() && !object.issuer.is_empty());
}

/// Which documents give the caller's own body something that it may record an own plan of. Rows of indices,
/// not believed: what they name she is shown only where she may list it, and the plan's own page asks anew.
class OwnPlanHint {
public:
    static Result<OwnPlanHint> of(
        const House& house, storage::Snapshot& snapshot, const Caller& caller, const std::string& wanted
    ) {
        OwnPlanHint out;
        if (wanted.empty()) return out;
        out.is_asked_ = true;
        if (wanted != "given" && wanted != "missing") return out;
        out.mine_ = caller.acting.organisation;
        const access::Object own{"document", out.mine_, {}, false};
        if (!access::decide(house.table, caller.actor, "record_plan", own).allowed) return out;
        for (const storage::Row& row :
             TRY(snapshot.read(statements::kDocumentsGivenTo, {out.mine_.text()}))) {
            out.fitting_.insert(DocumentId::trusted(row.text(0)));
        }
        if (wanted != "missing") return out;
        out.since_ = caller.now.micros - kNewFor;
        for (const storage::Row& row : TRY(snapshot.read(statements::kOwnPlansBy, {out.mine_.text()}))) {
            if (is_own_relation(house.keys, row)) out.fitting_.erase(DocumentId::trusted(row.text(2)));
        }
        return out;
    }
    bool admits_nothing() const { return is_asked_ && fitting_.empty(); }
    bool admits(const DocumentRow& row) const {
        if (!is_asked_) return true;
        return row.owner != mine_ && row.uploaded_at.micros >= since_ && fitting_.contains(row.id);
    }

private:
    /// Nobody is told for ever of a plan that everybody has forgotten.
    static constexpr std::int64_t kNewFor = 366 * kDay;
    bool is_asked_{false};
    OrganisationId mine_;
    std::int64_t since_{std::numeric_limits<std::int64_t>::min()};
    std::set<DocumentId> fitting_;
};

/// A date as people type it, with and without leading noughts.
std::string spoken_date(const std::string& iso) {
    if (!review::is_date(iso)) return {};
    const std::string day = iso.substr(8, 2);
    const std::string month = iso.substr(5, 2);
    const std::string year = iso.substr(0, 4);
    const auto bare = [](const std::string& digits) { return digits.substr(digits[0] == '0' ? 1 : 0); };
    return day + "/" + month + "/" + year + " " + bare(day) + "/" + bare(month) + "/" + year;
}

/// What a person is looking for, folded once.
class Wanted {
public:
    explicit Wanted(const DocumentQuery& query) : state_(query.state) {
        const std::string folded = text::fold(text::repair_utf8(query.text));
        for (std::size_t at = 0; at < folded.size();) {
            const std::size_t end = std::min(folded.find_first_of(" \t\r\n", at), folded.size());
            if (end > at) words_.push_back(folded.substr(at, end - at));
            at = end + 1;
        }
    }
    bool withdrawn() const { return state_ == "withdrawn"; }
    bool names() const { return !words_.empty(); }
    bool matches(const DocumentRow& row) const {
        if (state_.empty() ? row.is_withdrawn() : row.state != state_) return false;
        if (words_.empty()) return true;
        const std::string said = text::fold(
            row.title + "\n" + row.type + "\n" + row.number + "\n" + row.issuer + "\n" +
            spoken_date(row.issued_on) + "\n" + row.issued_on
        );
        return std::ranges::all_of(words_, [&](const std::string& word) { return said.contains(word); });
    }

private:
    std::string state_;
    std::vector<std::string> words_;
};

}  // namespace

Result<DocumentPage> list_documents(House& house, const Caller& caller, const DocumentQuery& query) {
    const auto scope = access::scope_of(house.table, caller.actor, "document");
    if (scope.is_empty()) return refuse(ErrorKind::NotFound, "access.not_found");
    Place place = TRY(read_cursor(house, caller, query.cursor));
    const auto snapshot = TRY(snapshot_of(house, caller));
    const OrganisationId& mine = caller.acting.organisation;
    const Named named = TRY(named_in(house, *snapshot, caller));
    const Wanted wanted(query);
    const OwnPlanHint hint = TRY(OwnPlanHint::of(house, *snapshot, caller, query.own_plan));
    const auto others_plans = TRY(left_out(*snapshot, house.keys, wanted.names()));
    DocumentPage page;
    if (hint.admits_nothing()) return page;
    for (;;) {
        const auto rows = TRY(snapshot->read(statements::kDocumentsBefore, {place.before, place.id, kBatch}));
        for (const storage::Row& stored : rows) {
            place = {stored.number(3), stored.text(0)};
            auto known = document_row(*snapshot, house.keys, stored);
            if (!known) continue;
            DocumentRow& row = *known;
            const access::Object object = object_of(house, caller, row, named);
            if (!in_scope(scope, object)) continue;
            const bool is_others = row.owner != mine && !object.assigned && object.issuer.is_empty();
            if (is_others && others_plans.contains(row.id)) continue;
            const char* permission = wanted.withdrawn() ? "readers" : "list";
            if (!access::decide(house.table, caller.actor, permission, object).allowed) continue;
            if (!wanted.matches(row) || !hint.admits(row)) continue;
            if (page.items.size() == kPage) {
                page.next = write_cursor(house, caller, page.items.back());
                return page;
            }
            page.items.push_back(std::move(row));
        }
        if (static_cast<std::int64_t>(rows.size()) < kBatch) return page;
    }
}

}  // namespace neove::service
