#pragma once
/// \file
/// A mail as text: headers that nobody can break out of, a body in UTF-8 carried as base64.

#include "base/bytes.h"
#include "base/clock.h"
#include "base/result.h"

#include <string>
#include <string_view>

namespace neove::mail {

/// `name@host` in visible ASCII, without comments, quotes or literals; at most 254 characters.
bool is_address(std::string_view text);

struct Message {
    std::string id;  ///< the left half of the Message-ID: hex digits
    std::string from;
    std::string to;
    std::string subject;  ///< UTF-8, one line
    std::string body;     ///< UTF-8, lines end with LF
    Instant at;
};

/// The same message gives the same bytes. Refusals: `mail.address`, `mail.text` (a control character, not
/// UTF-8, or too long).
Result<std::string> compose(const Message& message);

/// The fuzz target's body: whatever the parts, a text that is made has exactly our headers, each once.
void fuzz_compose(ByteView bytes);

}  // namespace neove::mail
