#pragma once
/// \file
/// What a server runs under: the programmes that were built in, or folders given at its start, with the
/// calendar that limits are counted with.

#include "app/installation.h"
#include "deadline/phrases.h"

#include <string>
#include <vector>

namespace neove::app {

/// Takes them over before the house serves; their roles can be given like those of the house. Of folders,
/// every fault is printed; refuses `programme.faulty`.
Result<> adopt_programmes(Installation& installation, const std::vector<std::string>& folders);

/// The calendar alone.
Result<> take_calendar(Installation& installation);

/// Phrases that explain limits.
Result<deadline::Phrases> deadline_phrases();

}  // namespace neove::app
