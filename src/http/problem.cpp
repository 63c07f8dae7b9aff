#include "http/problem.h"

#include "base/check.h"
#include "http/router.h"

#include <algorithm>

namespace neove::http {

namespace {

constexpr std::size_t kFaultsShown = 200;

std::string_view title_of(int status) {
    switch (status) {
        case 400: return "Bad Request";
        case 401: return "Unauthorized";
        case 403: return "Forbidden";
        case 404: return "Not Found";
        case 405: return "Method Not Allowed";
        case 408: return "Request Timeout";
        case 409: return "Conflict";
        case 412: return "Precondition Failed";
        case 413: return "Content Too Large";
        case 415: return "Unsupported Media Type";
        case 422: return "Unprocessable Content";
        case 423: return "Locked";
        case 429: return "Too Many Requests";
        case 431: return "Request Header Fields Too Large";
        case 503: return "Service Unavailable";
        default: return "Internal Server Error";
    }
}

/// Where a sentence stands for a fault of an import, `where` may be `row:column`.
json::Value fault_of(const Sentences& sentences, const Error& error, service::Language language) {
    return json::Object{
        {"code", error.code}, {"pointer", error.where}, {"detail", sentences.of(error.code, language)}};
}

Response write(int status, json::Object members) {
    Response response = json_response(status, std::move(members));
    response.set("Content-Type", "application/problem+json");
    return response;
}

/// The sentence of a refusal. Where it has a place for a word (`{}`) the refusal brings one that she may
/// read: the day of what was done before, the number of a record that she may open. No other sentence shows a
/// detail.
std::string sentence_of(const Sentences& sentences, const Error& error, service::Language language) {
    std::string out(sentences.of(error.code, language));
    const std::size_t place = out.find("{}");
    if (place != std::string::npos) out.replace(place, 2, error.detail);
    return out;
}

json::Object members_of(
    const Sentences& sentences, const Error& error, int status, service::Language language
) {
    json::Object members{
        {"type", "about:blank"},
        {"title", title_of(status)},
        {"status", status},
        {"code", error.code},
        {"detail", sentence_of(sentences, error, language)}};
    if (!error.where.empty() && error.where.front() == '/') members.emplace_back("pointer", error.where);
    return members;
}

}  // namespace

Result<Sentences> Sentences::parse(std::string_view tsv) {
    Sentences out;
    std::size_t line_number = 0;
    while (!tsv.empty()) {
        ++line_number;
        const std::size_t end = std::min(tsv.find('\n'), tsv.size());
        const std::string_view line = tsv.substr(0, end);
        tsv.remove_prefix(std::min(end + 1, tsv.size()));
        if (line.empty() || line.front() == '#') continue;
        const std::size_t first = line.find('\t');
        const std::size_t second = first == std::string_view::npos ? first : line.find('\t', first + 1);
        if (second == std::string_view::npos) {
            return refuse(
                ErrorKind::Invalid, "sentences.malformed", "sentences.tsv:" + std::to_string(line_number)
            );
        }
        out.sentences_.emplace(
            line.substr(0, first),
            Pair{
                std::string(line.substr(first + 1, second - first - 1)), std::string(line.substr(second + 1))}
        );
    }
    return out;
}

std::string_view Sentences::of(std::string_view code, service::Language language) const {
    const auto found = sentences_.find(code);
    if (found == sentences_.end()) {
        return language == service::Language::En ? "This cannot be done."
                                                 : "Không thực hiện được thao tác này.";
    }
    return language == service::Language::En ? found->second.en : found->second.vi;
}

int status_of(ErrorKind kind) {
    switch (kind) {
        case ErrorKind::Invalid: return 422;
        case ErrorKind::Malformed: return 400;
        case ErrorKind::Unauthorised: return 401;
        case ErrorKind::Forbidden: return 403;
        case ErrorKind::NotFound: return 404;
        case ErrorKind::Conflict: return 409;
        case ErrorKind::Stale: return 412;
        case ErrorKind::TooLarge: return 413;
        case ErrorKind::Unsupported: return 415;
        case ErrorKind::TooMany: return 429;
        case ErrorKind::Unavailable: return 503;
        case ErrorKind::Internal: return 500;
    }
    report_bug("kind", __FILE__, __LINE__);
}

Response problem(const Sentences& sentences, const Error& error, service::Language language) {
    const int status = error.code == "session.locked" ? 423 : status_of(error.kind);
    return problem(sentences, status, error, language);
}

Response problem(const Sentences& sentences, int status, const Error& error, service::Language language) {
    Response response = write(status, members_of(sentences, error, status, language));
    if (status == 429 || status == 503) {
        // `detail` of a pause carries its whole seconds and nothing else.
        const bool counted =
            !error.detail.empty() && error.detail.find_first_not_of("0123456789") == std::string::npos;
        response.set("Retry-After", counted ? error.detail : "2");
    }
    return response;
}

Response problem_about(
    const Sentences& sentences,
    const Error& error,
    service::Language language,
    std::pair<std::string, json::Value> about
) {
    const int status = status_of(error.kind);
    json::Object members = members_of(sentences, error, status, language);
    members.push_back(std::move(about));
    return write(status, std::move(members));
}

Response problems(const Sentences& sentences, const Diagnostics& faults, service::Language language) {
    CHECK(!faults.empty());
    json::Array errors;
    // Enough to mend a form by; one fault for each of forty thousand unknown members would be an amplifier.
    const std::size_t shown = std::min(faults.size(), kFaultsShown);
    for (std::size_t i = 0; i < shown; ++i) errors.push_back(fault_of(sentences, faults[i], language));
    return write(
        422,
        {{"type", "about:blank"},
         {"title", title_of(422)},
         {"status", 422},
         {"code", faults.size() == 1 ? faults.front().code : "request.faults"},
         {"detail", sentences.of(faults.size() == 1 ? faults.front().code : "request.faults", language)},
         {"errors", std::move(errors)}}
    );
}

}  // namespace neove::http
