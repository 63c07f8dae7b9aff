#include "access/access.h"

#include "base/check.h"

#include <algorithm>
#include <array>

namespace neove::access {

namespace {

constexpr std::array kRelations = {
    Relation::Any,
    Relation::Own,
    Relation::Above,
    Relation::Assigned,
    Relation::Issuer,
    Relation::Follows,
    Relation::Self};

bool holds(Relation relation, const Actor& actor, const Object& object) {
    switch (relation) {
        case Relation::Any: return true;
        case Relation::Own: return !object.owner.is_empty() && object.owner == actor.organisation;
        case Relation::Above: return !object.owner.is_empty() && actor.below.contains(object.owner);
        case Relation::Assigned: return object.assigned;
        case Relation::Issuer: return !object.issuer.is_empty() && object.issuer == actor.organisation;
        case Relation::Follows: return object.follows;
        case Relation::Self: return !object.account.is_empty() && object.account == actor.account;
    }
    report_bug("relation", __FILE__, __LINE__);
}

}  // namespace

std::string_view name_of(Relation relation) {
    switch (relation) {
        case Relation::Any: return "any";
        case Relation::Own: return "own";
        case Relation::Above: return "above";
        case Relation::Assigned: return "assigned";
        case Relation::Issuer: return "issuer";
        case Relation::Follows: return "follows";
        case Relation::Self: return "self";
    }
    report_bug("relation", __FILE__, __LINE__);
}

bool Table::allows(
    std::string_view role, std::string_view register_name, std::string_view action, Relation relation
) const {
    return cells_.contains(Cell(role, register_name, action, relation));
}

bool Table::needs_two(std::string_view register_name, std::string_view action) const {
    return two_persons_.contains(std::pair(std::string(register_name), std::string(action)));
}

bool Table::must_stay_apart(const std::set<std::string>& roles) const {
    return std::ranges::any_of(apart_, [&](const std::set<std::string>& together) {
        return std::ranges::includes(roles, together);
    });
}

const Role* Table::find_role(std::string_view name) const {
    for (const Role& role : roles_) {
        if (role.name == name) return &role;
    }
    return nullptr;
}

void Table::add_roles(const std::vector<Role>& roles) {
    for (const Role& role : roles) {
        if (find_role(role.name) != nullptr) continue;
        roles_.push_back(role);
        for (const auto& [none, register_name, action, relation] : of_programmes_) {
            cells_.emplace(role.name, register_name, action, relation);
        }
    }
}

std::string Table::to_tsv() const {
    std::string out = "role\tregister\taction\trelation\tpersons\n";
    for (const auto& [role, register_name, action, relation] : cells_) {
        out += role + '\t' + register_name + '\t' + action + '\t' + std::string(name_of(relation)) +
               (needs_two(register_name, action) ? "\t2\n" : "\t1\n");
    }
    for (const auto& [none, register_name, action, relation] : of_programmes_) {
        out +=
            "#of_programmes\t" + register_name + '\t' + action + '\t' + std::string(name_of(relation)) + '\n';
    }
    for (const std::set<std::string>& together : apart_) {
        out += "#apart";
        for (const std::string& role : together) out += '\t' + role;
        out += '\n';
    }
    for (const std::string& role : never_without_) out += "#never_without\t" + role + '\n';
    return out;
}

Decision decide(const Table& table, const Actor& actor, std::string_view action, const Object& object) {
    for (const Relation relation : kRelations) {
        if (holds(relation, actor, object) &&
            table.allows(actor.role, object.register_name, action, relation)) {
            return {true, relation};
        }
    }
    return {};
}

VisibleScope scope_of(const Table& table, const Actor& actor, std::string_view register_name) {
    VisibleScope scope;
    scope.register_name_ = register_name;
    const auto lists = [&](Relation relation) {
        return table.allows(actor.role, register_name, "list", relation);
    };
    scope.everything_ = lists(Relation::Any);
    scope.assigned_ = lists(Relation::Assigned);
    scope.issued_ = lists(Relation::Issuer);
    if (lists(Relation::Own)) scope.owners_.insert(actor.organisation);
    if (lists(Relation::Above)) scope.owners_.insert(actor.below.begin(), actor.below.end());
    return scope;
}

std::string why(
    const Table& table, const Actor& actor, std::string_view action, const Object& object, bool english
) {
    const Decision decision = decide(table, actor, action, object);
    if (!decision.by) return english ? "Not allowed." : "Không được phép.";
    const Role* role = table.find_role(actor.role);
    const std::string label = role == nullptr ? actor.role : english ? role->label_en : role->label_vi;
    switch (*decision.by) {
        case Relation::Any:
            return english ? "Because of the role “" + label + "”." : "Do vai trò “" + label + "”.";
        case Relation::Own: return english ? "It belongs to your organisation." : "Thuộc đơn vị của bạn.";
        case Relation::Above:
            return english ? "It belongs to a unit below yours." : "Thuộc đơn vị trực thuộc đơn vị của bạn.";
        case Relation::Assigned:
            return english ? "A task of it names your organisation." : "Có nhiệm vụ giao cho đơn vị của bạn.";
        case Relation::Issuer:
            return english ? "Your organisation issued it." : "Do đơn vị của bạn ban hành.";
        case Relation::Follows:
            return english ? "You follow what this body does of the plan above."
                           : "Bạn theo dõi việc đơn vị này thực hiện kế hoạch cấp trên.";
        case Relation::Self: return english ? "It is your own account." : "Là tài khoản của bạn.";
    }
    report_bug("relation", __FILE__, __LINE__);
}

}  // namespace neove::access
