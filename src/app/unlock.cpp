#include "app/unlock.h"

#include "app/commands.h"
#include "app/installation.h"

#include <fmt/format.h>

#include <chrono>
#include <thread>

namespace neove::app {

namespace {

constexpr auto kPause = std::chrono::seconds(2);
constexpr int kMostTries = 5;

/// A line of the printed page: `work     an bai banh …`, or the key alone.
struct KeyLine {
    std::optional<keyring::Domain> domain;
    std::string_view key;
};

KeyLine split(std::string_view line) {
    const std::size_t start = std::min(line.find_first_not_of(" \t"), line.size());
    line.remove_prefix(start);
    const std::size_t end = std::min(line.find_first_of(" \t:"), line.size());
    const auto domain = keyring::domain_named(line.substr(0, end));
    if (!domain) return {std::nullopt, line};
    return {domain, line.substr(std::min(end + 1, line.size()))};
}

bool is_blank(std::string_view line) {
    const std::size_t start = line.find_first_not_of(" \t");
    return start == std::string_view::npos || line[start] == '#';
}

std::unexpected<Error> still_locked(const keyring::Keyring& keyring) {
    return refuse(
        ErrorKind::Unavailable,
        "keyring.domain_locked",
        std::string(keyring::name_of(keyring.locked_domain().value_or(keyring::Domain::System)))
    );
}

/// Tries one passphrase on everything that is still locked: one for all domains is the rule.
Result<> try_passphrase(keyring::Keyring& keyring, std::string_view text) {
    bool opened = false;
    for (const keyring::Domain domain : keyring.domains()) {
        if (keyring.is_unlocked(domain)) continue;
        const auto done = keyring.unlock_with_passphrase(domain, text);
        if (!done && done.error().code != "keyring.wrong_passphrase") return done;
        opened = opened || done.has_value();
    }
    if (!opened) return refuse(ErrorKind::Forbidden, "keyring.wrong_passphrase");
    return {};
}

Result<> unlock_with_passphrases(keyring::Keyring& keyring, SecretInput& input) {
    for (const keyring::Domain domain : keyring.domains()) {
        if (!keyring.has_method(domain, keyring::MethodKind::Passphrase)) {
            return refuse(
                ErrorKind::NotFound, "keyring.no_such_method", std::string(keyring::name_of(domain))
            );
        }
    }
    int tries = 0;
    while (keyring.locked_domain()) {
        auto line = input.next("Cụm mật khẩu (không hiện khi gõ):", Echo::Hidden);
        if (!line) return still_locked(keyring);
        const auto done = try_passphrase(keyring, *line);
        crypto::wipe(line->data(), line->size());
        if (!done && !may_try_again(input, done.error(), tries)) return done;
    }
    return {};
}

}  // namespace

bool may_try_again(const SecretInput& input, const Error& error, int& tries) {
    const bool wrong = error.code == "keyring.wrong_recovery_key" || error.code == "keyring.wrong_passphrase";
    if (wrong) std::this_thread::sleep_for(kPause);
    const bool slip = error.code == "keyring.mistyped" || error.code == "keyring.passphrase_too_short" ||
                      error.code == "keyring.passphrases_differ";
    if ((!wrong && !slip) || !input.is_terminal() || ++tries >= kMostTries) return false;
    fail(error);
    return true;
}

Result<> unlock_with_recovery_keys(keyring::Keyring& keyring, SecretInput& input) {
    int tries = 0;
    while (const auto locked = keyring.locked_domain()) {
        auto line =
            input.next(fmt::format("Khóa phục hồi của «{}»:", keyring::name_of(*locked)), Echo::UntilEntered);
        if (!line) return still_locked(keyring);
        if (is_blank(*line)) continue;
        const KeyLine key = split(*line);
        const auto done = keyring.unlock_with_recovery(key.domain.value_or(*locked), key.key);
        crypto::wipe(line->data(), line->size());
        if (!done && !may_try_again(input, done.error(), tries)) return done;
    }
    return {};
}

Result<> unlock(keyring::Keyring& keyring, const Place& place) {
    if (place.unlock == "host") {
        TRY(keyring.unlock_with_host(place.host_key_file()));
    } else {
        SecretInput input = TRY(SecretInput::open(place.unlock_from));
        if (place.unlock == "recovery") {
            TRY(unlock_with_recovery_keys(keyring, input));
        } else {
            TRY(unlock_with_passphrases(keyring, input));
        }
    }
    // Sealed screens of a locked domain are for later domains: these three are needed for a sign-in already.
    if (keyring.locked_domain()) return still_locked(keyring);
    return {};
}

}  // namespace neove::app
