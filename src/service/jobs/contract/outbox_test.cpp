/// \file
/// A mail leaves once, again after a refusal, and lies nowhere readable.

#include "service/jobs/outbox.h"

#include "keyring/keyring.h"
#include "mail/message.h"
#include "service/jobs/anchor.h"
#include "service/jobs/contract/nodes.h"
#include "service/jobs/outlook.h"
#include "service/jobs/send_mail.h"
#include "storage/statements/jobs.h"

#include <filesystem>
#include <fstream>
#include <mutex>
#include <set>
#include <sstream>
#include <thread>

namespace neove::service::contract {

namespace {

/// A server that answers as told.
class FakeServer final : public mail::Mailer {
public:
    Result<> send(const mail::Envelope& envelope) override {
        const std::scoped_lock lock(mutex_);
        ++calls;
        if (answer) return std::unexpected(*answer);
        taken.push_back(envelope);
        if (dies) throw std::runtime_error("the process ends here");
        return {};
    }
    std::vector<mail::Envelope> taken;
    std::optional<Error> answer;
    bool dies{false};
    int calls{0};

private:
    std::mutex mutex_;
};

std::string file_text(const std::string& path) {
    std::ifstream file(path, std::ios::binary);
    std::stringstream text;
    text << file.rdbuf();
    return text.str();
}

mail::Texts texts() {
    auto read = mail::Texts::parse(file_text(std::string(NEOVE_SOURCE_DIR) + "/packs/messages/mail.tsv"));
    REQUIRE(read);
    return std::move(*read);
}

template <typename Engine>
struct Post2 : Nodes<Engine> {
    Post2() {
        crypto::initialise();
        keyring::NewKeyring settings;
        settings.path = folder.file("keyring");
        settings.host_key_path = folder.file("host.key");
        settings.store = StoreId::trusted(crypto::random_id());
        settings.now = this->clock.now();
        settings.recovery_strength = crypto::Strength::Test;
        auto created = keyring::Keyring::create(settings);
        REQUIRE(created);
        keys.emplace(Keys::derive(created->keyring));
    }
    Result<MailRound> round_a() { return send_waiting({*this->first, this->clock, *keys, this->a}, post); }
    Result<MailRound> round_b() {
        return send_waiting({this->second, this->other_clock, *keys, this->b}, post);
    }
    MailDraft draft(const std::string& key = "1") const {
        return {"notice", key, "witness@example.vn", {"3", "https://neove.example.vn/"}, 0};
    }
    void queue(const MailDraft& what) {
        auto row = queue_mail(*keys, what, this->clock.now());
        REQUIRE(row);
        storage::Commit commit;
        commit.writes.push_back(std::move(*row));
        REQUIRE(this->first->commit(std::move(commit)));
    }
    storage::Row row_of(const MailDraft& what) {
        return this->read(storage::statements::kMailById, {mail_id(*keys, what)}).at(0);
    }

    storage_contract::TemporaryDirectory folder;
    std::optional<Keys> keys;
    FakeServer server;
    mail::Texts words{texts()};
    Post post{server, words, "neove@example.vn"};
};

std::string header_of(const std::string& text, const std::string& name) {
    const std::size_t at = text.find(name + ": ");
    REQUIRE(at != std::string::npos);
    return text.substr(at, text.find("\r\n", at) - at);
}

const Error kLater{ErrorKind::Unavailable, "mail.refused_for_now", {}, {}};
const Error kNever{ErrorKind::Invalid, "mail.refused", {}, {}};

}  // namespace

TEST_CASE_TEMPLATE("a mail leaves once with two nodes, and loses its content at once", Engine, ENGINES) {
    NEED(Engine);
    Post2<Engine> at;
    for (int i = 0; i < 12; ++i) at.queue(at.draft(std::to_string(i)));
    std::thread other([&] {
        for (int i = 0; i < 20; ++i) CHECK(at.round_b());
    });
    for (int i = 0; i < 20; ++i) CHECK(at.round_a());
    other.join();
    std::set<std::string> ids;
    for (const mail::Envelope& one : at.server.taken) ids.insert(header_of(one.text, "Message-ID"));
    CHECK(at.server.taken.size() == 12);
    CHECK(ids.size() == 12);
    for (int i = 0; i < 12; ++i) {
        const storage::Row row = at.row_of(at.draft(std::to_string(i)));
        CHECK(row.text(0) == "sent");
        CHECK(row.bytes(5).empty());
    }
}

TEST_CASE_TEMPLATE("the same mail queued twice is one, and its event does not fail for it", Engine, ENGINES) {
    NEED(Engine);
    Post2<Engine> at;
    at.queue(at.draft());
    at.queue(at.draft());
    REQUIRE(at.round_a());
    at.queue(at.draft());
    REQUIRE(at.round_a());
    CHECK(at.server.taken.size() == 1);
}

TEST_CASE_TEMPLATE("a mail whose Commit did not happen does not leave", Engine, ENGINES) {
    NEED(Engine);
    Post2<Engine> at;
    auto row = queue_mail(*at.keys, at.draft(), at.clock.now());
    REQUIRE(row);
    storage::Commit commit = storage_contract::act_on(crypto::random_id(), 5);
    commit.writes.push_back(std::move(*row));
    CHECK_FALSE(at.first->commit(std::move(commit)));
    REQUIRE(at.round_a());
    CHECK(at.server.calls == 0);
}

TEST_CASE_TEMPLATE("what the server refuses for now is sent again after a pause", Engine, ENGINES) {
    NEED(Engine);
    Post2<Engine> at;
    at.queue(at.draft());
    at.server.answer = kLater;
    CHECK(at.round_a()->delayed == 1);
    CHECK(at.row_of(at.draft()).text(4) == "mail.refused_for_now");
    at.server.answer.reset();
    REQUIRE(at.round_a());
    REQUIRE(at.round_b());
    CHECK(at.server.calls == 1);
    at.advance(kMinute + kSecond);
    CHECK(at.round_b()->sent == 1);
    CHECK(at.server.taken.size() == 1);
}

TEST_CASE_TEMPLATE("what the server refuses for good is given up, emptied and counted", Engine, ENGINES) {
    NEED(Engine);
    Post2<Engine> at;
    at.queue(at.draft());
    at.server.answer = kNever;
    CHECK(at.round_a()->given_up == 1);
    CHECK(at.row_of(at.draft()).text(0) == "failed");
    CHECK(at.row_of(at.draft()).bytes(5).empty());
    at.server.answer.reset();
    at.advance(kDay);
    REQUIRE(at.round_a());
    CHECK(at.server.calls == 1);
    const auto snapshot = at.first->snapshot();
    REQUIRE(snapshot);
    const auto outlook = read_outlook(**snapshot, at.clock.now());
    REQUIRE(outlook);
    CHECK(outlook->mails_failed == 1);
    CHECK(outlook->mails_waiting == 0);
    CHECK(outlook->mail_code == "mail.refused");
}

TEST_CASE_TEMPLATE("after three days a mail is given up, but not because a clock jumped", Engine, ENGINES) {
    NEED(Engine);
    Post2<Engine> at;
    at.queue(at.draft());
    at.server.answer = kLater;
    at.advance(100 * kDay);
    CHECK(at.round_a()->delayed == 1);
    CHECK(at.row_of(at.draft()).text(0) == "waiting");
    at.advance(-100 * kDay);
    for (int hour = 0; hour < 71; ++hour) {
        at.advance(kHour);
        REQUIRE(at.round_a());
    }
    CHECK(at.row_of(at.draft()).text(0) == "waiting");
    at.advance(2 * kHour);
    CHECK(at.round_a()->given_up == 1);
    CHECK(at.row_of(at.draft()).text(0) == "failed");
}

TEST_CASE_TEMPLATE(
    "a node that dies after sending makes one duplicate at most, under the same id", Engine, ENGINES
) {
    NEED(Engine);
    Post2<Engine> at;
    at.queue(at.draft());
    at.server.dies = true;
    CHECK_THROWS(at.round_a());
    at.server.dies = false;
    // Its lease and the mail's pause hold the other node off.
    REQUIRE(at.round_b());
    CHECK(at.server.taken.size() == 1);
    at.advance(kLeaseTime + kSecond);
    REQUIRE(at.round_b());
    REQUIRE(at.round_a());
    at.advance(kDay);
    REQUIRE(at.round_a());
    REQUIRE(at.server.taken.size() == 2);
    CHECK(at.server.taken[0].text == at.server.taken[1].text);
}

TEST_CASE_TEMPLATE("a waiting mail lies nowhere readable and opens in its own row alone", Engine, ENGINES) {
    NEED(Engine);
    Post2<Engine> at;
    MailDraft draft = at.draft("natural key");
    draft.to = "zqxwitness@zqxhost.vn";
    draft.values = {"zqxcount", "https://zqxlink.vn/"};
    at.queue(draft);
    static constexpr storage::Statement kAll{
        "all_of_outbox", "SELECT id, kind, code, state, sealed FROM mail_outbox"};
    for (const storage::Row& row : at.read(kAll)) {
        std::string all = row.text(0) + row.text(1) + row.text(2) + row.text(3);
        all += as_text(row.bytes(4));
        for (const char* word : {"zqx", "natural", "witness"}) CHECK(all.find(word) == std::string::npos);
        CHECK(open_mail(*at.keys, row.text(0), row.bytes(4))->to == draft.to);
        CHECK_FALSE(open_mail(*at.keys, crypto::random_id(), row.bytes(4)));
        CHECK(row.bytes(4).size() % 256 == 41);  // padded: its size says nothing
    }
}

TEST_CASE_TEMPLATE("no value of a record can stand in a mail", Engine, ENGINES) {
    NEED(Engine);
    Post2<Engine> at;
    for (const char* value : {"Nguyễn Thị A", "a\r\nBcc: b@c", "", " a", "a\tb", "a  b"}) {
        MailDraft draft = at.draft();
        draft.values[0] = value;
        CHECK_FALSE(queue_mail(*at.keys, draft, at.clock.now()));
    }
    for (const char* to : {"a@b\r\nBcc: x@y", "a", "a b@c", "\"a\"@b", "a@[1.2.3.4]", "A <a@b>", "a@b,c@d"}) {
        MailDraft draft = at.draft();
        draft.to = to;
        CHECK_FALSE(queue_mail(*at.keys, draft, at.clock.now()));
    }
}

TEST_CASE_TEMPLATE(
    "a period's anchor goes to every witness once and is dropped as a file once", Engine, ENGINES
) {
    NEED(Engine);
    Post2<Engine> at;
    journal::Anchor anchor{at.keys->store, 1, {}};
    const AnchorPlan plan{{"a@witness.vn", "b@witness.vn"}, at.folder.file(""), kDay};
    const auto newest = [&]() -> Result<journal::Anchor> { return anchor; };
    const auto jobs = anchor_jobs(*at.keys, plan, newest);
    REQUIRE(jobs.size() == 2);
    for (Jobs* node : {&at.a, &at.b, &at.a}) {
        for (const JobKind& job : jobs) CHECK(node->run(job));
        ++anchor.number;  // news meanwhile do not make a second mail of the period
    }
    REQUIRE(at.round_a());
    REQUIRE(at.round_b());
    REQUIRE(at.server.taken.size() == 2);
    CHECK(at.server.taken[0].to != at.server.taken[1].to);
    anchor.number = 1;
    const std::string dropped = at.folder.file(anchor_file_name(anchor));
    CHECK(file_text(dropped) == journal::to_line(anchor) + "\n");
    anchor.number = 7;
    at.advance(kDay);
    for (const JobKind& job : jobs) CHECK(at.b.run(job) == TurnOutcome::Done);
    REQUIRE(at.round_b());
    CHECK(at.server.taken.size() == 4);
    const auto snapshot = at.first->snapshot();
    REQUIRE(snapshot);
    const auto outlook = read_outlook(**snapshot, at.clock.now());
    REQUIRE(outlook);
    CHECK(outlook->anchor_number == 7);
    CHECK(outlook->anchored);
    CHECK_FALSE(read_outlook(**snapshot, at.clock.now() + 9 * kDay)->anchored);
}

TEST_CASE_TEMPLATE("an anchor that cannot be dropped does not hold up the mail", Engine, ENGINES) {
    NEED(Engine);
    Post2<Engine> at;
    const AnchorPlan plan{{"a@witness.vn"}, at.folder.file("absent"), kDay};
    const auto newest = [&]() -> Result<journal::Anchor> { return journal::Anchor{at.keys->store, 1, {}}; };
    for (const JobKind& job : anchor_jobs(*at.keys, plan, newest)) {
        CHECK(at.a.run(job) == (job.kind == "anchor.drop" ? TurnOutcome::Failed : TurnOutcome::Done));
    }
    REQUIRE(at.round_a());
    CHECK(at.server.taken.size() == 1);
    const auto snapshot = at.first->snapshot();
    const auto outlook = read_outlook(**snapshot, at.clock.now());
    REQUIRE(outlook);
    REQUIRE(outlook->jobs.size() == 2);
    CHECK(outlook->jobs[0].kind == "anchor.drop");
    CHECK(outlook->jobs[0].is_failing);
    CHECK(outlook->jobs[0].code == "file.unwritable");
    CHECK_FALSE(outlook->jobs[1].is_failing);
}

}  // namespace neove::service::contract
