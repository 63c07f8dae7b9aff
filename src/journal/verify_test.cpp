#include "journal/verify.h"

#include "journal/journal_fixture.h"

#include <doctest/doctest.h>

namespace neove::journal {

namespace {

/// `code number until` of every finding that is no notice.
std::string faults(const Report& report) {
    std::string out;
    for (const Finding& finding : report.findings) {
        if (is_notice(finding.kind)) continue;
        if (!out.empty()) out += "; ";
        out += std::string(code_of(finding.kind)) + " " + std::to_string(finding.number);
        if (finding.until != finding.number) out += "-" + std::to_string(finding.until);
    }
    return out;
}

JournalFixture some_journal() {
    return JournalFixture(60, {20, 40, 55});
}

}  // namespace

TEST_CASE("an untouched journal is sound, and the report says how far the proof reaches") {
    const JournalFixture journal = some_journal();
    const Report report = journal.report();
    CHECK(report.is_sound());
    CHECK(report.rows == 60);
    CHECK(report.checkpoints == 3);
    CHECK(report.witnessed_until == 55);
    REQUIRE(report.findings.size() == 1);
    CHECK(report.findings[0].kind == FindingKind::TailUnwitnessed);
    CHECK(sentence_en(report.findings[0]) == "Rows 56 to 60 have no checkpoint yet.");
    CHECK(sentence_vi(report.findings[0]) == "Các dòng 56 đến 60 chưa có điểm chốt.");
    Evidence alone = journal.evidence();
    alone.anchors.clear();
    CHECK(verify(journal.rows, alone).findings.back().kind == FindingKind::SelfAttested);
    CHECK(verify({}, {journal.first_key(), "", {}}).is_sound());
}

TEST_CASE("an altered row is named, whichever of its digests the forger repaired") {
    JournalFixture journal = some_journal();
    journal.rows[29].entry.actor = "somebody";
    CHECK(faults(journal.report()) == "journal.row_altered 30");
    journal.rows[29].digest = digest_of(journal.rows[29].entry);
    CHECK(faults(journal.report()) == "journal.chain_broken 29-30");
    journal.rows[29].head = next_head(journal.rows[28].head, 30, journal.rows[29].digest);
    CHECK(faults(journal.report()) == "journal.chain_broken 30-31");
    rechain(journal.rows, 29);
    CHECK(faults(journal.report()) == "journal.range_differs 21-40");
    // Nor does it help to swear anew: the secret of checkpoint 2 is gone, and later ones are not announced
    // for it.
    journal.remake(1, 40);
    journal.sign(1, journal.keys.back());
    CHECK(faults(journal.report()).starts_with("checkpoint.wrong_signature 2"));
    journal.checkpoints[1].key_now = journal.keys.back().public_key;
    journal.sign(1, journal.keys.back());
    CHECK(faults(journal.report()).starts_with("checkpoint.wrong_key 2"));
}

TEST_CASE("a changed head or digest alone is pinned to its row") {
    JournalFixture journal = some_journal();
    journal.rows[29].head[5] ^= 1U;
    CHECK(faults(journal.report()) == "journal.row_altered 30");
    journal = some_journal();
    journal.rows[29].digest[5] ^= 1U;
    CHECK(faults(journal.report()) == "journal.row_altered 30");
    journal.rows[30].head[5] ^= 1U;
    journal.rows[31].head[5] ^= 1U;
    CHECK(faults(journal.report()).starts_with("journal.row_altered 30; "));
}

TEST_CASE("a missing row is named, with and without renumbering") {
    JournalFixture journal = some_journal();
    journal.rows.erase(journal.rows.begin() + 24, journal.rows.begin() + 27);
    CHECK(faults(journal.report()) == "journal.row_missing 25-27");
    journal = some_journal();
    journal.rows.erase(journal.rows.begin() + 24);
    for (std::size_t i = 24; i < journal.rows.size(); ++i) --journal.rows[i].entry.seq;
    CHECK(faults(journal.report()).starts_with("journal.row_missing 25"));
    rechain(journal.rows, 24);
    CHECK(faults(journal.report()).starts_with("journal.range_differs 21-40"));
}

TEST_CASE("an inserted row is named, with and without renumbering") {
    JournalFixture journal = some_journal();
    ChainedRow fake = journal.rows[3];
    fake.entry.seq = 25;
    journal.rows.insert(journal.rows.begin() + 25, fake);
    CHECK(faults(journal.report()) == "journal.row_inserted 25");
    journal = some_journal();
    fake.entry.at = journal.rows[24].entry.at;
    fake.digest = digest_of(fake.entry);
    fake.head = next_head(journal.rows[23].head, 25, fake.digest);
    journal.rows.insert(journal.rows.begin() + 24, fake);
    for (std::size_t i = 25; i < journal.rows.size(); ++i) ++journal.rows[i].entry.seq;
    CHECK(faults(journal.report()) == "journal.row_inserted 25");
}

TEST_CASE("exchanged rows are named as a pair, in place or out of order") {
    JournalFixture journal = some_journal();
    std::swap(journal.rows[9], journal.rows[32]);
    std::swap(journal.rows[9].entry.seq, journal.rows[32].entry.seq);
    CHECK(faults(journal.report()).starts_with("journal.row_reordered 10-33"));
    journal = some_journal();
    std::swap(journal.rows[9], journal.rows[10]);
    CHECK(faults(journal.report()) == "journal.row_missing 10; journal.row_reordered 10-11");
}

TEST_CASE("a time that runs back is named even in a well-made chain") {
    JournalFixture journal(10, {});
    journal.rows[6].entry.at = journal.rows[2].entry.at;
    rechain(journal.rows, 6);
    CHECK(faults(journal.report()) == "journal.row_time_back 7");
}

TEST_CASE(
    "a cut tail shows back to the newest checkpoint, and back to the newest anchor when both files are older"
) {
    JournalFixture journal = some_journal();
    journal.rows.resize(48);
    CHECK(faults(journal.report()) == "journal.tail_cut 49-55");
    journal.rows.resize(40);
    journal.checkpoints.resize(2);
    CHECK(faults(journal.report()) == "checkpoint.cut 3");
    journal.anchors.pop_back();
    CHECK(faults(journal.report()) == "");  // what nobody else has witnessed cannot be missed
}

TEST_CASE("every break in the checkpoints is named") {
    const auto after = [](auto change) {
        JournalFixture journal = some_journal();
        change(journal);
        return faults(journal.report());
    };
    CHECK(after([](JournalFixture& j) { j.checkpoints.erase(j.checkpoints.begin() + 1); }
    ).starts_with("checkpoint.missing 2"));
    CHECK(after([](JournalFixture& j) {
              std::swap(j.checkpoints[0], j.checkpoints[1]);
          }) == "checkpoint.missing 1; checkpoint.reordered 1");
    CHECK(after([](JournalFixture& j) { j.checkpoints[1].root[0] ^= 1U; }
    ).starts_with("checkpoint.wrong_signature 2"));
    CHECK(after([](JournalFixture& j) { j.checkpoints[0].key_now[0] ^= 1U; }
    ).starts_with("checkpoint.wrong_key 1"));
    CHECK(after([](JournalFixture& j) { j.store = StoreId::trusted(std::string(32, 'a')); }
    ).starts_with("checkpoint.other_store 1"));
    CHECK(after([](JournalFixture& j) { j.anchors[1].digest[0] ^= 1U; }) == "anchor.differs 2");
    CHECK(after([](JournalFixture& j) {
              j.anchors[1].store = StoreId::trusted(std::string(32, 'a'));
          }) == "anchor.other_store 2");
    // Validly signed and still wrong: a node that cheats on ranges, links or time.
    CHECK(after([](JournalFixture& j) {
              j.checkpoints[1].first_seq = 22;
              j.sign(1, j.keys[1]);
          }).starts_with("checkpoint.gap 2"));
    CHECK(after([](JournalFixture& j) {
              j.checkpoints[1].previous[0] ^= 1U;
              j.sign(1, j.keys[1]);
          }).starts_with("checkpoint.unlinked 2"));
    CHECK(after([](JournalFixture& j) {
              j.checkpoints[1].at = {5};
              j.sign(1, j.keys[1]);
          }).starts_with("checkpoint.time_back 2"));
    const JournalFixture journal = some_journal();
    Evidence torn = journal.evidence();
    torn.checkpoint_log.pop_back();
    CHECK(faults(verify(journal.rows, torn)) == "checkpoint.malformed 3; checkpoint.cut 3");
}

TEST_CASE("a later holder of the key cannot cut the journal back and go on") {
    JournalFixture journal = some_journal();
    journal.rows.resize(40);
    rechain(journal.rows, 30);
    for (std::int64_t seq = 41; seq <= 60; ++seq) journal.rows.push_back(JournalFixture::row(seq));
    journal.rows[45].entry.actor = "invented";
    rechain(journal.rows, 40);
    const auto old = journal.checkpoints[2];
    journal.remake(2, 55);
    journal.checkpoints[2].key_next = old.key_next;
    journal.sign(2, journal.keys[3]);  // all he has is the newest secret
    CHECK(faults(journal.report()).starts_with("checkpoint.wrong_signature 3"));
}

TEST_CASE("the fuzz body survives its corpus") {
    const std::string log = some_journal().log();
    for (std::size_t n = 0; n < 600; n += 7) {
        Bytes bytes{static_cast<std::uint8_t>(n)};
        for (std::size_t i = 0; i < n; ++i)
            bytes.push_back(static_cast<std::uint8_t>(i < n / 2 ? log[i] : static_cast<char>(i * n)));
        fuzz_verify(bytes);
    }
}

}  // namespace neove::journal
