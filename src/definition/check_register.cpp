#include "definition/check_register.h"

namespace neove::definition {

Diagnostics check_bundle(const Bundle&, const Compiled&) {
    return {};
}

}  // namespace neove::definition
