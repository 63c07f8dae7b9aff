#pragma once
/// \file
/// Errors on the wire: RFC 9457 problems with a stable code, a JSON Pointer and a sentence in the caller's
/// language. Never the value that was wrong, never a detail meant for the log.

#include "base/result.h"
#include "http/message.h"
#include "json/json.h"
#include "service/caller.h"

#include <map>
#include <string>
#include <string_view>
#include <utility>

namespace neove::http {

/// The one table of sentences (packs/messages/sentences.tsv): code, vi, en.
class Sentences {
public:
    static Result<Sentences> parse(std::string_view tsv);
    /// The sentence of a code; a neutral one where the code is unknown.
    std::string_view of(std::string_view code, service::Language language) const;
    bool has(std::string_view code) const { return sentences_.contains(code); }

private:
    struct Pair {
        std::string vi;
        std::string en;
    };
    std::map<std::string, Pair, std::less<>> sentences_;
};

int status_of(ErrorKind kind);

Response problem(const Sentences& sentences, const Error& error, service::Language language);
/// With one further member, by which the interface can point at what the problem is about.
Response problem_about(
    const Sentences& sentences,
    const Error& error,
    service::Language language,
    std::pair<std::string, json::Value> about
);
/// With a status that no kind of error has: 408, 431.
Response problem(const Sentences& sentences, int status, const Error& error, service::Language language);
/// Many faults in one answer: 422 with `errors`, each with its pointer.
Response problems(const Sentences& sentences, const Diagnostics& faults, service::Language language);

}  // namespace neove::http
