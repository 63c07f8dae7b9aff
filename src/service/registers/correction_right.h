#pragma once
/// \file
/// Whose words a right to correct reaches.

#include "service/registers/found_record.h"

namespace neove::service {

/// A right to correct is one over her own body's words. What another body said she mends only where she could
/// have said it herself, in the state in which it was said: `before` is the state ahead of `wrong`, empty
/// where that opened the record. Whether she may correct here at all is asked beside this.
bool may_mend(
    const Caller& caller, const FoundRecord& found, const record::Event& wrong, const std::string& before
);

}  // namespace neove::service
