#pragma once
/// \file
/// The one builder of associated data: it nails a sealed value to its place, so that moved anywhere else it
/// never opens.

#include "base/bytes.h"
#include "base/id.h"
#include "keyring/domain.h"

#include <string>

namespace neove::keyring {

/// Where a sealed value belongs. Fields that do not apply stay empty; that is a value of its own.
struct SealedPlace {
    Purpose purpose{Purpose::Field};
    StoreId store;
    Domain domain{Domain::Work};
    std::string register_name;
    RecordId record;
    EventId event;
    FieldClass field_class{FieldClass::None};
    std::string part;  ///< what remains: an account id, a version, a chunk group
};

/// `"neove.v1" ‖ purpose ‖ store ‖ domain ‖ register ‖ record ‖ event ‖ class ‖ part`, each length-prefixed:
/// no two places give the same bytes.
Bytes associated_data(const SealedPlace& place);

/// The fuzz target's body: the bytes are cut into two places; equal bytes come from equal places alone.
void fuzz_associated_data(ByteView bytes);

}  // namespace neove::keyring
