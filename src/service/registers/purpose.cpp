#include "service/registers/purpose.h"

#include "service/act.h"
#include "service/registers/visit.h"

#include <algorithm>

namespace neove::service {

Result<OpenedRecord> give_purpose(
    House& house,
    const Caller& caller,
    std::string_view register_id,
    const RecordId& id,
    const std::string& purpose
) {
    {
        const auto snapshot = TRY(house.store.snapshot());
        TRY(record_for(house, *snapshot, caller, register_id, id, access::kOpen));
    }
    if (std::ranges::find(kPurposes, purpose) == kPurposes.end()) {
        return refuse(ErrorKind::Invalid, "record.unknown_purpose", "/purpose");
    }
    TRY(journal_reads(house, caller, {{"purpose", std::string(register_id), id.text(), {}, purpose}}));
    house.purposes.give(visit_of(caller), id.text(), purpose, caller.now);
    return read_record(house, caller, register_id, id);
}

}  // namespace neove::service
