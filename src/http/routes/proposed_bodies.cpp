#include "http/routes/proposed_bodies.h"

#include "http/routes/views.h"
#include "service/placed_bodies.h"

#include <algorithm>
#include <map>

namespace neove::http {

using organisation::Organisation;
using service::PlacedBody;

namespace {

class Words {
public:
    Words(const Api& api, const std::vector<PlacedBody>& bodies, service::Language language)
        : api_(api), live_(api.house.live.view()), language_(language) {
        for (const PlacedBody& body : bodies) names_.emplace(body.after.id, body.after.name);
    }

    json::Value of(const PlacedBody& body) const {
        const Organisation none;
        const Organisation& before = body.before ? *body.before : none;
        const Organisation& after = body.after;
        json::Array lines;
        const auto line = [&](const char* field, const std::string& was, const std::string& becomes) {
            if (was == becomes) return;
            lines.push_back(json::Object{{"field", field}, {"before", was}, {"after", becomes}});
        };
        line("parent", name_of(before.parent), name_of(after.parent));
        line("kind", kind_of(before), kind_of(after));
        line("successors", successors_of(before), successors_of(after));
        line("standing_agency", name_of(before.standing_agency), name_of(after.standing_agency));
        line("members", names_of(before.members), names_of(after.members));
        line("valid_from", before.valid_from.iso(), after.valid_from.iso());
        line("valid_until", before.valid_until.iso(), after.valid_until.iso());
        if (body.before) {
            line("name", before.name, after.name);
            line("short_name", before.short_name, after.short_name);
            line("code", before.code, after.code);
            line("aliases", aliases_of(before), aliases_of(after));
        }
        return json::Object{
            {"organisation",
             json::Object{{"id", after.id.text()}, {"name", body.before ? before.name : after.name}}},
            {"is_new", !body.before.has_value()},
            {"lines", std::move(lines)}};
    }

private:
    std::string name_of(const OrganisationId& id) const {
        const Organisation* one = id.is_empty() ? nullptr : live_->directory.find(id);
        if (one != nullptr) return one->name;
        const auto found = names_.find(id);
        return found == names_.end() ? std::string() : found->second;
    }
    std::string kind_of(const Organisation& one) const {
        return one.kind.empty() ? std::string() : kind_label(api_, one.kind, language_);
    }
    static void add(std::string& text, const std::string& more) { text += (text.empty() ? "" : "; ") + more; }
    std::string names_of(const std::vector<OrganisationId>& ids) const {
        std::string out;
        for (const OrganisationId& id : ids) add(out, name_of(id));
        return out;
    }
    std::string successors_of(const Organisation& one) const {
        std::string out;
        for (const organisation::Successor& next : one.successors) {
            std::string text = name_of(next.organisation);
            for (const std::string& more : {next.on.iso(), next.subject, next.basis}) {
                if (!more.empty()) text += ", " + more;
            }
            add(out, text);
        }
        return out;
    }
    static std::string aliases_of(const Organisation& one) {
        std::string out;
        for (const organisation::Alias& alias : one.aliases) add(out, alias.name);
        return out;
    }

    const Api& api_;
    std::shared_ptr<const service::LiveView> live_;
    service::Language language_;
    std::map<OrganisationId, std::string> names_;
};

}  // namespace

json::Array proposed_bodies(
    const Api& api, const std::vector<PlacedBody>& bodies, service::Language language
) {
    std::vector<const PlacedBody*> shown;
    for (const PlacedBody& body : bodies) shown.push_back(&body);
    std::ranges::stable_partition(shown, [&](const PlacedBody* body) {
        return body->before && service::is_moved(api.house.vocabulary.kinds, *body->before, body->after);
    });
    if (shown.size() > kBodiesShown) shown.resize(kBodiesShown);
    const Words words(api, bodies, language);
    json::Array out;
    for (const PlacedBody* body : shown) out.push_back(words.of(*body));
    return out;
}

}  // namespace neove::http
