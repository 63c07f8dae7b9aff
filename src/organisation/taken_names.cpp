#include "organisation/taken_names.h"

#include "base/text.h"
#include "organisation/collective_match.h"
#include "organisation/resolve.h"

#include <fmt/format.h>

#include <algorithm>
#include <vector>

namespace neove::organisation {

namespace {

constexpr std::size_t kMostWordsOfName = 24;  ///< a longer name of a body is nobody's

/// Letters of the Latin script beside those of another, among which some look the same.
bool mixes_scripts(std::string_view name) {
    bool has_latin = false, has_other = false;
    for (std::size_t at = 0; at < name.size();) {
        const text::CodePoint point = text::decode(name, at);
        at += point.size;
        const char32_t letter = point.value;
        if (!text::is_letter(letter)) continue;
        const bool is_mark = letter >= 0x0300 && letter <= 0x036F;
        const bool is_latin = letter < 0x0250 || (letter >= 0x1E00 && letter <= 0x1EFF);
        has_latin = has_latin || is_latin;
        has_other = has_other || (!is_latin && !is_mark);
    }
    return has_latin && has_other;
}

class Names {
public:
    Names(
        const Directory& directory,
        const Vocabulary& vocabulary,
        const Organisation& after,
        const Date& on,
        const IsHers& is_hers
    )
        : directory_(directory), vocabulary_(vocabulary), after_(after), on_(on), is_hers_(is_hers) {}

    /// The name as written, and as those read it who leave the province's own name out.
    bool is_taken(const std::string& name) const {
        if (mixes_scripts(name)) return true;
        const std::string key = vocabulary_.naming.key(name);
        const std::string reduced = directory_.reduced(key);
        return means_another(name, key) || (reduced != key && means_another(reduced, reduced));
    }

    /// As `is_taken`, or with another's whole name in it: whoever reads `Chủ tịch <body>` means that body.
    bool is_borrowed(const std::string& name) const {
        if (is_taken(name)) return true;
        const std::string key = vocabulary_.naming.key(name);
        const auto words = words_of(key);
        for (std::size_t first = 0; first < words.size(); ++first) {
            const std::size_t end = std::min(words.size(), first + kMostWordsOfName);
            for (std::size_t last = first + 1; last < end; ++last) {
                const char* begin = words[first].data();
                const auto size = words[last].data() + words[last].size() - begin;
                if (names_another({begin, static_cast<std::size_t>(size)})) return true;
            }
        }
        return false;
    }

private:
    bool names_another(std::string_view run) const {
        const Collective* many = match_exactly(vocabulary_.collectives, run);
        if (many != nullptr && !many->is_open) return true;
        return std::ranges::any_of(directory_.entries(run), [&](const Directory::Entry& entry) {
            const Organisation& one = directory_.at(entry.organisation);
            const bool is_own_name = entry.why == Why::Name || entry.why == Why::ShortName;
            return is_own_name && entry.closeness != Directory::Closeness::InUnit &&
                   covers(one.valid_from, one.valid_until, on_) && !is_hers_(one.id) &&
                   !is_shared(one.id, std::string(run));
        });
    }
    bool means_another(const std::string& text, const std::string& key) const {
        const Resolution now = resolve(directory_, vocabulary_, text, on_);
        switch (now.status) {
            case Status::Named: return false;
            case Status::Collective: return true;
            case Status::Successor: return now.organisation.is_empty() || !is_hers_(now.organisation);
            case Status::Resolved: return !is_hers_(now.organisation) && !is_shared(now.organisation, key);
            case Status::Ambiguous: break;
        }
        return !std::ranges::all_of(now.candidates, [&](const Candidate& one) {
            return is_hers_(one.id) || is_shared(one.id, key);
        });
    }

    /// Both are desks, and the other one is there under that very name: it goes on being offered.
    bool is_shared(const OrganisationId& id, const std::string& key) const {
        const Organisation* other = directory_.find(id);
        return other != nullptr && is_desk(*other) && is_desk(after_) &&
               covers(other->valid_from, other->valid_until, on_) &&
               vocabulary_.naming.key(other->name) == key;
    }

    bool is_desk(const Organisation& one) const {
        const Kind* kind = vocabulary_.kinds.find(one.kind);
        return kind != nullptr && kind->is_desk;
    }

    const Directory& directory_;
    const Vocabulary& vocabulary_;
    const Organisation& after_;
    const Date& on_;
    const IsHers& is_hers_;
};

/// Whether it is there on days on which it was not: its names come back with it.
bool is_there_longer(const Organisation& before, const Organisation& after) {
    const bool begins_sooner =
        !before.valid_from.is_open() && (after.valid_from.is_open() || after.valid_from < before.valid_from);
    const bool ends_later = !before.valid_until.is_open() &&
                            (after.valid_until.is_open() || before.valid_until < after.valid_until);
    return begins_sooner || ends_later;
}

}  // namespace

std::string taken_name(
    const Directory& directory,
    const Vocabulary& vocabulary,
    const Organisation* before,
    const Organisation& after,
    const Date& on,
    const IsHers& is_hers
) {
    const Names names(directory, vocabulary, after, on, is_hers);
    const bool all_new = before == nullptr || is_there_longer(*before, after);
    if ((all_new || before->name != after.name) && names.is_taken(after.name)) return "/name";
    const bool is_new_short = all_new || before->short_name != after.short_name;
    if (!after.short_name.empty() && is_new_short && names.is_borrowed(after.short_name))
        return "/short_name";
    for (std::size_t i = 0; i < after.aliases.size(); ++i) {
        const Alias& alias = after.aliases[i];
        const bool is_known = !all_new && std::ranges::find(before->aliases, alias) != before->aliases.end();
        // Her body gives up a name of its own and keeps it beside the new one: nobody is displaced.
        if (is_known || (before != nullptr && alias.name == before->name)) continue;
        if (names.is_borrowed(alias.name)) return fmt::format("/aliases/{}/name", i);
    }
    return {};
}

}  // namespace neove::organisation
