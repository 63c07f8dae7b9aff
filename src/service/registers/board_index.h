#pragma once
/// \file
/// Boards from memory: of every register with a board, the records as `BoardPlaces` keeps them, in this node
/// alone. Rows are believed as a list believes them, once, when they are taken in; whoever asks first takes
/// in what her own snapshot's journal says has happened since, whatever node wrote it.

#include "service/registers/board_places.h"
#include "service/registers/found_record.h"
#include "service/registers/given_memory.h"
#include "service/registers/known_clocks.h"
#include "service/registers/known_histories.h"
#include "service/registers/shown_names.h"

#include <atomic>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <shared_mutex>
#include <span>
#include <string>
#include <vector>

namespace neove::service {

/// Thread-safe.
class BoardIndex {
public:
    /// Which registers have boards, all of them still to be read.
    explicit BoardIndex(const Programme& programme);
    ~BoardIndex();
    BoardIndex(const BoardIndex&) = delete;
    BoardIndex& operator=(const BoardIndex&) = delete;

    /// Reads all rows, page by page; boards are walked meanwhile. Ends early after `stop`. Again after a
    /// refusal: it begins with the register that is not whole.
    Result<> build(House& house);
    void stop();
    bool is_ready() const;

    /// So that nobody who asks has much to take in.
    Result<> follow(House& house);

    /// Whether the board of this register, as its programme is now, can be answered from here.
    bool answers(const Desk& desk) const;
    /// As new as the snapshot, or newer. Nothing where it does not answer, or cannot be read.
    Result<std::optional<BoardTally>> count(
        House& house, storage::Snapshot& snapshot, const Desk& desk, const BoardQuestion& asked
    );
    Result<std::optional<std::map<std::string, MonthTally>>> months(
        House& house,
        storage::Snapshot& snapshot,
        const Desk& desk,
        const BoardQuestion& asked,
        std::size_t most
    );

    Result<std::optional<std::vector<BoardPosition>>> next(
        House& house,
        storage::Snapshot& snapshot,
        const Desk& desk,
        const BoardQuestion& asked,
        const BoardPosition& after,
        std::size_t most
    );

    /// How many of what the question finds lie behind a position.
    Result<std::optional<std::int64_t>> left(
        House& house,
        storage::Snapshot& snapshot,
        const Desk& desk,
        const BoardQuestion& asked,
        const BoardPosition& after
    );

    /// Which of these may be records of the register, believed or not: of all others there is none. Nothing
    /// where it does not answer.
    Result<std::optional<std::vector<RecordId>>> there_of(
        House& house, storage::Snapshot& snapshot, const Desk& desk, std::span<const RecordId> ids
    );
    /// The same of all that records given out of a document may be known by: looked for again only where
    /// another record came in since.
    Result<std::optional<std::vector<RecordId>>> there_of(
        House& house, storage::Snapshot& snapshot, const Desk& desk, const GivenMemory::Names& names
    );

    /// In which states those of these are that she may list.
    Result<std::optional<std::map<std::string, std::int64_t>>> states_of(
        House& house,
        storage::Snapshot& snapshot,
        const Desk& desk,
        const BoardQuestion& asked,
        std::span<const RecordId> ids
    );

    /// What records may be known by, of the documents that were looked at last.
    GivenMemory& given() { return given_; }
    /// Names that lists of persons showed; those of records that something happened to are forgotten when it
    /// is taken in.
    ShownNames& names() { return names_; }
    /// Of registers that it answers for; those of records that something happened to are forgotten likewise.
    KnownClocks& clocks() { return clocks_; }
    /// Of any register, whether it has a board or not.
    KnownHistories& histories() { return histories_; }

    struct Size {
        std::string register_name;
        std::size_t records{0};
        std::size_t classes{0};
        std::size_t bytes{0};
    };
    std::vector<Size> sizes() const;

private:
    struct Shelf;
    Shelf* find(const Desk& desk) const;
    Result<bool> take_page(House& house, Shelf& shelf, std::string& after);
    Result<> take_rows(
        House& house, storage::Snapshot& snapshot, Shelf& shelf, const std::vector<storage::Row>& rows
    );
    Result<> take_records(
        House& house, storage::Snapshot& snapshot, Shelf& shelf, const std::vector<RecordId>& ids
    );
    Result<> catch_up(House& house, storage::Snapshot& snapshot, Shelf& shelf);
    /// What `ask` finds in places that are as new as the snapshot; nothing where they do not answer.
    template <typename Answer, typename Ask>
    Result<std::optional<Answer>> asked_of(
        House& house, storage::Snapshot& snapshot, const Desk& desk, Ask ask
    );

    std::map<std::string, std::unique_ptr<Shelf>, std::less<>> shelves_;
    std::atomic<bool> stopped_{false};
    GivenMemory given_;
    ShownNames names_;
    KnownClocks clocks_;
    KnownHistories histories_;
};

}  // namespace neove::service
