#include "service/name_rows.h"

#include "keyring/row_tag.h"
#include "service/document_record.h"
#include "service/scenario/house_fixture.h"
#include "service/upload_document.h"
#include "storage/statements/accounts.h"
#include "storage/statements/core.h"
#include "storage/statements/documents.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <array>
#include <thread>

namespace neove::service::scenario {

namespace {

namespace statements = storage::statements;

void put(HouseFixture& at, const storage::Statement& statement, storage::Parameters row) {
    storage::Commit commit;
    commit.writes.push_back({&statement, std::move(row), 1});
    REQUIRE(at.house().store.commit(std::move(commit)));
}

/// A role as a store of before migration 4 holds it.
storage::Parameters old_grant(HouseFixture& at, const Grant& grant) {
    const std::int64_t until = grant.until ? grant.until->micros : 0;
    const Digest tag = keyring::row_tag(
        at.house().keys.row_tag,
        "role_grant",
        {{"id", grant.id},
         {"account_id", grant.account.text()},
         {"role_name", grant.role},
         {"organisation_id", grant.organisation.text()},
         {"from_at", grant.from.micros},
         {"until_at", until}}
    );
    return {
        grant.id,
        grant.account.text(),
        grant.role,
        grant.organisation.text(),
        grant.from.micros,
        grant.until ? storage::Value(grant.until->micros) : storage::Value(),
        to_bytes(tag),
        std::int64_t{0}};
}

/// Another account's row under a new id and login, of before migration 4.
storage::Parameters old_account(HouseFixture& at, const std::string& login) {
    const Keys& keys = at.house().keys;
    const auto snapshot = at.house().store.snapshot();
    REQUIRE(snapshot);
    const std::string like = at.caller("canbo.xa").account.id.text();
    const auto rows = (*snapshot)->read(statements::kAccountById, {like});
    REQUIRE(rows);
    const auto opened = crypto::open_padded(
        keys.account, rows->at(0).bytes(4), account_place(keys, AccountId::trusted(like))
    );
    REQUIRE(opened);
    auto value = json::parse(as_text(*opened));
    REQUIRE(value);
    value->set("login", login);
    const std::string id = crypto::random_id();
    const Bytes sealed = crypto::seal_padded(
        keys.account, as_bytes(json::write_canonical(*value)), account_place(keys, AccountId::trusted(id))
    );
    const Digest digest = login_digest(keys, login);
    const Digest tag = keyring::row_tag(
        keys.row_tag,
        "account",
        {{"id", id}, {"login_digest", digest}, {"state", "active"}, {"stage", "ready"}, {"sealed", sealed}}
    );
    return {
        id,
        to_bytes(digest),
        std::string("active"),
        std::string("ready"),
        sealed,
        to_bytes(tag),
        std::int64_t{0}};
}

Grant role_of(HouseFixture& at, const std::string& role) {
    const Caller who = at.caller("canbo.xa");
    return {
        crypto::random_id(), who.account.id, role, who.acting.organisation, at.clock.now(), std::nullopt, {}};
}

bool holds(HouseFixture& at, const Keys& keys, const std::string& grant) {
    const auto snapshot = at.house().store.snapshot();
    REQUIRE(snapshot);
    const auto all = all_grants(**snapshot, keys);
    REQUIRE(all);
    const auto found = std::ranges::find(*all, grant, &Grant::id);
    return found != all->end() && found->holds_at(at.clock.now());
}

std::int64_t times_named(HouseFixture& at) {
    const auto snapshot = at.house().store.snapshot();
    REQUIRE(snapshot);
    const auto count = (*snapshot)->read(
        statements::kCountActs,
        {std::string(NamedMark::kRegister), std::string(NamedMark::kRecord), std::string(NamedMark::kAction)}
    );
    REQUIRE(count);
    return count->at(0).number(0);
}

/// The same keys as a process that has just started holds them.
Keys started(HouseFixture& at) {
    Keys keys = at.fresh_keys();
    const auto snapshot = at.house().store.snapshot();
    REQUIRE(snapshot);
    REQUIRE(keys.rows->load(**snapshot, {0}));
    return keys;
}

void replace_grant(HouseFixture& at, storage::Parameters row) {
    const std::string& id = std::get<std::string>(row[0]);
    const auto snapshot = at.house().store.snapshot();
    REQUIRE(snapshot);
    const auto rows = (*snapshot)->read(statements::kAllGrants);
    REQUIRE(rows);
    const auto found =
        std::ranges::find_if(*rows, [&](const storage::Row& one) { return one.text(0) == id; });
    REQUIRE(found != rows->end());
    put(at, statements::kEndGrant, {row[0], row[5], row[6], row[7], found->bytes(6)});
}

/// Lets so many commits through and then refuses.
class Cut final : public storage::Store {
public:
    Cut(storage::Store& store, int commits) : store_(store), left_(commits) {}
    Result<std::unique_ptr<storage::Snapshot>> snapshot() override { return store_.snapshot(); }
    Result<storage::Committed> commit(storage::Commit commit) override {
        if (left_-- <= 0) return refuse(ErrorKind::Unavailable, "storage.unavailable");
        return store_.commit(std::move(commit));
    }
    Result<std::vector<storage::ChainedEntry>> tail(std::int64_t seq, std::size_t limit) override {
        return store_.tail(seq, limit);
    }

private:
    storage::Store& store_;
    int left_;
};

}  // namespace

TEST_CASE("never: a role or an account that ended before versions were counted is put back and believed") {
    HouseFixture at;
    Grant grant = role_of(at, "leader");
    const auto then = old_grant(at, grant);
    grant.until = at.clock.now();
    put(at, statements::kInsertGrant, old_grant(at, grant));
    const auto account = old_account(at, "thu.cu");
    put(at, statements::kInsertAccount, account);
    const Keys keys = started(at);
    GuardedStore node(at.house().store, keys.rows);
    REQUIRE(name_rows(node, keys));
    CHECK(times_named(at) == 1);
    CHECK_FALSE(holds(at, keys, grant.id));
    replace_grant(at, then);
    CHECK_FALSE(holds(at, keys, grant.id));
    CHECK(keys.rows->take_alarms(at.clock.now()).size() == 1);
    CHECK_FALSE(holds(at, started(at), grant.id));

    const auto snapshot = at.house().store.snapshot();
    const auto found = find_account_by_login(**snapshot, keys, "thu.cu");
    REQUIRE(found);
    REQUIRE(found->has_value());
    CHECK((*found)->version == 1);
    storage::Parameters back = account;
    back.emplace_back((*found)->tag);
    put(at, statements::kUpdateAccount, back);
    const auto later = at.house().store.snapshot();
    const auto gone = find_account_by_login(**later, keys, "thu.cu");
    REQUIRE(gone);
    CHECK_FALSE(gone->has_value());
}

TEST_CASE("never: a row that was gone before versions were counted comes back and is believed") {
    HouseFixture at;
    REQUIRE(name_rows(at.house().store, at.house().keys));
    const Grant grant = role_of(at, "leader");
    put(at, statements::kInsertGrant, old_grant(at, grant));
    const auto document = DocumentId::trusted(crypto::random_id());
    const auto task = TaskId::trusted(crypto::random_id());
    const Keys& keys = at.house().keys;
    const Digest tag = assigned_tag(keys, document, task, "lead", grant.organisation, 0);
    put(at,
        statements::kInsertConfirmedBody,
        {task.text(),
         std::string("lead"),
         std::int64_t{0},
         std::string("x"),
         grant.organisation.text(),
         std::string(),
         document.text(),
         to_bytes(tag),
         std::int64_t{0}});
    for (const Keys& node : {keys, started(at)}) {
        CHECK_FALSE(holds(at, node, grant.id));
        const auto snapshot = at.house().store.snapshot();
        const auto seen = assigned_documents(**snapshot, node, grant.organisation);
        REQUIRE(seen);
        CHECK_FALSE(seen->contains(document));
        CHECK(node.rows->take_alarms(at.clock.now()).size() == 2);
    }
}

TEST_CASE("a row that another node wrote a moment ago is believed: its entry came with it") {
    HouseFixture at;
    REQUIRE(name_rows(at.house().store, at.house().keys));
    const Keys other = started(at);
    storage::Commit commit;
    const Grant grant = role_of(at, "leader");
    commit.writes.push_back(insert_grant(at.house().keys, grant));
    REQUIRE(at.house().store.commit(std::move(commit)));
    CHECK(holds(at, other, grant.id));
    CHECK(other.rows->refused() == 0);
}

TEST_CASE("naming may be cut after any commit, and the next start finishes it") {
    HouseFixture at;
    std::vector<std::string> ids;
    for (int i = 0; i < 450; ++i) {
        const Grant grant = role_of(at, "leader");
        put(at, statements::kInsertGrant, old_grant(at, grant));
        ids.push_back(grant.id);
    }
    for (int commits = 0; commits < 3; ++commits) {
        const Keys keys = started(at);
        Cut cut(at.house().store, 1);
        const auto done = name_rows(cut, keys);
        CAPTURE(commits);
        REQUIRE_FALSE(done);
        CHECK_FALSE(keys.rows->are_all_named());
        CHECK(times_named(at) == 0);
    }
    const Keys keys = started(at);
    REQUIRE(name_rows(at.house().store, keys));
    CHECK(times_named(at) == 1);
    for (const std::string& id : ids) REQUIRE(holds(at, keys, id));
    REQUIRE(name_rows(at.house().store, started(at)));
    CHECK(times_named(at) == 1);
}

TEST_CASE("several nodes that start at once name every row, once") {
    HouseFixture at;
    std::vector<std::string> ids;
    for (int i = 0; i < 250; ++i) {
        const Grant grant = role_of(at, "leader");
        put(at, statements::kInsertGrant, old_grant(at, grant));
        ids.push_back(grant.id);
    }
    std::array<Keys, 3> keys{started(at), started(at), started(at)};
    std::array<bool, 3> done{};
    std::vector<std::thread> nodes;
    for (std::size_t i = 0; i < keys.size(); ++i) {
        nodes.emplace_back([&, i] {
            GuardedStore node(at.house().store, keys[i].rows);
            done[i] = name_rows(node, keys[i]).has_value();
        });
    }
    for (std::thread& node : nodes) node.join();
    CHECK(done == std::array{true, true, true});
    CHECK(times_named(at) == 1);
    for (const std::string& id : ids) REQUIRE(holds(at, keys[0], id));
}

TEST_CASE("relations and files of before are named where they are ours; a forged relation stays nobody's") {
    HouseFixture at;
    const Caller me = at.caller("daumoi.congan");
    const std::string plan = pack("demo_province/sample_plan.txt");
    const auto upload = [&](const std::string& more) {
        const std::string text = plan + more;
        const auto done = upload_document(at.house(), me, {as_bytes(text), "plan.txt", {}, true});
        REQUIRE(done);
        return done->id;
    };
    const DocumentId ours = upload("\n1");
    const DocumentId forged = upload("\n2");
    const auto relate = [&](const DocumentId& from, const DocumentId& to, bool with_tag) {
        const Digest tag = keyring::row_tag(
            at.house().keys.row_tag,
            "document_relation",
            {{"document_id", from.text()}, {"relation", "replaces"}, {"other_id", to.text()}}
        );
        put(at,
            statements::kInsertRelation,
            {from.text(), std::string("replaces"), to.text(), with_tag ? to_bytes(tag) : Bytes(32, 0)});
    };
    relate(ours, forged, true);
    relate(forged, ours, false);
    put(at, statements::kInsertDocumentFile, {ours.text(), std::string("mark"), std::int64_t{0}});
    REQUIRE(name_rows(at.house().store, at.house().keys));
    const auto snapshot = at.house().store.snapshot();
    REQUIRE(snapshot);
    const auto named = [&](const char* table, const std::string& id) {
        const auto version = newest_named(**snapshot, table, id);
        REQUIRE(version);
        return *version;
    };
    CHECK(named("document_relation", ours.text()) == 1);
    CHECK(named("document_relation", forged.text()) == 0);
    CHECK(named("document_file", ours.text() + ":mark") == 1);
}

}  // namespace neove::service::scenario
