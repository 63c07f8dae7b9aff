#include "service/registers/store_epochs.h"

#include "base/bytes.h"
#include "base/check.h"
#include "storage/statements/core.h"
#include "storage/statements/epochs.h"

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

/// Which keyring moved the store last: the epoch, and a word that only its key seals.
std::string proof_of(Domain domain) {
    return "epoch_proof." + std::to_string(static_cast<int>(domain));
}
constexpr std::string_view kProof = "epoch";

RecordName name_of_proof(Domain domain) {
    return {domain, "epoch_proof", {}};
}

Result<std::string> proof_in(storage::Snapshot& snapshot, Domain domain) {
    const auto rows = TRY(snapshot.read(statements::kReadFact, {proof_of(domain)}));
    return rows.empty() ? std::string() : rows[0].text(0);
}

/// Whether a proof speaks of the epoch that holds here, and of another key than ours.
bool is_of_another(const RecordKeyring& keys, Domain domain, const std::string& proof) {
    const std::size_t colon = proof.find(':');
    if (colon == std::string::npos || !keys.has(domain)) return false;
    const RecordName name = name_of_proof(domain);
    const std::uint64_t ours = keys.wrap(name, crypto::Secret::random()).epoch;
    // Of an older epoch: this keyring goes on from it, or its key is gone.
    if (proof.substr(0, colon) != std::to_string(ours)) return false;
    const auto sealed = parse_base64url(std::string_view(proof).substr(colon + 1));
    return !sealed || !keys.open_draft(name, std::string(kProof), ours, *sealed);
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

Result<std::vector<storage::Write>> move_store_to(
    storage::Snapshot& snapshot, const RecordKeyring& keys, Domain domain, std::uint64_t epoch
) {
    TRY(check_epochs(snapshot, keys));
    const std::string before = TRY(proof_in(snapshot, domain));
    const WrappedKey proof = keys.seal_draft(name_of_proof(domain), std::string(kProof), as_bytes(kProof));
    CHECK(proof.epoch == epoch);
    return std::vector<storage::Write>{
        store_epoch(domain, epoch),
        {&statements::kSwapFact,
         {proof_of(domain), std::to_string(epoch) + ":" + to_base64url(proof.bytes), before},
         1}};
}

bool is_behind(const RecordKeyring& keys, const RecordName& record, std::uint64_t epoch) {
    return keys.has(record.domain) && keys.wrap(record, crypto::Secret::random()).epoch < epoch;
}

Result<> check_epochs(storage::Snapshot& snapshot, const RecordKeyring& keys) {
    for (const Domain domain : kDomains) {
        if (is_behind(keys, {domain, {}, {}}, TRY(epoch_in(snapshot, domain)))) {
            return refuse(ErrorKind::Unavailable, "keyring.behind");
        }
        if (is_of_another(keys, domain, TRY(proof_in(snapshot, domain)))) {
            return refuse(ErrorKind::Unavailable, "keyring.behind");
        }
    }
    return {};
}

}  // namespace neove::service
