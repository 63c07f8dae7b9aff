#pragma once
/// \file
/// Answers that a register asks for once a period (`once_per`), by record: which it is asked for as it
/// stands, and for which periods it has given them. By what lies in the clear of its events, as corrections
/// tell them.

#include "service/house.h"
#include "service/registers/stored_record.h"

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace neove::service {

/// A period for which an answer is missed: `unanswered.answer_period` as what is asked of a list,
/// `quarter_3|2026|` as what of: the values of the action's `once_per`, in its order.
inline constexpr std::string_view kUnanswered = "unanswered.";

/// Two words: whoever has the first and not the second has not answered.
struct MissedAnswer {
    std::string asked;
    std::string given;
};

/// Refuses `record.unknown_filter` where the register asks for no such answer once a period, or the period
/// is not said with as many words as it has, or of what lies in higher classes than a list may tell.
Result<MissedAnswer> missed_answer(
    const definition::Register& definition, const std::string& asked, const std::string& period
);

/// Whether a record in this state may be asked for such an answer at all.
bool is_asked_in(const definition::Register& definition, std::string_view state);

/// A record's words, of both kinds of `MissedAnswer`. A condition of the action is asked of the day on which
/// this is called.
std::vector<std::string> answer_words(
    const definition::Register& definition,
    const std::vector<StoredEvent>& history,
    std::string_view state,
    calendar::Date today,
    std::int64_t utc_offset_micros
);

/// The same of a row as the snapshot shows it.
Result<std::vector<std::string>> answer_words_of(
    const House& house,
    storage::Snapshot& snapshot,
    const definition::Register& definition,
    const RecordRow& row
);

bool lacks(const std::vector<std::string>& words, const MissedAnswer& missed);

}  // namespace neove::service
