#pragma once
/// \file
/// The records of one register as its board counts them, in memory: in classes of those that access cannot
/// tell apart, each record with nothing but its group and the days of its limit. One decision a class, then
/// counting. Nothing here lies in the clear that the database does not hold in the clear.

#include "access/rules.h"
#include "service/registers/answered.h"
#include "service/registers/record_timing.h"
#include "service/registers/word_numbers.h"

#include <array>
#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <span>
#include <string>
#include <unordered_map>
#include <vector>

namespace neove::service {

struct StreamScope;

/// One record, as rows say that were believed.
struct BoardPlace {
    RecordId id;
    std::int64_t version{0};
    access::RecordPlace place;
    std::vector<access::RelationRow> rows;
    std::string body{};              ///< what the board's rows say of it; empty where the rows are owners
    std::string group{};             ///< what the board is narrowed by
    std::int64_t due_at{kNeverDue};  ///< of any of its limits: what lists are sorted by
    Instant changed_at{};
    Instant opened_at{};
    TimingSpan span{};
    std::vector<std::string> said{};  ///< which answers it is asked for once a period, and for which it gave
};

/// The days nearest first, what was changed or opened last first.
enum class BoardOrder : std::uint8_t { Due, Changed, Opened };

/// What is asked of a register with a board, and by whom.
struct BoardQuestion {
    const access::Rules& rules;
    const std::string& register_name;
    const access::Actor& actor;
    Instant now;
    bool rows_are_owners{true};
    std::vector<std::string> states{};  ///< empty: any
    std::set<Timing> timings{};         ///< empty: any
    std::optional<std::string> owner{};
    std::optional<std::string> body{};
    std::optional<std::string> group{};
    std::string month{};  ///< empty: any
    std::int64_t utc_offset_micros{0};
    std::int64_t due_before{INT64_MAX};                    ///< of any of its limits
    const StreamScope* ways{nullptr};                      ///< null: whatever way leads to it
    std::shared_ptr<const std::set<std::string>> among{};  ///< ids; null: any
    std::string action{};                  ///< that she must be allowed beside listing; empty: none
    std::optional<MissedAnswer> missed{};  ///< those alone that lack it
    Instant opened_before{INT64_MAX};      ///< later ones are not asked for it
    BoardOrder order{BoardOrder::Due};     ///< of `next` and `left`
};

/// Where a list of records is: the moment of the last one that it is sorted by, and its id.
using BoardPosition = std::pair<std::int64_t, std::string>;

/// Counts of one body in one state, as `Timing` numbers them.
struct BoardCount {
    std::string body;
    std::string state;
    std::array<std::int64_t, kTimings> records{};
};
struct BoardTally {
    std::vector<BoardCount> counts;
    std::map<std::string, std::int64_t> groups;  ///< of all groups, whichever was asked for
};

struct MonthTally {
    std::array<std::int64_t, kTimings> counts{};
    std::int64_t total{0};
    std::vector<std::pair<std::int64_t, RecordId>> first;  ///< by due moment and id
};

/// For one writer or many readers at a time; the caller locks.
class BoardPlaces {
public:
    /// Takes the place of what was known of the record, unless that was newer. `settled`: relations that
    /// began before and have no end are alike whenever they began, those that ended before are nobody's.
    void put(const BoardPlace& one, Instant settled);
    void remove(const RecordId& id);
    void clear();
    std::size_t size() const { return by_id_.size(); }
    bool contains(const RecordId& id) const;
    /// In which states those of these are that she may list; narrowed by nothing else.
    std::map<std::string, std::int64_t> states_of(const BoardQuestion& asked, std::span<const RecordId> ids)
        const;
    std::size_t classes() const { return classes_.size() - free_classes_.size(); }
    /// About so much memory is held.
    std::size_t bytes() const;

    /// Those behind a position of a list that the question finds, in its order, at most so many.
    std::vector<BoardPosition> next(const BoardQuestion& asked, const BoardPosition& after, std::size_t most)
        const;
    /// How many there are behind it.
    std::int64_t left(const BoardQuestion& asked, const BoardPosition& after) const;
    BoardTally count(const BoardQuestion& asked) const;
    /// By month of the limit's last day, the first `most` of each.
    std::map<std::string, MonthTally> months(const BoardQuestion& asked, std::size_t most) const;

private:
    using Name = std::array<std::uint8_t, 16>;
    struct HashOfName {
        std::size_t operator()(const Name& name) const;
    };
    struct Row {
        std::uint32_t kind;  ///< of `kinds_`
        std::uint32_t account;
        std::uint32_t organisation;
        std::int64_t from;
        std::int64_t until;
    };
    struct Item {
        std::int64_t due;
        std::int64_t soon;
        std::int64_t sorted_by;
        std::int64_t changed;
        std::int64_t opened;
        std::uint32_t group;
        std::uint32_t slot;  ///< of `places_`
        Timing otherwise;
        bool runs;
        Timing at(std::int64_t now) const;
        /// What comes first is less.
        std::int64_t place_in(BoardOrder order) const;
    };
    struct Class {
        std::uint32_t owner{0};
        std::uint32_t creator{0};
        std::uint32_t state{0};
        std::uint32_t body{0};
        std::vector<std::pair<std::uint32_t, std::int64_t>> entered;
        std::vector<Row> rows;
        const std::string* key{nullptr};  ///< in `by_key_`
        std::vector<Item> items;
    };
    struct Place {
        Name name{};
        std::uint32_t in{0};  ///< class
        std::uint32_t at{0};  ///< item of the class
        std::int64_t version{0};
    };
    struct Eyes;
    class Ways;
    class Verdicts;
    class Fits;
    Class class_of(const BoardPlace& one, Instant settled);
    std::uint32_t number_of(Class&& wanted);
    void take_out(std::uint32_t slot);
    static std::vector<std::uint32_t> words_of(const Class& one);
    void lead_to(std::uint32_t number);
    void lead_no_more_to(std::uint32_t number);
    std::optional<std::vector<std::uint32_t>> led_to(const Ways& ways) const;
    bool may_list(const BoardQuestion& asked, const Class& one) const;
    void hint(const Name& name);
    bool is_hinted(const Name& name) const;
    template <typename Near, typename See>
    void for_each_behind(const BoardQuestion& asked, const BoardPosition& after, Near near, See see) const;
    template <typename See>
    void for_each_class(const BoardQuestion& asked, See see) const;
    static std::optional<Name> name_of(const std::string& id);
    bool says(std::uint32_t slot, std::optional<std::uint32_t> word) const;

    WordNumbers words_;  ///< bodies, accounts, states, groups
    WordNumbers kinds_;  ///< of relations
    std::vector<Class> classes_;
    /// By body or account the classes that it owns, opened or has a row about: who asks for her own does not
    /// go through everybody's.
    std::vector<std::vector<std::uint32_t>> led_by_;
    std::vector<std::uint32_t> free_classes_;
    std::unordered_map<std::string, std::uint32_t> by_key_;
    std::vector<Place> places_;
    std::vector<std::uint32_t> free_;
    /// By slot, of those that are asked for anything: most records are asked for nothing once a period.
    std::unordered_map<std::uint32_t, std::vector<std::uint32_t>> said_;
    std::unordered_map<Name, std::uint32_t, HashOfName> by_id_;
    /// Two bits for each name there ever was: most that are asked for and are not here are known by them, out
    /// of the processor's own memory.
    std::vector<std::uint64_t> hints_;
};

}  // namespace neove::service
