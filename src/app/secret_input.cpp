#include "app/secret_input.h"

#include "base/crypto.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <termios.h>
#include <unistd.h>

#include <cerrno>
#include <charconv>
#include <cstdio>
#include <cstdlib>
#include <utility>

namespace neove::app {

namespace {

constexpr std::size_t kLongestLine = 4096;

std::optional<int> descriptor_named(std::string_view digits) {
    int number = -1;
    const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), number);
    const bool whole = error == std::errc() && end == digits.data() + digits.size();
    if (!whole || number < 0 || ::fcntl(number, F_GETFD) < 0) return std::nullopt;
    return number;
}

/// The terminal's echo off for as long as this lives, whatever way out is taken.
class Quiet {
public:
    explicit Quiet(int descriptor) : descriptor_(descriptor) {
        is_changed_ = ::tcgetattr(descriptor, &before_) == 0;
        termios quiet = before_;
        // A signal would end us with the echo off; Ctrl-C comes as a character instead.
        quiet.c_lflag &= ~static_cast<tcflag_t>(ECHO | ISIG);
        if (is_changed_) ::tcsetattr(descriptor, TCSAFLUSH, &quiet);
    }
    Quiet(const Quiet&) = delete;
    Quiet& operator=(const Quiet&) = delete;
    ~Quiet() {
        if (is_changed_) ::tcsetattr(descriptor_, TCSAFLUSH, &before_);
    }

private:
    int descriptor_;
    bool is_changed_{false};
    termios before_{};
};

}  // namespace

Result<std::string> source_path(const std::string& source) {
    constexpr std::string_view kCredential = "credential:";
    if (!source.starts_with(kCredential)) return source;
    const std::string name = source.substr(kCredential.size());
    const char* folder = std::getenv("CREDENTIALS_DIRECTORY");
    if (folder == nullptr || name.empty() || name.find('/') != std::string::npos || name.starts_with('.')) {
        return refuse(ErrorKind::Invalid, "secret.source", source);
    }
    return std::string(folder) + "/" + name;
}

SecretInput::SecretInput(int descriptor, bool owned)
    : descriptor_(descriptor), owned_(owned), terminal_(::isatty(descriptor) == 1) {}

SecretInput::SecretInput(SecretInput&& other) noexcept
    : descriptor_(other.descriptor_),
      owned_(std::exchange(other.owned_, false)),
      terminal_(other.terminal_) {}

SecretInput::~SecretInput() {
    if (owned_) ::close(descriptor_);
}

Result<SecretInput> SecretInput::open(const std::string& source) {
    if (source.empty() || source == "-") return SecretInput(STDIN_FILENO, false);
    if (source.starts_with("fd:")) {
        const auto number = descriptor_named(std::string_view(source).substr(3));
        if (!number) return refuse(ErrorKind::Invalid, "secret.source", source);
        return SecretInput(*number, false);
    }
    const std::string path = TRY(source_path(source));
    const int file = ::open(path.c_str(), O_RDONLY | O_CLOEXEC);
    if (file < 0) return refuse(ErrorKind::NotFound, "file.absent", path);
    return SecretInput(file, true);
}

/// Byte by byte: what follows the line belongs to the next reader, and no buffer keeps a secret.
std::optional<std::string> SecretInput::line() const {
    std::string text;
    text.reserve(kLongestLine);  // grown strings would leave pieces behind
    for (char c = 0; text.size() < kLongestLine;) {
        const ssize_t count = ::read(descriptor_, &c, 1);
        if (count < 0 && errno == EINTR) continue;
        if (count <= 0) return text.empty() ? std::nullopt : std::optional(std::move(text));
        if (c == '\n') return text;
        if (c != '\r') text.push_back(c);
    }
    return text;
}

std::optional<std::string> SecretInput::next(std::string_view prompt, Echo echo) {
    if (descriptor_ == STDIN_FILENO) {
        fmt::print("{}\n", prompt);
        if (terminal_) fmt::print("  > ");
        std::fflush(stdout);
    }
    if (!terminal_) return line();
    if (echo == Echo::Hidden) {
        const Quiet quiet(descriptor_);
        auto typed = line();
        fmt::print("\n");
        if (typed && typed->find('\x03') != std::string::npos) return std::nullopt;
        return typed;
    }
    auto typed = line();
    fmt::print("\x1b[1A\r\x1b[J");  // one line up, and gone
    std::fflush(stdout);
    return typed;
}

}  // namespace neove::app
