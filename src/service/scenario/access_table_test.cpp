/// \file
/// A table of access that gives somebody more: two persons sign it, or it opens nothing. And whoever writes
/// to the database by hand gains nothing by setting aside what was accepted.

#include "service/registers/sign_access.h"
#include "service/scenario/persons_fixture.h"
#include "storage/statements/access.h"
#include "storage/statements/core.h"

#include <doctest/doctest.h>

namespace neove::service::scenario {

namespace {

using access::Rules;

/// As `reader_rules`, and the cashier of nowhere opens everything.
Rules wider_rules() {
    const std::string more = "reader\treader_desk\topen\tmember\town\t-\tinternal,identity\t-\t-\n";
    std::string text = reader_rules().to_tsv();
    const std::string less = "reader\treader_desk\topen\tmember\town\t-\tinternal\t-\tidentity\n";
    const std::size_t at = text.find(less);
    REQUIRE(at != std::string::npos);
    text.replace(at, less.size(), more);
    auto rules = Rules::from_tsv(text);
    REQUIRE(rules.has_value());
    return *rules;
}

/// As `reader_rules`, without the librarian.
Rules narrower_rules() {
    std::string text;
    std::istringstream lines(reader_rules().to_tsv());
    for (std::string line; std::getline(lines, line);) {
        if (!line.starts_with("reader\tlibrarian\t")) text += line + "\n";
    }
    auto rules = Rules::from_tsv(text);
    REQUIRE(rules.has_value());
    return *rules;
}

bool reads_names(Readers& at, const RecordId& id) {
    const auto opened = at.read(at.desk(), id);
    REQUIRE_MESSAGE(opened.has_value(), code_of(opened));
    return (opened->readable & access::kIdentity) != 0;
}

std::string shown_digest(Readers& at, const char* login) {
    const auto view = read_access_table(at.house(), at.caller(login));
    REQUIRE_MESSAGE(view.has_value(), code_of(view));
    return view->digest;
}

/// Both sign what each was shown.
void sign(Readers& at) {
    const auto proposed =
        propose_access(at.house(), at.caller("quantri"), shown_digest(at, "quantri"), "theo quy chế mới");
    REQUIRE_MESSAGE(proposed.has_value(), code_of(proposed));
    const auto confirmed = confirm_access(at.house(), at.caller("dulieu"), shown_digest(at, "dulieu"));
    REQUIRE_MESSAGE(confirmed.has_value(), code_of(confirmed));
}

/// The same store after a restart, or as another node sees it: what it knows comes from the journal.
struct Node {
    Keys keys;
    Programmes programmes;
    Node(Readers& at, Rules rules) : keys(at.fresh_keys()) {
        const auto snapshot = at.house().store.snapshot();
        REQUIRE(keys.rows->load(**snapshot, {0}).has_value());
        REQUIRE(at.adopt(programmes, keys, std::move(rules), Wider::Waits));
    }
    AccessStand stand() const { return programmes.current()->access; }
    bool opens_anything() const { return !programmes.current()->rules.cells().empty(); }
};

storage::Rows table_row(Readers& at) {
    const auto snapshot = at.house().store.snapshot();
    auto rows = (*snapshot)->read(storage::statements::kAccessTable, {at.house().keys.store.text()});
    REQUIRE(rows.has_value());
    return *rows;
}

/// As whoever holds the database writes it: no entry, no event.
void put_by_hand(Readers& at, storage::Parameters row) {
    storage::Commit commit;
    commit.writes.push_back({&storage::statements::kWriteAccessTable, std::move(row), 1});
    REQUIRE(at.house().store.commit(std::move(commit)).has_value());
}

/// A store whose table of access somebody deleted.
class Emptied final : public storage::Store {
public:
    Emptied(
        std::unique_ptr<storage::Store> store,
        const bool& is_gone,
        const storage::Statement& lost = storage::statements::kAccessTable
    )
        : store_(std::move(store)), is_gone_(is_gone), lost_(lost) {}
    Result<std::unique_ptr<storage::Snapshot>> snapshot() override {
        return std::make_unique<View>(TRY(store_->snapshot()), is_gone_, lost_);
    }
    Result<storage::Committed> commit(storage::Commit commit) override {
        return store_->commit(std::move(commit));
    }
    std::shared_ptr<storage::Landing> start(storage::Commit commit) override {
        return store_->start(std::move(commit));
    }
    Result<std::vector<storage::ChainedEntry>> tail(std::int64_t seq, std::size_t limit) override {
        return store_->tail(seq, limit);
    }

private:
    struct View final : storage::Snapshot {
        View(std::unique_ptr<storage::Snapshot> inner, const bool& is_gone, const storage::Statement& lost)
            : inner_(std::move(inner)), is_gone_(is_gone), lost_(lost) {}
        Result<storage::Rows> read(const storage::Statement& statement, storage::Parameters parameters)
            override {
            if (is_gone_ && &statement == &lost_) return storage::Rows{};
            return inner_->read(statement, std::move(parameters));
        }
        std::unique_ptr<storage::Snapshot> inner_;
        const bool& is_gone_;
        const storage::Statement& lost_;
    };
    std::unique_ptr<storage::Store> store_;
    const bool& is_gone_;
    const storage::Statement& lost_;
};

std::int64_t entries(Readers& at, const std::string& action) {
    const auto snapshot = at.house().store.snapshot();
    const auto rows = (*snapshot)->read(
        storage::statements::kCountActs, {std::string(kAccessTable), at.house().keys.store.text(), action}
    );
    REQUIRE(rows.has_value());
    return rows->at(0).number(0);
}

}  // namespace

TEST_CASE("never: a programme that gives somebody more does so before two persons have signed") {
    Readers at;
    at.build();
    const RecordId hoa = at.enrolled("Nguyễn Thị Hoa");
    CHECK(!reads_names(at, hoa));
    REQUIRE(at.adopt(wider_rules(), Wider::Waits));
    CHECK(at.house().programmes.current()->access == AccessStand::Waiting);
    CHECK(!reads_names(at, hoa));
    // Nobody else learns that there is such a table, nor signs any half of it.
    const std::string digest = shown_digest(at, "quantri");
    for (const char* login : {"canbo.xa", "daumoi.yte", "lanhdao", "thuthu.xa"}) {
        const Caller who = at.caller(login);
        CHECK(code_of(read_access_table(at.house(), who)) == "access.not_found");
        CHECK(code_of(propose_access(at.house(), who, digest, "x")) == "access.not_found");
        CHECK(code_of(confirm_access(at.house(), who, digest)) == "access.not_found");
        CHECK(code_of(refuse_access(at.house(), who, "x")) == "access.not_found");
        CHECK(code_of(cancel_access(at.house(), who)) == "access.not_found");
    }
    CHECK(read_access_table(at.house(), at.caller("kiemtra")).has_value());
    CHECK(code_of(propose_access(at.house(), at.caller("kiemtra"), digest, "x")) == "access.not_found");
    // The data owner proposes nothing, and confirms nothing that nobody proposed.
    CHECK(code_of(propose_access(at.house(), at.caller("dulieu"), digest, "x")) == "access.not_found");
    CHECK(code_of(confirm_access(at.house(), at.caller("dulieu"), digest)) == "proposal.over");
    Caller tired = at.caller("quantri");
    tired.session.step_up_at = at.clock.now() + -kHour;
    CHECK(code_of(propose_access(at.house(), tired, digest, "x")) == "session.step_up");
    CHECK(code_of(propose_access(at.house(), at.caller("quantri"), digest, " ")) == "field.required");
    CHECK(code_of(propose_access(at.house(), at.caller("quantri"), "00", "x")) == "access_table.other");
    const auto proposed = propose_access(at.house(), at.caller("quantri"), digest, "theo quy chế mới");
    REQUIRE_MESSAGE(proposed.has_value(), code_of(proposed));
    CHECK(proposed->is_proposed);
    CHECK(!proposed->may_confirm);
    CHECK(!reads_names(at, hoa));
    CHECK(
        code_of(propose_access(at.house(), at.caller("quantri"), shown_digest(at, "quantri"), "x")) ==
        "proposal.waiting_already"
    );
    CHECK(code_of(confirm_access(at.house(), at.caller("quantri"), digest)) == "access.not_found");
    tired = at.caller("dulieu");
    tired.session.step_up_at = at.clock.now() + -kHour;
    CHECK(code_of(confirm_access(at.house(), tired, digest)) == "session.step_up");
    CHECK(code_of(confirm_access(at.house(), at.caller("dulieu"), "00")) == "access_table.other");
    CHECK(!reads_names(at, hoa));
    const auto confirmed = confirm_access(at.house(), at.caller("dulieu"), digest);
    REQUIRE_MESSAGE(confirmed.has_value(), code_of(confirmed));
    // It holds for the very next request.
    CHECK(reads_names(at, hoa));
    CHECK(confirmed->changes.empty());
    CHECK(confirmed->table.proposed_by == at.caller("quantri").account.id);
    CHECK(confirmed->table.confirmed_by == at.caller("dulieu").account.id);
    at.settle();
    CHECK(entries(at, "access_table.proposed") == 1);
    CHECK(entries(at, "access_table.confirmed") == 1);
    // And after a restart, where nobody has to sign again.
    const Node restarted(at, wider_rules());
    CHECK(restarted.stand() == AccessStand::InForce);
}

TEST_CASE("what the two are shown is the difference, and nothing but the difference") {
    Readers at;
    REQUIRE(at.adopt(wider_rules(), Wider::Waits));
    const auto view = read_access_table(at.house(), at.caller("dulieu"));
    REQUIRE(view.has_value());
    REQUIRE(view->changes.size() == 1);
    const access::ReadableChange& change = view->changes[0];
    CHECK(change.wider);
    CHECK(change.role == "reader_desk");
    CHECK(change.action == "open");
    CHECK(change.states == std::vector<std::string>{"member"});
    REQUIRE(change.cell_before);
    REQUIRE(change.cell_after);
    CHECK(change.cell_before->read == access::kInternal);
    CHECK(change.cell_after->read == (access::kInternal | access::kIdentity));
}

TEST_CASE("a proposal that was refused, taken back or kept too long is none") {
    Readers at;
    REQUIRE(at.adopt(wider_rules(), Wider::Waits));
    House& house = at.house();
    const auto propose = [&] {
        const std::string digest = shown_digest(at, "quantri");
        const auto done = propose_access(house, at.caller("quantri"), digest, "xin mở");
        REQUIRE_MESSAGE(done.has_value(), code_of(done));
        return digest;
    };
    std::string digest = propose();
    CHECK(code_of(refuse_access(house, at.caller("dulieu"), "")) == "field.required");
    const auto refused = refuse_access(house, at.caller("dulieu"), "chưa có văn bản");
    REQUIRE_MESSAGE(refused.has_value(), code_of(refused));
    CHECK(refused->table.refusal == "chưa có văn bản");
    CHECK(refused->refused_by_name == at.caller("dulieu").account.name);
    CHECK(code_of(confirm_access(house, at.caller("dulieu"), digest)) == "proposal.over");
    digest = propose();
    CHECK(code_of(cancel_access(house, at.caller("dulieu"))) == "access.not_found");
    REQUIRE(cancel_access(house, at.caller("quantri")).has_value());
    CHECK(code_of(confirm_access(house, at.caller("dulieu"), digest)) == "proposal.over");
    CHECK(code_of(cancel_access(house, at.caller("quantri"))) != "");
    digest = propose();
    at.clock.advance(8 * kDay);
    CHECK(code_of(confirm_access(house, at.caller("dulieu"), digest)) == "proposal.over");
    // It makes way for a new one.
    digest = propose();
    // Whoever asked must still be somebody who may ask.
    const auto snapshot = house.store.snapshot();
    storage::Commit commit;
    const auto grants = grants_of(**snapshot, house.keys, at.caller("quantri").account.id);
    REQUIRE(grants.has_value());
    for (const Grant& grant : *grants) {
        commit.writes.push_back(end_grant(house.keys, grant, at.clock.now()));
    }
    REQUIRE(house.store.commit(std::move(commit)).has_value());
    CHECK(code_of(confirm_access(house, at.caller("dulieu"), digest)) == "proposal.proposer_gone");
    CHECK(house.programmes.current()->access == AccessStand::Waiting);
    CHECK(at.stored_bytes().find("chưa có văn bản") == std::string::npos);
}

TEST_CASE("another programme than the one that was proposed is confirmed by nobody") {
    Readers at;
    REQUIRE(at.adopt(wider_rules(), Wider::Waits));
    const std::string digest = shown_digest(at, "quantri");
    REQUIRE(propose_access(at.house(), at.caller("quantri"), digest, "xin mở").has_value());
    // A node with more in its programme than was proposed.
    std::string text = wider_rules().to_tsv();
    const std::string one = "reader\treader_desk\topen\tmember\t";
    text.insert(text.find(one), "reader\treader_desk\topen\tleft\town\t-\tidentity\t-\t-\n");
    auto widest = Rules::from_tsv(text);
    REQUIRE(widest.has_value());
    REQUIRE(at.adopt(*widest, Wider::Waits));
    const auto view = read_access_table(at.house(), at.caller("dulieu"));
    REQUIRE(view.has_value());
    CHECK(!view->may_confirm);
    CHECK(view->may_refuse);
    CHECK(code_of(confirm_access(at.house(), at.caller("dulieu"), digest)) == "access_table.other");
    CHECK(code_of(confirm_access(at.house(), at.caller("dulieu"), view->digest)) == "access_table.other");
}

TEST_CASE("the same table of another programme is not what was proposed") {
    Readers at;
    const auto text = json::parse(bundle_text(), {.bytes = 16U << 20U, .depth = 64});
    REQUIRE(text.has_value());
    const auto whole = definition::load_bundle(*text);
    REQUIRE(whole.has_value());
    REQUIRE(at.adopt(wider_rules().with_meaning_of(whole->access), Wider::Waits));
    const std::string digest = shown_digest(at, "quantri");
    REQUIRE(propose_access(at.house(), at.caller("quantri"), digest, "xin mở").has_value());
    const auto adopt_with = [&](const std::string& bundle) {
        auto other = std::make_shared<definition::Bundle>(*at.house().programmes.current()->brought);
        other->digest = bundle;
        return at.house()
            .programmes
            .adopt(at.house().store, at.house().keys, std::move(other), true, at.clock.now(), Wider::Waits)
            .has_value();
    };
    const std::string first = at.house().programmes.current()->brought->digest;
    REQUIRE(adopt_with(std::string(64, '0')));
    const auto view = read_access_table(at.house(), at.caller("dulieu"));
    REQUIRE(view.has_value());
    CHECK(!view->may_confirm);
    CHECK(view->digest != digest);
    CHECK(code_of(confirm_access(at.house(), at.caller("dulieu"), digest)) == "access_table.other");
    CHECK(code_of(confirm_access(at.house(), at.caller("dulieu"), view->digest)) == "access_table.other");
    REQUIRE(adopt_with(first));
    CHECK(confirm_access(at.house(), at.caller("dulieu"), shown_digest(at, "dulieu")).has_value());
}

TEST_CASE("a start takes alone what gives nobody more, and the way back is signed again") {
    Readers at;
    REQUIRE(at.adopt(narrower_rules(), Wider::Waits));
    CHECK(at.house().programmes.current()->access == AccessStand::InForce);
    REQUIRE(at.adopt(reader_rules(), Wider::Waits));
    CHECK(at.house().programmes.current()->access == AccessStand::Waiting);
    CHECK(!at.house().programmes.current()->rules.may_ever("librarian", "reader", "open"));
    sign(at);
    CHECK(at.house().programmes.current()->rules.may_ever("librarian", "reader", "open"));
}

TEST_CASE(
    "never: a bundle that differs in one word takes effect before two have signed, and they see the word"
) {
    Readers at;
    at.build();
    House& house = at.house();
    const auto before = house.programmes.current();
    auto text = before->brought->source;
    std::string* title = nullptr;
    for (json::Value& programme : *text.find("programmes")->array()) {
        for (json::Value& one : *programme.find("registers")->array()) {
            if (one.text_or("id") != Readers::kRegister) continue;
            title = one.find("labels")->find("vi")->find("title")->string();
        }
    }
    REQUIRE(title != nullptr);
    *title = "Sổ khác";
    auto loaded = definition::load_bundle(text);
    REQUIRE(loaded.has_value());
    // Not a cell of the table differs.
    loaded->access = reader_rules();
    const auto other = std::make_shared<const definition::Bundle>(std::move(*loaded));
    const auto start = [&](const std::shared_ptr<const definition::Bundle>& bundle) {
        const Instant now = at.clock.now();
        REQUIRE(house.programmes.adopt(house.store, house.keys, bundle, true, now, Wider::Waits));
        return house.programmes.current();
    };
    const auto held = start(other);
    CHECK(held->held == HeldBack::ForTwo);
    CHECK(held->bundle->digest == before->bundle->digest);
    CHECK(held->rules.cells().size() == before->rules.cells().size());
    const auto view = read_access_table(house, at.caller("dulieu"));
    REQUIRE(view.has_value());
    CHECK(std::ranges::none_of(view->changes, [](const auto& one) { return one.part == "cell"; }));
    REQUIRE(view->definitions.size() == 1);
    CHECK(view->definitions[0].code == "change.label_changed");
    CHECK(view->definitions[0].detail.ends_with("Sổ khác"));
    sign(at);
    // Whoever runs goes on until the next start, as the pages say.
    CHECK(house.programmes.current()->held == HeldBack::UntilStart);
    const auto taken = start(other);
    CHECK(taken->held == HeldBack::No);
    CHECK(taken->access == AccessStand::InForce);
    CHECK(taken->bundle->digest == other->digest);
    // The way back is a bundle that differs, too.
    CHECK(start(before->brought)->held == HeldBack::ForTwo);
    // A demonstration's own bundle is taken as it is.
    REQUIRE(house.programmes.adopt(house.store, house.keys, before->brought, true, at.clock.now()));
    CHECK(house.programmes.current()->held == HeldBack::No);
    CHECK(house.programmes.current()->access == AccessStand::InForce);
}

TEST_CASE("never: a bundle runs unsigned because the one that was signed is gone from the store") {
    static bool is_gone = false;
    is_gone = false;
    Readers at([](std::unique_ptr<storage::Store> store) -> std::unique_ptr<storage::Store> {
        return std::make_unique<Emptied>(std::move(store), is_gone, storage::statements::kBundleByDigest);
    });
    auto other = std::make_shared<definition::Bundle>(*at.house().programmes.current()->brought);
    other->digest = std::string(64, '0');
    is_gone = true;
    House& house = at.house();
    REQUIRE(house.programmes.adopt(house.store, house.keys, other, true, at.clock.now(), Wider::Waits));
    const auto programme = house.programmes.current();
    CHECK(programme->access == AccessStand::Waiting);
    CHECK(programme->rules.cells().empty());
    CHECK(is_closed_until_signed(*programme));
    sign(at);
    CHECK(house.programmes.current()->access == AccessStand::InForce);
    CHECK(!house.programmes.current()->rules.cells().empty());
}

TEST_CASE("a store that began without any programme has two sign its first") {
    HouseFixture at;
    const auto none = definition::load_bundle(std::string_view(R"({"format":1,"programmes":[]})"));
    REQUIRE(none.has_value());
    const auto adopt = [&](definition::Bundle bundle) {
        auto shared = std::make_shared<const definition::Bundle>(std::move(bundle));
        Programmes& programmes = at.house().programmes;
        const Instant now = at.clock.now();
        REQUIRE(programmes.adopt(at.house().store, at.house().keys, shared, true, now, Wider::Waits));
        return programmes.current();
    };
    CHECK(adopt(*none)->access == AccessStand::InForce);
    auto first = definition::load_bundle(bundle_text());
    REQUIRE(first.has_value());
    const auto programme = adopt(std::move(*first));
    CHECK(programme->access == AccessStand::Waiting);
    CHECK(programme->rules.cells().empty());
    CHECK(!programme->wanted.cells().empty());
}

TEST_CASE(
    "never: outside a demonstration a make-believe programme gives anybody anything, or is anybody's to sign"
) {
    HouseFixture at;
    auto bundle = definition::load_bundle(bundle_text());
    REQUIRE(bundle.has_value());
    auto shared = std::make_shared<const definition::Bundle>(std::move(*bundle));
    Programmes& programmes = at.house().programmes;
    REQUIRE(programmes.adopt(at.house().store, at.house().keys, shared, false, at.clock.now()));
    for (const access::Cell& cell : programmes.current()->rules.cells()) {
        CHECK(programmes.current()->find(cell.register_name) != nullptr);
    }
    CHECK(programmes.current()->find("loan") == nullptr);
    CHECK(!programmes.current()->rules.may_ever("librarian", "loan", "open"));
}

TEST_CASE("every other node learns what was signed") {
    Readers at;
    REQUIRE(at.adopt(wider_rules(), Wider::Waits));
    at.settle();
    Node other(at, wider_rules());
    CHECK(other.stand() == AccessStand::Waiting);
    sign(at);
    at.settle();
    const auto tail = at.house().store.tail(0, 10'000);
    REQUIRE(tail.has_value());
    other.keys.rows->follow(*tail);
    REQUIRE(other.programmes.follow(at.house().store, other.keys).has_value());
    CHECK(other.stand() == AccessStand::InForce);
    CHECK(other.programmes.current()->rules.to_tsv() == at.house().programmes.current()->rules.to_tsv());
}

TEST_CASE("never: replacing the accepted table, or putting an older one back, opens anything") {
    Readers at;
    const storage::Rows wide = table_row(at);
    REQUIRE(wide.size() == 1);
    REQUIRE(at.adopt(narrower_rules(), Wider::Waits));
    const storage::Rows narrow = table_row(at);
    at.settle();
    SUBCASE("an older version, its tag right") {
        put_by_hand(at, wide[0].values());
    }
    SUBCASE("a table of one's own") {
        storage::Parameters row = narrow[0].values();
        row[1] = wider_rules().to_tsv();
        put_by_hand(at, row);
    }
    SUBCASE("a signature of one's own") {
        storage::Parameters row = narrow[0].values();
        row[6] = wider_rules().to_tsv();
        row[8] = at.caller("quantri").account.id.text();
        row[9] = at.clock.now().micros;
        put_by_hand(at, row);
    }
    // Whoever runs already goes on with what it knows.
    const auto before = at.house().programmes.current();
    REQUIRE(at.house().programmes.follow(at.house().store, at.house().keys).has_value());
    CHECK(at.house().programmes.current() == before);
    // Whoever starts believes nothing, not even a table that asks for less.
    const std::uint64_t alarms = at.house().keys.rows->refused();
    for (const Rules& rules : {reader_rules(), narrower_rules()}) {
        const Node node(at, rules);
        CHECK(node.stand() == AccessStand::Closed);
        CHECK(!node.opens_anything());
        CHECK(node.keys.rows->refused() > 0);
    }
    // Two persons lead out of it, and see all that would hold then.
    REQUIRE(at.adopt(reader_rules(), Wider::IsTaken));
    CHECK(at.house().programmes.current()->access == AccessStand::Closed);
    CHECK(at.house().keys.rows->refused() > alarms);
    const auto view = read_access_table(at.house(), at.caller("dulieu"));
    REQUIRE(view.has_value());
    CHECK(view->is_missing);
    CHECK(view->changes.size() > 5);
    sign(at);
    CHECK(at.house().programmes.current()->access == AccessStand::InForce);
    at.settle();
    CHECK(Node(at, reader_rules()).stand() == AccessStand::InForce);
}

TEST_CASE("never: deleting the accepted table opens anything") {
    static bool is_gone = false;
    is_gone = false;
    Readers at([](std::unique_ptr<storage::Store> store) -> std::unique_ptr<storage::Store> {
        return std::make_unique<Emptied>(std::move(store), is_gone);
    });
    REQUIRE(at.adopt(narrower_rules(), Wider::Waits));
    at.settle();
    is_gone = true;
    const Node node(at, reader_rules());
    CHECK(node.stand() == AccessStand::Closed);
    CHECK(!node.opens_anything());
    const auto alarms = node.keys.rows->take_alarms(at.clock.now());
    REQUIRE(alarms.size() == 1);
    CHECK(alarms[0].kind == RowKind::AccessTable);
    // A demonstration is no exception.
    REQUIRE(at.adopt(reader_rules(), Wider::IsTaken));
    CHECK(at.house().programmes.current()->access == AccessStand::Closed);
    const auto view = read_access_table(at.house(), at.caller("quantri"));
    REQUIRE(view.has_value());
    CHECK(view->is_missing);
}

}  // namespace neove::service::scenario
