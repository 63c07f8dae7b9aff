#include "http/routes/views.h"

namespace neove::http {

std::string role_label(const Api& api, const std::string& role, service::Language language) {
    const access::Role* found = api.house.table.find_role(role);
    if (found == nullptr) return role;
    return language == service::Language::En ? found->label_en : found->label_vi;
}

std::string kind_label(const Api& api, const std::string& kind, service::Language language) {
    const organisation::Kind* found = api.house.vocabulary.kinds.find(kind);
    if (found == nullptr) return kind;
    return language == service::Language::En ? found->label_en : found->label_vi;
}

json::Value organisation_ref(const organisation::Directory& directory, const OrganisationId& id) {
    const organisation::Organisation* one = id.is_empty() ? nullptr : directory.find(id);
    if (one == nullptr) return nullptr;
    return json::Object{{"id", one->id.text()}, {"name", one->name}};
}

json::Value date_or_null(const std::string& iso) {
    if (iso.empty()) return nullptr;
    return iso;
}

}  // namespace neove::http
