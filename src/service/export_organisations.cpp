#include "service/export_organisations.h"

#include "base/csv.h"
#include "organisation/export.h"

namespace neove::service {

Result<std::string> export_organisations(House& house, const Caller& caller) {
    const access::Object all{"organisation", {}, {}, false};
    TRY(record_read(house, caller, "export", all, {}));
    return csv::write(organisation::export_rows(house.live.view()->directory, house.vocabulary));
}

}  // namespace neove::service
