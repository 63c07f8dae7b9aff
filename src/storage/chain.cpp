#include "storage/chain.h"

#include "base/check.h"

#include <algorithm>

namespace neove::storage {

namespace {

Digest digest_at(const Row& row, std::size_t column) {
    const Bytes& bytes = row.bytes(column);
    Digest digest{};
    CHECK(bytes.size() == digest.size());
    std::ranges::copy(bytes, digest.begin());
    return digest;
}

Bytes blob(const Digest& digest) {
    return {digest.begin(), digest.end()};
}

journal::Entry entry_from(const Row& row, std::size_t time_column) {
    std::size_t column = time_column;
    journal::Entry entry;
    entry.at = {row.number(column++)};
    for (std::string* field :
         {&entry.node,
          &entry.actor,
          &entry.session_digest,
          &entry.action,
          &entry.register_name,
          &entry.record_id,
          &entry.event_id,
          &entry.classes,
          &entry.purpose}) {
        *field = row.text(column++);
    }
    entry.body = digest_at(row, column++);
    entry.reason = digest_at(row, column);
    return entry;
}

}  // namespace

Chain Chain::from(const Rows& head_rows) {
    if (head_rows.empty()) return {};
    const Row& row = head_rows.front();
    return {row.number(0), {row.number(1)}, digest_at(row, 2)};
}

ChainedEntry Chain::append(journal::Entry entry) {
    entry.seq = ++seq;
    entry.at = at = std::max(at, entry.at);
    const Digest digest = journal::digest_of(entry);
    head = journal::next_head(head, seq, digest);
    return {std::move(entry), digest, head};
}

journal::Entry entry_of(const JournalDraft& draft, Instant at, const std::string& node) {
    journal::Entry entry;
    entry.at = at;
    entry.node = node;
    entry.actor = draft.actor;
    entry.session_digest = draft.session_digest;
    entry.action = draft.action;
    entry.register_name = draft.register_name;
    entry.record_id = draft.record_id;
    entry.event_id = draft.event_id;
    entry.classes = draft.classes;
    entry.purpose = draft.purpose;
    entry.body = draft.body;
    entry.reason = draft.reason;
    return entry;
}

Parameters queue_row(const journal::Entry& entry) {
    return {
        entry.at.micros,
        entry.node,
        entry.actor,
        entry.session_digest,
        entry.action,
        entry.register_name,
        entry.record_id,
        entry.event_id,
        entry.classes,
        entry.purpose,
        blob(entry.body),
        blob(entry.reason)};
}

Parameters journal_row(const ChainedEntry& chained) {
    Parameters row = queue_row(chained.entry);
    row.insert(row.begin(), chained.entry.seq);
    row.emplace_back(blob(chained.digest));
    row.emplace_back(blob(chained.head));
    return row;
}

ChainedEntry journal_entry_of(const Row& row) {
    journal::Entry entry = entry_from(row, 1);
    entry.seq = row.number(0);
    return {std::move(entry), digest_at(row, 13), digest_at(row, 14)};
}

journal::Entry queued_entry_of(const Row& row) {
    return entry_from(row, 1);
}

}  // namespace neove::storage
