#include "service/registers/match_retire.h"

#include "service/registers/match_look.h"
#include "service/registers/match_pair.h"
#include "storage/statements/matches.h"
#include "storage/statements/records.h"

#include <array>
#include <utility>

namespace neove::service {

namespace statements = storage::statements;

namespace {

constexpr std::int64_t kRest = kHour;

/// Whether nothing says any more that the two may be one. Where a card does not open here nobody can say.
Result<bool> is_over(House& house, storage::Snapshot& snapshot, const MatchPair& pair) {
    for (const auto& [one, other] : {std::pair(pair.a, pair.b), std::pair(pair.b, pair.a)}) {
        const auto alike =
            house.persons.similar_to(snapshot, house.keys, pair.register_name, one, 1, {&other, 1});
        if (!alike && alike.error().code == "record.unreadable") return false;
        if (!alike) return std::unexpected(alike.error());
        for (const name_index::Similar& each : *alike) {
            if (is_sign(each.reasons)) return false;
        }
    }
    return true;
}

/// It holds only while both records are as they were looked at.
Result<> hold(storage::Snapshot& snapshot, const MatchPair& pair, storage::Commit& commit) {
    for (const RecordId& id : {pair.a, pair.b}) {
        const auto rows = TRY(snapshot.read(statements::kRecordRowById, {id.text()}));
        // What is not there does not come back.
        if (rows.empty()) continue;
        commit.expected.push_back({pair.register_name, id.text(), rows[0].number(8), true});
    }
    return {};
}

storage::Write taken_back(const Keys& keys, MatchPair pair) {
    if (pair.answers == 0) return retire_pair(pair);
    pair.is_answered = true;
    return change_pair(keys, std::move(pair));
}

/// Both records in one entry, as a look at the two of them is (`look_together.h`): the row may be gone, and
/// somebody asks later why nobody was asked.
storage::JournalDraft entry_of(const MatchPair& pair) {
    storage::JournalDraft draft;
    draft.actor = "system";
    draft.action = pair.register_name + ".match_taken_back";
    draft.register_name = pair.register_name;
    draft.record_id = pair.a.text() + " " + pair.b.text();
    return draft;
}

}  // namespace

Result<std::int64_t> retire_pairs(House& house, PairSweep& sweep) {
    const Instant now = house.clock.now();
    if (!house.persons.is_ready() || now < sweep.rests_until) return 0;
    const auto before = TRY(house.store.snapshot());
    const SweptPairs page = TRY(pairs_to_sweep(*before, house.keys, sweep.after));
    if (page.last.empty()) {
        sweep = {{}, now + kRest};
        return 0;
    }
    sweep.after = page.last;
    std::vector<ChangedRecord> changed;
    for (const MatchPair& pair : page.pairs) {
        for (const RecordId& id : {pair.a, pair.b}) changed.push_back({pair.register_name, id.text()});
    }
    // As new as the snapshot that is read after it: of two cards neither may be an older one.
    TRY(house.persons.follow(house.store, house.keys));
    TRY(house.persons.show(house.store, house.keys, changed));
    const auto snapshot = TRY(house.store.snapshot());
    const auto programme = house.programmes.current();
    std::int64_t retired = 0;
    for (const MatchPair& pair : page.pairs) {
        // A register that is not served just now may be again.
        if (programme->find(pair.register_name) == nullptr) continue;
        if (!TRY(is_over(house, *snapshot, pair))) continue;
        storage::Commit commit;
        TRY(hold(*snapshot, pair, commit));
        commit.writes.push_back(taken_back(house.keys, pair));
        commit.journal.push_back(entry_of(pair));
        const auto done = house.store.commit(std::move(commit));
        // Somebody wrote one of them, or answered: the next round looks again.
        if (!done && done.error().code == "storage.conflict") continue;
        TRY(done);
        ++retired;
    }
    return retired;
}

}  // namespace neove::service
