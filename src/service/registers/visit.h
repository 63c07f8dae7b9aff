#pragma once
/// \file
/// A visit: one session in one role. What she says of why she reads holds for it, and not for another role
/// that she takes up in the same session, which may see more.

#include "service/caller.h"

#include <string>

namespace neove::service {

inline std::string visit_of(const Caller& caller) {
    return caller.session.id + "/" + caller.acting.id;
}

}  // namespace neove::service
