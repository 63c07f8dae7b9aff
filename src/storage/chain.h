#pragma once
/// \file
/// From drafts to chained entries, and entries to rows: the same on both engines.

#include "storage/store.h"

namespace neove::storage {

/// Where a stream stands; `append` is the only way forward.
struct Chain {
    std::int64_t seq{0};
    Instant at;
    Digest head{};

    /// Reads the answer of `statements::kJournalHead`.
    static Chain from(const Rows& head_rows);
    /// Gives the entry its place; its time is raised to the stream's when it lies before.
    ChainedEntry append(journal::Entry entry);
};

/// The entry of a draft, without its place in the stream.
journal::Entry entry_of(const JournalDraft& draft, Instant at, const std::string& node);

/// The parameters of `statements::kInsertJournal`, and back from `statements::kJournalAfter`.
Parameters journal_row(const ChainedEntry& chained);
ChainedEntry journal_entry_of(const Row& row);

/// The parameters of `statements::kEnqueueEntry`, and back from `statements::kQueuedEntries` (whose column 0
/// is the queue's id).
Parameters queue_row(const journal::Entry& entry);
journal::Entry queued_entry_of(const Row& row);

}  // namespace neove::storage
