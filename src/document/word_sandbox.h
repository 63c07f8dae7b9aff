#pragma once
/// \file
/// LibreOffice under lock (ADR 0041): one process tree a document, made by bubblewrap, which sees the
/// program, a memory file system of its own and nothing else of this machine. Nobody but `WordConverter`
/// calls this.

#include "base/bytes.h"
#include "base/result.h"

#include <chrono>
#include <filesystem>
#include <string_view>

namespace neove::document {

struct WordSandbox {
    std::filesystem::path bubblewrap{"/usr/bin/bwrap"};
    /// The program itself, not the script around it: that one needs a dozen tools.
    std::filesystem::path office{"/usr/lib/libreoffice/program/soffice.bin"};
    std::chrono::milliseconds wall{60'000};
    std::size_t largest{50U << 20U};  ///< bytes of what comes back
};

/// How the script ended: its status, or 128 and a signal's number.
struct SandboxEnd {
    int status{0};
    Bytes output;
};

/// Statuses by which the script below tells what happened inside.
constexpr int kNotConverted = 40;  ///< LibreOffice gave nothing: it could not read the file
constexpr int kCrashed = 42;       ///< it ended by a signal
constexpr int kOutOfTime = 43;     ///< it used up its processor time

/// Makes a docx of /in/tep.doc and writes it to its output.
std::string_view conversion_script();
/// Tells LibreOffice's version, so that it is known to start in there.
std::string_view version_script();

/// Runs `script` with the document at /in/tep.doc. `errors` too come back as output where they are wanted.
/// Refuses `document.timeout`, `document.too_large`, `document.worker_failed`; when it returns, nothing of
/// the tree lives any more.
enum class Errors { Dropped, WithOutput };
Result<SandboxEnd> run_in_sandbox(
    const WordSandbox& sandbox, std::string_view script, ByteView document, Errors errors = Errors::Dropped
);

}  // namespace neove::document
