/// \file
/// Looking for a person: who is found by whom, what is kept of a search, and what the database never holds.

#include "service/look_together.h"
#include "service/registers/board_index.h"
#include "service/registers/list_records.h"
#include "service/registers/record_stream.h"
#include "service/registers/visit.h"
#include "service/scenario/persons_fixture.h"

#include <doctest/doctest.h>

#include <map>
#include <random>
#include <ranges>
#include <set>

namespace neove::service::scenario {

namespace {

const std::vector<std::string> kNames{
    "Nguyễn Thị Hoa",
    "Nguyễn Thị Hoà",
    "Trần Văn Bưởi",
    "Lò Thị Mận",
    "Giàng A Sùng",
    "Phạm Quốc Khế",
    "Đinh Hồng Nhãn",
    "Vàng Thị Lê",
    "Hồ Công Ổi",
    "Mạc Đình Na",
    "Tòng Văn Me",
    "Quàng Thị Sim"};

/// Who may do what, drawn at random: roles, relations and states as in a register that somebody thought up.
access::Rules random_rules(std::mt19937& random) {
    const auto some = [&](std::vector<std::string> words) {
        std::vector<std::string> out;
        for (std::string& word : words) {
            if (random() % 2 == 0) out.push_back(std::move(word));
        }
        return out;
    };
    access::RegisterRules rules;
    rules.register_name = Readers::kRegister;
    rules.states = {"member", "suspended", "left"};
    rules.actions = {"enrol", "renew_card", "suspend", "readmit", "leave"};
    rules.opening = {"enrol"};
    for (int i = 0; i < 6; ++i) {
        access::RecordGrant grant;
        grant.roles = some({"librarian", "reader_desk", "library_head"});
        grant.when = some(
            {"own", "above", "created", "responsible", "consent", "responsible+desks", "responsible+below"}
        );
        grant.actions = some({"open", "list", "list", "suspend"});
        if (random() % 2 == 0) grant.states = some({"member", "suspended"});
        const std::vector<access::Classes> reads{1, 3, 7, 15, 15};
        grant.read = reads[random() % reads.size()];
        if (random() % 3 == 0) grant.with_purpose = access::kIdentity;
        if (random() % 4 == 0) grant.condition.consent = true;
        if (random() % 4 == 0) {
            grant.condition.until_state = "member";
            grant.condition.until_days = random() % 2 == 0 ? 1 : 1'000;
        }
        if (!grant.roles.empty() && !grant.when.empty() && !grant.actions.empty()) {
            rules.grants.push_back(std::move(grant));
        }
    }
    if (random() % 2 == 0) rules.policy.denies.push_back({"block", {}});
    if (random() % 3 == 0) rules.policy.denies.push_back({"kin", {"responsible"}});
    rules.policy.list.show = {"number", "state", "due", "kind"};
    return access::Rules::compile({rules});
}

const std::vector<std::string> kLogins{"quaydoc.xa", "thuthu.xa", "thuthu.phuong", "truongthuvien"};
const std::string kAtADesk = "desk";

/// One of each name, of two bodies.
std::map<std::string, RecordId> some_people(Readers& at) {
    const std::vector<Caller> makers{at.desk(), at.as("thuthu.phuong", "reader_desk")};
    std::map<std::string, RecordId> records;
    for (std::size_t i = 0; i < kNames.size(); ++i) {
        const auto made = at.enrol(makers[i % 2], kNames[i]);
        REQUIRE_MESSAGE(made.has_value(), code_of(made));
        records.emplace(kNames[i], made->row.id);
    }
    return records;
}

/// Rows of relation of any kind, some for an hour.
void relate_at_random(Readers& at, std::mt19937& random, const std::map<std::string, RecordId>& records) {
    for (const auto& [name, id] : records) {
        if (random() % 2 == 0) at.relate(id, "responsible", {}, at.body_of_the_desk());
        if (random() % 4 == 0) at.relate(id, "block", {}, at.body_of_the_desk());
        for (const char* kind : {"responsible", "consent", "block", "kin"}) {
            const Caller whom = at.caller(kLogins[random() % kLogins.size()]);
            const bool by_account = random() % 2 == 0;
            const auto until = random() % 3 == 0 ? std::optional(at.clock.now() + kHour) : std::nullopt;
            if (random() % 3 != 0) continue;
            at.relate(
                id,
                kind,
                by_account ? whom.account.id : AccountId(),
                by_account ? OrganisationId() : whom.acting.organisation,
                until
            );
        }
    }
}

std::vector<storage::ChainedEntry> journal_of(Readers& at) {
    at.settle();
    std::vector<storage::ChainedEntry> out;
    for (std::int64_t seq = 0;;) {
        const auto page = at.house().store.tail(seq, 1'000);
        REQUIRE(page.has_value());
        if (page->empty()) return out;
        seq = page->back().entry.seq;
        out.insert(out.end(), page->begin(), page->end());
    }
}

}  // namespace

TEST_CASE("a search finds exactly those she lists, may open and may read the name of, in random worlds") {
    Readers at;
    at.build();
    std::mt19937 random(7);
    const std::map<std::string, RecordId> records = some_people(at);
    std::vector<std::string> seats = kLogins;
    seats.push_back(kAtADesk);
    relate_at_random(at, random, records);
    at.clock.advance(2 * kHour);  // some of these relations are over
    const std::string register_name = Readers::kRegister;
    int found_some = 0;
    int hidden_some = 0;
    for (int world = 0; world < 12; ++world) {
        CAPTURE(world);
        REQUIRE(at.adopt(random_rules(random)));
        at.clock.advance(kMinute);
        for (const std::string& login : seats) {
            for (const char* role : {"librarian", "reader_desk", "library_head"}) {
                const Caller who = login == kAtADesk ? at.at_a_desk(role) : at.as(login, role);
                CAPTURE(login);
                CAPTURE(role);
                for (const auto& [name, id] : records) {
                    const auto opened = at.read(who, id);
                    const bool lists = at.lists(who, id);
                    CHECK((!lists || opened.has_value()));
                    bool reaches = false;
                    if (opened) {
                        const auto snapshot = at.house().store.snapshot();
                        const auto found = find_record(at.house(), **snapshot, who, Readers::kRegister, id);
                        REQUIRE(found);
                        const auto verdict = verdict_of(who, *found, access::kOpen);
                        reaches = ((verdict.read | verdict.with_purpose) & access::kIdentity) != 0;
                    }
                    const auto page = at.search(who, name);
                    const bool finds =
                        page && std::ranges::any_of(page->records, [&](const ListedRecord& one) {
                            return one.row.id == id;
                        });
                    CHECK(finds == (lists && reaches));
                    // The scope comes first: the index itself answers with hers alone.
                    const auto programme = at.house().programmes.current();
                    const Seeker seeker{
                        programme->rules, register_name, who.actor, who.now, access::kIdentity};
                    const auto raw = at.house().persons.search(seeker, name, 100);
                    REQUIRE(raw);
                    CHECK(std::ranges::any_of(raw->hits, [&](const name_index::Hit& hit) {
                              return hit.id == id;
                          }) == finds);
                    for (const name_index::Hit& hit : raw->hits) CHECK(at.read(who, hit.id));
                    if (page) {
                        for (const ListedRecord& one : page->records) CHECK(at.read(who, one.row.id));
                    }
                    const auto matches = possible_matches(
                        at.house(),
                        who,
                        Readers::kRegister,
                        json::Object{{"name", json::Object{{"name", name}}}},
                        {}
                    );
                    const bool matched =
                        matches && std::ranges::any_of(matches->matches, [&](const PossibleMatch& one) {
                            return one.listed.row.id == id;
                        });
                    CHECK(matched == finds);
                    found_some += finds ? 1 : 0;
                    hidden_some += finds ? 0 : 1;
                }
            }
        }
    }
    // A world in which nobody finds anybody would prove nothing.
    CHECK(found_some > 50);
    CHECK(hidden_some > 50);
}

namespace {

/// What every channel gives her, as ids in their order.
struct Channels {
    std::map<std::string, std::vector<std::string>> lists;  ///< by order
    std::vector<std::string> names, exported, agenda;
    bool operator==(const Channels&) const = default;
};

Channels channels_of(Readers& at, const Caller& who) {
    Channels out;
    for (const char* sort : {"due", "changed", "opened", "number"}) {
        RecordQuery query;
        query.register_id = Readers::kRegister;
        query.sort = sort;
        const auto page = list_records(at.house(), who, query);
        if (!page) continue;
        for (const ListedRecord& one : page->records) {
            out.lists[sort].push_back(one.row.id.text());
            out.names.push_back(one.name);
        }
    }
    const auto snapshot = at.house().store.snapshot();
    const auto desk = desk_of(at.house(), Readers::kRegister);
    RecordQuery query;
    query.register_id = Readers::kRegister;
    const auto rows = rows_to_export(at.house(), **snapshot, who, *desk, query, 100);
    for (const RecordRow& row : rows ? *rows : std::vector<RecordRow>()) {
        out.exported.push_back(row.id.text());
    }
    const auto agenda = agenda_of(at.house(), who);
    REQUIRE(agenda);
    for (const AgendaItem& one : agenda->items) out.agenda.push_back(one.row.id.text() + one.clock.limit);
    return out;
}

/// Some are in another state than the rest: ways are narrowed by states too.
void suspend_some(Readers& at, std::mt19937& random, const std::map<std::string, RecordId>& records) {
    int suspended = 0;
    for (const auto& [name, id] : records) {
        if (random() % 2 == 0) continue;
        for (const char* login : {"thuthu.xa", "thuthu.phuong"}) {
            const Caller who = at.as(login, "librarian");
            const auto seen = at.read(who, id);
            if (!seen) continue;
            WantedAct wanted;
            wanted.action = "suspend";
            wanted.reason = "trả sách muộn";
            wanted.answers = json::Object{{"remarks", "trả sách muộn"}};
            Diagnostics faults;
            const auto done =
                act_on_record(at.house(), who, {Readers::kRegister, id, seen->etag, {}, {}}, wanted, faults);
            REQUIRE_MESSAGE(done.has_value(), code_of(done));
            ++suspended;
        }
    }
    REQUIRE(suspended > 2);
}

/// By the gate alone, one by one.
std::set<std::string> listed_by_the_gate(
    Readers& at, const Caller& who, const std::map<std::string, RecordId>& records
) {
    std::set<std::string> out;
    const auto snapshot = at.house().store.snapshot();
    for (const auto& [name, id] : records) {
        const auto found = find_record(at.house(), **snapshot, who, Readers::kRegister, id);
        if (found && verdict_of(who, *found, access::kList).allowed) out.insert(id.text());
    }
    return out;
}

}  // namespace

TEST_CASE("in random worlds lists of persons out of memory are those out of the database and of the gate") {
    Readers at;
    at.build();
    std::mt19937 random(11);
    const std::map<std::string, RecordId> records = some_people(at);
    suspend_some(at, random, records);
    relate_at_random(at, random, records);
    at.clock.advance(2 * kHour);
    std::vector<std::string> seats = kLogins;
    seats.push_back(kAtADesk);
    int listed = 0, hidden = 0, out_of_memory = 0;
    for (int world = 0; world < 12; ++world) {
        CAPTURE(world);
        REQUIRE(at.adopt(random_rules(random)));
        at.clock.advance(kMinute);
        const auto programme = at.house().programmes.current();
        auto boards = std::make_shared<BoardIndex>(*programme);
        at.house().boards = boards;
        REQUIRE(boards->build(at.house()));
        REQUIRE(boards->answers(*desk_of(at.house(), Readers::kRegister)));
        // What happens after the rows were read is in the next answer.
        const auto one = std::next(records.begin(), static_cast<std::ptrdiff_t>(random() % records.size()));
        at.relate(
            one->second, random() % 2 == 0 ? "block" : "responsible", at.caller("thuthu.xa").account.id
        );
        for (const std::string& login : seats) {
            for (const char* role : {"librarian", "reader_desk", "library_head"}) {
                const Caller who = login == kAtADesk ? at.at_a_desk(role) : at.as(login, role);
                CAPTURE(login);
                CAPTURE(role);
                const Channels fed = channels_of(at, who);
                at.house().boards.reset();
                const Channels walked = channels_of(at, who);
                at.house().boards = boards;
                CHECK(fed == walked);
                const std::set<std::string> truth = listed_by_the_gate(at, who, records);
                for (const auto& [sort, ids] : fed.lists) {
                    CHECK(ids.size() == truth.size());
                    CHECK(std::set<std::string>(ids.begin(), ids.end()) == truth);
                }
                const auto scope =
                    access::scope_of(programme->rules, who.actor, Readers::kRegister, access::Channel::List);
                if (scope.is_empty()) CHECK(truth.empty());
                const auto many = static_cast<int>(truth.size());
                if (!goes_along_index(stream_scope(scope))) out_of_memory += many;
                listed += many;
                hidden += static_cast<int>(records.size()) - many;
            }
        }
    }
    CHECK(listed > 50);
    CHECK(hidden > 50);
    CHECK(out_of_memory > 50);
}

TEST_CASE("a name out of memory is that of the record as it is now, and none that is hers no more") {
    Readers at;
    at.build();
    at.house().boards = std::make_shared<BoardIndex>(*at.house().programmes.current());
    REQUIRE(at.house().boards->build(at.house()));
    const ShownNames& kept = at.house().boards->names();
    const RecordId hoa = at.enrolled("Nguyễn Thị Hoa");
    const RecordId man = at.enrolled("Lò Thị Mận");
    const Caller who = at.librarian();
    const auto names = [&](const Caller& reader) {
        RecordQuery query;
        query.register_id = Readers::kRegister;
        const auto page = list_records(at.house(), reader, query);
        REQUIRE(page);
        std::map<std::string, std::string> out;
        for (const ListedRecord& one : page->records) out[one.row.id.text()] = one.name;
        return out;
    };
    using Names = std::map<std::string, std::string>;
    REQUIRE(at.house().boards->follow(at.house()));
    const Names both{{hoa.text(), "Nguyễn Thị Hoa"}, {man.text(), "Lò Thị Mận"}};
    CHECK(names(who) == both);
    CHECK(kept.size() == 2);
    CHECK(names(who) == both);
    // Out of memory or opened anew: the journal says the same.
    const auto journal = journal_of(at);
    std::vector<std::string> looks;
    for (const auto& one : journal) {
        if (one.entry.action == "reader.list") looks.push_back(one.entry.record_id);
    }
    REQUIRE(looks.size() == 2);
    CHECK(looks[0] == looks[1]);
    CHECK(looks[1].contains(hoa.text()));
    CHECK(looks[1].contains(man.text()));
    // Whom the list shows no names finds none there either.
    for (const auto& [id, name] : names(at.head())) CHECK(name.empty());
    for (const auto& [id, name] : names(at.desk())) CHECK(name.empty());

    const auto seen = at.read(who, hoa);
    REQUIRE(seen);
    const auto events = events_of(**at.house().store.snapshot(), Readers::kRegister, hoa);
    REQUIRE(events);
    WantedAct mend;
    mend.action = record::kCorrected;
    mend.corrects = events->front().event.id;
    mend.answers = json::Object{{"name", json::Object{{"name", "Trần Văn Bưởi"}}}};
    mend.reason = "ghi nhầm tên";
    Diagnostics faults;
    REQUIRE(act_on_record(at.house(), who, {Readers::kRegister, hoa, seen->etag, {}, {}}, mend, faults));
    CHECK(names(who) == Names{{hoa.text(), "Trần Văn Bưởi"}, {man.text(), "Lò Thị Mận"}});

    at.relate(man, "block", who.account.id);
    CHECK(names(who) == Names{{hoa.text(), "Trần Văn Bưởi"}});
    const auto asked = propose_erasure(
        at.house(), at.head(), {Readers::kRegister, hoa, {}, {}, {}}, {"Quyết định", "Khoản 2 Điều 16"}
    );
    REQUIRE_MESSAGE(asked.has_value(), code_of(asked));
    REQUIRE(confirm_erasure(at.house(), at.other_head(), Readers::kRegister, asked->erasure.id));
    CHECK(names(who).empty());
    at.settle();
    REQUIRE(at.house().boards->follow(at.house()));
    CHECK(kept.size() == 0);
    at.house().boards->stop();
    at.enrolled("Giàng A Sùng");
    CHECK(names(who).size() == 1);
    CHECK(kept.size() == 0);
}

TEST_CASE("a name read before its record changed is not kept after it") {
    ShownNames kept;
    RecordRow row;
    row.id = RecordId::trusted(crypto::random_id());
    row.version = 3;
    const std::uint64_t before = kept.ticket();
    kept.put(before, row, "Nguyễn Thị Hoa");
    CHECK(kept.find(row) == std::optional<std::string>("Nguyễn Thị Hoa"));
    for (const auto change : {&RecordRow::version, &RecordRow::redactions}) {
        RecordRow other = row;
        ++(other.*change);
        CHECK(!kept.find(other));
    }
    RecordRow other = row;
    other.last_event[0] = 1;
    CHECK(!kept.find(other));
    kept.forget({&row.id, 1});
    CHECK(!kept.find(row));
    kept.put(before, row, "Nguyễn Thị Hoa");
    CHECK(!kept.find(row));
    kept.put(kept.ticket(), row, "Nguyễn Thị Hoa");
    CHECK(kept.find(row));
    kept.stop();
    kept.put(kept.ticket(), row, "Nguyễn Thị Hoa");
    CHECK(kept.size() == 0);
    ShownNames many;
    for (std::size_t i = 0; i < ShownNames::kMost + 5; ++i) {
        row.id = RecordId::trusted(crypto::random_id());
        many.put(many.ticket(), row, "An");
    }
    CHECK(many.size() == ShownNames::kMost);
}

TEST_CASE("what days end is found until that very moment and not from it on, though nobody writes anything") {
    Readers at;
    at.build();
    access::RegisterRules rules;
    rules.register_name = Readers::kRegister;
    rules.states = {"member", "suspended", "left"};
    rules.actions = {"enrol", "renew_card", "suspend", "readmit", "leave"};
    rules.opening = {"enrol"};
    access::RecordGrant grant;
    grant.roles = {"librarian", "reader_desk"};
    grant.when = {"own"};
    grant.actions = {"open", "list", "enrol"};
    grant.read = 15;
    grant.condition = {.until_state = "member", .until_days = 2};
    rules.grants = {grant};
    rules.policy.list.show = {"number", "state"};
    const RecordId early = at.enrolled("Nguyễn Thị Hoa");
    at.clock.advance(7 * kHour);
    const RecordId late = at.enrolled("Nguyễn Thị Hoa Mai");
    REQUIRE(at.adopt(access::Rules::compile({rules})));
    const auto programme = at.house().programmes.current();
    const std::string register_name = Readers::kRegister;
    const auto found_at = [&](Instant now) {
        const Caller who = at.librarian();
        const Seeker seeker{programme->rules, register_name, who.actor, now, access::kIdentity};
        const auto found = at.house().persons.search(seeker, "nguyen hoa", 50);
        REQUIRE(found);
        std::set<RecordId> ids;
        for (const name_index::Hit& hit : found->hits) ids.insert(hit.id);
        return ids;
    };
    const auto entered = [&](const RecordId& id) {
        const auto seen = at.read(at.librarian(), id);
        REQUIRE(seen);
        return seen->row.entered.at("member");
    };
    const Instant first = entered(early) + 2 * kDay;
    const Instant second = entered(late) + 2 * kDay;
    REQUIRE(first < second);
    // Asked in the order of time: what was worked out at first is all that she is answered from.
    CHECK(found_at(at.clock.now()) == std::set{early, late});
    CHECK(found_at({first.micros - 1}) == std::set{early, late});
    CHECK(found_at(first) == std::set{late});
    CHECK(found_at({second.micros - 1}) == std::set{late});
    CHECK(found_at(second).empty());
}

TEST_CASE("until the names are there the search says so, and finds them then as after a restart") {
    Readers at;
    const RecordId hoa = at.enrolled("Nguyễn Thị Hoa");
    CHECK(code_of(at.search(at.librarian(), "nguyen hoa")) == "search.preparing");
    CHECK(at.lists(at.librarian(), hoa));
    at.build();
    CHECK(at.finds(at.librarian(), "nguyen hoa", hoa));
    for (const std::string& name : kNames) at.enrolled(name, "0912345111");
    PersonIndex restarted;
    REQUIRE(restarted.begin(at.house().store, at.house().programmes.current()));
    REQUIRE(restarted.build(at.house().store, at.house().keys));
    const auto programme = at.house().programmes.current();
    const Caller who = at.librarian();
    const std::string register_name = Readers::kRegister;
    const Seeker seeker{programme->rules, register_name, who.actor, who.now, access::kIdentity};
    for (const std::string& words : std::vector<std::string>{
             "nguyễn thị", "nguyen thi hoa", "hoa nguyen", "lo man", "0912345111", "345111"}) {
        CAPTURE(words);
        const auto before = at.house().persons.search(seeker, words, 50);
        const auto after = restarted.search(seeker, words, 50);
        REQUIRE(before);
        REQUIRE(after);
        CHECK(!before->hits.empty());
        CHECK(*before == *after);
    }
}

TEST_CASE("names are shown by the list rule alone, and whoever may read no name finds nobody by one") {
    Readers at;
    at.build();
    const RecordId hoa = at.enrolled("Nguyễn Thị Hoa");
    const auto name_seen_by = [&](const Caller& who) {
        const auto page = at.search(who, "Nguyễn Thị Hoa");
        REQUIRE_MESSAGE(page.has_value(), code_of(page));
        REQUIRE(page->records.size() == 1);
        return page->records[0].name;
    };
    CHECK(name_seen_by(at.librarian()) == "Nguyễn Thị Hoa");
    CHECK(name_seen_by(at.desk()).empty());
    // The head opens and lists it, and reads no name: asking for one would tell him.
    CHECK(at.lists(at.head(), hoa));
    CHECK(!at.finds(at.head(), "Nguyễn Thị Hoa", hoa));
    CHECK(!at.finds(at.as("thuthu.phuong", "librarian"), "Nguyễn Thị Hoa", hoa));
    const std::string number = at.read(at.librarian(), hoa)->row.number;
    CHECK(at.finds(at.head(), number, hoa));
    CHECK(!at.finds(at.as("thuthu.phuong", "librarian"), number, hoa));
    // A list of persons shows names to the same people.
    RecordQuery query;
    query.register_id = Readers::kRegister;
    CHECK(list_records(at.house(), at.librarian(), query)->records.at(0).name == "Nguyễn Thị Hoa");
    CHECK(list_records(at.house(), at.head(), query)->records.at(0).name.empty());
}

TEST_CASE("one syllable is not enough") {
    Readers at;
    at.build();
    at.enrolled("Nguyễn Thị Hoa");
    for (const char* words : {"hoa", "nguyễn", "1987", "123"}) {
        CHECK(code_of(at.search(at.librarian(), words)) == "search.needs_more");
    }
    CHECK(at.search(at.librarian(), "nguyễn thị")->records.size() == 1);
    CHECK(code_of(at.search(at.as("quantri", "administrator"), "nguyễn thị")) == "access.not_found");
}

TEST_CASE("who is blocked never finds by name, number or telephone, nor while typing") {
    Readers at;
    at.build();
    const RecordId hoa = at.enrolled("Nguyễn Thị Hoa", "0912345678");
    const Caller who = at.librarian();
    const std::string number = at.read(who, hoa)->row.number;
    REQUIRE(at.finds(who, "nguyễn thị hoa", hoa));
    at.relate(hoa, "block", who.account.id);
    // The index itself leaves her out before any name is looked at, and does not count her either.
    const auto programme = at.house().programmes.current();
    const std::string register_name = Readers::kRegister;
    const Seeker seeker{programme->rules, register_name, who.actor, who.now, access::kIdentity};
    CHECK(at.house().persons.search(seeker, "nguyễn thị hoa", 1)->hits.empty());
    at.enrolled("Nguyễn Thị Hoa");
    const auto other = at.house().persons.search(seeker, "nguyễn thị hoa", 1);
    REQUIRE(other);
    CHECK(other->hits.size() == 1);
    CHECK(!other->has_more);
    for (const std::string& words : {std::string("nguyễn thị hoa"), number, std::string("0912345678")}) {
        CAPTURE(words);
        CHECK(!at.finds(who, words, hoa));
        CHECK(at.finds(at.desk(), words, hoa));
    }
    const json::Value typed{
        json::Object{{"name", json::Object{{"name", "Nguyễn Thị Hoa"}}}, {"phone", "0912 345 678"}}};
    CHECK(possible_matches(at.house(), who, Readers::kRegister, typed, {})->matches.size() == 1);
    const auto seen = possible_matches(at.house(), at.desk(), Readers::kRegister, typed, {});
    REQUIRE(seen);
    REQUIRE(seen->matches.size() == 2);
    CHECK(seen->matches[0].listed.row.id == hoa);
    CHECK(seen->matches[0].reasons.front() == name_index::Reason::SamePhone);
    // The one that is being changed is no match of itself.
    CHECK(possible_matches(at.house(), at.desk(), Readers::kRegister, typed, hoa)->matches.size() == 1);
}

TEST_CASE("another node finds what this one wrote, by the name it has now") {
    Readers at;
    at.build();
    PersonIndex elsewhere;
    REQUIRE(elsewhere.begin(at.house().store, at.house().programmes.current()));
    REQUIRE(elsewhere.build(at.house().store, at.house().keys));
    const auto programme = at.house().programmes.current();
    const Caller who = at.librarian();
    const std::string register_name = Readers::kRegister;
    const Seeker seeker{programme->rules, register_name, who.actor, who.now, access::kIdentity};
    const auto count = [&](const char* words) {
        at.settle();
        REQUIRE(elsewhere.follow(at.house().store, at.house().keys));
        const auto found = elsewhere.search(seeker, words, 10);
        REQUIRE(found);
        return found->hits.size();
    };
    const RecordId one = at.enrolled("Nguyễn Thị Hoa");
    CHECK(count("nguyễn thị hoa") == 1);
    const auto seen = at.read(who, one);
    REQUIRE(seen);
    const auto timeline_events = events_of(**at.house().store.snapshot(), Readers::kRegister, one);
    REQUIRE(timeline_events);
    WantedAct mend;
    mend.action = record::kCorrected;
    mend.corrects = timeline_events->front().event.id;
    mend.answers = json::Object{{"name", json::Object{{"name", "Trần Văn Bưởi"}}}};
    mend.reason = "ghi nhầm tên";
    Diagnostics faults;
    const auto mended =
        act_on_record(at.house(), who, {Readers::kRegister, one, seen->etag, {}, {}}, mend, faults);
    REQUIRE_MESSAGE(mended.has_value(), code_of(mended));
    CHECK(at.finds(who, "trần bưởi", one));
    CHECK(!at.finds(who, "nguyễn thị hoa", one));
    CHECK(count("nguyễn thị hoa") == 0);
    CHECK(count("trần bưởi") == 1);
}

TEST_CASE("the database never holds a name, a telephone or a searched word") {
    Readers at;
    at.build();
    const std::string name = "Canh-Vỹ Hoàng-Oanh";
    const std::string phone = "0999888777";
    at.enrolled(name, phone);
    REQUIRE(at.search(at.librarian(), "Canh-Vỹ Hoàng-Oanh")->records.size() == 1);
    REQUIRE(at.search(at.librarian(), "Thuồng-Luồng Nước-Lũ")->records.empty());
    REQUIRE(possible_matches(at.house(), at.desk(), Readers::kRegister, json::Object{{"phone", phone}}, {}));
    at.settle();
    const std::string stored = at.stored_bytes();
    for (const char* word :
         {"Canh-V",
          "canh-v",
          "Hoàng-Oanh",
          "hoang-oanh",
          "hoang oanh",
          "0999888777",
          "999888777",
          "Thuồng",
          "thuong-luong",
          "thuong luong"}) {
        CAPTURE(word);
        CHECK(!stored.contains(word));
    }
}

TEST_CASE("who searched, and whom she found, stands in the journal; what she typed does not") {
    Readers at;
    at.build();
    const RecordId hoa = at.enrolled("Nguyễn Thị Hoa");
    const Digest mark = search_mark(at.house().keys, Readers::kRegister, "NGUYEN  thi hoa");
    CHECK(mark == search_mark(at.house().keys, Readers::kRegister, "nguyễn thị hoà"));
    CHECK(mark != search_mark(at.house().keys, Readers::kRegister, "nguyễn thị"));
    REQUIRE(at.finds(at.librarian(), "nguyễn thị hoa", hoa));
    REQUIRE(at.search(at.librarian(), "không có ai")->records.empty());
    int searches = 0;
    int found = 0;
    for (const storage::ChainedEntry& one : journal_of(at)) {
        if (one.entry.action == "reader.search") ++searches;
        if (one.entry.action != "reader.found") continue;
        ++found;
        CHECK(one.entry.record_id == hoa.text());
        CHECK(one.entry.classes == "identity");
        CHECK(one.entry.reason == mark);
        CHECK(one.entry.actor == at.librarian().account.id.text());
    }
    CHECK(searches == 2);
    CHECK(found == 1);
}

/// Of each entry of this action, which records it names, with its purpose.
std::multimap<std::string, std::set<std::string>> named_by(Readers& at, std::string_view action) {
    std::multimap<std::string, std::set<std::string>> out;
    for (const storage::ChainedEntry& one : journal_of(at)) {
        if (one.entry.action != action) continue;
        CHECK(one.entry.classes == "identity");
        std::set<std::string> named;
        for (const auto id : std::views::split(one.entry.record_id, ' ')) named.emplace(id.begin(), id.end());
        out.emplace(one.entry.purpose, std::move(named));
    }
    return out;
}

TEST_CASE("a page of names is one entry that names everybody on it; another purpose is another entry") {
    Readers at;
    at.build();
    std::set<std::string> all;
    for (const char* name : {"Nguyễn Thị Hoa", "Nguyễn Thị Mận", "Trần Văn Bưởi"}) {
        all.insert(at.enrolled(name).text());
    }
    RecordQuery query;
    query.register_id = Readers::kRegister;
    REQUIRE(list_records(at.house(), at.librarian(), query)->records.size() == 3);
    REQUIRE(list_records(at.house(), at.head(), query)->records.size() == 3);
    const auto listed = named_by(at, "reader.list");
    REQUIRE(listed.size() == 1);  // nobody's name was shown to the head
    CHECK(listed.begin()->second == all);

    const auto found = at.search(at.librarian(), "nguyễn thị");
    REQUIRE(found->records.size() == 2);
    const std::set<std::string> both{found->records[0].row.id.text(), found->records[1].row.id.text()};
    const auto named = named_by(at, "reader.found");
    REQUIRE(named.size() == 1);
    CHECK(named.begin()->second == both);

    const RecordId& one = found->records[0].row.id;
    const Caller who = at.librarian();
    at.house().purposes.give(visit_of(who), one.text(), "handle_case", who.now);
    REQUIRE(list_records(at.house(), who, query)->records.size() == 3);
    const auto later = named_by(at, "reader.list");
    REQUIRE(later.size() == 3);
    REQUIRE(later.contains("handle_case"));
    CHECK(later.find("handle_case")->second == std::set<std::string>{one.text()});
}

TEST_CASE("an entry names no more records than fit into an index, and a look at nothing stays by itself") {
    std::vector<SensitiveRead> reads{{"search", "reader", {}, {}, {}, {}}};
    for (std::size_t i = 0; i < 2 * kNamedAtOnce + 1; ++i) {
        reads.push_back({"found", "reader", crypto::random_id(), "identity", {}, {}});
    }
    const auto entries = together(reads);
    REQUIRE(entries.size() == 4);
    CHECK(entries[0].record_id.empty());
    std::string all;
    for (const SensitiveRead& one : reads) all += one.record_id.empty() ? "" : " " + one.record_id;
    std::string named;
    for (const SensitiveRead& one : entries) named += one.record_id.empty() ? "" : " " + one.record_id;
    CHECK(named == all);
    CHECK(entries[1].record_id.size() == kNamedAtOnce * 33 - 1);
}

TEST_CASE("at its end a node has forgotten all names") {
    Readers at;
    at.build();
    at.enrolled("Nguyễn Thị Hoa");
    at.house().persons.stop();
    CHECK(code_of(at.search(at.librarian(), "nguyễn thị hoa")) == "search.preparing");
    at.enrolled("Trần Văn Bưởi");
    at.build();
    CHECK(code_of(at.search(at.librarian(), "trần bưởi")) == "search.preparing");
}

}  // namespace neove::service::scenario
