#include "organisation/directory.h"

#include "base/check.h"
#include "base/collation.h"
#include "base/text.h"

#include <algorithm>
#include <numeric>

namespace neove::organisation {
namespace {

constexpr Directory::Index kNone = UINT32_MAX;

}  // namespace

std::string_view why_code(Why why) {
    switch (why) {
        case Why::Name: return "name";
        case Why::ShortName: return "short_name";
        case Why::Alias: return "alias";
        case Why::FormerName: return "former_name";
        case Why::Possible: return "possible";
    }
    return {};
}

Directory::Directory(std::vector<Organisation> organisations, Naming naming)
    : organisations_(std::move(organisations)), naming_(std::move(naming)) {
    CHECK(organisations_.size() < kNone);
    link();
    rank();
    index_names();
    index_search();
}

void Directory::link() {
    const auto count = static_cast<Index>(organisations_.size());
    by_id_.reserve(count);
    for (Index i = 0; i < count; ++i) {
        const Organisation& one = organisations_[i];
        CHECK(by_id_.emplace(one.id.text(), i).second);
        if (!one.code.empty()) by_code_.emplace(one.code, i);
        by_kind_[one.kind].push_back(i);
    }
    parent_.assign(count, kNone);
    children_.resize(count);
    for (Index i = 0; i < count; ++i) parent_[i] = index_of(organisations_[i].parent);
    // A circle is cut where a walk first comes back: every walk up ends from here on.
    std::vector<std::uint8_t> state(count, 0);
    for (Index start = 0; start < count; ++start) {
        std::vector<Index> path;
        Index at = start;
        while (at != kNone && state[at] == 0) {
            state[at] = 1;
            path.push_back(at);
            const Index up = parent_[at];
            if (up != kNone && state[up] == 1) parent_[at] = kNone;
            at = parent_[at];
        }
        for (const Index done : path) state[done] = 2;
    }
}

void Directory::rank() {
    const std::size_t count = organisations_.size();
    std::vector<std::string> keys(count);
    for (std::size_t i = 0; i < count; ++i) keys[i] = collation_key(organisations_[i].name);
    order_.resize(count);
    rank_.resize(count);
    std::iota(order_.begin(), order_.end(), 0U);
    std::ranges::sort(order_, [&](Index a, Index b) {
        const int compared = keys[a].compare(keys[b]);
        return compared != 0 ? compared < 0 : organisations_[a].id < organisations_[b].id;
    });
    for (std::size_t place = 0; place < count; ++place) rank_[order_[place]] = static_cast<Index>(place);
    for (const Index i : order_) {
        if (parent_[i] != kNone) children_[parent_[i]].push_back(i);
    }
}

/// `tỉnh X` of a name that ends so: the words from its last level noun on.
std::string Directory::territory_of(const Organisation& one) const {
    if (std::ranges::find(naming_.territory_kinds, one.kind) == naming_.territory_kinds.end()) return {};
    const std::string key = naming_.key(one.name);
    std::size_t best = std::string::npos;
    for (const auto& level : naming_.levels) {
        const std::size_t at = key.rfind(" " + level + " ");
        if (at != std::string::npos && (best == std::string::npos || at > best)) best = at;
    }
    return best == std::string::npos ? std::string{} : key.substr(best + 1);
}

void Directory::index_names() {
    for (const Index i : order_) {
        if (parent_[i] != kNone || !organisations_[i].valid_until.is_open() || !province_.empty()) continue;
        province_ = territory_of(organisations_[i]);
        for (const auto& level : naming_.levels) {
            if (!province_.starts_with(level + " ")) continue;
            province_level_ = level;
            province_name_ = province_.substr(level.size() + 1);
        }
    }
    by_key_.reserve(organisations_.size() * 3);
    std::vector<std::string> territories(organisations_.size());
    for (Index i = 0; i < organisations_.size(); ++i) territories[i] = territory_of(organisations_[i]);
    for (Index i = 0; i < organisations_.size(); ++i) {
        const Organisation& one = organisations_[i];
        add(one.name, {i, 0, Why::Name, Closeness::Full});
        if (!one.short_name.empty()) add(one.short_name, {i, 0, Why::ShortName, Closeness::Full});
        const std::size_t aliases = std::min<std::size_t>(one.aliases.size(), UINT16_MAX);
        for (std::size_t a = 0; a < aliases; ++a) {
            add(one.aliases[a].name, {i, static_cast<std::uint16_t>(a), Why::Alias, Closeness::Full});
        }
        for (Index up = i; up != kNone; up = parent_[up]) {
            const std::string& territory = territories[up];
            if (territory.empty() || territory == province_) continue;
            const std::string key = naming_.key(one.name);
            if (!ends_with_words(key, territory)) break;
            // `Công an xã X` is asked for as `Công an` and as `Công an xã` by those inside.
            const std::string bare = key.substr(0, key.size() - territory.size() - 1);
            by_key_[bare].push_back({i, 0, Why::Name, Closeness::InUnit});
            for (const auto& level : naming_.levels) {
                if (!territory.starts_with(level + " ")) continue;
                by_key_[bare + " " + level].push_back({i, 0, Why::Name, Closeness::InUnit});
            }
            break;
        }
    }
}

void Directory::add(std::string_view name, Entry entry) {
    const std::string key = naming_.key(name);
    if (key.empty()) return;
    by_key_[key].push_back(entry);
    const std::string less = reduced(key);
    if (less != key) {
        entry.closeness = Closeness::InProvince;
        by_key_[less].push_back(entry);
    }
}

std::string Directory::reduced(std::string_view key) const {
    const auto cut = [&](std::string_view tail) {
        return std::string(key.substr(0, key.size() - tail.size() - 1));
    };
    if (ends_with_words(key, province_)) return cut(province_);
    if (ends_with_words(key, province_level_)) return cut(province_level_);
    if (!ends_with_words(key, province_name_)) return std::string(key);
    // `Công an X` is of the province, `Công an xã X` is not.
    const std::string rest = cut(province_name_);
    for (const auto& level : naming_.levels) {
        if (ends_with_words(rest, level)) return std::string(key);
    }
    return rest;
}

void Directory::index_search() {
    search_.resize(organisations_.size());
    for (std::size_t i = 0; i < organisations_.size(); ++i) {
        const Organisation& one = organisations_[i];
        // As typed and with short forms spelled out: people type both.
        const Naming plain;
        const auto put = [&](std::string_view name) {
            if (name.empty()) return;
            const std::string typed = text::fold(plain.key(name));
            const std::string spelled = text::fold(naming_.key(name));
            search_[i] += "| " + typed + " ";
            if (spelled != typed) search_[i] += "| " + spelled + " ";
        };
        put(one.name);
        put(one.short_name);
        for (const Alias& alias : one.aliases) put(alias.name);
        put(one.code);
        search_[i] += "|";
    }
}

std::span<const Directory::Entry> Directory::entries(std::string_view key) const {
    const auto found = by_key_.find(std::string(key));
    if (found == by_key_.end()) return {};
    return found->second;
}

Directory::Index Directory::index_of(const OrganisationId& id) const {
    const auto found = by_id_.find(id.text());
    return found == by_id_.end() ? kNone : found->second;
}

const Organisation* Directory::find(const OrganisationId& id) const {
    const Index index = index_of(id);
    return index == kNone ? nullptr : &organisations_[index];
}

const Organisation* Directory::find_code(std::string_view code) const {
    const auto found = by_code_.find(code);
    return found == by_code_.end() ? nullptr : &organisations_[found->second];
}

const Organisation* Directory::parent(const Organisation& one) const {
    const Index index = index_of(one.id);
    const Index up = index == kNone ? kNone : parent_[index];
    return up == kNone ? nullptr : &organisations_[up];
}

std::vector<const Organisation*> Directory::sorted(std::vector<Index> found) const {
    std::ranges::sort(found, {}, [&](Index i) { return rank_[i]; });
    std::vector<const Organisation*> out;
    out.reserve(found.size());
    for (const Index i : found) out.push_back(&organisations_[i]);
    return out;
}

std::vector<const Organisation*> Directory::children(const OrganisationId& id) const {
    const Index index = index_of(id);
    return index == kNone ? std::vector<const Organisation*>{} : sorted(children_[index]);
}

std::vector<const Organisation*> Directory::ancestors(const OrganisationId& id) const {
    std::vector<const Organisation*> out;
    const Index index = index_of(id);
    for (Index at = index == kNone ? kNone : parent_[index]; at != kNone; at = parent_[at]) {
        out.push_back(&organisations_[at]);
    }
    return out;
}

std::vector<const Organisation*> Directory::below(const OrganisationId& id) const {
    const Index index = index_of(id);
    if (index == kNone) return {};
    std::vector<Index> found = children_[index];
    for (std::size_t i = 0; i < found.size(); ++i) {
        const std::vector<Index> more = children_[found[i]];
        found.insert(found.end(), more.begin(), more.end());
    }
    return sorted(std::move(found));
}

bool Directory::is_below(const OrganisationId& id, const OrganisationId& ancestor) const {
    const Index wanted = index_of(ancestor);
    const Index index = index_of(id);
    if (wanted == kNone || index == kNone) return false;
    for (Index at = parent_[index]; at != kNone; at = parent_[at]) {
        if (at == wanted) return true;
    }
    return false;
}

std::vector<const Organisation*> Directory::of_kind(std::string_view kind) const {
    const auto found = by_kind_.find(kind);
    return found == by_kind_.end() ? std::vector<const Organisation*>{} : sorted(found->second);
}

std::vector<const Organisation*> Directory::in_order() const {
    return sorted(order_);
}

std::vector<const Organisation*> Directory::in_order_of(std::vector<const Organisation*> some) const {
    std::vector<Index> found;
    for (const Organisation* one : some) found.push_back(static_cast<Index>(one - organisations_.data()));
    std::ranges::sort(found);
    found.erase(std::ranges::unique(found).begin(), found.end());
    return sorted(std::move(found));
}

std::vector<const Organisation*> Directory::predecessors(const OrganisationId& id) const {
    std::vector<Index> found;
    for (Index i = 0; i < organisations_.size(); ++i) {
        const auto& heirs = organisations_[i].successors;
        if (std::ranges::find(heirs, id, &Successor::organisation) != heirs.end()) found.push_back(i);
    }
    return sorted(std::move(found));
}

std::vector<const Organisation*> Directory::search(std::string_view query, std::size_t limit) const {
    const Naming plain;
    const std::string wanted = text::fold(plain.key(query));
    std::vector<std::string> tokens;
    for (const std::string_view word : words_of(wanted)) tokens.push_back(" " + std::string(word));
    struct Hit {
        int distance;
        Index rank;
    };
    std::vector<Hit> hits;
    for (Index i = 0; i < organisations_.size(); ++i) {
        const std::string& names = search_[i];
        const bool all =
            std::ranges::all_of(tokens, [&](const auto& token) { return names.contains(token); });
        if (!all) continue;
        const bool whole = names.contains("| " + wanted + " |");
        const bool begins = names.contains("| " + wanted);
        hits.push_back({whole ? 0 : begins ? 1 : 2, rank_[i]});
    }
    std::ranges::sort(hits, [](const Hit& a, const Hit& b) {
        return a.distance != b.distance ? a.distance < b.distance : a.rank < b.rank;
    });
    if (hits.size() > limit) hits.resize(limit);
    std::vector<const Organisation*> out;
    for (const Hit& hit : hits) out.push_back(&organisations_[order_[hit.rank]]);
    return out;
}

}  // namespace neove::organisation
