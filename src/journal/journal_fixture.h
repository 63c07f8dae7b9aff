#pragma once
/// \file
/// For tests: a journal of made-up rows under signed checkpoints, and what a forger does to it.

#include "base/crypto.h"
#include "journal/merkle.h"
#include "journal/verify.h"

#include <algorithm>
#include <string>
#include <vector>

namespace neove::journal {

/// Recomputes digests and heads from index `from` on, as a forger with SQL would.
inline void rechain(std::vector<ChainedRow>& rows, std::size_t from) {
    for (std::size_t i = from; i < rows.size(); ++i) {
        rows[i].entry.seq = static_cast<std::int64_t>(i) + 1;
        rows[i].digest = digest_of(rows[i].entry);
        rows[i].head = next_head(i == 0 ? Digest{} : rows[i - 1].head, rows[i].entry.seq, rows[i].digest);
    }
}

struct JournalFixture {
    StoreId store = StoreId::trusted("00112233445566778899aabbccddeeff");
    std::vector<ChainedRow> rows;
    std::vector<Checkpoint> checkpoints;
    std::vector<crypto::SigningKey>
        keys;  ///< key i signed checkpoint i+1; a real node has forgotten all but the last
    std::vector<Anchor> anchors;

    /// Rows 1…`count`; a checkpoint ends at each of `ends`; every checkpoint is anchored.
    JournalFixture(std::int64_t count, const std::vector<std::int64_t>& ends) {
        crypto::initialise();
        for (std::int64_t seq = 1; seq <= count; ++seq) rows.push_back(row(seq));
        rechain(rows, 0);
        keys.push_back(crypto::SigningKey::random());
        for (const std::int64_t end : ends) {
            keys.push_back(crypto::SigningKey::random());
            checkpoints.push_back({});
            remake(checkpoints.size() - 1, end);
            anchors.push_back(anchor_of(checkpoints.back()));
        }
    }

    static ChainedRow row(std::int64_t seq) {
        const std::string n = std::to_string(seq);
        Entry e;
        e.seq = seq;
        e.at = {1'795'000'000'000'000 + seq * 1000};
        e.node = "n1";
        e.actor = "actor" + n;
        e.session_digest = "session" + n;
        e.action = seq % 2 == 0 ? "paper.done" : "file.read";
        e.register_name = seq % 2 == 0 ? "paper" : "file";
        e.record_id = "record" + n;
        e.event_id = "event" + n;
        e.classes = seq % 3 == 0 ? "identity" : "internal";
        e.purpose = "p" + n;
        e.body = crypto::hash("body", as_bytes(n));
        e.reason = crypto::hash("reason", as_bytes(n));
        return {e, {}, {}};
    }

    /// Makes checkpoint `index` from the rows as they are now, signed with the key that is due.
    void remake(std::size_t index, std::int64_t end) {
        Checkpoint& c = checkpoints[index];
        c.store = store;
        c.number = static_cast<std::int64_t>(index) + 1;
        c.first_seq = index == 0 ? 1 : checkpoints[index - 1].last_seq + 1;
        c.last_seq = end;
        c.head = rows[static_cast<std::size_t>(end) - 1].head;
        std::vector<Digest> digests;
        for (std::int64_t seq = c.first_seq; seq <= end; ++seq) {
            digests.push_back(rows[static_cast<std::size_t>(seq) - 1].digest);
        }
        c.root = merkle_root(digests);
        c.previous = index == 0 ? Digest{} : digest_of(checkpoints[index - 1]);
        c.at = {1'795'000'000'000'000 + end * 1000};
        c.key_now = keys[index].public_key;
        c.key_next = keys[index + 1].public_key;
        sign(index, keys[index]);
    }
    void sign(std::size_t index, const crypto::SigningKey& key) {
        checkpoints[index].signature = key.sign(as_bytes(signed_text(checkpoints[index])));
    }

    std::string log() const {
        std::string text;
        for (const Checkpoint& checkpoint : checkpoints) text += to_line(checkpoint) + "\n";
        return text;
    }
    FirstKey first_key() const { return {store, keys[0].public_key}; }
    Evidence evidence() const { return {first_key(), log(), anchors}; }
    Report report() const { return verify(rows, evidence()); }
};

}  // namespace neove::journal
