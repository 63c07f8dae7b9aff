#include "service/registers/match_pair.h"

#include "base/check.h"
#include "keyring/row_tag.h"
#include "storage/statements/matches.h"

namespace neove::service {

namespace statements = storage::statements;
using storage::Row;
using storage::Write;

namespace {

constexpr const char* kWaiting = "waiting";
constexpr const char* kAnswered = "answered";
constexpr std::int64_t kPage = 60;

std::string stage_of(const MatchPair& pair) {
    return pair.is_answered ? kAnswered : kWaiting;
}

Digest tag_of(const Keys& keys, const MatchPair& pair) {
    const std::string stage = stage_of(pair);
    return keyring::row_tag(
        keys.row_tag,
        kPossibleMatch,
        {{"id", pair.id.text()},
         {"register_name", pair.register_name},
         {"record_a", pair.a.text()},
         {"record_b", pair.b.text()},
         {"noticed_at", pair.noticed_at.micros},
         {"stage", stage},
         {"answer", pair.answer},
         {"answers", pair.answers},
         {"event_id", pair.event.text()},
         {"answered_by", pair.answered_by.text()},
         {"answered_at", pair.answered_at.micros},
         {"sealed", pair.sealed}},
        pair.version
    );
}

std::optional<MatchPair> pair_in(const Keys& keys, const Row& row) {
    MatchPair out;
    out.id = MatchPairId::trusted(row.text(0));
    out.register_name = row.text(1);
    out.a = RecordId::trusted(row.text(2));
    out.b = RecordId::trusted(row.text(3));
    out.noticed_at = {row.number(4)};
    out.is_answered = row.text(5) == kAnswered;
    out.answer = row.text(6);
    out.answers = row.number(7);
    out.event = EventId::trusted(row.text(8));
    out.answered_by = AccountId::trusted(row.text(9));
    out.answered_at = {row.number(10)};
    out.sealed = Bytes(row.bytes(11).begin(), row.bytes(11).end());
    out.version = row.number(12);
    if (!crypto::equal(tag_of(keys, out), row.bytes(13))) return std::nullopt;
    return out;
}

PairPage page_of(const Keys& keys, const storage::Rows& rows, std::size_t time_column) {
    PairPage out;
    out.rows = static_cast<std::int64_t>(rows.size());
    for (const Row& row : rows) {
        out.at = row.number(time_column);
        out.id = row.text(0);
        if (auto pair = pair_in(keys, row)) out.pairs.push_back(std::move(*pair));
    }
    return out;
}

}  // namespace

MatchPair pair_of(
    const std::string& register_name, const RecordId& one, const RecordId& other, Instant noticed_at
) {
    CHECK(one != other);
    MatchPair out;
    out.id = MatchPairId::trusted(crypto::random_id());
    out.register_name = register_name;
    out.a = std::min(one, other);
    out.b = std::max(one, other);
    out.noticed_at = noticed_at;
    return out;
}

Write insert_pair(const Keys& keys, MatchPair pair) {
    pair.version = 1;
    return {
        &statements::kInsertMatch,
        {pair.id.text(),
         pair.register_name,
         pair.a.text(),
         pair.b.text(),
         pair.noticed_at.micros,
         stage_of(pair),
         pair.answer,
         pair.answers,
         pair.event.text(),
         pair.answered_by.text(),
         pair.answered_at.micros,
         pair.sealed,
         pair.version,
         to_bytes(tag_of(keys, pair))}};
}

Write change_pair(const Keys& keys, MatchPair pair) {
    CHECK(pair.version > 0);
    ++pair.version;
    return {
        &statements::kChangeMatch,
        {pair.id.text(),
         pair.noticed_at.micros,
         stage_of(pair),
         pair.answer,
         pair.answers,
         pair.event.text(),
         pair.answered_by.text(),
         pair.answered_at.micros,
         pair.sealed,
         pair.version,
         to_bytes(tag_of(keys, pair))},
        1};
}

Result<std::optional<MatchPair>> find_pair(
    storage::Snapshot& snapshot, const Keys& keys, const MatchPairId& id
) {
    const auto rows = TRY(snapshot.read(statements::kMatchById, {id.text()}));
    if (rows.empty()) return std::optional<MatchPair>();
    return pair_in(keys, rows[0]);
}

Result<KnownPair> pair_of_records(storage::Snapshot& snapshot, const Keys& keys, const MatchPair& pair) {
    KnownPair out;
    const auto rows = TRY(snapshot.read(statements::kMatchOfPair, {pair.a.text(), pair.b.text()}));
    if (rows.empty()) return out;
    out.id = rows[0].text(0);
    out.pair = pair_in(keys, rows[0]);
    out.is_forged = !out.pair || out.pair->register_name != pair.register_name;
    return out;
}

Result<PairPage> waiting_pairs(
    storage::Snapshot& snapshot, const Keys& keys, const std::string& register_name, const PairPage& behind
) {
    const auto rows =
        TRY(snapshot.read(statements::kMatchesWaiting, {register_name, behind.at, behind.id, kPage}));
    return page_of(keys, rows, 4);
}

Result<PairPage> answered_pairs(
    storage::Snapshot& snapshot, const Keys& keys, const std::string& register_name, const PairPage& behind
) {
    const auto rows =
        TRY(snapshot.read(statements::kMatchesAnswered, {register_name, behind.at, behind.id, kPage}));
    return page_of(keys, rows, 10);
}

Result<SweptPairs> pairs_to_sweep(storage::Snapshot& snapshot, const Keys& keys, const std::string& after) {
    SweptPairs out;
    for (const Row& row : TRY(snapshot.read(statements::kMatchesToSweep, {after, kPage}))) {
        out.last = row.text(0);
        if (auto pair = pair_in(keys, row)) out.pairs.push_back(std::move(*pair));
    }
    return out;
}

Write retire_pair(const MatchPair& pair) {
    CHECK(pair.answers == 0);
    return {&statements::kRetireMatch, {pair.id.text(), pair.version}, 1};
}

Bytes seal_words(
    const SealedRecord& a, const SealedRecord& b, const std::string& words, const EventId& event
) {
    const Bytes inner = a.seal_event({}, json::Object{}, 0, words, event);
    return b.seal_event({}, json::Object{}, 0, to_base64url(inner), event);
}

std::string open_words(const SealedRecord& a, const SealedRecord& b, const MatchPair& pair) {
    const auto outer = b.open_event(pair.sealed, 0, true, pair.event);
    const auto inner = outer ? parse_base64url(outer->reason) : std::nullopt;
    const auto words = a.open_event(inner ? ByteView(*inner) : ByteView(pair.sealed), 0, true, pair.event);
    return words ? words->reason : std::string();
}

std::vector<Write> delete_pairs_of(const RecordId& record) {
    return {
        {&statements::kDeleteMatchesOf, {record.text()}},
        {&statements::kDeleteMatchLooksOf, {record.text()}}};
}

}  // namespace neove::service
