#pragma once
/// \file
/// The make-believe province: seeded once into a store marked demo, which never listens beyond loopback.

#include "organisation/load.h"
#include "service/house.h"

#include <string>
#include <vector>

namespace neove::service {

struct DemoAccountView {
    std::string login;
    std::string name;
    std::string role;
    std::string organisation;
    std::string password;
    std::string code;  ///< a TOTP code that the next sign-in accepts
};

/// Everything of the demo in one commit (units in the order of their lists); refuses `demo.not_empty` where
/// organisations exist already.
Result<> seed_demo(
    House& house,
    const std::vector<organisation::Organisation>& organisations,
    const std::vector<organisation::DemoAccount>& accounts,
    const std::vector<administrative_unit::Unit>& units = {}
);

/// What the sign-in page of a demo offers; refuses `access.not_found` in any other store.
Result<std::vector<DemoAccountView>> demo_accounts(House& house);

}  // namespace neove::service
