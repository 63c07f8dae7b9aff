/// \file
/// Forges stores in every way we can think of and lets both verifiers look: src/journal and
/// tools/verify_journal.py must name the same place.

#include "base/file.h"
#include "journal/journal_fixture.h"
#include "journal/proof/forged_store_fixture.h"

#include <doctest/doctest.h>

#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <functional>
#include <map>
#include <sstream>

namespace neove::journal {

namespace {

constexpr std::array kDigests{&Entry::body, &Entry::reason};

using Forge = std::function<void(JournalFixture&)>;
struct Forgery {
    std::string name;
    Forge forge;
};

/// The columns of `journal` one by one: changed, and swapped between two rows.
void forge_columns(std::vector<Forgery>& out) {
    const auto add = [&](const std::string& name, auto change, auto swap) {
        for (const std::size_t at : {std::size_t{0}, std::size_t{29}, std::size_t{54}}) {
            const std::string place = " " + std::to_string(at + 1);
            out.push_back({"change " + name + place, [=](JournalFixture& j) { change(j.rows[at]); }});
            out.push_back({"swap " + name + place, [=](JournalFixture& j) {
                               swap(j.rows[at], j.rows[at == 0 ? 7 : at - 9]);
                           }});
        }
    };
    for (std::size_t i = 0; i < kTexts.size(); ++i) {
        add(
            "text " + std::to_string(i),
            [=](ChainedRow& r) { r.entry.*kTexts[i] += "x"; },
            // Some words repeat in every row; swapping equal ones forges nothing.
            [=](ChainedRow& a, ChainedRow& b) {
                std::swap(a.entry.*kTexts[i], b.entry.*kTexts[i]);
                if (a.entry.*kTexts[i] == b.entry.*kTexts[i]) a.entry.*kTexts[i] = "";
            }
        );
    }
    for (std::size_t i = 0; i < kDigests.size(); ++i) {
        add(
            "digest " + std::to_string(i),
            [=](ChainedRow& r) { (r.entry.*kDigests[i])[31] ^= 1U; },
            [=](ChainedRow& a, ChainedRow& b) { std::swap(a.entry.*kDigests[i], b.entry.*kDigests[i]); }
        );
    }
    add(
        "time",
        [](ChainedRow& r) { r.entry.at.micros += 1; },
        [](ChainedRow& a, ChainedRow& b) { std::swap(a.entry.at, b.entry.at); }
    );
    add(
        "entry digest",
        [](ChainedRow& r) { r.digest[0] ^= 1U; },
        [](ChainedRow& a, ChainedRow& b) { std::swap(a.digest, b.digest); }
    );
    add(
        "head",
        [](ChainedRow& r) { r.head[0] ^= 1U; },
        [](ChainedRow& a, ChainedRow& b) { std::swap(a.head, b.head); }
    );
    add(
        "content",
        [](ChainedRow& r) {
            r.entry.actor = "x";
            r.digest = digest_of(r.entry);
        },
        [](ChainedRow& a, ChainedRow& b) {
            std::swap(a, b);
            std::swap(a.entry.seq, b.entry.seq);
        }
    );
}

/// Rows as a whole: delete, insert, reorder, cut, and the same with a chain made anew.
void forge_rows(std::vector<Forgery>& out) {
    for (const std::size_t at : {std::size_t{0}, std::size_t{20}, std::size_t{33}, std::size_t{54}}) {
        const std::string place = " " + std::to_string(at + 1);
        const auto offset = static_cast<std::ptrdiff_t>(at);
        const auto erase = [=](JournalFixture& j) { j.rows.erase(j.rows.begin() + offset); };
        const auto insert = [=](JournalFixture& j) {
            ChainedRow fake = JournalFixture::row(static_cast<std::int64_t>(at) + 1);
            fake.entry.actor = "inserted";
            fake.digest = digest_of(fake.entry);
            fake.head = next_head(at == 0 ? Digest{} : j.rows[at - 1].head, fake.entry.seq, fake.digest);
            j.rows.insert(j.rows.begin() + offset, fake);
            for (std::size_t i = at + 1; i < j.rows.size(); ++i) ++j.rows[i].entry.seq;
        };
        out.push_back({"delete" + place, erase});
        out.push_back({"delete and renumber" + place, [=](JournalFixture& j) {
                           erase(j);
                           for (std::size_t i = at; i < j.rows.size(); ++i) --j.rows[i].entry.seq;
                       }});
        out.push_back({"delete and rechain" + place, [=](JournalFixture& j) {
                           erase(j);
                           rechain(j.rows, at);
                       }});
        out.push_back({"insert and renumber" + place, insert});
        out.push_back({"insert and rechain" + place, [=](JournalFixture& j) {
                           insert(j);
                           rechain(j.rows, at);
                       }});
        out.push_back({"change and rechain" + place, [=](JournalFixture& j) {
                           j.rows[at].entry.purpose = "x";
                           rechain(j.rows, at);
                       }});
        out.push_back({"replace with head" + place, [=](JournalFixture& j) {
                           j.rows[at].entry.purpose = "x";
                           j.rows[at].digest = digest_of(j.rows[at].entry);
                           j.rows[at].head = next_head(
                               at == 0 ? Digest{} : j.rows[at - 1].head,
                               j.rows[at].entry.seq,
                               j.rows[at].digest
                           );
                       }});
    }
    out.push_back({"cut tail", [](JournalFixture& j) { j.rows.resize(54); }});
    out.push_back({"cut everything", [](JournalFixture& j) { j.rows.clear(); }});
    out.push_back({"restore older rows and checkpoints", [](JournalFixture& j) {
                       j.rows.resize(40);
                       j.checkpoints.resize(2);
                   }});
    out.push_back({"restore older checkpoints", [](JournalFixture& j) { j.checkpoints.resize(2); }});
    out.push_back({"restore older and go on", [](JournalFixture& j) {
                       for (std::size_t i = 40; i < j.rows.size(); ++i) j.rows[i].entry.actor = "other";
                       rechain(j.rows, 40);
                       j.remake(2, 55);
                       j.checkpoints[2].key_next = j.keys[0].public_key;
                       j.sign(2, j.keys[3]);
                   }});
}

void forge_checkpoints(std::vector<Forgery>& out) {
    const std::map<std::string, std::function<void(Checkpoint&)>> fields{
        {"store", [](Checkpoint& c) { c.store = StoreId::trusted(std::string(32, 'e')); }},
        {"number", [](Checkpoint& c) { c.number += 1; }},
        {"first", [](Checkpoint& c) { c.first_seq += 1; }},
        {"last", [](Checkpoint& c) { c.last_seq += 1; }},
        {"head", [](Checkpoint& c) { c.head[0] ^= 1U; }},
        {"root", [](Checkpoint& c) { c.root[0] ^= 1U; }},
        {"previous", [](Checkpoint& c) { c.previous[0] ^= 1U; }},
        {"time", [](Checkpoint& c) { c.at.micros += 1; }},
        {"key now", [](Checkpoint& c) { c.key_now[0] ^= 1U; }},
        {"key next", [](Checkpoint& c) { c.key_next[0] ^= 1U; }},
        {"signature", [](Checkpoint& c) { c.signature[0] ^= 1U; }},
    };
    for (std::size_t at = 0; at < 3; ++at) {
        const std::string place = " of checkpoint " + std::to_string(at + 1);
        for (const auto& [name, change] : fields) {
            out.push_back({"change " + name + place, [=](JournalFixture& j) { change(j.checkpoints[at]); }});
            // With the newest secret, the only one there is, the forger signs what he changed.
            out.push_back({"change and sign later " + name + place, [=](JournalFixture& j) {
                               change(j.checkpoints[at]);
                               j.checkpoints[at].key_now = j.keys[3].public_key;
                               j.sign(at, j.keys[3]);
                           }});
        }
        out.push_back({"delete" + place, [=](JournalFixture& j) {
                           j.checkpoints.erase(j.checkpoints.begin() + static_cast<std::ptrdiff_t>(at));
                       }});
        out.push_back({"double" + place, [=](JournalFixture& j) {
                           const Checkpoint again = j.checkpoints[at];
                           j.checkpoints.insert(
                               j.checkpoints.begin() + static_cast<std::ptrdiff_t>(at), again
                           );
                       }});
        out.push_back({"swap with next" + place, [=](JournalFixture& j) {
                           std::swap(j.checkpoints[at], j.checkpoints[(at + 1) % 3]);
                       }});
        out.push_back({"rewrite history under a later key" + place, [=](JournalFixture& j) {
                           const auto row = static_cast<std::size_t>(j.checkpoints[at].last_seq) - 3;
                           j.rows[row].entry.actor = "other";
                           rechain(j.rows, row);
                           for (std::size_t i = at; i < 3; ++i) {
                               j.remake(i, j.checkpoints[i].last_seq);
                               j.checkpoints[i].key_now = j.keys[3].public_key;
                               j.sign(i, j.keys[3]);
                           }
                       }});
    }
    out.push_back({"anchor differs", [](JournalFixture& j) { j.anchors[1].digest[0] ^= 1U; }});
    out.push_back({"own line under own first key", [](JournalFixture& j) {
                       const crypto::SigningKey mine = crypto::SigningKey::random();
                       j.checkpoints[0].key_now = mine.public_key;
                       j.sign(0, mine);
                   }});
}

/// First fault as `row N` or `checkpoint N`; empty when sound. Rows go before checkpoints in both reports.
std::string first_of(const Report& report) {
    for (const Finding& finding : report.findings) {
        if (is_notice(finding.kind)) continue;
        const std::string_view code = code_of(finding.kind);
        return std::string(code.starts_with("journal.") ? "row " : "checkpoint ") +
               std::to_string(finding.number);
    }
    return "";
}

bool names(const Report& report, const std::string& place) {
    for (const Finding& finding : report.findings) {
        const bool row = code_of(finding.kind).starts_with("journal.");
        if (is_notice(finding.kind) || row != place.starts_with("row ")) continue;
        const std::int64_t number = std::stoll(place.substr(place.find(' ')));
        // A range that differs is named by its first row in both; a broken link by the rows on its two sides.
        if (number >= finding.number && number <= std::max(finding.until, finding.number + 1)) return true;
    }
    return false;
}

/// One Python process for all stores: its start costs more than its work. Prints `index<TAB>first fault`.
constexpr const char* kDriver = R"(
import sqlite3, sys
sys.dont_write_bytecode = True
sys.path.insert(0, sys.argv[1])
import verify_journal as v
for line in open(sys.argv[2] + "/list"):
    index, key, *anchors = line.rstrip("\n").split("\t")
    base = sys.argv[2] + "/" + index
    rows = sqlite3.connect(base + ".db").execute("SELECT " + v.COLUMNS + " FROM journal ORDER BY seq")
    faults = v.verify(rows, open(base + ".log").read(), key, anchors)
    print(index, faults[0][0] if faults else "", sep="\t")
)";

}  // namespace

TEST_CASE("both verifiers find an untouched store sound, and both name every forgery") {
    if (std::system("python3 -c 'import cryptography' 2>/dev/null") != 0) {
        MESSAGE("skipped: python3-cryptography is not installed");
        return;
    }
    std::vector<Forgery> forgeries{{"untouched", [](JournalFixture&) {}}};
    forge_columns(forgeries);
    forge_rows(forgeries);
    forge_checkpoints(forgeries);
    REQUIRE(forgeries.size() > 200);

    const std::string directory =
        (std::filesystem::temp_directory_path() / ("neove-proof-" + crypto::random_id())).string();
    std::filesystem::create_directory(directory);
    const JournalFixture original(60, {20, 40, 55});
    std::vector<Report> reports;
    std::ofstream list(directory + "/list");
    for (std::size_t i = 0; i < forgeries.size(); ++i) {
        JournalFixture forged = original;
        forgeries[i].forge(forged);
        reports.push_back(verify(forged.rows, {original.first_key(), forged.log(), forged.anchors}));
        const std::string base = directory + "/" + std::to_string(i);
        write_database(base + ".db", forged.rows);
        std::ofstream(base + ".log") << forged.log();
        list << i << "\t" << to_line(original.first_key());
        for (const Anchor& anchor : forged.anchors) list << "\t" << to_line(anchor);
        list << "\n";
    }
    list.close();
    std::ofstream(directory + "/driver.py") << kDriver;
    const std::string command = "python3 " + directory + "/driver.py " NEOVE_SOURCE_DIR "/tools " +
                                directory + " > " + directory + "/answers";
    REQUIRE(std::system(command.c_str()) == 0);

    std::ifstream answers(directory + "/answers");
    std::string line;
    std::size_t compared = 0;
    for (; std::getline(answers, line); ++compared) {
        const std::string second = line.substr(line.find('\t') + 1);
        const std::string first = first_of(reports[compared]);
        CAPTURE(forgeries[compared].name);
        CAPTURE(first);
        CAPTURE(second);
        if (compared == 0) {
            CHECK(first == "");
            CHECK(second == "");
        } else {
            CHECK(first != "");
            CHECK(names(reports[compared], second));
        }
    }
    CHECK(compared == forgeries.size());
    std::filesystem::remove_all(directory);
}

}  // namespace neove::journal
