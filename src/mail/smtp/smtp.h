#pragma once
/// \file
/// Sends through an SMTP server. TLS by STARTTLS is required, its certificate checked, unless the server is
/// this machine.

#include "mail/mailer.h"

#include <cstdint>
#include <memory>
#include <string>

namespace neove::mail {

struct SmtpOptions {
    std::string server;  ///< host name or address
    std::uint16_t port{587};
    std::string user;      ///< empty: no sign-in
    std::string password;  ///< from a file; never an argument
};

/// `127.0.0.1`, `::1` or `localhost`: what goes there stays on this machine.
bool is_this_machine(const std::string& server);

/// Thread-safe; every call opens a connection of its own.
std::unique_ptr<Mailer> make_smtp(SmtpOptions options);

}  // namespace neove::mail
