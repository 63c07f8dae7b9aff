#include "organisation/check.h"

#include "base/readable.h"
#include "base/text.h"

#include <fmt/format.h>

#include <algorithm>

namespace neove::organisation {
namespace {

class Checker {
public:
    Checker(const Vocabulary& vocabulary, const Organisation& one) : vocabulary_(vocabulary), one_(one) {}

    void alone() {
        name(one_.name, "/name", true);
        name(one_.short_name, "/short_name", false);
        if (vocabulary_.kinds.find(one_.kind) == nullptr) fault("organisation.kind_unknown", "/kind");
        if (!one_.code.empty() && !is_code(vocabulary_.kinds.code, one_.code)) {
            fault("organisation.code_form", "/code");
        }
        dates(one_.valid_from, one_.valid_until, "/valid_until");
        if (one_.aliases.size() > kMostAliases) fault("organisation.too_many_aliases", "/aliases");
        for (std::size_t i = 0; i < one_.aliases.size(); ++i) {
            const Alias& alias = one_.aliases[i];
            name(alias.name, fmt::format("/aliases/{}/name", i), true);
            dates(alias.from, alias.until, fmt::format("/aliases/{}/until", i));
            if (i < kMostAliases && is_earlier(i))
                fault("organisation.alias_twice", fmt::format("/aliases/{}/name", i));
        }
        successors();
        unit();
        const Kind* kind = vocabulary_.kinds.find(one_.kind);
        const bool like_council = !one_.members.empty() || !one_.standing_agency.is_empty();
        if (like_council && kind != nullptr && !kind->is_council)
            fault("organisation.not_a_council", "/members");
    }

    void in(const Directory& directory) {
        parent(directory);
        known(directory, one_.standing_agency, "organisation.agency_unknown", "/standing_agency");
        for (std::size_t i = 0; i < one_.members.size(); ++i) {
            known(directory, one_.members[i], "organisation.member_unknown", fmt::format("/members/{}", i));
        }
        for (std::size_t i = 0; i < one_.successors.size(); ++i) {
            const auto where = fmt::format("/successors/{}/organisation", i);
            known(directory, one_.successors[i].organisation, "organisation.successor_unknown", where);
        }
        const Organisation* same_code = one_.code.empty() ? nullptr : directory.find_code(one_.code);
        if (same_code != nullptr && same_code->id != one_.id) fault("organisation.code_twice", "/code");
        twins(directory);
    }

    Diagnostics take() { return std::move(faults_); }

private:
    void fault(std::string_view code, std::string_view where) {
        faults_.push_back(Error{ErrorKind::Invalid, std::string(code), std::string(where), {}});
    }

    bool is_earlier(std::size_t alias) const {
        const auto end = one_.aliases.begin() + static_cast<std::ptrdiff_t>(alias);
        return std::any_of(one_.aliases.begin(), end, [&](const Alias& other) {
            return other.name == one_.aliases[alias].name;
        });
    }

    void successors() {
        for (std::size_t i = 0; i < one_.successors.size(); ++i) {
            const Successor& heir = one_.successors[i];
            // No subject is all of its work; signs alone are neither.
            if (!heir.subject.empty() && vocabulary_.naming.key(heir.subject).empty()) {
                fault("organisation.subject_blank", fmt::format("/successors/{}/subject", i));
            }
            note(heir.subject, fmt::format("/successors/{}/subject", i));
            note(heir.basis, fmt::format("/successors/{}/basis", i));
            if (heir.organisation == one_.id) {
                fault("organisation.successor_self", fmt::format("/successors/{}/organisation", i));
            }
            for (std::size_t earlier = 0; earlier < i; ++earlier) {
                const Successor& other = one_.successors[earlier];
                if (other.organisation != heir.organisation || other.subject != heir.subject) continue;
                fault("organisation.successor_twice", fmt::format("/successors/{}/organisation", i));
                break;
            }
        }
    }

    /// What a second person reads before she agrees.
    void note(std::string_view text, std::string_view where) {
        if (text.empty()) return;
        if (!text::is_valid_utf8(text) || !text::is_readable(text, false))
            return fault("organisation.successor_unreadable", where);
        if (text::count_code_points(text) > kMostSubjectLength)
            fault("organisation.successor_too_long", where);
    }

    void name(std::string_view text, std::string_view where, bool required) {
        if (!text::is_valid_utf8(text)) return fault("organisation.name_unreadable", where);
        if (text::count_code_points(text) > kMostNameLength)
            return fault("organisation.name_too_long", where);
        const bool is_blank = text.find_first_not_of(' ') == std::string_view::npos;
        if (!is_blank && !text::is_readable(text, false)) return fault("organisation.name_unreadable", where);
        if (required && vocabulary_.naming.key(text).empty()) fault("organisation.name_blank", where);
    }

    void dates(const Date& from, const Date& until, std::string_view where) {
        if (!from.is_open() && !until.is_open() && until <= from) fault("organisation.dates_order", where);
    }

    /// A code is used again in every new list: without the list's version it may mean another place.
    void unit() {
        const UnitReference& of = one_.unit;
        if (!of.code.empty() && of.list.empty()) return fault("organisation.unit_list_missing", "/unit/list");
        if (of.code.empty() && !of.list.empty()) return fault("organisation.unit_code_missing", "/unit/code");
        const bool bad_list = !of.list.empty() && !Date::parse_iso(of.list);
        if (bad_list) fault("organisation.unit_list_form", "/unit/list");
    }

    void known(
        const Directory& directory, const OrganisationId& id, std::string_view code, std::string_view where
    ) {
        if (!id.is_empty() && id != one_.id && directory.find(id) == nullptr) fault(code, where);
        if (!id.is_empty() && id == one_.id && code == "organisation.member_unknown") fault(code, where);
    }

    void parent(const Directory& directory) {
        const Kind* kind = vocabulary_.kinds.find(one_.kind);
        const auto allowed = [&](std::string_view under) {
            return kind == nullptr || kind->parents.empty() ||
                   std::ranges::find(kind->parents, under) != kind->parents.end();
        };
        if (one_.parent.is_empty()) {
            if (!allowed("none")) fault("organisation.parent_needed", "/parent");
            return;
        }
        if (one_.parent == one_.id) return fault("organisation.circle", "/parent");
        const Organisation* above = directory.find(one_.parent);
        if (above == nullptr) return fault("organisation.parent_unknown", "/parent");
        if (directory.is_below(one_.parent, one_.id)) return fault("organisation.circle", "/parent");
        if (!allowed(above->kind)) fault("organisation.parent_kind", "/parent");
    }

    /// Two bodies of one name under one parent at one time cannot be told apart by anybody.
    void twins(const Directory& directory) {
        const std::string key = directory.naming().key(one_.name);
        for (const auto& entry : directory.entries(key)) {
            const Organisation& other = directory.at(entry.organisation);
            const bool is_twin = entry.why == Why::Name && entry.closeness == Directory::Closeness::Full &&
                                 other.id != one_.id && other.parent == one_.parent;
            if (!is_twin || !overlap(other)) continue;
            return fault("organisation.name_twice", "/name");
        }
    }

    bool overlap(const Organisation& other) const {
        const bool ends_before = !one_.valid_until.is_open() && one_.valid_until <= other.valid_from;
        const bool begins_after = !other.valid_until.is_open() && other.valid_until <= one_.valid_from;
        return !ends_before && !begins_after;
    }

    const Vocabulary& vocabulary_;
    const Organisation& one_;
    Diagnostics faults_;
};

bool is_code_character(char c) {
    return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-';
}

}  // namespace

bool is_code(const CodeForm& form, std::string_view code) {
    if (code.empty() || (form.max_length != 0 && code.size() > form.max_length)) return false;
    bool after_separator = true;
    for (const char c : code) {
        const bool is_separator = form.separator == std::string_view(&c, 1);
        if (is_separator ? after_separator : !is_code_character(c)) return false;
        after_separator = is_separator;
    }
    return !after_separator;
}

Diagnostics check_alone(const Vocabulary& vocabulary, const Organisation& proposed) {
    Checker checker(vocabulary, proposed);
    checker.alone();
    return checker.take();
}

Diagnostics check_change(
    const Directory& directory, const Vocabulary& vocabulary, const Organisation& proposed
) {
    Checker checker(vocabulary, proposed);
    checker.alone();
    checker.in(directory);
    return checker.take();
}

}  // namespace neove::organisation
