#pragma once
/// \file
/// The settings file of an installation: what `neove serve` is told, in the platform's one configuration
/// language. Secrets never stand in it; it names the files that hold them.

#include "base/bytes.h"
#include "base/result.h"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace neove::settings {

struct Smtp {
    std::string server;
    std::uint16_t port{587};
    std::string user;           ///< empty: no sign-in
    std::string password_file;  ///< set if and only if `user` is
    std::string from;
};

struct Anchors {
    std::vector<std::string> mail_to;
    std::string drop_folder;
    std::int64_t every_hours{24};
};

/// What was not said stays empty.
struct Settings {
    std::optional<std::string> address;
    std::optional<std::uint16_t> port;
    std::vector<std::string> hosts;
    std::optional<bool> behind_proxy;
    std::string metrics_token_file;
    std::string store;
    std::string host_key;
    std::string postgres;
    std::vector<std::string> programmes;  ///< folders, each of one programme or of several
    std::optional<Smtp> smtp;
    Anchors anchors;
};

/// Every fault is listed with `name:line:column`; with faults the result is not to be used. Codes: those of
/// yaml/yaml.h, `settings.unknown_key`, `settings.not_text`, `settings.not_list`, `settings.not_group`,
/// `settings.not_number`, `settings.not_path`, `settings.not_yes_or_no`, `settings.not_address`,
/// `settings.not_host`, `settings.missing`, `settings.secret_here`, `settings.needs_smtp`.
Settings read_settings(std::string_view text, std::string_view name, Diagnostics& faults);

/// The fuzz target's body: any text gives settings that keep the promises, or faults with a place each.
void fuzz_settings(ByteView bytes);

}  // namespace neove::settings
