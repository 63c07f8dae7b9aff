#pragma once
/// \file
/// Records of persons whose time is over: closed for longer than the register says they are kept. The law
/// ends here and a person begins: nothing is erased by itself; whoever may erase sees what she should ask
/// for.

#include "calendar/date.h"
#include "service/registers/found_record.h"

#include <string>
#include <vector>

namespace neove::service {

struct OverdueErasure {
    RecordRow row;
    Instant closed_at;           ///< when it came into the state that it is in
    calendar::Date kept_until;   ///< the last day on which it had to be kept
    bool is_held{false};         ///< a legal hold stands: it stays
    bool has_been_asked{false};  ///< an erasure waits for its second person
};

struct RetentionList {
    Desk desk;
    std::vector<OverdueErasure> records;  ///< in no promised order
    bool more{false};                     ///< there may be others, once these are gone
};

constexpr std::size_t kOverdueShown = 100;
/// Of those that the caller may erase. Refuses `access.not_found` where she may erase nothing of this
/// register. Empty in a register that is kept for ever.
Result<RetentionList> list_retention(House& house, const Caller& caller, const std::string& register_id);

}  // namespace neove::service
