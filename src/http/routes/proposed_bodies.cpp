#include "http/routes/proposed_bodies.h"

#include "http/routes/views.h"
#include "service/placed_bodies.h"

#include <algorithm>
#include <map>

namespace neove::http {

using organisation::Organisation;
using service::PlacedBody;

namespace {

constexpr int kDeepest = 100;  ///< a circle is refused elsewhere; it must not hang here

/// `Name (code) · top › next`; bodies of one name are told apart by where they stand.
template <typename Find>
std::string placed(const OrganisationId& id, const Find& find) {
    const Organisation* one = find(id);
    if (one == nullptr) return {};
    std::string out = one->name;
    if (!one->code.empty()) out += " (" + one->code + ")";
    if (!one->valid_until.is_open()) out += " [– " + one->valid_until.iso() + "]";
    std::string above;
    const Organisation* next = find(one->parent);
    for (int depth = 0; next != nullptr && depth < kDeepest; ++depth) {
        above = above.empty() ? next->name : next->name + " › " + above;
        next = find(next->parent);
    }
    return above.empty() ? out : out + " · " + above;
}

class Words {
public:
    Words(const Api& api, const std::vector<PlacedBody>& bodies, service::Language language)
        : api_(api), live_(api.house.live.view()), language_(language) {
        for (const PlacedBody& body : bodies) changed_.emplace(body.after.id, &body.after);
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
        // By what they are, not by what they are called: two may bear one name.
        const auto place =
            [&](const char* field, bool changes, const std::string& was, const std::string& becomes) {
                if (!changes) return;
                lines.push_back(json::Object{{"field", field}, {"before", was}, {"after", becomes}});
            };
        place(
            "parent",
            before.parent != after.parent,
            place_of(before.parent, false),
            place_of(after.parent, true)
        );
        place("kind", before.kind != after.kind, kind_of(before), kind_of(after));
        place(
            "successors",
            before.successors != after.successors,
            successors_of(before, false),
            successors_of(after, true)
        );
        place(
            "standing_agency",
            before.standing_agency != after.standing_agency,
            place_of(before.standing_agency, false),
            place_of(after.standing_agency, true)
        );
        place(
            "members",
            before.members != after.members,
            places_of(before.members, false),
            places_of(after.members, true)
        );
        line("unit", unit_of(before), unit_of(after));
        line("offline", before.offline ? "x" : "", after.offline ? "x" : "");
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
            {"place", place_of(after.id, !body.before)},
            {"is_new", !body.before.has_value()},
            {"lines", std::move(lines)}};
    }

private:
    /// Where it stands: now, or with all that is asked for.
    std::string place_of(const OrganisationId& id, bool as_wanted) const {
        return placed(id, [&](const OrganisationId& asked) -> const Organisation* {
            const auto found = changed_.find(asked);
            if (as_wanted && found != changed_.end()) return found->second;
            return asked.is_empty() ? nullptr : live_->directory.find(asked);
        });
    }
    static std::string unit_of(const Organisation& one) {
        return one.unit.is_empty() ? std::string() : one.unit.code + " (" + one.unit.list + ")";
    }
    std::string kind_of(const Organisation& one) const {
        return one.kind.empty() ? std::string() : kind_label(api_, one.kind, language_);
    }
    static void add(std::string& text, const std::string& more) { text += (text.empty() ? "" : "; ") + more; }
    std::string places_of(const std::vector<OrganisationId>& ids, bool as_wanted) const {
        std::string out;
        for (const OrganisationId& id : ids) add(out, place_of(id, as_wanted));
        return out;
    }
    std::string successors_of(const Organisation& one, bool as_wanted) const {
        std::string out;
        for (const organisation::Successor& next : one.successors) {
            std::string text = place_of(next.organisation, as_wanted);
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
    std::map<OrganisationId, const Organisation*> changed_;
};

}  // namespace

std::string placed_name(const organisation::Directory& directory, const OrganisationId& id) {
    return placed(id, [&](const OrganisationId& asked) {
        return asked.is_empty() ? nullptr : directory.find(asked);
    });
}

json::Array proposed_bodies(
    const Api& api, const std::vector<PlacedBody>& bodies, service::Language language
) {
    std::vector<const PlacedBody*> shown;
    for (const PlacedBody& body : bodies) shown.push_back(&body);
    std::ranges::stable_partition(shown, [&](const PlacedBody* body) {
        return body->before && service::is_moved(*body->before, body->after);
    });
    if (shown.size() > kBodiesShown) shown.resize(kBodiesShown);
    const Words words(api, bodies, language);
    json::Array out;
    for (const PlacedBody* body : shown) out.push_back(words.of(*body));
    return out;
}

}  // namespace neove::http
