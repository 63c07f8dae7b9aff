#pragma once
/// \file
/// Stage 6: orders to report: who, to whom, through whom, how often, by when; and who answers when there are
/// difficulties.

#include "plan/role.h"
#include "plan/time.h"

#include <optional>
#include <string>
#include <vector>

namespace neove::plan {

struct ReportOrder {
    std::vector<std::string> from;  ///< empty: whoever was put to work before
    std::optional<std::string> to;
    std::optional<std::string> via;
    std::optional<Recurrence> recurrence;
    std::vector<std::string> due;
    std::string content;
    Range range;
};

struct DifficultyClause {
    Range range{};
    std::vector<std::string> agency{};
    std::optional<std::string> via{};
};

class ReportReader {
public:
    ReportReader(
        const Tokens& tokens, const BodyReader& bodies, const RoleReader& roles, const TimeReader& time
    )
        : t_(tokens), bodies_(bodies), roles_(roles), time_(time) {}

    /// Every report the sentence orders: one for each periodicity and each date.
    std::vector<ReportOrder> read(Range sentence) const;
    /// Whether the sentence orders nothing but a report.
    bool is_only_report(Range sentence) const;
    /// The part of the sentence that says where difficulties go.
    std::optional<DifficultyClause> difficulty(Range sentence) const;
    /// "(qua A)" behind `i`.
    std::optional<std::string> via_at(Index i, Index end, Index& after) const;

private:
    struct Due {
        std::optional<Recurrence> recurrence{};
        std::vector<std::string> days{};
        Range range{};
    };
    struct Receiver {
        std::optional<std::string> to{};
        std::optional<std::string> via{};
        Index at{0};
        Index end{0};
    };
    Index report_verb(Range sentence) const;
    bool hands_over(Index i, Range sentence) const;
    std::optional<Receiver> receiver(Index from, Index end) const;
    std::optional<Receiver> receiver_before(Range before) const;
    void add_also_sent(Receiver& found, Index from, Index end) const;
    std::optional<Receiver> receiver_through(Index verb, Index end, Index last) const;
    void add_units(Range range, std::vector<Due>& dues) const;
    class DueReader;
    std::vector<Due> read_dues(Range sentence) const;
    Index quarter_with_days(Index i, Index end) const;
    std::optional<Due> period_behind(Index i, Index end) const;
    std::vector<ReportOrder> read_one(Range sentence) const;
    std::string content_of(Index verb, Index end) const;
    void add_ad_hoc(Range sentence, Index verb, bool has_receiver, std::vector<Due>& dues) const;
    bool read_closing_month(Index& i, Index end, std::int32_t& day) const;

    const Tokens& t_;
    const BodyReader& bodies_;
    const RoleReader& roles_;
    const TimeReader& time_;
};

}  // namespace neove::plan
