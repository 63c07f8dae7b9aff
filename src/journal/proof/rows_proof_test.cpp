/// \file
/// Forges events and rows that confer power in every way we can think of: the ledger and tools/verify_rows.py
/// must name the same ones.

#include "base/crypto.h"
#include "journal/ledger.h"
#include "journal/proof/forged_store_fixture.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <functional>
#include <map>
#include <set>
#include <variant>

namespace neove::journal {

namespace {

using Cell = std::variant<std::int64_t, std::string, Bytes>;
using Cells = std::vector<Cell>;
using Tables = std::map<std::string, std::vector<Cells>>;

/// As many columns as the real table has where a verifier counts them.
const std::map<std::string, std::string> kTables{
    {"event",
     "id TEXT, register_name TEXT, record_id TEXT, version INT, position INT, kind TEXT, occurred_at INT, "
     "occurred_precision TEXT, actor TEXT, acting_org TEXT, clear TEXT, sealed BLOB, body_digest BLOB, "
     "recorded_at INT"},
    {"account", "id TEXT, state TEXT, tag BLOB, version INT"},
    {"role_grant", "id TEXT, role_name TEXT, version INT"},
    {"session", "id TEXT, stage TEXT, version INT, epoch INT"},
    {"proposal", "id TEXT, state TEXT, version INT"},
    {"document", "id TEXT, title TEXT, version INT, sealed BLOB"},
    {"confirmed_task",
     "id TEXT, document_id TEXT, path TEXT, body TEXT, category TEXT, choice TEXT, due_on TEXT, "
     "confirmed_by TEXT, confirmed_at INT"},
    {"confirmed_task_body",
     "task_id TEXT, role_name TEXT, ordinal INT, name TEXT, organisation_id TEXT, via TEXT, "
     "document_id TEXT, tag BLOB, version INT"},
    {"document_relation", "document_id TEXT, relation TEXT, other_id TEXT, tag BLOB"},
    {"document_file", "document_id TEXT, digest TEXT, ordinal INT"},
    {"relation", "id TEXT, kind TEXT, version INT, tag BLOB"},
    {"erasure", "id TEXT, stage TEXT, version INT, tag BLOB"},
    {"access_table", "id TEXT, table_text TEXT, version INT, tag BLOB"},
    {"break_glass", "id TEXT, stage TEXT, version INT, tag BLOB"},
    {"export_request", "id TEXT, stage TEXT, version INT, tag BLOB"},
    {"calendar_feed", "id TEXT, account_id TEXT, version INT, tag BLOB"},
    {"organisation",
     "id TEXT, name TEXT, short_name TEXT, kind TEXT, code TEXT, parent_id TEXT, standing_agency_id TEXT, "
     "offline INT, valid_from TEXT, valid_until TEXT, version INT, tag BLOB"},
    {"organisation_alias", "organisation_id TEXT, name TEXT, from_on TEXT, until_on TEXT"},
    {"organisation_successor",
     "organisation_id TEXT, successor_id TEXT, subject TEXT, on_date TEXT, basis TEXT"},
    {"organisation_member", "organisation_id TEXT, member_id TEXT"},
    {"organisation_unit", "organisation_id TEXT, list_version TEXT, code TEXT"},
    {"organisation_letterhead", "organisation_id TEXT, above TEXT, version INT, tag BLOB"},
    {"reminder_address", "account_id TEXT, sealed BLOB, version INT"},
    {"issuing_body", "document_id TEXT, organisation_id TEXT, version INT, tag BLOB"},
    {"resealed", "record_id TEXT, register_name TEXT, version INT, sealed BLOB"}};

Digest digest_over(const char* domain, const Cells& cells, std::size_t but = SIZE_MAX) {
    CanonicalWriter out;
    for (std::size_t i = 0; i < cells.size(); ++i) {
        if (i == but) continue;
        if (const auto* number = std::get_if<std::int64_t>(&cells[i]))
            out.number(static_cast<std::uint64_t>(*number));
        if (const auto* text = std::get_if<std::string>(&cells[i])) out.text(*text);
        if (const auto* bytes = std::get_if<Bytes>(&cells[i])) out.bytes(*bytes);
    }
    return crypto::hash(domain, out.result());
}

const std::string& text_in(const Cells& cells, std::size_t column) {
    return std::get<std::string>(cells[column]);
}

Cells event(const std::string& id, std::int64_t version) {
    Cells cells{
        id,
        std::string("document"),
        std::string("d1"),
        version,
        std::int64_t{0},
        std::string("changed"),
        std::int64_t{5},
        std::string("instant"),
        std::string("a1"),
        std::string("o1"),
        "{\"" + id + "\":1}",
        Bytes{1, 2, 3},
        Bytes{},
        std::int64_t{6}};
    const Digest digest = digest_over("neove.event", cells, 12);
    cells[12] = Bytes(digest.begin(), digest.end());
    return cells;
}

Cells account(std::int64_t version) {
    return {std::string("a1"), std::string(version == 1 ? "active" : "disabled"), Bytes{9}, version};
}

void add_organisation(Tables& all) {
    const std::string id = "o1";
    Cells row{id};
    for (const char* text : {"Sở", "", "office", "", "o0", ""}) row.emplace_back(std::string(text));
    row.emplace_back(std::int64_t{0});
    for (int dates = 0; dates < 2; ++dates) row.emplace_back(std::string("2025-07-01"));
    row.emplace_back(std::int64_t{2});
    row.emplace_back(Bytes{4});
    all["organisation"] = {row};
    for (const char* name : {"a", "b"}) {
        all["organisation_alias"].push_back({id, std::string(name), std::string(), std::string()});
        all["organisation_member"].push_back({id, std::string(name)});
        all["organisation_successor"].push_back(
            {id, std::string(name), std::string("x"), std::string("2025-07-01"), std::string()}
        );
    }
    all["organisation_unit"] = {{id, std::string("2025-07-01"), std::string("01")}};
}

/// The tables of an organisation beside its own, in the order in which they are told.
constexpr std::array<std::string_view, 4> kBesideOrganisation{
    "organisation_alias", "organisation_successor", "organisation_member", "organisation_unit"};

Tables sound_tables() {
    Tables all;
    all["event"] = {event("e1", 1), event("e2", 2)};
    all["account"] = {account(2)};
    all["role_grant"] = {{std::string("g1"), std::string("officer"), std::int64_t{2}}};
    all["session"] = {{std::string("s1"), std::string("ready"), std::int64_t{2}, std::int64_t{0}}};
    all["proposal"] = {{std::string("p1"), std::string("confirmed"), std::int64_t{2}}};
    all["relation"] = {{std::string("q1"), std::string("block"), std::int64_t{2}, Bytes{5}}};
    all["erasure"] = {{std::string("x1"), std::string("waiting"), std::int64_t{2}, Bytes{6}}};
    all["access_table"] = {{std::string("c1"), std::string("reader"), std::int64_t{2}, Bytes{8}}};
    all["break_glass"] = {{std::string("b1"), std::string("waiting"), std::int64_t{2}, Bytes{9}}};
    all["export_request"] = {{std::string("x2"), std::string("agreed"), std::int64_t{2}, Bytes{7}}};
    all["calendar_feed"] = {{std::string("f1"), std::string("a1"), std::int64_t{2}, Bytes{1}}};
    add_organisation(all);
    all["organisation_letterhead"] = {{std::string("o1"), std::string("UBND"), std::int64_t{2}, Bytes{1}}};
    all["reminder_address"] = {{std::string("a1"), Bytes{2}, std::int64_t{2}}};
    all["issuing_body"] = {{std::string("d1"), std::string("o1"), std::int64_t{2}, Bytes{1}}};
    all["resealed"] = {{std::string("r1"), std::string("clinic"), std::int64_t{2}, Bytes{3}}};
    all["document"] = {{std::string("d1"), std::string("Kế hoạch"), std::int64_t{2}, Bytes{4}}};
    all["confirmed_task"] = {
        {std::string("t1"),
         std::string("d1"),
         std::string("1"),
         std::string("x"),
         std::string("c"),
         std::string("one"),
         std::string(""),
         std::string("a1"),
         std::int64_t{3}}};
    for (std::int64_t ordinal = 0; ordinal < 2; ++ordinal) {
        all["confirmed_task_body"].push_back(
            {std::string("t1"),
             std::string("lead"),
             ordinal,
             std::string("Sở"),
             std::string("o1"),
             std::string(""),
             std::string("d1"),
             Bytes{7},
             std::int64_t{2}}
        );
    }
    for (const char* other : {"d2", "d3"}) {
        all["document_relation"].push_back(
            {std::string("d1"), std::string("replaces"), std::string(other), Bytes{8}}
        );
    }
    all["document_file"] = {{std::string("d1"), std::string("mark"), std::int64_t{0}}};
    return all;
}

/// A row of power with all that belongs to it: a task and its bodies are one, and so are all relations of a
/// document.
std::map<std::pair<std::string, std::string>, Cells> powers_of(const Tables& tables) {
    std::map<std::pair<std::string, std::string>, Cells> out;
    for (const auto& [table, rows] : tables) {
        const bool is_beside =
            std::ranges::find(kBesideOrganisation, std::string_view(table)) != kBesideOrganisation.end();
        if (table == "event" || table == "confirmed_task_body" || is_beside) continue;
        for (const Cells& cells : rows) {
            std::string name = text_in(cells, 0);
            if (table == "document_file") name += ":" + text_in(cells, 1);
            Cells& whole = out[{table, name}];
            whole.insert(whole.end(), cells.begin(), cells.end());
        }
    }
    for (const Cells& cells : tables.at("confirmed_task_body")) {
        Cells& whole = out[{"confirmed_task", text_in(cells, 0)}];
        whole.insert(whole.end(), cells.begin(), cells.end());
    }
    for (const std::string_view table : kBesideOrganisation) {
        std::vector<Cells> rows = tables.at(std::string(table));
        std::ranges::sort(rows);
        for (const Cells& cells : rows) {
            Cells& whole = out[{"organisation", text_in(cells, 0)}];
            whole.emplace_back(std::string(table));
            whole.insert(whole.end(), cells.begin(), cells.end());
        }
    }
    return out;
}

/// The journal that tells how the sound tables came to be.
std::vector<ChainedRow> journal_of(const Tables& tables) {
    std::vector<ChainedRow> rows;
    const auto add =
        [&](const std::string& of, const std::string& record, const std::string& event_id, const Digest& body
        ) {
            ChainedRow row = JournalFixture::row(static_cast<std::int64_t>(rows.size()) + 1);
            row.entry.register_name = of;
            row.entry.record_id = record;
            row.entry.event_id = event_id;
            row.entry.body = body;
            rows.push_back(row);
        };
    for (const Cells& one : tables.at("event")) {
        add("document", "d1", text_in(one, 0), digest_over("neove.event", one, 12));
    }
    add("row.account", "a1.000000000001", "", digest_over("neove.row", account(1)));
    add("row.session", "s0.000000000001", "", digest_over("neove.row", {std::string("s0")}));
    for (const auto& [name, cells] : powers_of(tables)) {
        add("row." + name.first, name.second + ".000000000002", "", digest_over("neove.row", cells));
    }
    add("row.session", "s0.000000000003", "", {});
    add("store", "rows_named", "", {});
    rows.back().entry.action = "rows.named";
    for (const char* mark : {"organisations_named", "letterheads_named"}) {
        add("store", mark, "", {});
        rows.back().entry.action = "rows.named";
    }
    rechain(rows, 0);
    return rows;
}

using Forge = std::function<void(Tables&)>;

std::vector<std::pair<std::string, Forge>> forgeries() {
    std::vector<std::pair<std::string, Forge>> out{{"nothing", [](Tables&) {}}};
    for (const auto& [table, rows] : sound_tables()) {
        for (std::size_t column = 0; column < rows[0].size(); ++column) {
            out.emplace_back(fmt::format("{} column {}", table, column), [table, column](Tables& all) {
                Cell& cell = all[table][0][column];
                if (auto* number = std::get_if<std::int64_t>(&cell)) *number += 5;
                if (auto* text = std::get_if<std::string>(&cell)) *text += "x";
                if (auto* bytes = std::get_if<Bytes>(&cell)) bytes->push_back(1);
            });
        }
        out.emplace_back(table + " deleted", [table](Tables& all) { all[table].erase(all[table].begin()); });
        out.emplace_back(table + " inserted", [table](Tables& all) {
            Cells made_up = all[table][0];
            made_up[0] = std::string("zz");
            all[table].push_back(made_up);
        });
    }
    out.emplace_back("account put back as it was", [](Tables& all) { all["account"][0] = account(1); });
    out.emplace_back("ended session put back", [](Tables& all) {
        all["session"].push_back({std::string("s0"), std::string("ready"), std::int64_t{1}, std::int64_t{0}});
    });
    // What follows needs an entry beside the row: `entries_beside`.
    out.emplace_back("account put back, and an entry made up for it", [](Tables& all) {
        all["account"][0] = account(1);
    });
    out.emplace_back("account put back, and its newest entry made up", [](Tables& all) {
        all["account"][0] = account(1);
    });
    out.emplace_back("event altered, and an entry made up for it", [](Tables& all) {
        all["event"][0][10] = std::string("{}");
        const Digest digest = digest_over("neove.event", all["event"][0], 12);
        all["event"][0][12] = Bytes(digest.begin(), digest.end());
    });
    out.emplace_back("an entry about a row that is none of ours", [](Tables&) {});
    out.emplace_back("events exchanged", [](Tables& all) {
        std::swap(all["event"][0][0], all["event"][1][0]);
    });
    out.emplace_back("event moved to another record", [](Tables& all) {
        all["event"][0][2] = std::string("d2");
        const Digest digest = digest_over("neove.event", all["event"][0], 12);
        all["event"][0][12] = Bytes(digest.begin(), digest.end());
    });
    return out;
}

/// Bodies carry the version of their task; one without bodies has none and counts as one from before.
std::int64_t version_of(
    const Tables& tables, const std::pair<std::string, std::string>& name, const Cells& cells
) {
    // One that is not there has rows beside it alone.
    const bool is_orphan = name.first == "organisation" && text_in(cells, 0).starts_with("organisation_");
    if (is_orphan) return 0;
    if (name.first == "organisation") return std::get<std::int64_t>(cells[10]);
    if (name.first == "account") return std::get<std::int64_t>(cells[3]);
    if (name.first.starts_with("document_")) return 0;
    if (name.first != "confirmed_task") return std::get<std::int64_t>(cells[2]);
    std::int64_t version = 0;
    for (const Cells& body : tables.at("confirmed_task_body")) {
        if (text_in(body, 0) == name.second) version = std::max(version, std::get<std::int64_t>(body[8]));
    }
    return version;
}

/// Entries that somebody chained beside a forged row; chain and signature take them for true.
void entries_beside(const std::string& forgery, const Tables& forged, std::vector<ChainedRow>& rows) {
    const auto add =
        [&](const std::string& of, const std::string& record, const std::string& event, Digest body) {
            ChainedRow row = JournalFixture::row(static_cast<std::int64_t>(rows.size()) + 1);
            row.entry.register_name = of;
            row.entry.record_id = record;
            row.entry.event_id = event;
            row.entry.body = body;
            rows.push_back(row);
            rechain(rows, 0);
        };
    const Digest old_account = digest_over("neove.row", account(1));
    if (forgery == "account put back, and an entry made up for it")
        add("row.account", "a1.000000000001", "", old_account);
    if (forgery == "account put back, and its newest entry made up")
        add("row.account", "a1.000000000003", "", old_account);
    if (forgery == "an entry about a row that is none of ours")
        add("row.account", "a1.zzzzzzzzzzzz", "", old_account);
    if (forgery == "event altered, and an entry made up for it") {
        add("document", "d1", "e1", digest_over("neove.event", forged.at("event")[0], 12));
    }
}

std::set<std::string> named_by_ledger(const std::vector<ChainedRow>& rows, const Tables& tables) {
    Ledger ledger;
    for (const ChainedRow& row : rows) ledger.note(row.entry);
    for (const Cells& one : tables.at("event")) {
        SeenEvent seen{
            text_in(one, 0),
            {},
            digest_over("neove.event", one, 12),
            digest_over("neove.body", {one[10], one[11]})};
        const Bytes& stored = std::get<Bytes>(one[12]);
        if (stored.size() == seen.stored.size()) std::ranges::copy(stored, seen.stored.begin());
        ledger.add(seen);
    }
    for (const auto& [name, cells] : powers_of(tables)) {
        ledger.add(SeenRow{
            name.first, name.second, version_of(tables, name, cells), digest_over("neove.row", cells)});
    }
    Report report;
    ledger.finish(report);
    std::set<std::string> named;
    for (const Finding& finding : report.findings) {
        if (is_notice(finding.kind)) continue;
        CHECK(sentence_vi(finding).contains(finding.subject));
        CHECK(sentence_en(finding).contains(finding.subject));
        named.insert((code_of(finding.kind).starts_with("event.") ? "event " : "") + finding.subject);
    }
    return named;
}

void write_tables(const std::string& path, const Tables& tables) {
    sqlite3* database = nullptr;
    REQUIRE(sqlite3_open(path.c_str(), &database) == SQLITE_OK);
    for (const auto& [table, columns] : kTables) {
        run(database, fmt::format("CREATE TABLE {} ({})", table, columns).c_str());
        for (const Cells& cells : tables.at(table)) {
            std::string values;
            for (const Cell& cell : cells) {
                if (!values.empty()) values += ", ";
                if (const auto* number = std::get_if<std::int64_t>(&cell))
                    values += fmt::format("{}", *number);
                if (const auto* text = std::get_if<std::string>(&cell)) values += fmt::format("'{}'", *text);
                if (const auto* bytes = std::get_if<Bytes>(&cell))
                    values += fmt::format("x'{}'", to_hex(*bytes));
            }
            run(database, fmt::format("INSERT INTO {} VALUES ({})", table, values).c_str());
        }
    }
    sqlite3_close(database);
}

/// One Python process for all stores; prints `index<TAB>name<TAB>name…`.
constexpr const char* kDriver = R"(
import sqlite3, sys
sys.dont_write_bytecode = True
sys.path.insert(0, sys.argv[1])
import verify_rows
for index in range(int(sys.argv[3])):
    found = verify_rows.compare(sqlite3.connect(f"{sys.argv[2]}/{index}.db"))
    print(index, *(where.removeprefix("power ") + " " + what.split(" ")[0] for where, what in found), sep="\t")
)";

}  // namespace

TEST_CASE("both verifiers name every forged event and row of power, and no other") {
    if (std::system("python3 -c 'import cryptography' 2>/dev/null") != 0) {
        MESSAGE("skipped: python3-cryptography is not installed");
        return;
    }
    crypto::initialise();
    const Tables sound = sound_tables();
    const std::vector<ChainedRow> rows = journal_of(sound);
    const auto all = forgeries();
    const std::string directory =
        (std::filesystem::temp_directory_path() / ("neove-rows-" + crypto::random_id())).string();
    std::filesystem::create_directory(directory);
    std::vector<std::set<std::string>> named;
    for (std::size_t i = 0; i < all.size(); ++i) {
        Tables forged = sound;
        all[i].second(forged);
        std::vector<ChainedRow> entries = rows;
        entries_beside(all[i].first, forged, entries);
        named.push_back(named_by_ledger(entries, forged));
        const std::string path = fmt::format("{}/{}.db", directory, i);
        write_database(path, entries);
        write_tables(path, forged);
        // A session that is gone may have been swept.
        const bool is_allowed = i == 0 || all[i].first == "session deleted";
        CHECK_MESSAGE(named.back().empty() == is_allowed, all[i].first);
    }
    std::ofstream(directory + "/driver.py") << kDriver;
    const std::string command = fmt::format(
        "python3 {0}/driver.py {1}/tools {0} {2} > {0}/answers", directory, NEOVE_SOURCE_DIR, all.size()
    );
    REQUIRE(std::system(command.c_str()) == 0);
    std::ifstream answers(directory + "/answers");
    std::string line;
    std::size_t compared = 0;
    for (; std::getline(answers, line); ++compared) {
        std::set<std::string> theirs;
        for (std::size_t tab = line.find('\t'); tab != std::string::npos;) {
            const std::size_t next = line.find('\t', tab + 1);
            theirs.insert(line.substr(tab + 1, next == std::string::npos ? next : next - tab - 1));
            tab = next;
        }
        CHECK_MESSAGE(theirs == named.at(compared), all[compared].first);
    }
    CHECK(compared == all.size());
    std::filesystem::remove_all(directory);
}

}  // namespace neove::journal
