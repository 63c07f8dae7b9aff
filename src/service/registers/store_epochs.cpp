#include "service/registers/store_epochs.h"

#include "storage/statements/core.h"

#include <array>
#include <charconv>

namespace neove::service {

namespace statements = storage::statements;
using keyring::Domain;

namespace {

constexpr std::array kDomains{Domain::Work, Domain::Cases, Domain::Crime};

std::string fact_of(Domain domain) {
    return "epoch." + std::to_string(static_cast<int>(domain));
}

/// 0 where no key day was held.
Result<std::uint64_t> epoch_in(storage::Snapshot& snapshot, Domain domain) {
    const auto rows = TRY(snapshot.read(statements::kReadFact, {fact_of(domain)}));
    std::uint64_t epoch = 0;
    if (!rows.empty()) {
        const std::string& text = rows[0].text(0);
        std::from_chars(text.data(), text.data() + text.size(), epoch);
    }
    return epoch;
}

}  // namespace

storage::Write store_epoch(Domain domain, std::uint64_t epoch) {
    return {&statements::kWriteFact, {fact_of(domain), std::to_string(epoch)}};
}

bool is_behind(const RecordKeyring& keys, const RecordName& record, std::uint64_t epoch) {
    return keys.has(record.domain) && keys.wrap(record, crypto::Secret::random()).epoch < epoch;
}

Result<> check_epochs(storage::Snapshot& snapshot, const RecordKeyring& keys) {
    for (const Domain domain : kDomains) {
        if (is_behind(keys, {domain, {}, {}}, TRY(epoch_in(snapshot, domain)))) {
            return refuse(ErrorKind::Unavailable, "keyring.behind");
        }
    }
    return {};
}

}  // namespace neove::service
