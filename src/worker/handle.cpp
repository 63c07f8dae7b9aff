#include "worker/handle.h"

#include "worker/docx.h"

namespace neove::worker {

using document::Answer;
using document::Job;
using document::Kind;
using document::Request;

namespace {

Result<Answer> dispatch(const Request& request) {
    if (request.job == static_cast<std::uint8_t>(Job::ReadText)) {
        if (request.kind == Kind::Docx) return read_docx(request.content);
    }
    return refuse(ErrorKind::Unsupported, "document.unsupported");
}

}  // namespace

Answer handle(const Request& request) {
    Result<Answer> answer = dispatch(request);
    if (answer) return *std::move(answer);
    Answer refusal;
    refusal.code = answer.error().code;
    return refusal;
}

std::string warm() {
    return "ocr=none";
}

}  // namespace neove::worker
