#include "http/routes/views.h"

#include "organisation/desks.h"

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

json::Value desk_ref(const Api& api, const OrganisationId& id) {
    const auto live = api.house.live.view();
    json::Value out = organisation_ref(live->directory, id);
    if (out.is_null()) return out;
    std::string name = out.text_or("name");
    const auto bodies = organisation::bodies_of_desk(live->directory, api.house.vocabulary.kinds, id);
    for (const OrganisationId& body : bodies) {
        const organisation::Organisation* one = live->directory.find(body);
        if (one != nullptr) name += " – " + one->name;
    }
    out.set("name", std::move(name));
    return out;
}

json::Value date_or_null(const std::string& iso) {
    if (iso.empty()) return nullptr;
    return iso;
}

}  // namespace neove::http
