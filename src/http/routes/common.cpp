#include "http/routes/api.h"

namespace neove::http {

std::vector<Route> joined(std::initializer_list<std::vector<Route>> parts) {
    std::vector<Route> all;
    for (const std::vector<Route>& part : parts) all.insert(all.end(), part.begin(), part.end());
    return all;
}

std::optional<Response> faults_of(const Api& api, const Exchange& exchange, json::Reader& reader) {
    const Diagnostics faults = reader.done();
    if (faults.empty()) return std::nullopt;
    return problems(api.sentences, faults, exchange.language);
}

Result<std::string> required_version(const Exchange& exchange) {
    std::string_view tag = exchange.request.field("if-match");
    if (tag.size() >= 2 && tag.front() == '"' && tag.back() == '"') tag = tag.substr(1, tag.size() - 2);
    if (tag.empty() || tag == "*") return refuse(ErrorKind::Invalid, "version.required");
    return std::string(tag);
}

}  // namespace neove::http
