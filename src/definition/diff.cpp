#include "definition/diff.h"

#include <algorithm>
#include <array>
#include <span>

namespace neove::definition {

namespace {

/// When a change of one member breaks something.
enum class Judge : std::uint8_t {
    Never,
    Always,
    Tightened,   ///< a flag or condition that was not there, or another one
    Loosened,    ///< a flag that is gone
    ItemGone,    ///< of a list of words
    ItemMore,    ///< likewise; a word more asks for more
    KindGone,    ///< a list that allows: none allows everything
    UpperBound,  ///< lower, or new
    LowerBound,  ///< higher, or new
    Class,       ///< lower
    Shorter,     ///< a number that became smaller
    Elsewhere,   ///< compared thing by thing
};

struct Member {
    std::string_view name;
    Judge judge;
};

constexpr std::array kField{
    Member{"class", Judge::Class},
    Member{"required", Judge::Tightened},
    Member{"show_when", Judge::Tightened},
    Member{"require_when", Judge::Tightened},
    Member{"options", Judge::Elsewhere},
    Member{"list", Judge::Never},
    Member{"may_decline", Judge::Loosened},
    Member{"may_be_not_asked", Judge::Loosened},
    Member{"min", Judge::LowerBound},
    Member{"max", Judge::UpperBound},
    Member{"not_after", Judge::Tightened},
    Member{"not_before", Judge::Tightened},
    Member{"fields", Judge::Elsewhere},
    Member{"on_card", Judge::Never},
    Member{"kinds", Judge::KindGone},
};
constexpr std::array kOption{Member{"when", Judge::Tightened}};
constexpr std::array kStep{Member{"fields", Judge::Never}};
constexpr std::array kAction{
    Member{"from", Judge::ItemGone},
    Member{"fields", Judge::ItemGone},
    Member{"requires", Judge::ItemMore},
    Member{"clears", Judge::ItemMore},
    Member{"anew", Judge::ItemMore},
    Member{"only_later", Judge::ItemMore},
    Member{"not_past", Judge::ItemMore},
    Member{"once_per", Judge::Tightened},
    Member{"once_with", Judge::ItemMore},
    Member{"once_over", Judge::Never},
    Member{"also", Judge::Tightened},
    Member{"when", Judge::Tightened},
    Member{"not_by_who_did", Judge::ItemMore},
    Member{"legal_effect", Judge::Never},
    Member{"citation", Judge::Never},
    Member{"step_up", Judge::Tightened},
    Member{"reason", Judge::Tightened},
    Member{"gives", Judge::Never},  // whom it opens records to is shown in the table of access
};
constexpr std::array kLink{
    Member{"roles", Judge::ItemGone},
    Member{"max", Judge::UpperBound},
    Member{"required", Judge::Tightened},
    Member{"who_may", Judge::KindGone},
    Member{"alone_in", Judge::ItemMore}};
constexpr std::array kLimit{
    Member{"versions", Judge::Elsewhere},
    Member{"extensions", Judge::Elsewhere},
    Member{"warn_before_days", Judge::Never},
    Member{"for", Judge::Never}};
constexpr std::array kVersion{
    Member{"until", Judge::Never}, Member{"citation", Judge::Never}, Member{"status", Judge::Never}};
constexpr std::array kExtension{Member{"citation", Judge::Never}};
constexpr std::array kDimension{Member{"clear", Judge::Never}, Member{"because", Judge::Never}};
constexpr std::array kFilter{
    Member{"states", Judge::Never}, Member{"overdue", Judge::Never}, Member{"mine", Judge::Never}};
constexpr std::array kAllotment{
    Member{"outcomes", Judge::Never},
    Member{"roles", Judge::Never},
    Member{"action", Judge::Never},
    Member{"link", Judge::Never},
    Member{"fold", Judge::Never},
    Member{"relates", Judge::Never},
    Member{"answers", Judge::Never}};
constexpr std::array kRetention{
    Member{"months", Judge::Shorter}, Member{"citation", Judge::Never}, Member{"status", Judge::Never}};
constexpr std::array kForm{
    Member{"number_prefix", Judge::Never},
    Member{"fields", Judge::Elsewhere},
    Member{"steps", Judge::Elsewhere}};
constexpr std::array kFlow{
    Member{"states", Judge::Elsewhere},
    Member{"actions", Judge::Elsewhere},
    Member{"links", Judge::Elsewhere},
    Member{"succession", Judge::Never}};  // what was passed on stays so
constexpr std::array kFacts{Member{"dimensions", Judge::Elsewhere}, Member{"facts", Judge::Elsewhere}};
constexpr std::array kList{
    Member{"columns", Judge::Elsewhere},
    Member{"filters", Judge::Elsewhere},
    Member{"retention", Judge::Elsewhere},
    Member{"sort", Judge::Never},
    Member{"board", Judge::Never},
    Member{"calendar", Judge::Never},
    Member{"fill_in", Judge::Never},
    Member{"at_once", Judge::Never},
    Member{"reminded", Judge::Never}};
constexpr std::array kProgramme{
    Member{"version", Judge::Never},
    Member{"roles", Judge::Elsewhere},
    Member{"house_roles", Judge::Never},
    Member{"labels", Judge::Elsewhere},
    Member{"papers", Judge::Elsewhere},
    Member{"registers", Judge::Elsewhere}};
// A paper is written anew each time: no change of one breaks what was written.
constexpr std::array kPaper{
    Member{"register", Judge::Never},
    Member{"over", Judge::Never},
    Member{"as", Judge::Never},
    Member{"confidential", Judge::Never},
    Member{"name", Judge::Never},
    Member{"kind", Judge::Never},
    Member{"symbol", Judge::Never},
    Member{"subject", Judge::Never},
    Member{"to", Judge::Never},
    Member{"rows", Judge::Never},
    Member{"also", Judge::Never},
    Member{"blocks", Judge::Never},
    Member{"recipients", Judge::Never}};

/// Things of one kind, known by their id.
struct Kind {
    std::string_view name;  ///< in the sentence's code
    std::string_view id{"id"};
    std::span<const Member> members{};
    bool removal_breaks{true};
    bool order_counts{false};  ///< their numbers are stored
};

std::string text_of(const json::Value& value) {
    if (value.is_null()) return "–";
    return value.string() != nullptr ? *value.string() : json::write_canonical(value);
}

std::vector<std::string> words_of(const json::Value& value) {
    std::vector<std::string> out;
    if (value.array() == nullptr) return out;
    for (const json::Value& one : *value.array()) {
        if (one.string() != nullptr) out.push_back(*one.string());
    }
    return out;
}

bool lacks_any(const json::Value& all, const json::Value& of) {
    const std::vector<std::string> held = words_of(all);
    return std::ranges::any_of(words_of(of), [&](const std::string& word) {
        return std::ranges::find(held, word) == held.end();
    });
}

std::size_t rank_of(const json::Value& value) {
    const auto named = value.string() == nullptr ? std::nullopt : form::class_named(*value.string());
    return named ? static_cast<std::size_t>(*named) : 0;
}

bool is_less(const json::Value& value, const json::Value& than) {
    if (value.integer() == nullptr) return false;
    return than.integer() == nullptr || *value.integer() < *than.integer();
}

bool is_more(const json::Value& value, const json::Value& than) {
    if (value.integer() == nullptr) return false;
    return than.integer() == nullptr || *value.integer() > *than.integer();
}

bool breaks(Judge judge, const json::Value& before, const json::Value& after) {
    switch (judge) {
        case Judge::Never: return false;
        case Judge::Always:
        case Judge::Elsewhere: return true;
        case Judge::Tightened: return !after.is_null();
        case Judge::Loosened: return after.is_null();
        case Judge::ItemGone: return lacks_any(after, before);
        case Judge::ItemMore: return lacks_any(before, after);
        case Judge::KindGone: return !after.is_null() && (before.is_null() || lacks_any(after, before));
        case Judge::UpperBound: return is_less(after, before);
        case Judge::LowerBound: return is_more(after, before);
        case Judge::Class: return rank_of(after) < rank_of(before);
        case Judge::Shorter: return is_less(after, before);
    }
    return true;
}

const json::Value& member(const json::Value& of, std::string_view name) {
    static const json::Value nothing;
    const json::Value* found = of.find(name);
    return found == nullptr ? nothing : *found;
}

const json::Array& array_of(const json::Value& of, std::string_view name) {
    static const json::Array nothing;
    const json::Array* found = member(of, name).array();
    return found == nullptr ? nothing : *found;
}

class Comparer {
public:
    std::vector<Change> changes;
    std::vector<std::string> access_written_otherwise;  ///< of which the table may say the same

    void bundles(const json::Value& before, const json::Value& after) {
        const Kind kind{"programme", "id", kProgramme};
        things(
            kind,
            array_of(before, "programmes"),
            array_of(after, "programmes"),
            "",
            [&](auto& was, auto& is, auto& at) {
                words("role", member(was, "roles"), member(is, "roles"), at + "/roles");
                labels(was, is, at);
                things({"paper", "id", kPaper, false}, was, is, "papers", at);
                const Kind registers{"register", "id", kNothingElse};
                things(
                    registers,
                    array_of(was, "registers"),
                    array_of(is, "registers"),
                    at,
                    [&](auto& a, auto& b, auto& inner) { compare_register(a, b, inner); }
                );
            }
        );
    }

private:
    static constexpr std::array kNothingElse{
        Member{"form", Judge::Elsewhere},
        Member{"workflow", Judge::Elsewhere},
        Member{"limits", Judge::Elsewhere},
        Member{"facts", Judge::Elsewhere},
        Member{"list", Judge::Elsewhere},
        Member{"allotments", Judge::Elsewhere},
        Member{"access", Judge::Elsewhere},
        Member{"labels", Judge::Elsewhere},
    };

    void tell(
        bool breaking, std::string_view kind, std::string_view how, std::string where, std::string detail = {}
    ) {
        std::string code = "change.";
        code += kind;
        code += how;
        changes.push_back({breaking, std::move(code), std::move(where), std::move(detail)});
    }

    /// Whether somebody who knows nothing of what is new would be stopped by it.
    static bool asks_for_more(const json::Value& added) {
        return added.flag_or("required") || added.find("require_when") != nullptr;
    }

    static const json::Value* with_id(const json::Array& all, std::string_view key, const std::string& id) {
        const auto found =
            std::ranges::find_if(all, [&](const json::Value& one) { return one.text_or(key) == id; });
        return found == all.end() ? nullptr : &*found;
    }

    void members(const Kind& kind, const json::Value& was, const json::Value& is, const std::string& at) {
        std::vector<std::string> names;
        for (const json::Value* one : {&was, &is}) {
            if (one->object() == nullptr) continue;
            for (const auto& [name, value] : *one->object()) {
                if (std::ranges::find(names, name) == names.end()) names.push_back(name);
            }
        }
        for (const std::string& name : names) {
            const json::Value& old = member(was, name);
            const json::Value& now = member(is, name);
            if (json::write_canonical(old) == json::write_canonical(now)) continue;
            const auto rule = std::ranges::find(kind.members, std::string_view(name), &Member::name);
            const Judge judge = rule == kind.members.end() ? Judge::Always : rule->judge;
            if (judge == Judge::Elsewhere) continue;
            tell(
                breaks(judge, old, now),
                kind.name,
                "_changed",
                at,
                name + ": " + text_of(old) + " → " + text_of(now)
            );
        }
    }

    template <typename Inner>
    void things(
        const Kind& kind,
        const json::Array& before,
        const json::Array& after,
        const std::string& at,
        Inner inner
    ) {
        for (std::size_t i = 0; i < before.size(); ++i) {
            const std::string id = before[i].text_or(kind.id);
            const std::string where = (at.empty() ? "" : at + "/") + id;
            const json::Value* is = with_id(after, kind.id, id);
            if (is == nullptr) {
                tell(kind.removal_breaks, kind.name, "_removed", where);
                continue;
            }
            if (kind.order_counts && (i >= after.size() || after[i].text_or(kind.id) != id)) {
                tell(true, kind.name, "_moved", where);
            }
            members(kind, before[i], *is, where);
            inner(before[i], *is, where);
        }
        for (const json::Value& added : after) {
            const std::string id = added.text_or(kind.id);
            if (with_id(before, kind.id, id) != nullptr) continue;
            tell(asks_for_more(added), kind.name, "_added", (at.empty() ? "" : at + "/") + id);
        }
        if (!kind.order_counts) order(ids_of(before, kind.id), ids_of(after, kind.id), at);
    }

    static std::vector<std::string> ids_of(const json::Array& all, std::string_view key) {
        std::vector<std::string> out;
        for (const json::Value& one : all) out.push_back(one.text_or(key));
        return out;
    }

    /// Of what is in both; pages show it in that order.
    void order(std::vector<std::string> was, std::vector<std::string> is, const std::string& at) {
        const std::vector<std::string> all = was;
        std::erase_if(was, [&](const std::string& one) { return std::ranges::find(is, one) == is.end(); });
        std::erase_if(is, [&](const std::string& one) { return std::ranges::find(all, one) == all.end(); });
        if (was != is) tell(false, "order", "_changed", at, joined(was) + " → " + joined(is));
    }

    static std::string joined(const std::vector<std::string>& all) {
        std::string out;
        for (const std::string& one : all) out += (out.empty() ? "" : ", ") + one;
        return out;
    }

    void things(
        const Kind& kind,
        const json::Value& before,
        const json::Value& after,
        std::string_view list,
        const std::string& at
    ) {
        things(
            kind,
            array_of(before, list),
            array_of(after, list),
            at + "/" + std::string(list),
            [](auto&, auto&, auto&) {}
        );
    }

    void words(
        std::string_view kind, const json::Value& before, const json::Value& after, const std::string& at
    ) {
        const std::vector<std::string> was = words_of(before);
        const std::vector<std::string> is = words_of(after);
        for (const std::string& word : was) {
            if (std::ranges::find(is, word) == is.end()) tell(true, kind, "_removed", at + "/" + word);
        }
        for (const std::string& word : is) {
            if (std::ranges::find(was, word) == was.end()) tell(false, kind, "_added", at + "/" + word);
        }
        order(was, is, at);
    }

    void labels(const json::Value& before, const json::Value& after, const std::string& at) {
        for (const std::string_view language : {"vi", "en"}) {
            static const json::Object none;
            const json::Object* old = member(member(before, "labels"), language).object();
            const json::Object* fresh = member(member(after, "labels"), language).object();
            const json::Value was(old == nullptr ? none : *old);
            const json::Value is(fresh == nullptr ? none : *fresh);
            const std::string where = at + "/labels/" + std::string(language) + "/";
            for (const auto& [key, text] : *was.object()) {
                const json::Value* now = is.find(key);
                if (now == nullptr) tell(false, "label", "_removed", where + key, text_of(text));
                if (now == nullptr || *now == text) continue;
                tell(false, "label", "_changed", where + key, text_of(text) + " → " + text_of(*now));
            }
            for (const auto& [key, text] : *is.object()) {
                if (was.find(key) == nullptr) tell(false, "label", "_added", where + key, text_of(text));
            }
        }
    }

    void fields(const json::Value& was, const json::Value& is, const std::string& at) {
        const Kind kind{"field", "id", kField};
        things(
            kind,
            array_of(was, "fields"),
            array_of(is, "fields"),
            at + "/fields",
            [&](auto& a, auto& b, auto& where) {
                things({"option", "code", kOption}, a, b, "options", where);
                fields(a, b, where);
            }
        );
    }

    void limits(const json::Value& was, const json::Value& is, const std::string& at) {
        const Kind kind{"limit", "id", kLimit};
        things(
            kind,
            array_of(was, "limits"),
            array_of(is, "limits"),
            at + "/limits",
            [&](auto& a, auto& b, auto& where) {
                things({"version", "from", kVersion}, a, b, "versions", where);
                things({"extension", "action", kExtension}, a, b, "extensions", where);
            }
        );
    }

    void compare_register(const json::Value& was, const json::Value& is, const std::string& at) {
        const json::Value& form = member(was, "form");
        const json::Value& new_form = member(is, "form");
        members({"register", "id", kForm}, form, new_form, at);
        fields(form, new_form, at + "/form");
        things({"step", "id", kStep, false}, form, new_form, "steps", at + "/form");
        const json::Value& workflow = member(was, "workflow");
        const json::Value& new_workflow = member(is, "workflow");
        members({"register", "id", kFlow}, workflow, new_workflow, at);
        things({"state", "id", {}}, workflow, new_workflow, "states", at + "/workflow");
        things({"action", "id", kAction}, workflow, new_workflow, "actions", at + "/workflow");
        things({"link", "id", kLink}, workflow, new_workflow, "links", at + "/workflow");
        limits(was, is, at);
        const json::Value& facts = member(was, "facts");
        const json::Value& new_facts = member(is, "facts");
        members({"register", "id", kFacts}, facts, new_facts, at);
        things({"dimension", "id", kDimension, true, true}, facts, new_facts, "dimensions", at + "/facts");
        things({"fact", "kind", {}}, facts, new_facts, "facts", at + "/facts");
        // What is there already stays as it is.
        things({"allotment", "id", kAllotment, false}, was, is, "allotments", at);
        compare_list(member(was, "list"), member(is, "list"), at + "/list");
        labels(was, is, at);
        const std::string granted = json::write_canonical(member(was, "access"));
        if (granted != json::write_canonical(member(is, "access"))) access_written_otherwise.push_back(at);
    }

    void compare_list(const json::Value& was, const json::Value& is, const std::string& at) {
        const Kind columns{"column", "id", {}, true, true};
        things(columns, was, is, "columns", at);
        things({"filter", "id", kFilter, false}, was, is, "filters", at);
        const Kind retention{"retention", "id", kRetention};
        members(retention, member(was, "retention"), member(is, "retention"), at + "/retention");
        members({"register", "id", kList}, was, is, at);
    }
};

}  // namespace

bool BundleDifference::is_breaking() const {
    return std::ranges::any_of(changes, &Change::breaking);
}

BundleDifference diff(const Bundle& before, const Bundle& after) {
    Comparer comparer;
    comparer.bundles(before.source, after.source);
    BundleDifference out;
    out.changes = std::move(comparer.changes);
    out.access = access::difference(before.access, after.access);
    out.access_is_wider = access::is_wider(before.access, after.access);
    if (out.access.empty()) {
        for (const std::string& at : comparer.access_written_otherwise) {
            out.changes.push_back({false, "change.order_changed", at + "/access", {}});
        }
    }
    return out;
}

}  // namespace neove::definition
