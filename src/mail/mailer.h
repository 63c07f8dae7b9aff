#pragma once
/// \file
/// Where a mail leaves the platform. One of three virtual interfaces.

#include "base/result.h"

#include <string>

namespace neove::mail {

/// What a server is told, and the whole text as it travels.
struct Envelope {
    std::string from;
    std::string to;
    std::string text;  ///< RFC 5322, lines end with CR LF
};

class Mailer {
public:
    virtual ~Mailer() = default;
    /// The server took it. Refusals: `mail.refused` (for good: this mail will never be taken); all others may
    /// pass: `mail.refused_for_now`, `mail.unreachable`, `mail.no_tls`, `mail.sign_in_refused`.
    virtual Result<> send(const Envelope& envelope) = 0;
};

}  // namespace neove::mail
