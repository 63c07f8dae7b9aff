/// \file
/// Somebody is written down who is known elsewhere: who typed learns nothing, whoever may find both records
/// hears of it and says what they are.

#include "storage/statements/matches.h"

#include "service/registers/list_records.h"
#include "service/registers/match_look.h"
#include "service/registers/match_pair.h"
#include "service/registers/match_retire.h"
#include "service/registers/rebuild.h"
#include "service/registers/timeline.h"
#include "service/scenario/persons_fixture.h"
#include "storage/statements/backup.h"
#include "storage/statements/core.h"

#include <doctest/doctest.h>

#include <random>
#include <set>

namespace neove::service::scenario {

namespace {

constexpr const char* kName = "Vàng Thị Thử Nghiệm";
constexpr const char* kPhone = "0912000111";

access::Rules told_rules() {
    using namespace access;
    constexpr Classes kAll = kInternal | kConfidential | kIdentity;
    RegisterRules rules;
    rules.register_name = Readers::kRegister;
    rules.states = {"member", "suspended", "left"};
    rules.actions = {"enrol", "renew_card", "suspend", "readmit", "leave"};
    rules.opening = {"enrol"};
    rules.grants = {
        {{"reader_desk"}, {"own"}, {"open", "list", "enrol", "correct"}, {}, kInternal, kAll, kIdentity, {}},
        {{"match_desk"}, {"own", "above"}, {"open", "list"}, {}, kInternal, 0, kIdentity, {}},
        {{"library_head"}, {"own", "above"}, {"open", "list", "erase"}, {}, kInternal, 0, 0, {}}};
    rules.policy.denies = {{"block", {}}};
    rules.policy.list.show = {"number", "state", "due", "kind"};
    rules.policy.matches.tell = {"match_desk"};
    return Rules::compile({rules});
}

/// Two libraries that know nothing of each other, and a desk above both.
struct TwoHouses : Readers {
    explicit TwoHouses(const Around& around = {}) : Readers(around) {
        REQUIRE(adopt(told_rules()));
        build();
    }
    Caller here() { return as("quaydoc.xa", "reader_desk"); }
    Caller there() { return as("canbo.phuong", "reader_desk"); }
    Caller above(const char* role = "match_desk", const char* login = "lanhdao") {
        Caller out = as(login, role);
        out.actor.organisation = out.acting.organisation = OrganisationId::trusted("above-both");
        out.actor.below = {here().acting.organisation, there().acting.organisation};
        return out;
    }
    RecordId written(const Caller& who, const std::string& name = kName, const std::string& phone = kPhone) {
        const auto done = enrol(who, name, phone);
        REQUIRE_MESSAGE(done.has_value(), code_of(done));
        return done->row.id;
    }
    /// Her first event, with another phone.
    void correct(const RecordId& record, const char* phone) {
        const auto opened = read(here(), record);
        const auto line = read_timeline(house(), here(), kRegister, record);
        REQUIRE(opened.has_value());
        REQUIRE_MESSAGE(line.has_value(), code_of(line));
        WantedAct wanted;
        wanted.action = record::kCorrected;
        wanted.corrects = line->events.front().stored.event.id;
        wanted.answers = json::Object{{"phone", phone}};
        wanted.reason = "ghi nhầm";
        Diagnostics faults;
        const auto done =
            act_on_record(house(), here(), {kRegister, record, opened->etag, {}, {}}, wanted, faults);
        for (const Error& fault : faults) MESSAGE(fault.code << " " << fault.where);
        REQUIRE_MESSAGE(done.has_value(), code_of(done));
    }
    std::int64_t noticed() {
        const auto done = notice_matches(house());
        REQUIRE_MESSAGE(done.has_value(), code_of(done));
        return *done;
    }
    MatchPage told(const Caller& who) {
        auto page = list_matches(house(), who, kRegister);
        REQUIRE_MESSAGE(page.has_value(), code_of(page));
        return std::move(*page);
    }
    std::size_t waiting(const Caller& who) {
        const auto agenda = agenda_of(house(), who);
        REQUIRE_MESSAGE(agenda.has_value(), code_of(agenda));
        return agenda->matches.size();
    }
    auto say(const Caller& who, const MatchPairId& id, const char* answer, const char* words = "đã gọi hỏi") {
        return answer_match(house(), who, kRegister, id, answer, words);
    }
    std::int64_t rows(const storage::Statement& count) {
        const auto snapshot = house().store.snapshot();
        const auto found = (*snapshot)->read(count);
        REQUIRE(found.has_value());
        return found->at(0).number(0);
    }
    std::int64_t pairs() { return rows(storage::statements::kCountMatch); }
};

/// Counts everything that is asked of the store.
struct Asked {
    std::vector<std::string> log;
};

class TellingSnapshot final : public storage::Snapshot {
public:
    TellingSnapshot(std::unique_ptr<storage::Snapshot> inner, std::shared_ptr<Asked> asked)
        : inner_(std::move(inner)), asked_(std::move(asked)) {
        order = inner_->order;
    }
    Result<storage::Rows> read(const storage::Statement& statement, storage::Parameters parameters) override {
        auto rows = inner_->read(statement, std::move(parameters));
        asked_->log.push_back(std::string(statement.name) + " " + std::to_string(rows ? rows->size() : 0));
        return rows;
    }

private:
    std::unique_ptr<storage::Snapshot> inner_;
    std::shared_ptr<Asked> asked_;
};

class TellingStore final : public storage::Store {
public:
    TellingStore(std::unique_ptr<storage::Store> store, std::shared_ptr<Asked> asked)
        : store_(std::move(store)), asked_(std::move(asked)) {}
    Result<std::unique_ptr<storage::Snapshot>> snapshot() override {
        auto inner = TRY(store_->snapshot());
        return std::unique_ptr<storage::Snapshot>(std::make_unique<TellingSnapshot>(std::move(inner), asked_)
        );
    }
    Result<storage::Committed> commit(storage::Commit commit) override {
        for (const storage::Write& write : commit.writes) asked_->log.emplace_back(write.statement->name);
        for (const storage::JournalDraft& draft : commit.journal) {
            // Ids are random; nothing else of an entry may differ.
            asked_->log.push_back(
                draft.action + " " + draft.register_name + " " + std::to_string(draft.record_id.size()) +
                " " + draft.classes + " " + draft.purpose
            );
        }
        for (const storage::NewEvent& event : commit.events) {
            asked_->log.push_back(
                event.register_name + " " + event.kind + " " + std::to_string(event.sealed.size())
            );
        }
        return store_->commit(std::move(commit));
    }
    std::shared_ptr<storage::Landing> start(storage::Commit commit) override {
        return store_->start(std::move(commit));
    }
    Result<std::vector<storage::ChainedEntry>> tail(std::int64_t seq, std::size_t limit) override {
        return store_->tail(seq, limit);
    }

private:
    std::unique_ptr<storage::Store> store_;
    std::shared_ptr<Asked> asked_;
};

}  // namespace

TEST_CASE("of two records that may be one person hears who may find both, and nobody else") {
    TwoHouses at;
    const RecordId first = at.written(at.there());
    CHECK(at.noticed() == 1);
    CHECK(at.pairs() == 0);
    const RecordId second = at.written(at.here());
    CHECK(at.noticed() == 1);
    CHECK(at.pairs() == 1);
    CHECK(at.waiting(at.above()) == 1);
    const MatchPage page = at.told(at.above());
    REQUIRE(page.waiting.size() == 1);
    CHECK(page.waiting[0].records[0].row.id == std::min(first, second));
    CHECK(page.waiting[0].reasons.front() == name_index::Reason::SamePhone);
    CHECK(page.waiting[0].may_answer);
    // Neither of those who typed, nor another role that opens both, nor one who is told but finds one alone.
    for (const Caller& who : {at.here(), at.there(), at.above("library_head")}) {
        CHECK(at.waiting(who) == 0);
        CHECK(code_of(list_matches(at.house(), who, Readers::kRegister)) == "access.not_found");
        CHECK(code_of(at.say(who, page.waiting[0].pair.id, "same")) == "access.not_found");
    }
    for (const char* login : {"quaydoc.xa", "canbo.phuong"}) {
        const Caller half = at.as(login, "match_desk");
        CHECK(at.waiting(half) == 0);
        CHECK(at.told(half).waiting.empty());
        CHECK(code_of(at.say(half, page.waiting[0].pair.id, "same")) == "access.not_found");
    }
    // A deny upon one of them takes the pair away, and gives it back when it ends.
    at.relate(second, "block", at.above().account.id, {}, at.clock.now() + kHour);
    CHECK(at.waiting(at.above()) == 0);
    CHECK(code_of(at.say(at.above(), page.waiting[0].pair.id, "same")) == "access.not_found");
    at.clock.advance(kHour);
    CHECK(at.waiting(at.above()) == 1);
}

TEST_CASE("never: what is asked and written before the answer depends on whether she is known elsewhere") {
    const auto asked = std::make_shared<Asked>();
    TwoHouses at([&](std::unique_ptr<storage::Store> store) {
        return std::make_unique<TellingStore>(std::move(store), asked);
    });
    const auto typed = [&](const std::string& name, const std::string& phone) {
        asked->log.clear();
        const auto done = at.enrol(at.here(), name, phone);
        REQUIRE_MESSAGE(done.has_value(), code_of(done));
        const auto log = asked->log;
        return std::pair(*done, log);
    };
    const auto warm = typed("Lò Văn Một Hai Ba", "0912000999");
    at.written(at.there());
    at.noticed();
    // The same length, letter by letter: what is sealed is padded anyway.
    const auto [known, known_log] = typed(kName, kPhone);
    const auto [unknown, unknown_log] = typed("Vàng Thị Thử Nghiềm", "0912000222");
    CHECK(known_log == unknown_log);
    CHECK(std::ranges::count(known_log, "insert_match_look") == 1);
    CHECK(std::ranges::none_of(known_log, [](const std::string& one) {
        return one.find("possible_match") != std::string::npos || one == "insert_match";
    }));
    CHECK(known.readable == unknown.readable);
    CHECK(known.row.version == unknown.row.version);
    CHECK(known.row.number.size() == unknown.row.number.size());
    CHECK(known.etag.size() == unknown.etag.size());
    CHECK(known.may.actions == unknown.may.actions);
    CHECK(known.links.empty());
    // And afterwards: her record, its version and its times are as they were.
    CHECK(at.noticed() == 2);
    CHECK(at.pairs() == 1);
    const auto again = at.read(at.here(), known.row.id);
    REQUIRE(again.has_value());
    CHECK(again->etag == known.etag);
    CHECK(again->row == known.row);
    CHECK(at.waiting(at.here()) == 0);
}

TEST_CASE("what she finds herself while typing, and a name that many have, is told to nobody") {
    TwoHouses at;
    at.written(at.here());
    at.written(at.here());
    CHECK(at.noticed() == 2);
    CHECK(at.pairs() == 0);
    // The same name elsewhere, another phone: dozens are called so.
    at.written(at.there(), kName, "0912000333");
    CHECK(at.noticed() == 1);
    CHECK(at.pairs() == 0);
}

TEST_CASE(
    "an answer is hers with words, is given once, and outlives a restart; what is unclear may be asked again"
) {
    TwoHouses at;
    const RecordId first = at.written(at.there());
    const RecordId second = at.written(at.here());
    CHECK(at.noticed() == 2);
    CHECK(at.pairs() == 1);
    const MatchPairId id = at.told(at.above()).waiting.at(0).pair.id;
    CHECK(code_of(at.say(at.above(), id, "perhaps")) == "match.answer");
    CHECK(code_of(at.say(at.above(), id, "same", " ")) == "field.required");
    CHECK(code_of(at.say(at.above(), id, "same", "gọi 0912345678")) == "form.looks_like_person");
    CHECK(
        code_of(at.say(at.above(), MatchPairId::trusted(crypto::random_id()), "same")) == "access.not_found"
    );
    const auto unclear = at.say(at.above(), id, "unclear", "chưa gặp được ai");
    REQUIRE_MESSAGE(unclear.has_value(), code_of(unclear));
    CHECK(at.waiting(at.above()) == 0);
    // Her card is written anew: what nobody could tell apart is asked again, once, with the words of before.
    at.correct(second, kPhone);
    CHECK(at.noticed() == 1);
    CHECK(at.pairs() == 1);
    const MatchPage again = at.told(at.above());
    REQUIRE(again.waiting.size() == 1);
    CHECK(again.waiting[0].pair.id == id);
    CHECK(again.waiting[0].words == "chưa gặp được ai");
    const auto settled = at.say(at.above(), id, "different", "hai người khác năm sinh");
    REQUIRE_MESSAGE(settled.has_value(), code_of(settled));
    CHECK(!settled->may_answer);
    CHECK(code_of(at.say(at.above(), id, "same")) == "match.answered");
    // What is settled stays so, whatever is written.
    at.correct(second, kPhone);
    CHECK(at.noticed() == 1);
    CHECK(at.waiting(at.above()) == 0);
    const MatchPage past = at.told(at.above());
    REQUIRE(past.answered.size() == 1);
    CHECK(past.answered[0].words == "hai người khác năm sinh");
    CHECK(past.answered[0].pair.answer == "different");
    // The answer is no event of either record: who opens one must not learn of the other.
    for (const auto& [who, record] : {std::pair(at.there(), first), std::pair(at.here(), second)}) {
        const auto line = read_timeline(at.house(), who, Readers::kRegister, record);
        REQUIRE(line.has_value());
        for (const auto& event : line->events) {
            CHECK((event.stored.event.kind == "enrol" || event.stored.event.kind == record::kCorrected));
        }
    }
    CHECK(at.stored_bytes().find("hai người khác năm sinh") == std::string::npos);
}

TEST_CASE("never: words about a pair are read with the key of one of the two") {
    TwoHouses at;
    at.written(at.there());
    at.written(at.here());
    CHECK(at.noticed() == 2);
    const MatchPair told = at.told(at.above()).waiting.at(0).pair;
    const std::string words = "hai người khác năm sinh";
    REQUIRE(at.say(at.above(), told.id, kTwoPersons, words.c_str()));
    CHECK(at.told(at.above()).answered.at(0).words == words);
    const auto snapshot = at.house().store.snapshot();
    const auto pair = find_pair(**snapshot, at.house().keys, told.id);
    REQUIRE(pair->has_value());
    const std::array ids{(*pair)->a, (*pair)->b};
    const auto both = find_records(at.house(), **snapshot, at.above(), Readers::kRegister, ids);
    REQUIRE(both.has_value());
    const SealedRecord& a = *both->at(ids[0].text()).seal;
    const SealedRecord& b = *both->at(ids[1].text()).seal;
    CHECK(open_words(a, b, **pair) == words);
    // What an older copy of the store holds besides, once the key of either has died.
    const auto nobody = crypto::Secret::random();
    const RecordName name{keyring::Domain::Cases, Readers::kRegister, ids[0]};
    const SealedRecord dead(at.keyring().store(), name, nobody);
    CHECK(open_words(a, dead, **pair).empty());
    CHECK(open_words(dead, b, **pair).empty());
    const auto event = (*snapshot)->read(
        storage::statements::kEventsOfRecord, {std::string(kPossibleMatch), told.id.text()}
    );
    REQUIRE(event->size() == 1);
    const ByteView kept = event->at(0).bytes(11);
    CHECK(Bytes(kept.begin(), kept.end()) == (*pair)->sealed);
    // Those of before, under the key of one, are still read while both are there.
    MatchPair older = **pair;
    older.sealed = a.seal_event({}, json::Object{}, 0, "lời cũ", older.event);
    CHECK(open_words(a, b, older) == "lời cũ");
}

TEST_CASE("a pair goes when its reason goes, and with the record that is erased") {
    TwoHouses at;
    at.written(at.there());
    const RecordId mistyped = at.written(at.here());
    const RecordId leaves = at.written(at.here());
    CHECK(at.noticed() == 3);
    CHECK(at.pairs() == 2);
    CHECK(at.waiting(at.above()) == 2);
    at.correct(mistyped, "0912000444");
    CHECK(at.waiting(at.above()) == 1);
    CHECK(at.noticed() == 1);
    CHECK(at.waiting(at.above()) == 1);
    const auto opened = at.read(at.head(), leaves);
    REQUIRE(opened.has_value());
    const auto asked = propose_erasure(
        at.house(),
        at.head(),
        {Readers::kRegister, leaves, opened->etag, {}, {}},
        {"Giấy số 1", "theo yêu cầu"}
    );
    REQUIRE_MESSAGE(asked.has_value(), code_of(asked));
    const auto erased = confirm_erasure(at.house(), at.other_head(), Readers::kRegister, asked->erasure.id);
    REQUIRE_MESSAGE(erased.has_value(), code_of(erased));
    CHECK(at.waiting(at.above()) == 0);
    CHECK(at.pairs() == 1);
}

namespace {

/// Pairs of records that are not there, noticed before all others.
void add_others(TwoHouses& at, std::int64_t count) {
    storage::Commit commit;
    for (std::int64_t i = 0; i < count; ++i) {
        const auto id = [] { return RecordId::trusted(crypto::random_id()); };
        commit.writes.push_back(
            insert_pair(at.house().keys, pair_of(Readers::kRegister, id(), id(), at.clock.now() + -kDay + i))
        );
    }
    REQUIRE(at.house().store.commit(std::move(commit)).has_value());
}

std::int64_t swept(TwoHouses& at) {
    PairSweep sweep;
    std::int64_t count = 0;
    do {
        const auto done = retire_pairs(at.house(), sweep);
        REQUIRE_MESSAGE(done.has_value(), code_of(done));
        count += *done;
    } while (!sweep.after.empty());
    CHECK(sweep.rests_until > at.clock.now());
    return count;
}

/// Records that the journal says were taken back as a pair, as it names them.
std::vector<std::string> taken_back(TwoHouses& at) {
    at.settle();
    const auto entries = at.house().store.tail(0, 10'000);
    REQUIRE_MESSAGE(entries.has_value(), code_of(entries));
    std::vector<std::string> out;
    for (const storage::ChainedEntry& one : *entries) {
        if (one.entry.action != std::string(Readers::kRegister) + ".match_taken_back") continue;
        CHECK(one.entry.actor == "system");
        CHECK(one.entry.register_name == Readers::kRegister);
        out.push_back(one.entry.record_id);
    }
    return out;
}

}  // namespace

TEST_CASE("never: a pair is hidden behind thousands that are not hers") {
    TwoHouses at;
    add_others(at, kLookedThrough + 100);
    at.written(at.there());
    at.written(at.here());
    CHECK(at.noticed() == 2);
    const MatchPage first = at.told(at.above());
    CHECK(first.waiting.empty());
    CHECK(first.more);
    const auto second = list_matches(at.house(), at.above(), Readers::kRegister, first.next);
    REQUIRE_MESSAGE(second.has_value(), code_of(second));
    CHECK(second->waiting.size() == 1);
    CHECK_FALSE(second->more);
    CHECK(second->next.empty());
    // A cursor says nothing to anybody else, and nothing made up is one.
    CHECK(
        code_of(list_matches(at.house(), at.above("match_desk", "canbo.xa"), Readers::kRegister, first.next)
        ) == "request.cursor"
    );
    CHECK(code_of(list_matches(at.house(), at.above(), Readers::kRegister, "AAAA")) == "request.cursor");
}

TEST_CASE("more pairs than one page shows come page by page, each once, none left out") {
    TwoHouses at;
    at.written(at.there());
    for (int i = 0; i < 12; ++i) at.written(at.here());
    at.noticed();
    // All with all of the other house: more than a page only if there are enough of them.
    for (int i = 0; i < 6; ++i) at.written(at.there());
    at.noticed();
    std::set<std::string> seen;
    std::size_t shown = 0;
    std::string cursor;
    do {
        const auto page = list_matches(at.house(), at.above(), Readers::kRegister, cursor);
        REQUIRE_MESSAGE(page.has_value(), code_of(page));
        for (const MatchView& one : page->waiting) seen.insert(one.pair.id.text());
        shown += page->waiting.size();
        cursor = page->next;
    } while (!cursor.empty());
    CHECK(at.pairs() > static_cast<std::int64_t>(kPairsShown));
    CHECK(static_cast<std::int64_t>(shown) == at.pairs());
    CHECK(seen.size() == shown);
}

TEST_CASE("a pair that waits for nothing is taken back; one that still may be somebody stays") {
    TwoHouses at;
    at.written(at.there());
    const RecordId mistyped = at.written(at.here());
    at.written(at.here());
    CHECK(at.noticed() == 3);
    CHECK(at.pairs() == 2);
    CHECK(swept(at) == 0);
    CHECK(taken_back(at).empty());
    add_others(at, 70);
    CHECK(swept(at) == 70);
    CHECK(taken_back(at).size() == 70);
    at.correct(mistyped, "0912000444");
    CHECK(swept(at) == 1);
    const auto told = taken_back(at);
    REQUIRE(told.size() == 71);
    CHECK(told.back().find(mistyped.text()) != std::string::npos);
    CHECK(told.back().size() == 2 * mistyped.text().size() + 1);
    CHECK(at.pairs() == 1);
    CHECK(at.waiting(at.above()) == 1);
    // Corrected back it is noticed again.
    at.correct(mistyped, kPhone);
    at.noticed();
    CHECK(at.pairs() == 2);
    // Of one that was unclear and is asked again the answer stays.
    const MatchPage page = at.told(at.above());
    const auto with_her = std::ranges::find_if(page.waiting, [&](const MatchView& one) {
        return one.pair.a == mistyped || one.pair.b == mistyped;
    });
    REQUIRE(with_her != page.waiting.end());
    REQUIRE(at.say(at.above(), with_her->pair.id, kUnclear).has_value());
    at.correct(mistyped, "0912000444");
    at.correct(mistyped, kPhone);
    at.noticed();
    CHECK(at.waiting(at.above()) == 2);
    at.correct(mistyped, "0912000444");
    CHECK(swept(at) == 1);
    CHECK(taken_back(at).size() == 72);
    CHECK(at.pairs() == 2);
    CHECK(at.waiting(at.above()) == 1);
    CHECK(at.told(at.above()).answered.size() == 1);
}

TEST_CASE("a mark is looked after once, by whichever node, and none is lost while names are prepared") {
    TwoHouses at;
    at.written(at.there());
    at.written(at.here());
    // A node that has just started over the same store knows no name yet.
    PersonIndex fresh;
    REQUIRE(fresh.begin(at.house().store, at.house().programmes.current()).has_value());
    CHECK(!fresh.is_ready());
    CHECK(at.rows(storage::statements::kCountMatchLook) == 2);
    CHECK(at.noticed() == 2);
    CHECK(at.rows(storage::statements::kCountMatchLook) == 0);
    CHECK(at.noticed() == 0);
    CHECK(at.pairs() == 1);
    // What the events say is what is stored, with pairs and without.
    const auto report = rebuild(at.house(), true);
    REQUIRE(report.has_value());
    CHECK(report->differences.empty());
    CHECK(at.pairs() == 1);
    CHECK(at.waiting(at.above()) == 1);
}

TEST_CASE("what another of her roles keeps from her while she types is told to the desk") {
    TwoHouses at;
    // Before the other grant: which of two a session begins with is a matter of their ids.
    const Caller typist = at.here();
    const RecordId first = at.written(typist);
    const OrganisationId other_body = at.there().acting.organisation;
    // She who typed the second works elsewhere too, and that body is kept from the first.
    Grant grant;
    grant.id = crypto::random_id();
    grant.account = typist.account.id;
    grant.role = "reader_desk";
    grant.organisation = other_body;
    grant.from = {0};
    storage::Commit commit;
    commit.writes.push_back(insert_grant(at.house().keys, grant));
    REQUIRE(at.house().store.commit(std::move(commit)).has_value());
    CHECK(at.noticed() == 1);
    at.written(typist);
    CHECK(at.noticed() == 1);
    CHECK(at.pairs() == 0);
    at.relate(first, "block", {}, other_body);
    at.written(typist);
    CHECK(at.noticed() == 1);
    CHECK(at.pairs() == 1);
}

TEST_CASE("never: a row that somebody writes is shown, or keeps a pair from being asked") {
    TwoHouses at;
    const RecordId first = at.written(at.there());
    const RecordId second = at.written(at.here());
    const MatchPair pair = pair_of(Readers::kRegister, first, second, at.clock.now());
    storage::Commit forged;
    forged.writes.push_back(insert_pair(at.house().keys, pair));
    std::get<std::string>(forged.writes.back().parameters[5]) = "answered";
    REQUIRE(at.house().store.commit(std::move(forged)).has_value());
    CHECK(at.told(at.above()).answered.empty());
    CHECK(at.noticed() == 2);
    CHECK(at.pairs() == 1);
    CHECK(at.waiting(at.above()) == 1);
}

TEST_CASE("in every world a pair is told to exactly those who find both, and only where who typed did not") {
    TwoHouses at;
    std::mt19937 random(20261122);
    const std::vector<std::string> phones{"0912000501", "0912000502", "0912000503", "0912000504"};
    struct Written {
        RecordId id;
        std::string phone;
        bool is_here;
    };
    std::vector<Written> all;
    std::set<std::pair<RecordId, RecordId>> expected;
    for (int i = 0; i < 24; ++i) {
        const bool is_here = random() % 2 == 0;
        const std::string& phone = phones[random() % phones.size()];
        const RecordId id = at.written(is_here ? at.here() : at.there(), "Người " + std::to_string(i), phone);
        for (const Written& other : all) {
            if (other.phone != phone || other.is_here == is_here) continue;
            expected.insert({std::min(id, other.id), std::max(id, other.id)});
        }
        all.push_back({id, phone, is_here});
        if (random() % 3 == 0) at.noticed();
    }
    at.noticed();
    REQUIRE(expected.size() > 20);
    CHECK(at.pairs() == std::ssize(expected));
    // Some of them are closed to the desk.
    std::set<RecordId> closed;
    for (const Written& one : all) {
        if (random() % 4 != 0) continue;
        at.relate(one.id, "block", at.above().account.id);
        closed.insert(one.id);
    }
    std::set<std::pair<RecordId, RecordId>> told;
    for (const MatchView& one : at.told(at.above()).waiting) told.insert({one.pair.a, one.pair.b});
    std::erase_if(expected, [&](const auto& one) {
        return closed.contains(one.first) || closed.contains(one.second);
    });
    CHECK(told == expected);
    CHECK(told.size() > 5);
}

}  // namespace neove::service::scenario
