#pragma once
/// \file
/// Old .doc files become docx, where this machine has LibreOffice and can lock it in. Otherwise a refusal
/// that says what is missing.

#include "base/result.h"
#include "document/word_sandbox.h"

#include <mutex>
#include <semaphore>
#include <string>

namespace neove::document {

/// Safe to share between threads; one conversion at a time, others wait their turn.
class WordConverter {
public:
    using Options = WordSandbox;

    explicit WordConverter(Options options) : options_(std::move(options)) {}

    enum class State {
        Ready,
        NoOffice,      ///< LibreOffice Writer is not installed
        NoBubblewrap,  ///< what would lock it in is not installed
        NoSandbox,     ///< both are there, but the machine does not let the lock close or the program start
    };
    struct Finding {
        State state{State::NoOffice};
        std::string words;  ///< LibreOffice's version, or what the sandbox said; for an installer
    };
    /// Tried once, at the first question.
    const Finding& finding();

    /// Refuses `document.legacy_word` or `document.legacy_word_locked` where this machine cannot, and
    /// `document.corrupt`, `document.timeout`, `document.too_large`, `document.worker_failed`.
    Result<Bytes> to_docx(ByteView doc);

private:
    Finding probe() const;

    Options options_;
    std::once_flag probed_;
    Finding finding_;
    std::binary_semaphore seat_{1};
};

}  // namespace neove::document
