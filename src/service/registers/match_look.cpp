#include "service/registers/match_look.h"

#include "access/disclosure.h"
#include "service/caller.h"
#include "service/registers/match_pair.h"
#include "service/works_for.h"
#include "storage/statements/matches.h"
#include "storage/statements/records.h"

#include <algorithm>

namespace neove::service {

namespace statements = storage::statements;

namespace {

constexpr std::int64_t kPage = 100;
/// Of one turn: an import of thousands must not keep the other work waiting.
constexpr std::int64_t kTurnMax = 1'000;
/// So many pairs of one writing: a phone that a whole village shares must not bury the desk.
constexpr std::size_t kPairsMax = 20;
constexpr std::size_t kAsked = 200;
/// A card that does not open for so long will not open any more.
constexpr std::int64_t kTriedFor = kDay;

/// A row of `match_look`.
struct Mark {
    RecordId record;
    std::int64_t version{0};
    std::string register_name;
    access::Actor actor;
    Instant noted_at;
};

Mark mark_in(const House& house, const storage::Row& row) {
    Mark out;
    out.record = RecordId::trusted(row.text(0));
    out.version = row.number(1);
    out.register_name = row.text(2);
    out.actor =
        actor_in(house, AccountId::trusted(row.text(3)), row.text(4), OrganisationId::trusted(row.text(5)));
    out.noted_at = {row.number(6)};
    return out;
}

/// One turn over the marks.
class Noticing {
public:
    Noticing(House& house, storage::Snapshot& snapshot) : house_(house), snapshot_(snapshot) {}

    /// Whether the mark is done.
    Result<bool> look(const Mark& mark) {
        const auto programme = house_.programmes.current();
        const definition::Register* definition = programme->find(mark.register_name);
        // A register that is not served just now may be again.
        if (definition == nullptr) return false;
        if (programme->rules.policy(mark.register_name).matches.tell.empty()) return true;
        auto found =
            house_.persons.similar_to(snapshot_, house_.keys, mark.register_name, mark.record, kAsked);
        if (!found) {
            const bool is_old = house_.clock.now().micros - mark.noted_at.micros > kTriedFor;
            if (found.error().code == "record.unreadable") return is_old;
            return std::unexpected(found.error());
        }
        const Instant now = house_.clock.now();
        // What was kept from her while she typed, in whichever of her roles, she was not shown (ADR 95).
        access::Actor actor = mark.actor;
        const HeldGrants held = TRY(held_grants(snapshot_, house_.keys, actor.account));
        actor.works_for = works_for(house_, held, now, actor.organisation);
        const Seeker seeker{
            programme->rules, mark.register_name, actor, now, definition::found_by(definition->form)};
        std::size_t noticed = 0;
        for (const name_index::Similar& one : *found) {
            if (noticed == kPairsMax) break;
            // What she could see herself was shown to her while she typed.
            if (!is_sign(one.reasons) || TRY(house_.persons.is_visible(seeker, one.id))) continue;
            TRY(notice(pair_of(mark.register_name, mark.record, one.id, now)));
            ++noticed;
        }
        return true;
    }

    void done(const Mark& mark) {
        commit.writes.push_back({&statements::kDeleteMatchLook, {mark.record.text(), mark.version}});
    }

    storage::Commit commit;

private:
    Result<> notice(MatchPair fresh) {
        auto known = TRY(pair_of_records(snapshot_, house_.keys, fresh));
        if (known.is_forged) commit.writes.push_back({&statements::kDeleteMatch, {known.id}});
        if (!known.pair || known.is_forged) {
            // Of two records that are there: one that is erased meanwhile leaves no pair behind.
            for (const RecordId& id : {fresh.a, fresh.b}) TRY(hold(fresh.register_name, id));
            commit.writes.push_back(insert_pair(house_.keys, std::move(fresh)));
            return {};
        }
        // Something new was written of a pair that nobody could tell apart: it is asked again.
        if (!known.pair->is_answered || known.pair->is_settled()) return {};
        if (!reopened_.insert(known.id).second) return {};
        known.pair->is_answered = false;
        known.pair->noticed_at = fresh.noticed_at;
        commit.writes.push_back(change_pair(house_.keys, std::move(*known.pair)));
        return {};
    }

    Result<> hold(const std::string& register_name, const RecordId& id) {
        if (!held_.insert(id.text()).second) return {};
        const auto rows = TRY(snapshot_.read(statements::kRecordRowById, {id.text()}));
        const std::int64_t version = rows.empty() ? 0 : rows[0].number(8);
        commit.expected.push_back({register_name, id.text(), version, true});
        return {};
    }

    House& house_;
    storage::Snapshot& snapshot_;
    std::set<std::string> reopened_;
    std::set<std::string> held_;
};

Result<std::vector<Mark>> marks_after(House& house, const RecordId& record, std::int64_t version) {
    const auto snapshot = TRY(house.store.snapshot());
    std::vector<Mark> out;
    for (const storage::Row& row :
         TRY(snapshot->read(statements::kMatchLooksAfter, {record.text(), version, kPage}))) {
        out.push_back(mark_in(house, row));
    }
    return out;
}

}  // namespace

bool is_sign(const std::vector<name_index::Reason>& reasons) {
    return !reasons.empty() && reasons.front() != name_index::Reason::Name;
}

std::vector<storage::Write> look_after(
    const House& house,
    const Caller& caller,
    const definition::Register& definition,
    const RecordRow& row,
    const json::Value& answers
) {
    const auto programme = house.programmes.current();
    if (programme->rules.policy(definition.id).matches.tell.empty()) return {};
    const bool names_somebody = std::ranges::any_of(definition.form.fields, [&](const form::Field& field) {
        return field.on_card && answers.find(field.id) != nullptr;
    });
    if (!names_somebody) return {};
    return {
        {&statements::kInsertMatchLook,
         {row.id.text(),
          row.version,
          row.register_name,
          caller.account.id.text(),
          caller.actor.role,
          caller.actor.organisation.text(),
          caller.now.micros},
         1}};
}

Result<std::int64_t> notice_matches(House& house) {
    std::int64_t done = 0;
    RecordId record;
    std::int64_t version = 0;
    while (house.persons.is_ready() && done < kTurnMax) {
        const std::vector<Mark> looks = TRY(marks_after(house, record, version));
        if (looks.empty()) break;
        record = looks.back().record;
        version = looks.back().version;
        // What other nodes wrote just now may not be chained yet; of two that wait, each must see the other.
        std::vector<ChangedRecord> changed;
        for (const Mark& one : looks) changed.push_back({one.register_name, one.record.text()});
        TRY(house.persons.follow(house.store, house.keys));
        TRY(house.persons.show(house.store, house.keys, changed));
        const auto snapshot = TRY(house.store.snapshot());
        Noticing noticing(house, *snapshot);
        for (const Mark& one : looks) {
            if (!TRY(noticing.look(one))) continue;
            noticing.done(one);
            ++done;
        }
        if (noticing.commit.writes.empty()) continue;
        const auto committed = house.store.commit(std::move(noticing.commit));
        // Another node reopened or answered the same pair meanwhile: the marks are still there.
        if (!committed && committed.error().code == "storage.conflict") break;
        TRY(committed);
    }
    return done;
}

}  // namespace neove::service
