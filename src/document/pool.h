#pragma once
/// \file
/// The server's end of the document workers: starts the zygote, hands every document to a child of its own,
/// holds the wall clock, and survives whatever the child does.

#include "base/result.h"
#include "document/descriptor.h"
#include "document/protocol/protocol.h"
#include "document/word_converter.h"

#include <sys/types.h>

#include <chrono>
#include <filesystem>
#include <mutex>
#include <semaphore>
#include <string>

namespace neove::document {

/// Safe to share between threads; each call waits for its own child. Nothing is started before the first
/// call.
class ExtractorPool {
public:
    struct Options {
        std::filesystem::path worker{};          ///< empty: `neove-worker` beside the running executable
        std::chrono::milliseconds wall{60'000};  ///< for one child
        std::ptrdiff_t concurrent{2};            ///< children alive at a time; others wait their turn
        WordConverter::Options word{};           ///< for .doc, which no worker of ours reads
    };

    ExtractorPool() : ExtractorPool(Options{}) {}
    explicit ExtractorPool(Options options);
    ~ExtractorPool();
    ExtractorPool(const ExtractorPool&) = delete;
    ExtractorPool& operator=(const ExtractorPool&) = delete;

    /// One child, one document. Refusals the worker found come back as errors with its code; a child that
    /// died, or said what no worker says, is `document.worker_failed`; one that took too long
    /// `document.timeout`.
    Result<Answer> run(const Request& request);

    /// What the zygote found on this machine, for `neove doctor`, e.g.
    /// `landlock=7 namespaces=user,net,ipc,uts ocr=vie`. Starts it where needed.
    Result<std::string> report();

    /// Makes a docx of an old .doc, where this machine can.
    WordConverter& word() { return word_; }

private:
    Result<> start();
    Result<> hand_over(int request_read, int answer_write, int status);
    void stop();

    Options options_;
    WordConverter word_;
    std::counting_semaphore<> seats_;
    std::mutex mutex_;  ///< guards what follows
    Descriptor control_;
    pid_t zygote_{-1};
    std::string report_;
};

}  // namespace neove::document
