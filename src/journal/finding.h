#pragma once
/// \file
/// What a verification of the journal can find, with a stable code and a sentence in vi and en.

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace neove::journal {

enum class FindingKind : std::uint8_t {
    RowAltered,
    RowMissing,
    RowInserted,
    RowReordered,
    ChainBroken,  ///< two rows that do not follow each other though each agrees with itself
    RowTimeBack,
    RangeDiffers,  ///< the rows agree among themselves, but not with the checkpoint over them
    TailCut,       ///< rows that a checkpoint witnessed are gone from the end
    CheckpointMalformed,
    CheckpointOtherStore,
    CheckpointMissing,  ///< a number is left out
    CheckpointReordered,
    CheckpointGap,  ///< its rows do not follow those of the one before
    CheckpointTimeBack,
    CheckpointUnlinked,  ///< does not name the one before by its digest
    WrongKey,            ///< signed with another key than the one that was announced (or given from outside)
    WrongSignature,
    CheckpointsCut,  ///< an anchor knows a newer checkpoint than the log
    AnchorDiffers,   ///< an anchor knows another checkpoint of this number
    AnchorOtherStore,
    EventAltered,   ///< an event's row is not what the entry about it says
    EventMissing,   ///< an entry names an event that is not there
    EventInserted,  ///< no entry names it
    PowerDiffers,  ///< a row that confers power is not the one that its newest entry names: altered, or older
    PowerMissing,
    PowerUnknown,  ///< no entry names it
    // Notices: nothing is wrong, but the reader must know how far the proof reaches.
    TailUnwitnessed,  ///< rows after the last checkpoint
    SelfAttested,     ///< no anchor was given
    OldEvents,        ///< so many events whose entries cover their content alone, not their place
    OldRows,          ///< so many rows of power that no entry names: from before the journal did
};

struct Finding {
    FindingKind kind{FindingKind::RowAltered};
    std::int64_t number{
        0};  ///< seq of the row, or number of the checkpoint (its line when malformed); 0 when none
    std::int64_t until{0};  ///< last row of a stretch; equals `number` for a single one
    std::string subject{};  ///< the event or the row that an entry is about
};

bool is_notice(FindingKind kind);
std::string_view code_of(FindingKind kind);  ///< `journal.row_altered`, `checkpoint.wrong_key`…
std::string sentence_vi(const Finding& finding);
std::string sentence_en(const Finding& finding);

struct Report {
    std::int64_t rows{0};
    std::int64_t checkpoints{0};
    std::int64_t events{0};           ///< compared with their entries
    std::int64_t powers{0};           ///< rows that confer power, likewise
    std::int64_t witnessed_until{0};  ///< last row under a sound checkpoint
    std::vector<Finding> findings;    ///< rows first, then checkpoints and anchors, each in ascending order

    bool is_sound() const;  ///< notices aside
};

}  // namespace neove::journal
