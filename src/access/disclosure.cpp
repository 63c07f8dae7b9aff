#include "access/disclosure.h"

#include <algorithm>

namespace neove::access {

namespace {

bool is_one_of(const std::vector<std::string>& words, std::string_view word) {
    return std::ranges::find(words, word) != words.end();
}

}  // namespace

Classes list_classes(
    const Rules& rules,
    const Actor& actor,
    std::string_view register_name,
    const Standing& standing,
    const Verdict& verdict
) {
    const ListRule& list = rules.policy(register_name).list;
    const bool names = is_one_of(list.identity_roles, actor.role) &&
                       std::ranges::any_of(list.identity_when, [&](const std::string& relation) {
                           return standing.relations.contains(relation);
                       });
    return static_cast<Classes>(names ? verdict.read : verdict.read & ~kIdentity);
}

bool list_shows(const Rules& rules, std::string_view register_name, std::string_view column) {
    return is_one_of(rules.policy(register_name).list.show, column);
}

bool may_find(
    const Rules& rules,
    const Actor& actor,
    std::string_view register_name,
    const Standing& standing,
    Classes found_by
) {
    if (!decide(rules, actor, register_name, action_of(Channel::Search), standing).allowed) return false;
    const Verdict open = decide(rules, actor, register_name, kOpen, standing);
    // Whom a name finds, it names: a clerk who may read no name here must not ask for one either.
    return open.allowed && ((open.read | open.with_purpose) & found_by) == found_by;
}

bool hears_of_matches(const Rules& rules, std::string_view role, std::string_view register_name) {
    return is_one_of(rules.policy(register_name).matches.tell, role);
}

ExportLimits export_limits(const Rules& rules, std::string_view register_name, bool with_identity) {
    const ExportRule& rule = rules.policy(register_name).export_rule;
    if (!with_identity) return {rule.rows_max, rule.approvals};
    return {
        std::min(rule.identity_rows_max, rule.rows_max),
        std::max(rule.identity_approvals, kIdentityApprovalsMin)};
}

bool is_exporter(const Rules& rules, std::string_view role, std::string_view register_name) {
    return is_one_of(rules.policy(register_name).export_rule.roles, role) &&
           rules.may_ever(role, register_name, kExport);
}

Result<Classes> decide_export(
    const Rules& rules, const Actor& actor, std::string_view register_name, const ExportRequest& request
) {
    const ExportRule& rule = rules.policy(register_name).export_rule;
    if (!is_one_of(rule.roles, actor.role)) {
        return refuse(ErrorKind::Forbidden, "access.export_not_yours");
    }
    if (request.with_identity && rule.identity_rows_max == 0) {
        return refuse(ErrorKind::Forbidden, "access.export_identity_never");
    }
    const ExportLimits limits = export_limits(rules, register_name, request.with_identity);
    if (request.rows > static_cast<std::size_t>(limits.rows_max)) {
        return refuse(ErrorKind::Invalid, "access.export_too_many_rows");
    }
    const auto others = request.approvers.size() - request.approvers.count(actor.account);
    if (others < static_cast<std::size_t>(limits.approvals)) {
        return refuse(ErrorKind::Forbidden, "access.export_needs_approval");
    }
    return static_cast<Classes>(request.with_identity ? rule.classes | kIdentity : rule.classes & ~kIdentity);
}

Result<BreakGlass> decide_break_glass(
    const Rules& rules, const Actor& actor, std::string_view register_name, const Standing& standing
) {
    const BreakGlass& glass = rules.policy(register_name).break_glass;
    // As if the row were there already: whoever would not get in by it does not get to break the glass.
    Standing broken = standing;
    broken.relations.emplace(kBreakGlass);
    const Verdict verdict = decide(rules, actor, register_name, kOpen, broken);
    if (!is_one_of(verdict.by, kBreakGlass)) return refuse(ErrorKind::NotFound, "access.not_found");
    return glass;
}

bool hears_of_break_glass(
    const Rules& rules,
    const Actor& actor,
    std::string_view register_name,
    const Standing& standing,
    const OrganisationId& broken_for
) {
    if (is_denied(rules, register_name, standing)) return false;
    const std::vector<std::string>& tell = rules.policy(register_name).break_glass.tell;
    // `any` names nobody; a row of the act itself makes nobody a judge.
    const bool by_relation = std::ranges::any_of(tell, [&](const std::string& word) {
        return word != kAny && word != kBreakGlass && standing.relations.contains(word);
    });
    if (by_relation) return true;
    if (!is_one_of(tell, actor.role)) return false;
    if (!rules.may_ever(actor.role, register_name, kOpen)) return true;
    if (!broken_for.is_empty() && (broken_for == actor.organisation || actor.below.contains(broken_for))) {
        return true;
    }
    const Verdict verdict = decide(rules, actor, register_name, kOpen, standing);
    return std::ranges::any_of(verdict.by, [](const std::string& by) { return by != kBreakGlass; });
}

bool may_hear_of_break_glass(const Rules& rules, std::string_view role, std::string_view register_name) {
    const std::vector<std::string>& tell = rules.policy(register_name).break_glass.tell;
    // Whoever may open at all may come to stand in one of its relations.
    const bool has_relation = std::ranges::any_of(tell, [&](const std::string& word) {
        return is_derived(word) ||
               std::ranges::none_of(rules.cells(), [&](const Cell& cell) { return cell.role == word; });
    });
    return is_one_of(tell, role) || (has_relation && rules.may_ever(role, register_name, kOpen));
}

}  // namespace neove::access
