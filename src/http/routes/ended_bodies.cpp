#include "http/routes/ended_bodies.h"

#include "http/routes/views.h"

#include <algorithm>
#include <vector>

namespace neove::http {

namespace {

const organisation::Organisation* ended(
    const Api& api,
    const Exchange& exchange,
    const organisation::Directory& directory,
    const std::string& body
) {
    const auto* one = body.empty() ? nullptr : directory.find(OrganisationId::trusted(body));
    if (one == nullptr || one->valid_until.is_open()) return nullptr;
    return one->valid_until.iso() <= service::today(api.house, exchange.who().now) ? one : nullptr;
}

/// Each once: one body may carry on in several subjects.
std::vector<OrganisationId> heirs_of(const organisation::Organisation& body) {
    std::vector<OrganisationId> out;
    for (const organisation::Successor& next : body.successors) {
        if (std::ranges::find(out, next.organisation) == out.end()) out.push_back(next.organisation);
    }
    return out;
}

}  // namespace

json::Value ended_view(
    const Api& api,
    const Exchange& exchange,
    const organisation::Directory& directory,
    const std::string& body
) {
    const auto* one = ended(api, exchange, directory, body);
    if (one == nullptr) return nullptr;
    json::Array heirs;
    for (const OrganisationId& id : heirs_of(*one)) {
        if (directory.find(id) != nullptr) heirs.push_back(organisation_ref(directory, id));
    }
    return json::Object{{"on", one->valid_until.iso()}, {"heirs", std::move(heirs)}};
}

std::string ended_words(
    const Api& api,
    const Exchange& exchange,
    const organisation::Directory& directory,
    const std::string& body
) {
    const auto* one = ended(api, exchange, directory, body);
    if (one == nullptr) return {};
    std::string heirs;
    for (const OrganisationId& id : heirs_of(*one)) {
        const auto* heir = directory.find(id);
        if (heir != nullptr) heirs += (heirs.empty() ? ": " : ", ") + heir->name;
    }
    const char* code = heirs.empty() ? "word.paper.ended" : "word.paper.succeeded";
    return " (" + std::string(api.sentences.of(code, service::Language::Vi)) + heirs + ")";
}

}  // namespace neove::http
