#include "service/organisation_reach.h"

#include "organisation/directory.h"
#include "organisation/taken_names.h"
#include "service/units.h"

#include <algorithm>
#include <map>
#include <set>
#include <string>
#include <utility>

namespace neove::service {

using organisation::Organisation;

namespace {

constexpr std::string_view kRegister = "organisation";
constexpr int kDeepest = 100;  ///< a circle is refused elsewhere; it must not hang here

auto not_hers() {
    return refuse(ErrorKind::Forbidden, "organisation.not_hers");
}
auto place_not_hers(const char* where) {
    return refuse(ErrorKind::Forbidden, "organisation.place_not_hers", where);
}

bool may_anywhere(const House& house, const Caller& caller, std::string_view permission) {
    return house.table.allows(caller.actor.role, kRegister, permission, access::Relation::Any);
}

auto kind_not_hers() {
    return refuse(ErrorKind::Forbidden, "organisation.kind_not_hers", "/kind");
}

auto code_not_hers(const char* where) {
    return refuse(ErrorKind::Forbidden, "organisation.code_not_hers", where);
}

/// The tree before, or with what changes laid over it.
class Tree {
public:
    Tree(const organisation::Directory& directory, const organisation::Kinds& kinds)
        : directory_(directory), kinds_(kinds) {}
    void lay(const Organisation& one) { changed_[one.id] = &one; }

    /// Whether it is this body or stands below it.
    bool is_within(const OrganisationId& id, const OrganisationId& top) const {
        const Organisation* one = find(id);
        for (int depth = 0; one != nullptr && depth < kDeepest; ++depth) {
            if (one->id == top) return true;
            one = find(one->parent);
        }
        return false;
    }

    /// The bodies it is a desk of.
    std::set<OrganisationId> desk_of(const OrganisationId& id) const {
        std::set<OrganisationId> out;
        const Organisation* one = find(id);
        for (int depth = 0; one != nullptr && is_desk(*one) && depth < kDeepest; ++depth) {
            one = find(one->parent);
            if (one != nullptr) out.insert(one->id);
        }
        return out;
    }

private:
    const Organisation* find(const OrganisationId& id) const {
        if (id.is_empty()) return nullptr;
        const auto changed = changed_.find(id);
        return changed == changed_.end() ? directory_.find(id) : changed->second;
    }
    bool is_desk(const Organisation& one) const {
        const organisation::Kind* kind = kinds_.find(one.kind);
        return kind != nullptr && kind->is_desk;
    }

    const organisation::Directory& directory_;
    const organisation::Kinds& kinds_;
    std::map<OrganisationId, const Organisation*> changed_;
};

/// Which part of its place a change touches; null: none.
const char* moved_at(const Organisation& before, const Organisation& after) {
    if (before.parent != after.parent) return "/parent_id";
    if (before.kind != after.kind) return "/kind";
    if (before.valid_from != after.valid_from) return "/valid_from";
    if (before.valid_until != after.valid_until) return "/valid_until";
    if (before.successors != after.successors) return "/successors";
    const bool same_council =
        before.standing_agency == after.standing_agency && before.members == after.members;
    return same_council ? nullptr : "/kind";
}

/// Bodies that carry on or carried on its work, in one of the two and not in the other.
std::set<OrganisationId> successors_touched(const Organisation* before, const Organisation& after) {
    std::set<OrganisationId> out;
    const auto toggle = [&](const Organisation& one, const Organisation* other) {
        for (const organisation::Successor& next : one.successors) {
            const bool stays =
                other != nullptr && std::ranges::find(other->successors, next) != other->successors.end();
            if (!stays) out.insert(next.organisation);
        }
    };
    toggle(after, before);
    if (before != nullptr) toggle(*before, &after);
    return out;
}

class Reach {
public:
    Reach(const House& house, const LiveView& view, const Caller& caller)
        : vocabulary_(house.vocabulary),
          on_(today_in(house)),
          view_(view),
          top_(caller.actor.organisation),
          before_(view.directory, house.vocabulary.kinds),
          after_(view.directory, house.vocabulary.kinds) {}

    Result<> check(const std::vector<PlacedOrganisation>& changes) {
        for (const PlacedOrganisation& one : changes) after_.lay(*one.after);
        for (const PlacedOrganisation& one : changes) TRY(check_one(one));
        return {};
    }

private:
    bool is_hers(const OrganisationId& id) const {
        return before_.is_within(id, top_) || after_.is_within(id, top_);
    }

    Result<> check_one(const PlacedOrganisation& one) const {
        const Organisation& after = *one.after;
        if (one.before != nullptr && !before_.is_within(after.id, top_)) return not_hers();
        TRY(check_code(one));
        TRY(check_place(one));
        TRY(check_kind(one));
        return check_names(one);
    }

    /// A code and a unit say to a table and to the lists of the state which body it is: whoever gives them to
    /// her own body becomes another one with the next import.
    static Result<> check_code(const PlacedOrganisation& one) {
        static const Organisation nothing;
        const Organisation& before = one.before == nullptr ? nothing : *one.before;
        if (before.code != one.after->code) return code_not_hers("/code");
        if (before.unit != one.after->unit) return code_not_hers("/unit");
        return {};
    }

    /// A text means many bodies at once by their kind: whoever makes one more of them is given their work.
    /// The first desk of its kind in a body is what the body's list says anyway.
    Result<> check_kind(const PlacedOrganisation& one) const {
        const Organisation& after = *one.after;
        for (const organisation::Collective& many : vocabulary_.collectives.all) {
            if (many.is_open || many.is_of_issuer || !is_member(many, after)) continue;
            if (one.before != nullptr && is_member(many, *one.before)) continue;
            const organisation::Kind* kind = vocabulary_.kinds.find(after.kind);
            const bool is_desk = kind != nullptr && kind->is_desk;
            if (!is_desk || has_other(many, after)) return kind_not_hers();
        }
        return {};
    }

    bool is_member(const organisation::Collective& many, const Organisation& one) const {
        if (std::ranges::find(many.kinds, one.kind) == many.kinds.end()) return false;
        const std::string key = " " + vocabulary_.naming.key(one.name) + " ";
        return many.name_word.empty() || key.contains(" " + many.name_word + " ");
    }

    bool has_other(const organisation::Collective& many, const Organisation& one) const {
        return std::ranges::any_of(view_.directory.children(one.parent), [&](const Organisation* other) {
            return other->id != one.id && is_member(many, *other);
        });
    }

    /// A name in a plan gives work and opens the plan: what means somebody else today is not hers to take.
    Result<> check_names(const PlacedOrganisation& one) const {
        const organisation::IsHers is_hers = [this](const OrganisationId& id) { return this->is_hers(id); };
        std::string where =
            organisation::taken_name(view_.directory, vocabulary_, one.before, *one.after, on_, is_hers);
        if (where.empty()) return {};
        return refuse(ErrorKind::Forbidden, "organisation.name_of_another", std::move(where));
    }

    Result<> check_place(const PlacedOrganisation& one) const {
        const Organisation& after = *one.after;
        const char* where = one.before == nullptr ? "/parent_id" : moved_at(*one.before, after);
        if (where == nullptr) return {};
        if (after.id == top_ || after.parent.is_empty()) return place_not_hers(where);
        if (!after_.is_within(after.parent, top_)) return place_not_hers(where);
        for (const OrganisationId& body : successors_touched(one.before, after)) {
            if (!is_hers(body)) return place_not_hers("/successors");
        }
        TRY(check_desks(after.id, where));
        for (const Organisation* below : view_.directory.below(after.id)) TRY(check_desks(below->id, where));
        return {};
    }

    /// Nobody becomes or ceases to be a desk of a body outside.
    Result<> check_desks(const OrganisationId& id, const char* where) const {
        const auto before = before_.desk_of(id), after = after_.desk_of(id);
        std::vector<OrganisationId> touched;
        std::ranges::set_symmetric_difference(before, after, std::back_inserter(touched));
        // Her own body may get a desk; what it is a desk of itself is not hers to hand on.
        for (const OrganisationId& body : touched) {
            if (!is_hers(body)) return place_not_hers(where);
        }
        return {};
    }

    const organisation::Vocabulary& vocabulary_;
    const organisation::Date on_;
    const LiveView& view_;
    const OrganisationId& top_;
    Tree before_;
    Tree after_;
};

}  // namespace

access::Object object_of(const OrganisationId& id) {
    return {std::string(kRegister), id, {}, false};
}

Result<> may_keep(
    const House& house, const Caller& caller, std::string_view permission, const OrganisationId& id
) {
    if (access::decide(house.table, caller.actor, permission, object_of(id)).allowed) return {};
    for (const auto relation : {access::Relation::Own, access::Relation::Above}) {
        if (house.table.allows(caller.actor.role, kRegister, permission, relation)) return not_hers();
    }
    return refuse(ErrorKind::NotFound, "access.not_found");
}

Result<> may_place(
    const House& house,
    const LiveView& view,
    const Caller& caller,
    std::string_view permission,
    const std::vector<PlacedOrganisation>& changes
) {
    if (may_anywhere(house, caller, permission)) return {};
    return Reach(house, view, caller).check(changes);
}

}  // namespace neove::service
