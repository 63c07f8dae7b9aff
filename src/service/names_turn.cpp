#include "service/names_turn.h"

#include "storage/statements/core.h"

#include <string>

namespace neove::service {

namespace {

constexpr const char* kRegister = "organisation_names";
constexpr const char* kAll = "all";

}  // namespace

Result<storage::ExpectedVersion> names_turn(storage::Snapshot& snapshot) {
    const auto rows =
        TRY(snapshot.read(storage::statements::kReadVersion, {std::string(kRegister), std::string(kAll)}));
    return storage::ExpectedVersion{kRegister, kAll, rows.empty() ? std::int64_t{0} : rows[0].number(0)};
}

bool changes_names(const organisation::Organisation& before, const organisation::Organisation& after) {
    return before.name != after.name || before.short_name != after.short_name ||
           before.aliases != after.aliases || before.code != after.code || before.kind != after.kind ||
           before.parent != after.parent || before.valid_from != after.valid_from ||
           before.valid_until != after.valid_until;
}

}  // namespace neove::service
