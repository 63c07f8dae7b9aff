#pragma once
/// \file
/// Where a person or the system hands over a secret: the terminal, a pipe, a descriptor, a credential of
/// systemd or a file. Never an option's value: those stand in the list of processes.

#include "base/result.h"

#include <optional>
#include <string>
#include <string_view>

namespace neove::app {

enum class Echo : std::uint8_t {
    Hidden,       ///< nothing is shown
    UntilEntered  ///< shown while it is typed (twelve syllables are hard to type blind), then wiped
};

/// The path behind `credential:NAME` (LoadCredential= of the unit); another text is a path already. Refusal:
/// `secret.source`.
Result<std::string> source_path(const std::string& source);

class SecretInput {
public:
    /// Empty or `-`: standard input; `fd:N`: that descriptor; `credential:NAME`: of the unit
    /// (LoadCredential=); else a file. Refusals: `file.absent`, `secret.source` (none of these).
    static Result<SecretInput> open(const std::string& source);
    SecretInput(SecretInput&& other) noexcept;
    SecretInput& operator=(SecretInput&&) = delete;
    ~SecretInput();

    /// Whether somebody sits there and can try again.
    bool is_terminal() const { return terminal_; }
    /// The next line without its end; nothing at the end of the input. The prompt is shown where standard
    /// input is read. The caller wipes the line.
    std::optional<std::string> next(std::string_view prompt, Echo echo);

private:
    SecretInput(int descriptor, bool owned);
    std::optional<std::string> line() const;
    int descriptor_;
    bool owned_;
    bool terminal_;
};

}  // namespace neove::app
