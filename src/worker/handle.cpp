#include "worker/handle.h"

#include "worker/csv.h"
#include "worker/docx.h"
#include "worker/ocr.h"
#include "worker/pdf.h"
#include "worker/show.h"
#include "worker/xlsx.h"

namespace neove::worker {

using document::Answer;
using document::Job;
using document::Kind;
using document::Request;

namespace {

Result<Answer> read_pages(const Request& request) {
    const bool tiff = request.kind == Kind::Tiff;
    PictureText read = TRY(read_picture_file(request.content, static_cast<int>(request.first_page), tiff));
    Answer answer;
    answer.text = std::move(read.text);
    answer.pages = static_cast<std::uint32_t>(read.pages);
    answer.next_page = static_cast<std::uint32_t>(read.next_page);
    answer.scanned = true;
    answer.notices.emplace_back("document.ocr_used");
    return answer;
}

Result<Answer> read_text(const Request& request) {
    switch (request.kind) {
        case Kind::Docx: return read_docx(request.content);
        case Kind::Pdf: return read_pdf(request);
        case Kind::Png:
        case Kind::Jpeg:
        case Kind::Tiff: return read_pages(request);
        default: return refuse(ErrorKind::Unsupported, "document.unsupported");
    }
}

Result<Answer> skim(const Request& request) {
    if (request.kind != Kind::Png && request.kind != Kind::Jpeg) {
        return refuse(ErrorKind::Unsupported, "document.unsupported");
    }
    Answer answer;
    answer.text = TRY(skim_picture_file(request.content));
    answer.pages = 1;
    answer.next_page = 1;
    answer.scanned = true;
    return answer;
}

Result<Answer> draw_pages(const Request& request) {
    switch (request.kind) {
        case Kind::Pdf: return render_pdf(request);
        case Kind::Png:
        case Kind::Jpeg:
        case Kind::Tiff: return show_picture(request);
        case Kind::Text: return show_text(request);
        default: return refuse(ErrorKind::Unsupported, "document.unsupported");
    }
}

Result<Answer> dispatch(const Request& request) {
    switch (static_cast<Job>(request.job)) {
        case Job::ReadText: return read_text(request);
        case Job::ReadTable:
            return request.kind == Kind::Xlsx ? read_xlsx(request.content)
                                              : read_csv(as_text(request.content));
        case Job::SkimPicture: return skim(request);
        case Job::RenderPages: return draw_pages(request);
        default: break;
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
    warm_pdf();
    warm_show();
    return warm_ocr();
}

}  // namespace neove::worker
