#include "journal/checkpoint.h"

#include "journal/journal_fixture.h"

#include <doctest/doctest.h>

namespace neove::journal {

TEST_CASE("a checkpoint's line reads back, and no other spelling of it does") {
    const JournalFixture journal(7, {3, 7});
    const std::string line = to_line(journal.checkpoints[1]);
    const auto back = parse_checkpoint(line);
    REQUIRE(back);
    CHECK(to_line(*back) == line);
    CHECK(signature_holds(*back));
    for (std::size_t i = 0; i < line.size(); ++i) {
        std::string changed = line;
        changed[i] = changed[i] == '0' ? '1' : '0';
        const auto parsed = parse_checkpoint(changed);
        if (parsed) CHECK(!signature_holds(*parsed));
        CHECK(!parse_checkpoint(line.substr(0, i)));
    }
    for (const std::string& other :
         {line + " ", " " + line, line + "\n", line + " x", std::string(5000, 'a')}) {
        CHECK(!parse_checkpoint(other));
    }
    std::string upper = line;
    for (char& c : upper) c = c >= 'a' && c <= 'f' ? static_cast<char>(c - 32) : c;
    CHECK(!parse_checkpoint(upper));
    std::string zero = line;
    zero.replace(zero.find(" 2 4 7 "), 7, " 2 04 7 ");
    CHECK(!parse_checkpoint(zero));
}

TEST_CASE("an anchor is one printable line that names exactly one checkpoint") {
    const JournalFixture journal(7, {3, 7});
    const std::string line = to_line(journal.anchors[1]);
    CHECK(line.size() == 14 + 1 + 32 + 1 + 1 + 1 + 64);
    const auto back = parse_anchor(line);
    REQUIRE(back);
    CHECK(back->digest == digest_of(journal.checkpoints[1]));
    CHECK(back->number == 2);
    CHECK(!parse_anchor(line + "0"));
    CHECK(!parse_anchor(to_line(journal.checkpoints[1])));
}

TEST_CASE("one entry is proved to a court without showing the others") {
    const JournalFixture journal(20, {8, 20});
    std::vector<Digest> digests;
    for (std::size_t i = 8; i < 20; ++i) digests.push_back(journal.rows[i].digest);
    EntryProof proof{journal.rows[12].entry, journal.checkpoints[1], inclusion_path(digests, 4)};
    CHECK(proof_holds(proof));
    EntryProof other = proof;
    other.entry.actor = "somebody";
    CHECK(!proof_holds(other));
    other = proof;
    other.checkpoint.at = {1};
    CHECK(!proof_holds(other));
    other = proof;
    other.entry.seq = 3;
    CHECK(!proof_holds(other));
    other = proof;
    other.checkpoint = journal.checkpoints[0];
    CHECK(!proof_holds(other));
}

TEST_CASE("the fuzz body survives its corpus") {
    const JournalFixture journal(3, {3});
    for (const std::string& line :
         {to_line(journal.checkpoints[0]), to_line(journal.anchors[0]), std::string()}) {
        fuzz_checkpoint(as_bytes(line));
        for (std::size_t i = 0; i < line.size(); i += 5) fuzz_checkpoint(as_bytes(line.substr(i)));
    }
}

}  // namespace neove::journal
