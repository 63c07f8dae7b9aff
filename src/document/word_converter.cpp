#include "document/word_converter.h"

#include "document/kind.h"

#include <unistd.h>

#include <algorithm>

namespace neove::document {

namespace {

constexpr std::chrono::seconds kProbeLimit{20};
constexpr std::size_t kLongestWords = 300;

/// One line of plain letters: what a program said goes to a terminal.
std::string first_line(ByteView output) {
    std::string line(as_text(output).substr(0, as_text(output).find('\n')));
    line.resize(std::min(line.size(), kLongestWords));
    std::ranges::replace_if(
        line, [](char c) { return c < 0x20 || c == 0x7F; }, '?'
    );
    return line;
}

std::unexpected<Error> failed(std::string detail) {
    return refuse(ErrorKind::Unavailable, "document.worker_failed", {}, std::move(detail));
}

}  // namespace

WordConverter::Finding WordConverter::probe() const {
    if (access(options_.office.c_str(), X_OK) != 0) return {State::NoOffice, {}};
    if (access(options_.bubblewrap.c_str(), X_OK) != 0) return {State::NoBubblewrap, {}};
    WordSandbox brief = options_;
    brief.wall = std::min<std::chrono::milliseconds>(brief.wall, kProbeLimit);
    const auto ended = run_in_sandbox(brief, version_script(), {}, Errors::WithOutput);
    if (!ended) return {State::NoSandbox, ended.error().detail};
    const bool is_good = ended->status == 0 && !ended->output.empty();
    return {is_good ? State::Ready : State::NoSandbox, first_line(ended->output)};
}

const WordConverter::Finding& WordConverter::finding() {
    std::call_once(probed_, [this] { finding_ = probe(); });
    return finding_;
}

Result<Bytes> WordConverter::to_docx(ByteView doc) {
    switch (finding().state) {
        case State::Ready: break;
        case State::NoOffice:
        case State::NoBubblewrap: return refuse(ErrorKind::Unsupported, "document.legacy_word");
        case State::NoSandbox:
            return refuse(ErrorKind::Unsupported, "document.legacy_word_locked", {}, finding_.words);
    }
    if (!seat_.try_acquire_for(options_.wall)) return failed("the converter is busy");
    struct Seat {
        std::binary_semaphore& seat;
        ~Seat() { seat.release(); }
    } const seat{seat_};
    SandboxEnd ended = TRY(run_in_sandbox(options_, conversion_script(), doc));
    if (ended.status == kNotConverted) return refuse(ErrorKind::Invalid, "document.corrupt", {}, "converter");
    if (ended.status == kOutOfTime) {
        return refuse(ErrorKind::Invalid, "document.timeout", {}, "processor time of the converter");
    }
    if (ended.status != 0) return failed("the converter ended with " + std::to_string(ended.status));
    if (detect_kind(ended.output) != Kind::Docx) return failed("the converter gave no docx");
    return std::move(ended.output);
}

}  // namespace neove::document
