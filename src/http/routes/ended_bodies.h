#pragma once
/// \file
/// What is said of a body that is named and is no more: since when, and who carries on its work.

#include "http/routes/api.h"
#include "organisation/directory.h"

#include <string>

namespace neove::http {

/// `{on, heirs}`, or null: it is there, or nobody knows it.
json::Value ended_view(
    const Api& api,
    const Exchange& exchange,
    const organisation::Directory& directory,
    const std::string& body
);

/// The same in Vietnamese, to stand behind its name on a paper; empty where it is there.
std::string ended_words(
    const Api& api,
    const Exchange& exchange,
    const organisation::Directory& directory,
    const std::string& body
);

}  // namespace neove::http
