#include "service/registers/compare_matches.h"

#include "access/disclosure.h"
#include "service/look_together.h"
#include "service/registers/kept_words.h"
#include "service/registers/match_look.h"
#include "service/registers/visit.h"

#include <algorithm>
#include <functional>

namespace neove::service {

namespace {

auto not_found() {
    return refuse(ErrorKind::NotFound, "access.not_found");
}

/// The two records of a pair, as the caller finds them.
using Both = std::array<FoundRecord, 2>;

/// What of a request is the same for every pair.
struct Comparing {
    House& house;
    storage::Snapshot& snapshot;
    const Caller& caller;
    const Desk& desk;
    Seeker seeker;

    /// Nothing unless she may find both.
    static std::optional<Both> both(
        const Seeker& seeker, std::map<std::string, FoundRecord>& found, const MatchPair& pair
    ) {
        const auto a = found.find(pair.a.text());
        const auto b = found.find(pair.b.text());
        if (a == found.end() || b == found.end()) return std::nullopt;
        if (!may_find(seeker, a->second.standing) || !may_find(seeker, b->second.standing)) {
            return std::nullopt;
        }
        return Both{a->second, b->second};
    }

    /// Why the two may be one, as their cards say today; empty where they no longer say so.
    Result<std::vector<name_index::Reason>> reasons(const MatchPair& pair) const {
        std::vector<name_index::Reason> out;
        const std::array among{pair.b};
        const auto alike =
            TRY(house.persons.similar_to(snapshot, house.keys, pair.register_name, pair.a, 1, among));
        for (const name_index::Similar& one : alike) out = one.reasons;
        return out;
    }

    ComparedRecord compared(const FoundRecord& found) const {
        const auto live = house.live.view();
        const auto* owner = live->directory.find(found.row.owner);
        return {found.row, owner == nullptr ? std::string() : owner->name};
    }

    MatchView view_of(const MatchPair& pair, const Both& both) const {
        MatchView view;
        view.pair = pair;
        view.records = {compared(both[0]), compared(both[1])};
        const auto opened = [](const ComparedRecord& one) {
            return std::pair(one.row.opened_at.micros, one.row.id.text());
        };
        std::ranges::sort(view.records, {}, opened);
        view.may_answer = !pair.is_settled();
        if (pair.answers == 0) return view;
        const auto live = house.live.view();
        const auto name = live->account_names.find(pair.answered_by);
        if (name != live->account_names.end()) view.answered_by_name = name->second;
        // A word that no longer opens must not hide that there is an answer.
        view.words = open_words(*both[0].seal, *both[1].seal, pair);
        return view;
    }
};

Comparing comparing(House& house, storage::Snapshot& snapshot, const Caller& caller, const Desk& desk) {
    return {
        house,
        snapshot,
        caller,
        desk,
        {desk.programme->rules,
         desk.current->id,
         caller.actor,
         caller.now,
         definition::found_by(desk.current->form)}};
}

using Page = std::function<Result<PairPage>(const PairPage&)>;

/// Pairs that she may see, page by page; `take` says whether it wants this one. Behind which row something
/// may be left.
Result<std::optional<PairPage>> each_pair(
    const Comparing& with,
    PairPage at,
    const Page& next,
    const std::function<Result<bool>(const MatchPair&, const Both&)>& take
) {
    std::int64_t looked = 0;
    for (;;) {
        PairPage behind = PairPage{{}, 0, at.at, at.id};
        at = TRY(next(at));
        if (at.rows == 0) return std::optional<PairPage>();
        looked += at.rows;
        for (std::size_t from = 0; from < at.pairs.size(); from += kAtOnce / 2) {
            std::vector<RecordId> ids;
            const std::size_t to = std::min(at.pairs.size(), from + kAtOnce / 2);
            for (std::size_t i = from; i < to; ++i) {
                ids.push_back(at.pairs[i].a);
                ids.push_back(at.pairs[i].b);
            }
            std::ranges::sort(ids);
            ids.erase(std::unique(ids.begin(), ids.end()), ids.end());
            auto found =
                TRY(find_records(with.house, with.snapshot, with.caller, with.desk.current->id, ids));
            for (std::size_t i = from; i < to; ++i) {
                const auto both = Comparing::both(with.seeker, found, at.pairs[i]);
                if (both && !TRY(take(at.pairs[i], *both))) return std::optional(std::move(behind));
                behind.at = at.pairs[i].noticed_at.micros;
                behind.id = at.pairs[i].id.text();
            }
        }
        if (looked >= kLookedThrough) return std::optional(PairPage{{}, 0, at.at, at.id});
    }
}

Result<WaitingMatches> waiting_for(const Comparing& with, PairPage from) {
    WaitingMatches out;
    const auto next = [&](const PairPage& at) {
        return waiting_pairs(with.snapshot, with.house.keys, with.desk.current->id, at);
    };
    const auto take = [&](const MatchPair& pair, const Both& both) -> Result<bool> {
        if (out.pairs.size() == kPairsShown) return false;
        auto reasons = TRY(with.reasons(pair));
        // One of them was corrected since: there is nothing left to ask.
        if (!is_sign(reasons)) return true;
        out.pairs.push_back(with.view_of(pair, both));
        out.pairs.back().reasons = std::move(reasons);
        return true;
    };
    out.behind = TRY(each_pair(with, std::move(from), next, take));
    return out;
}

Result<> journal(House& house, const Caller& caller, const Desk& desk, const std::vector<MatchView>& views) {
    std::vector<SensitiveRead> reads;
    for (const MatchView& view : views) {
        for (const ComparedRecord& one : view.records) {
            // That two records share a number says something of both.
            reads.push_back(
                {"found",
                 desk.current->id,
                 one.row.id.text(),
                 access::classes_text(definition::found_by(desk.current->form)),
                 house.purposes.of(visit_of(caller), one.row.id.text(), caller.now),
                 {}}
            );
        }
    }
    return journal_reads(house, caller, together(reads));
}

/// A cursor works for the person and the role that it was given to: it holds the place of a pair that she may
/// not know of.
Bytes cursor_place(const Caller& caller, const std::string& register_id) {
    CanonicalWriter place;
    place.text("matches").text(caller.account.id.text()).text(caller.acting.id).text(register_id);
    return place.result();
}

std::string write_cursor(
    const House& house, const Caller& caller, const std::string& register_id, const PairPage& behind
) {
    CanonicalWriter plain;
    plain.number(static_cast<std::uint64_t>(behind.at)).text(behind.id);
    return to_base64url(crypto::seal(house.keys.cursor, plain.result(), cursor_place(caller, register_id)));
}

Result<PairPage> read_cursor(
    const House& house, const Caller& caller, const std::string& register_id, const std::string& cursor
) {
    if (cursor.empty()) return PairPage();
    const auto sealed = parse_base64url(cursor);
    const auto plain =
        sealed ? crypto::open(house.keys.cursor, *sealed, cursor_place(caller, register_id)) : std::nullopt;
    if (!plain) return refuse(ErrorKind::Invalid, "request.cursor");
    CanonicalReader reader(*plain);
    const auto at = reader.number();
    auto id = reader.text();
    if (!at || !id) return refuse(ErrorKind::Invalid, "request.cursor");
    return PairPage{{}, 0, static_cast<std::int64_t>(*at), std::move(*id)};
}

/// A pair that she is told of.
Result<std::pair<MatchPair, Both>> told_of(const Comparing& with, const MatchPairId& id) {
    if (!access::hears_of_matches(
            with.desk.programme->rules, with.caller.actor.role, with.desk.current->id
        )) {
        return not_found();
    }
    const auto pair = TRY(find_pair(with.snapshot, with.house.keys, id));
    if (!pair || pair->register_name != with.desk.current->id) return not_found();
    const std::array ids{pair->a, pair->b};
    auto found = TRY(find_records(with.house, with.snapshot, with.caller, pair->register_name, ids));
    auto both = Comparing::both(with.seeker, found, *pair);
    if (!both) return not_found();
    return std::pair(*pair, std::move(*both));
}

}  // namespace

Result<WaitingMatches> matches_waiting(
    House& house, storage::Snapshot& snapshot, const Caller& caller, const Desk& desk
) {
    if (!access::hears_of_matches(desk.programme->rules, caller.actor.role, desk.current->id)) {
        return WaitingMatches();
    }
    auto found = waiting_for(comparing(house, snapshot, caller, desk), {});
    // The rest of the agenda must not wait for names.
    if (!found && found.error().code == "search.preparing") return WaitingMatches();
    if (found) TRY(journal(house, caller, desk, found->pairs));
    return found;
}

Result<MatchPage> list_matches(
    House& house, const Caller& caller, const std::string& register_id, const std::string& cursor
) {
    MatchPage page;
    page.desk = TRY(desk_of(house, register_id));
    if (!access::hears_of_matches(page.desk.programme->rules, caller.actor.role, register_id)) {
        return not_found();
    }
    const auto snapshot = TRY(snapshot_of(house, caller));
    const Comparing with = comparing(house, *snapshot, caller, page.desk);
    PairPage from = TRY(read_cursor(house, caller, register_id, cursor));
    WaitingMatches waiting = TRY(waiting_for(with, std::move(from)));
    page.waiting = std::move(waiting.pairs);
    page.more = waiting.behind.has_value();
    if (waiting.behind) page.next = write_cursor(house, caller, register_id, *waiting.behind);
    TRY(journal(house, caller, page.desk, page.waiting));
    if (!cursor.empty()) return page;
    const auto next = [&](const PairPage& at) {
        return answered_pairs(*snapshot, house.keys, register_id, at);
    };
    const auto take = [&](const MatchPair& pair, const Both& both) -> Result<bool> {
        if (page.answered.size() == kPairsShown) return false;
        page.answered.push_back(with.view_of(pair, both));
        page.answered.back().reasons = TRY(with.reasons(pair));
        return true;
    };
    TRY(each_pair(with, {.pairs = {}, .at = kNewestFirst, .id = {}}, next, take));
    TRY(journal(house, caller, page.desk, page.answered));
    return page;
}

Result<MatchView> answer_match(
    House& house,
    const Caller& caller,
    const std::string& register_id,
    const MatchPairId& id,
    const std::string& answer,
    const std::string& words
) {
    const Desk desk = TRY(desk_of(house, register_id));
    const auto snapshot = TRY(house.store.snapshot());
    const Comparing with = comparing(house, *snapshot, caller, desk);
    auto [pair, both] = TRY(told_of(with, id));
    if (answer != kSamePerson && answer != kTwoPersons && answer != kUnclear) {
        return refuse(ErrorKind::Invalid, "match.answer", "/answer");
    }
    TRY(check_kept_words(house, words, "/words"));
    if (pair.is_settled()) return refuse(ErrorKind::Conflict, "match.answered");
    const Act what{"answer_match", {}, {}, {}, true};
    auto acted = act(house, caller, *snapshot, what, [&](storage::Snapshot&) -> Result<Decided> {
        Decided decided;
        decided.resource_id = id.text();
        // Of its own, not of the two records: who may open one of them must not learn that there is another.
        storage::NewEvent event = event_of(
            caller,
            kPossibleMatch,
            id.text(),
            pair.answers + 1,
            "answered",
            json::Object{{"register", register_id}, {"answer", answer}}
        );
        pair.event = EventId::trusted(event.id);
        pair.sealed = seal_words(*both[0].seal, *both[1].seal, words, pair.event);
        event.sealed = pair.sealed;
        decided.commit.expected.push_back({kPossibleMatch, id.text(), pair.answers});
        // Her words lie under the keys of the two; they must still be the keys when they do.
        for (const FoundRecord& one : both) {
            decided.commit.expected.push_back(
                {one.row.register_name, one.row.id.text(), one.row.version, true}
            );
        }
        decided.commit.events.push_back(std::move(event));
        ++pair.answers;
        pair.is_answered = true;
        pair.answer = answer;
        pair.answered_by = caller.account.id;
        pair.answered_at = caller.now;
        decided.commit.writes.push_back(change_pair(house.keys, pair));
        return decided;
    });
    if (!acted && acted.error().code == "storage.conflict") {
        return refuse(ErrorKind::Conflict, "match.answered");
    }
    TRY(std::move(acted));
    MatchView view = with.view_of(pair, both);
    view.reasons = TRY(with.reasons(pair));
    return view;
}

}  // namespace neove::service
