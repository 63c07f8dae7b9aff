/// \file
/// Papers drafted from registers. What must never happen is said first, over a real store
/// (on PostgreSQL by scenarios_on_postgres_test.py).

#include "service/registers/papers.h"

#include "service/scenario/library.h"

#include <doctest/doctest.h>

#include <algorithm>

namespace neove::service::scenario {

namespace {

class Papers : public Library {
public:
    using Library::Library;

    Result<PaperMaterial> list_paper(const char* login, const std::string& paper, RecordQuery query = {}) {
        query.register_id = "loan";
        return gather_paper(house(), caller(login), {paper, query, {}});
    }
    Result<PaperMaterial> record_paper(const char* login, const std::string& paper, const RecordId& id) {
        RecordQuery query;
        query.register_id = "loan";
        return gather_paper(house(), caller(login), {paper, query, id});
    }
    std::vector<std::string> offered(const char* login, bool of_record) {
        const auto desk = desk_of(house(), "loan");
        REQUIRE(desk);
        const auto papers = papers_of(caller(login), *desk, of_record);
        std::vector<std::string> out;
        if (!papers) return {papers.error().code};
        for (const auto& one : *papers) out.push_back(one.id);
        return out;
    }
    OpenedRecord requested(const std::string& title = "Dế Mèn") {
        auto opened = request(kDesk, {{"title", title}});
        REQUIRE_MESSAGE(opened.has_value(), (opened ? "" : opened.error().code));
        return std::move(*opened);
    }
    OpenedRecord lent(const std::string& title) {
        const OpenedRecord opened = requested(title);
        const auto seen = read(kLibrarian, opened.row.id);
        REQUIRE(seen);
        WantedAct wanted;
        wanted.action = "lend";
        auto done = act(kLibrarian, *seen, wanted);
        REQUIRE_MESSAGE(done.has_value(), (done ? "" : done.error().code));
        return std::move(*done);
    }
    void prolong(OpenedRecord seen) {
        WantedAct wanted;
        wanted.action = "extend";
        wanted.reason = "Chưa đọc xong";
        const auto done = act(kLibrarian, seen, wanted);
        REQUIRE_MESSAGE(done.has_value(), (done ? "" : done.error().code));
    }
    std::size_t journalled(std::string_view action) {
        settle();
        const auto all = house().store.tail(0, 100'000);
        REQUIRE(all);
        return static_cast<std::size_t>(std::ranges::count_if(*all, [&](const storage::ChainedEntry& one) {
            return one.entry.action == action;
        }));
    }
};

std::string all_answers(const PaperMaterial& material) {
    std::string out;
    for (const PaperRecords& part : material.parts) {
        for (const ExportedRecord& one : part.records) out += json::write_canonical(one.answers);
    }
    return out;
}

}  // namespace

TEST_CASE("whoever may not export gets no paper over a list, and is not told that there is one") {
    Papers at;
    at.requested();
    CHECK(at.offered(kHead, false) == std::vector<std::string>{"recall_chat", "recall_letter"});
    for (const char* login : {kDesk, kLibrarian}) {
        CAPTURE(login);
        CHECK(at.offered(login, false).empty());
        CHECK(code_of(at.list_paper(login, "recall_letter")) == "access.not_found");
    }
    CHECK(at.offered("canbo.xa", false) == std::vector<std::string>{"access.not_found"});
    CHECK(code_of(at.list_paper("canbo.xa", "recall_letter")) == "access.not_found");
    CHECK(code_of(at.list_paper(kHead, "no_such_paper")) == "access.not_found");
    CHECK(code_of(at.list_paper(kHead, "loan_letter")) == "access.not_found");  // over one record
}

TEST_CASE("no sealed answer leaves on a paper over a list, and nothing but public ones on a text to paste") {
    Papers at;
    REQUIRE(at.request(kDesk, {{"title", "Chích-Bông"}, {"due_wish", "2027-01-05"}}));
    const auto letter = at.list_paper(kHead, "recall_letter");
    REQUIRE_MESSAGE(letter.has_value(), code_of(letter));
    const std::string said = all_answers(*letter);
    CHECK(said.contains("Chích-Bông"));
    CHECK(!said.contains(kNote));
    CHECK(!said.contains(kPhone));
    const auto chat = at.list_paper(kHead, "recall_chat");
    REQUIRE_MESSAGE(chat.has_value(), code_of(chat));
    CHECK(all_answers(*chat).contains("novel"));
    CHECK(!all_answers(*chat).contains("Chích-Bông"));
    // Of what is internal, that which its template names.
    CHECK(all_answers(*chat).contains("due_wish"));
    CHECK(!all_answers(*chat).contains("pages_all"));
}

TEST_CASE("a paper holds the rows its template is about, as far as the list is narrowed, each in the journal"
) {
    Papers at;
    at.requested("Một");
    at.prolong(at.lent("Hai"));
    at.lent("Ba");
    const std::size_t before = at.journalled("loan.export");
    const auto all = at.list_paper(kHead, "recall_letter");
    REQUIRE_MESSAGE(all.has_value(), code_of(all));
    REQUIRE(all->parts.size() == 3);
    CHECK(all->parts[0].records.size() == 3);
    // Of its other part the template says how many there are, and nothing of them leaves.
    CHECK(at.journalled("loan.export") == before + 3);
    CHECK(all->parts[1].records.empty());
    CHECK(all->parts[1].size() == 3);
    RecordQuery narrow;
    narrow.states = {"on_loan", "closed"};
    const auto some = at.list_paper(kHead, "recall_letter", narrow);
    REQUIRE(some);
    CHECK(some->parts[0].records.size() == 2);
    CHECK(some->parts[1].size() == 3);  // what else it reads is not narrowed by states
    // By what the list is about it is: "none, of which three are late" is said of nothing.
    RecordQuery about;
    about.where = {{"title", "Hai"}};
    const auto one = at.list_paper(kHead, "recall_letter", about);
    REQUIRE_MESSAGE(one, code_of(one));
    CHECK(one->parts[0].size() == 1);
    CHECK(one->parts[1].size() == 1);
    int extended = 0;
    for (const auto& [record, taken] : some->parts[0].taken) {
        const auto times = taken.find("extend");
        if (times != taken.end()) extended += times->second;
    }
    CHECK(extended == 1);
    // A filter that leaves none of its states never means all of them.
    narrow.states = {"closed"};
    CHECK(code_of(at.list_paper(kHead, "recall_letter", narrow)) == "paper.no_rows");
}

TEST_CASE("over one record it says what she reads of it, and only while its state is one of the template's") {
    Papers at;
    const OpenedRecord opened = at.requested();
    CHECK(at.offered(kLibrarian, true) == std::vector<std::string>{"loan_letter"});
    const auto full = at.record_paper(kLibrarian, "loan_letter", opened.row.id);
    REQUIRE_MESSAGE(full.has_value(), code_of(full));
    CHECK(all_answers(*full).contains(kNote));
    CHECK(!all_answers(*full).contains(kPhone));  // identity never, whoever asks
    const auto desk = at.record_paper(kDesk, "loan_letter", opened.row.id);
    REQUIRE_MESSAGE(desk.has_value(), code_of(desk));
    CHECK(!all_answers(*desk).contains(kNote));
    CHECK(code_of(at.record_paper(kElsewhere, "loan_letter", opened.row.id)) == "access.not_found");
    CHECK(code_of(at.record_paper(kLibrarian, "recall_letter", opened.row.id)) == "access.not_found");
    const auto seen = at.read(kLibrarian, opened.row.id);
    REQUIRE(seen);
    WantedAct refusal;
    refusal.action = "refuse";
    refusal.reason = "Hết sách";
    REQUIRE(at.act(kLibrarian, *seen, refusal));
    CHECK(code_of(at.record_paper(kLibrarian, "loan_letter", opened.row.id)) == "paper.not_now");
}

}  // namespace neove::service::scenario
