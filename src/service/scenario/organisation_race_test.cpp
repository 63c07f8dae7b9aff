/// \file
/// Two people change the tree at one moment: neither sees the other's move, and no circle may come of it.

#include "service/import_organisations.h"
#include "service/organisations.h"
#include "service/scenario/house_fixture.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <array>
#include <atomic>
#include <barrier>
#include <thread>

namespace neove::service::scenario {

namespace {

/// Both have decided before either writes.
class MeetingStore final : public storage::Store {
public:
    explicit MeetingStore(std::unique_ptr<storage::Store> store) : store_(std::move(store)) {}
    void arm() { armed_ = 2; }

    Result<std::unique_ptr<storage::Snapshot>> snapshot() override { return store_->snapshot(); }
    Result<storage::Committed> commit(storage::Commit commit) override {
        if (armed_.fetch_sub(1) > 0) both_.arrive_and_wait();
        return store_->commit(std::move(commit));
    }
    Result<std::vector<storage::ChainedEntry>> tail(std::int64_t seq, std::size_t limit) override {
        return store_->tail(seq, limit);
    }

private:
    std::unique_ptr<storage::Store> store_;
    std::atomic<int> armed_{0};
    std::barrier<> both_{2};
};

HouseFixture::Around around(MeetingStore*& meeting) {
    return [&meeting](std::unique_ptr<storage::Store> store) {
        auto outer = std::make_unique<MeetingStore>(std::move(store));
        meeting = outer.get();
        return outer;
    };
}

OrganisationId created(
    HouseFixture& at, const Caller& by, const std::string& name, const OrganisationId& under
) {
    Diagnostics faults;
    OrganisationChange wanted;
    wanted.name = name;
    wanted.kind = "other";
    wanted.parent = under;
    const auto id = create_organisation(at.house(), by, wanted, {}, {}, faults);
    REQUIRE_MESSAGE(id, faults.front().code);
    return *id;
}

/// A move that waits for a second person; nothing has moved yet.
ProposalId asked(HouseFixture& at, const Caller& by, const OrganisationId& id, const OrganisationId& under) {
    Diagnostics faults;
    OrganisationChange change;
    change.parent = under;
    const auto version = at.house().live.view()->directory.find(id)->version;
    const auto waits = change_organisation(at.house(), by, id, version, change, faults, {"Quyết định", {}});
    REQUIRE_MESSAGE(waits, code_of(waits));
    REQUIRE_FALSE(waits->is_empty());
    return *waits;
}

/// Two data owners' clicks at one moment.
std::array<std::string, 2> confirmed(
    HouseFixture& at, MeetingStore& meeting, std::array<ProposalId, 2> both
) {
    const Caller by = at.caller("dulieu");
    std::array<std::string, 2> codes;
    meeting.arm();
    {
        const std::jthread one([&] { codes[0] = code_of(confirm_proposal(at.house(), by, both[0])); });
        const std::jthread other([&] { codes[1] = code_of(confirm_proposal(at.house(), by, both[1])); });
    }
    return codes;
}

}  // namespace

TEST_CASE("of two moves that together would make a circle one is refused") {
    MeetingStore* meeting = nullptr;
    HouseFixture at(around(meeting));
    const Caller by = at.caller("quantri");
    const OrganisationId top = by.acting.organisation;
    const OrganisationId left = created(at, by, "Tổ bên trái", top);
    const OrganisationId middle = created(at, by, "Tổ ở giữa", left);
    const OrganisationId right = created(at, by, "Tổ bên phải", top);
    // left under right, and right under what lies below left: each alone is sound.
    const auto codes = confirmed(at, *meeting, {asked(at, by, left, right), asked(at, by, right, middle)});
    CHECK(std::ranges::count(codes, "") == 1);
    CHECK(std::ranges::count(codes, "proposal.tree_changed") == 1);
    const auto view = at.house().live.view();
    const bool is_circle =
        view->directory.find(left)->parent == right && view->directory.find(right)->parent == middle;
    CHECK_FALSE(is_circle);
    // Whoever came second sees why when he looks again; and what was only held has not counted on.
    Diagnostics faults;
    OrganisationChange change;
    change.name = "Tổ ở giữa, tên mới";
    CHECK(change_organisation(at.house(), by, middle, 1, change, faults));
}

TEST_CASE("of two equal names, or two equal codes, at one moment one is refused") {
    MeetingStore* meeting = nullptr;
    HouseFixture at(around(meeting));
    const Caller by = at.caller("quantri");
    const auto made = [&](const std::string& name, const std::string& code) {
        OrganisationChange wanted;
        wanted.name = name;
        wanted.code = code;
        wanted.kind = "other";
        wanted.parent = by.acting.organisation;
        Diagnostics faults;
        return code_of(create_organisation(at.house(), by, wanted, {}, {}, faults));
    };
    const auto together = [&](const auto& first, const auto& second) {
        std::array<std::string, 2> codes;
        meeting->arm();
        {
            const std::jthread one([&] { codes[0] = first(); });
            const std::jthread other([&] { codes[1] = second(); });
        }
        std::ranges::sort(codes);
        return codes[0] + "," + codes[1];
    };
    const auto twin = [&] { return made("Tổ trùng tên", ""); };
    CHECK(together(twin, twin) == ",organisation.name_twice");
    const auto codes =
        together([&] { return made("Tổ có mã", "X.1"); }, [&] { return made("Tổ mã nữa", "X.1"); });
    CHECK(codes == ",organisation.code_twice");
    // Names that have nothing to do with each other: whoever lost the moment is judged once more, and done.
    CHECK(together([&] { return made("Tổ bốn", ""); }, [&] { return made("Tổ năm", ""); }) == ",");
    const OrganisationId left = created(at, by, "Tổ sáu", by.acting.organisation);
    const OrganisationId right = created(at, by, "Tổ bảy", by.acting.organisation);
    const auto renamed = [&](const OrganisationId& id) {
        Diagnostics faults;
        OrganisationChange change;
        change.name = "Tổ tám";
        return code_of(change_organisation(at.house(), by, id, 1, change, faults));
    };
    CHECK(together([&] { return renamed(left); }, [&] { return renamed(right); }) == ",version.stale");
}

TEST_CASE("an import and a move that together would make a circle: one is refused") {
    MeetingStore* meeting = nullptr;
    HouseFixture at(around(meeting));
    const Caller by = at.caller("quantri");
    const OrganisationId top = by.acting.organisation;
    const OrganisationId left = created(at, by, "Tổ bên trái", top);
    const OrganisationId right = created(at, by, "Tổ bên phải", top);
    Diagnostics faults;
    OrganisationChange code;
    code.code = "TRAI-1";
    REQUIRE(change_organisation(at.house(), by, left, 1, code, faults));
    const std::string sheet = "Mã,Tên,Loại,Cấp trên\nTRAI-1,Tổ bên trái,Cơ quan khác,Tổ bên phải\n";
    const auto plan = import_organisations(at.house(), by, as_bytes(sheet), true);
    REQUIRE(plan);
    REQUIRE(plan->faults.empty());
    REQUIRE(plan->to_change == 1);
    const auto imported = import_organisations(at.house(), by, as_bytes(sheet), false, "Quyết định");
    REQUIRE(imported);
    REQUIRE_FALSE(imported->proposal.is_empty());
    const auto codes = confirmed(at, *meeting, {imported->proposal, asked(at, by, right, left)});
    CHECK(std::ranges::count(codes, "") == 1);
    const auto view = at.house().live.view();
    const bool is_circle =
        view->directory.find(left)->parent == right && view->directory.find(right)->parent == left;
    CHECK_FALSE(is_circle);
}

TEST_CASE("a table far too wide or long is refused before it is laid out") {
    HouseFixture at;
    const Caller by = at.caller("quantri");
    const auto fault_of = [&](const std::string& csv) {
        const auto report = import_organisations(at.house(), by, as_bytes(csv), true);
        REQUIRE(report);
        REQUIRE(report->faults.size() == 1);
        CHECK(report->rows == 0);
        return std::pair(report->faults[0].row, report->faults[0].code);
    };
    const std::string head = "Tên,Loại\n";
    CHECK(
        fault_of(head + "A," + std::string(300, ',') + "x\n") ==
        std::pair(std::int64_t{2}, std::string("import.too_many_columns"))
    );
    CHECK(fault_of(head + std::string(25'000, '\n') + "A,other\n").second == "import.too_many_rows");
    // Empty cells out there are nobody's content.
    const auto wide =
        import_organisations(at.house(), by, as_bytes(head + "A,other" + std::string(300, ',') + "\n"), true);
    REQUIRE(wide);
    CHECK(std::ranges::none_of(wide->faults, [](const auto& one) {
        return one.code == "import.too_many_columns";
    }));
}

}  // namespace neove::service::scenario
