#include "journal/witness.h"

#include "journal/journal_fixture.h"

#include <doctest/doctest.h>

namespace neove::journal {

namespace {

Witness fresh(const JournalFixture& journal) {
    return {journal.first_key(), crypto::SigningKey::random().seed, std::nullopt};
}

std::string lines_of(const JournalFixture& journal, std::size_t from, std::size_t until) {
    std::string out;
    for (std::size_t i = from; i < until; ++i) out += to_line(journal.checkpoints[i]) + "\n";
    return out;
}

}  // namespace

TEST_CASE("a witness follows the line of checkpoints and its co-signed anchor is one that verification takes"
) {
    const JournalFixture journal(60, {20, 40, 55});
    Witness witness = fresh(journal);
    REQUIRE(take_lines(witness, lines_of(journal, 0, 2)));
    const auto kept = parse_witness(to_text(witness));
    REQUIRE(kept);
    Witness later{kept->first_key, crypto::Secret::from(kept->seed.view()), kept->last};
    REQUIRE(take_lines(later, journal.log()));  // all lines again, one of them new
    const std::string line = to_line(co_sign(later));
    const auto anchor = parse_any_anchor(line);
    REQUIRE(anchor);
    CHECK(anchor->number == 3);
    CHECK(verify(journal.rows, {journal.first_key(), journal.log(), {*anchor}}).is_sound());
    JournalFixture other = journal;
    other.checkpoints.resize(2);
    CHECK_FALSE(verify(other.rows, {journal.first_key(), other.log(), {*anchor}}).is_sound());
    CHECK(parse_any_anchor(to_line(journal.anchors[0])));
}

TEST_CASE("one changed character of a co-signed anchor refuses it") {
    const JournalFixture journal(20, {20});
    Witness witness = fresh(journal);
    REQUIRE(take_lines(witness, journal.log()));
    const std::string line = to_line(co_sign(witness));
    for (std::size_t i = 0; i < line.size(); ++i) {
        std::string changed = line;
        changed[i] = changed[i] == '1' ? '2' : '1';
        CHECK_FALSE(parse_any_anchor(changed));
    }
    CHECK_FALSE(parse_any_anchor(line + "0"));
}

TEST_CASE("a witness refuses what does not extend what it saw, and keeps what it had") {
    const JournalFixture journal(60, {20, 40, 55});
    Witness witness = fresh(journal);
    CHECK(take_lines(witness, lines_of(journal, 1, 2)).error().code == "checkpoint.missing");
    CHECK_FALSE(witness.last);
    REQUIRE(take_lines(witness, lines_of(journal, 0, 2)));
    // The server goes on from Thursday with a key of Friday.
    JournalFixture forged = journal;
    forged.rows[30].entry.actor = "other";
    rechain(forged.rows, 30);
    forged.remake(1, 40);
    forged.remake(2, 55);
    CHECK(take_lines(witness, lines_of(forged, 1, 3)).error().code == "anchor.differs");
    CHECK(take_lines(witness, lines_of(forged, 2, 3)).error().code == "checkpoint.unlinked");
    forged.checkpoints[2].key_now = forged.keys[0].public_key;
    forged.sign(2, forged.keys[0]);
    CHECK(take_lines(witness, lines_of(forged, 2, 3)).error().code == "checkpoint.wrong_key");
    CHECK(take_lines(witness, "rubbish\n").error().code == "checkpoint.malformed");
    CHECK(witness.last->number == 2);
    CHECK(take_lines(witness, lines_of(journal, 2, 3)));
    CHECK_FALSE(parse_witness(to_text(witness) + "x"));
    CHECK_FALSE(parse_witness("neove-witness-state-1 00\n"));
}

}  // namespace neove::journal
