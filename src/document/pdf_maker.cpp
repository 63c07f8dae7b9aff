#include "document/pdf_maker.h"

#include "document/kind.h"
#include "document/pdf_script.h"
#include "document/word_sandbox.h"

#include <unistd.h>

#include <semaphore>

namespace neove::document {

bool may_make_pdf() {
    const WordSandbox sandbox;
    return access(sandbox.office.c_str(), X_OK) == 0 && access(sandbox.bubblewrap.c_str(), X_OK) == 0;
}

Result<Bytes> pdf_of(ByteView docx) {
    static std::binary_semaphore seat{1};
    const WordSandbox sandbox;
    if (!may_make_pdf()) return refuse(ErrorKind::Unsupported, "document.legacy_word");
    // Whoever waited here would hold a thread that others read by: a few papers at once would stop everybody.
    if (!seat.try_acquire()) return refuse(ErrorKind::Unavailable, "document.converter_busy", {}, "5");
    struct Seat {
        ~Seat() { seat.release(); }
    } const held;
    SandboxEnd ended = TRY(run_in_sandbox(sandbox, pdf_script(), docx));
    if (ended.status != 0 || detect_kind(ended.output) != Kind::Pdf) {
        return refuse(
            ErrorKind::Unavailable,
            "document.worker_failed",
            {},
            "the converter ended with " + std::to_string(ended.status)
        );
    }
    return std::move(ended.output);
}

}  // namespace neove::document
