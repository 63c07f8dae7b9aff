#pragma once
/// \file
/// Verifies a journal against what was sworn and witnessed: the chain row by row, checkpoints over the rows,
/// keys that follow each other from one given from outside, anchors kept elsewhere. Pure: rows come from the
/// caller, one at a time.

#include "journal/checkpoint.h"
#include "journal/entry.h"
#include "journal/finding.h"
#include "journal/merkle.h"
#include "journal/signer.h"

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace neove::journal {

/// A row as the store holds it; nothing in it is believed.
struct ChainedRow {
    Entry entry;
    Digest digest{};
    Digest head{};
};

/// What rows are checked against. A first key read from the store proves nothing: it comes from the paper of
/// the installation.
struct Evidence {
    FirstKey first_key;
    std::string checkpoint_log;  ///< the file's text
    std::vector<Anchor> anchors;
};

/// Whether a checkpoint follows the one before (null: is the first); the first thing that is wrong.
std::optional<Finding> fault_of(
    const Checkpoint& checkpoint, const Checkpoint* before, const FirstKey& first
);

/// Checkpoints that hold by themselves, and what is wrong with the others.
struct CheckedLog {
    std::vector<Checkpoint> sound;  ///< ascending
    std::vector<Finding> findings;
    std::int64_t lines{0};
};
CheckedLog check_log(const Evidence& evidence);

class Verifier {
public:
    explicit Verifier(const Evidence& evidence);

    /// Rows in the order of the store, which should be that of `seq`.
    void add(const ChainedRow& row);
    Report finish();

private:
    struct Suspect {
        ChainedRow row;
        bool digest_holds{false};
        bool head_alone{false};  ///< the next row follows what the head should have been
    };

    bool in_order(std::int64_t seq);
    void link(const ChainedRow& row);
    void witness(const ChainedRow& row);
    bool touched(std::int64_t first, std::int64_t last) const;
    void name_suspects();
    bool name_exchange(std::size_t index, std::vector<bool>& named);
    void name(FindingKind kind, std::int64_t number, std::int64_t until);

    CheckedLog log_;
    bool anchored_{false};
    std::vector<Finding> rows_;
    std::vector<Suspect> suspects_;
    std::map<std::int64_t, std::int64_t> missing_;  ///< first → last
    std::int64_t count_{0};
    std::int64_t last_seq_{0};
    Instant last_at_;
    std::vector<Digest>
        heads_;  ///< what the next row may follow: the stored head first, then what it should have been
    std::size_t checkpoint_{0};  ///< the sound checkpoint that covers the next rows
    MerkleTree tree_;
    bool head_broken_{false};  ///< an earlier checkpoint's head already differed: later ones must
    std::int64_t witnessed_until_{0};
};

Report verify(const std::vector<ChainedRow>& rows, const Evidence& evidence);

/// The fuzz target's body: the first part of the bytes is a checkpoint log, the rest are rows; any of it ends
/// in a report.
void fuzz_verify(ByteView bytes);

}  // namespace neove::journal
