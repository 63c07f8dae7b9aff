#include "organisation/resolve.h"

#include "organisation/collective_match.h"

#include <algorithm>
#include <iterator>
#include <optional>
#include <set>
#include <utility>

namespace neove::organisation {
namespace {

using Closeness = Directory::Closeness;
using Entry = Directory::Entry;

constexpr std::size_t kLongestName = 600;  ///< bytes; nothing longer is a body's name
constexpr int kLongestChain = 8;           ///< of successors of successors

constexpr std::size_t kMostProposals = 50;  ///< nobody chooses among more
constexpr int kMostSteps = 5'000;           ///< from one successor to the next, of one answer

/// How well an entry fits the day; the best fit that occurs is taken.
enum class Fit : std::uint8_t { Now, FormerName, Ended, NotYet };

/// `A (B) C` taken apart: the text without its parentheses, and what stood in them.
struct Parts {
    std::string outer;
    std::vector<std::string> inner;
};

Parts take_apart(std::string_view text) {
    Parts parts;
    int depth = 0;
    for (const char c : text) {
        if (c == '(' && depth++ == 0) {
            parts.inner.emplace_back();
            parts.outer += ' ';
        } else if (c == ')' && depth > 0) {
            --depth;
        } else if (depth == 0) {
            parts.outer += c;
        } else {
            parts.inner.back() += c;
        }
    }
    return parts;
}

class Resolver {
public:
    Resolver(
        const Directory& directory, const Vocabulary& vocabulary, const Date& on, const OrganisationId& issuer
    )
        : directory_(directory), vocabulary_(vocabulary), on_(on), issuer_(issuer) {}

    Resolution answer(std::string_view text) const {
        const std::string key = directory_.naming().key(text);
        const Parts parts = take_apart(text);
        if (parts.inner.empty()) return by_key(key);
        auto whole = by_name(key);
        if (whole && is_named(*whole, key)) return *std::move(whole);
        Resolution outer = by_key(directory_.naming().key(parts.outer));
        if (whole && !displaces(*whole, outer)) return *std::move(whole);
        if (outer.status != Status::Resolved) return outer;
        // `A (B)` names the unit B when B stands below A; else what stands there is a remark.
        for (const auto& inner : parts.inner) {
            const auto unit = inside(directory_.naming().key(inner), outer.organisation);
            if (unit && unit->status == Status::Resolved) return *unit;
        }
        return outer;
    }

    std::vector<OrganisationId> members_of(const Collective& one) const {
        const Collective& now = in_force(one);
        if (now.is_open) return {};
        return belonging(now);
    }

private:
    /// By its own name, not by what stands beside it; of several, a person is asked anyway.
    bool is_named(const Resolution& found, const std::string& key) const {
        const Organisation* one = directory_.find(found.organisation);
        return one == nullptr ||
               directory_.reduced(directory_.naming().key(one->name)) == directory_.reduced(key);
    }

    /// Whether a short name or alias, read across the parentheses, would hide whom the words before them
    /// name.
    bool displaces(const Resolution& whole, const Resolution& outer) const {
        if (outer.status == Status::Named || outer.status == Status::Ambiguous) return false;
        return outer.organisation.is_empty() ||
               (whole.organisation != outer.organisation &&
                !directory_.is_below(whole.organisation, outer.organisation));
    }

    Resolution by_key(const std::string& key) const {
        Resolution found = without_title(key);
        if (found.status != Status::Named) return found;
        if (auto headed = by_head(key)) return *std::move(headed);
        return in_any_unit(key);
    }

    Resolution without_title(const std::string& key) const {
        if (key.empty()) return {};
        if (auto found = by_name(key)) return *std::move(found);
        if (const Collective* one = match_exactly(vocabulary_.collectives, key)) return collective(*one);
        if (!issuer_.is_empty()) {
            if (auto found = inside(key, issuer_)) return *std::move(found);
        }
        if (auto found = unit_and_body(key)) return *std::move(found);
        if (auto found = by_succession(key)) return *std::move(found);
        if (const Collective* one = match_nearly(vocabulary_.collectives, key)) return collective(*one);
        return {};
    }

    /// `Giám đốc Công an tỉnh`: an order to who heads a body is one to the body, and never without being
    /// asked: the body is proposed. What its head is told for many at once stands among the collectives.
    std::optional<Resolution> by_head(const std::string& key) const {
        constexpr std::size_t kLongestTitle = 40;
        // The longest title says most: "trưởng ban" before "trưởng".
        std::size_t end = key.rfind(' ', kLongestTitle);
        for (; end != std::string::npos && end > 0; end = key.rfind(' ', end - 1)) {
            if (std::ranges::count(vocabulary_.naming.heads, key.substr(0, end)) == 0) continue;
            const std::string body = key.substr(end + 1);
            Resolution found = without_title(body);
            if (found.status == Status::Named) found = in_any_unit(body);
            const bool is_closed = found.status == Status::Collective && !found.is_open;
            if (found.status == Status::Named || is_closed) continue;
            if (found.status == Status::Resolved) {
                const std::string& name = directory_.find(found.organisation)->name;
                found.candidates.push_back({found.organisation, Why::Possible, name});
                found.status = Status::Ambiguous;
                found.organisation = {};
                found.members.clear();
            }
            for (Candidate& one : found.candidates) one.why = Why::Possible;
            return found;
        }
        return std::nullopt;
    }

    Fit fit(const Entry& entry) const {
        const Organisation& one = directory_.at(entry.organisation);
        if (!covers(one.valid_from, one.valid_until, on_)) {
            const bool ended = !one.valid_until.is_open() && (on_.is_open() || one.valid_until <= on_);
            return ended ? Fit::Ended : Fit::NotYet;
        }
        if (entry.why != Why::Alias) return Fit::Now;
        const Alias& alias = one.aliases[entry.alias];
        return covers(alias.from, alias.until, on_) ? Fit::Now : Fit::FormerName;
    }

    /// The full name first; without the province's own name only where nothing bears the full one. What
    /// stands beside a name, a short form or an alias, gives way to the name of one who is there and to a
    /// collective, whoever wrote it: work would go to another body without a word.
    std::optional<Resolution> by_name(const std::string& key) const {
        std::vector<Entry> found = with(key, {Closeness::Full});
        if (found.empty() && !issuer_.is_empty()) {
            // A commune's `Công an` is its own one, not the province's.
            auto own = inside(key, issuer_);
            if (own && own->status == Status::Resolved) return own;
        }
        if (!is_borne(found)) {
            auto less = with(directory_.reduced(key), {Closeness::Full, Closeness::InProvince});
            if (found.empty() || is_borne(less)) found = std::move(less);
        }
        if (found.empty()) return std::nullopt;
        const bool is_only_beside = std::ranges::find(found, Why::Name, &Entry::why) == found.end();
        if (is_only_beside && match_exactly(vocabulary_.collectives, key) != nullptr) return std::nullopt;
        return choose(std::move(found));
    }

    /// Whether one who is there has it as her name.
    bool is_borne(const std::vector<Entry>& found) const {
        return std::ranges::any_of(found, [&](const Entry& entry) {
            return entry.why == Why::Name && fit(entry) == Fit::Now;
        });
    }

    std::vector<Entry> with(std::string_view key, std::initializer_list<Closeness> allowed) const {
        std::vector<Entry> out;
        for (const Entry& entry : directory_.entries(key)) {
            if (std::ranges::find(allowed, entry.closeness) != allowed.end()) out.push_back(entry);
        }
        return out;
    }

    Resolution choose(std::vector<Entry> found) const {
        Fit best = Fit::NotYet;
        for (const Entry& entry : found) best = std::min(best, fit(entry));
        std::erase_if(found, [&](const Entry& entry) { return fit(entry) != best; });
        narrow(found, [](const Entry& entry) { return entry.why == Why::Name; });
        narrow(found, [&](const Entry& entry) {
            const OrganisationId& id = directory_.at(entry.organisation).id;
            return id == issuer_ || directory_.is_below(id, issuer_);
        });
        if (count_organisations(found) > 1) return ambiguous(found, best);
        const Organisation& one = directory_.at(found.front().organisation);
        if (best == Fit::Ended) return ended(one);
        return resolved(one);
    }

    /// Keeps those that satisfy, if any does.
    template <typename Test>
    void narrow(std::vector<Entry>& found, Test test) const {
        if (count_organisations(found) < 2 || std::ranges::none_of(found, test)) return;
        std::erase_if(found, [&](const Entry& entry) { return !test(entry); });
    }

    static std::size_t count_organisations(const std::vector<Entry>& found) {
        std::set<Directory::Index> distinct;
        for (const Entry& entry : found) distinct.insert(entry.organisation);
        return distinct.size();
    }

    Candidate candidate(const Entry& entry, Fit how) const {
        const Organisation& one = directory_.at(entry.organisation);
        if (entry.why == Why::ShortName) return {one.id, Why::ShortName, one.short_name};
        if (entry.why != Why::Alias) return {one.id, entry.why, one.name};
        const Why why = how == Fit::FormerName ? Why::FormerName : Why::Alias;
        return {one.id, why, one.aliases[entry.alias].name};
    }

    Resolution ambiguous(const std::vector<Entry>& found, Fit how) const {
        Resolution out;
        out.status = Status::Ambiguous;
        std::set<Directory::Index> seen;
        for (const Entry& entry : found) {
            if (seen.insert(entry.organisation).second) out.candidates.push_back(candidate(entry, how));
        }
        return out;
    }

    Resolution resolved(const Organisation& one) const {
        Resolution out;
        out.status = Status::Resolved;
        out.organisation = one.id;
        for (const OrganisationId& id : one.members) {
            const Organisation* member = directory_.find(id);
            if (member != nullptr && exists(*member)) out.members.push_back(id);
        }
        return out;
    }

    bool exists(const Organisation& one) const { return covers(one.valid_from, one.valid_until, on_); }

    Resolution ended(const Organisation& one) const {
        Resolution out;
        if (one.successors.empty()) {
            if (auto known = by_succession(directory_.naming().key(one.name))) out = *std::move(known);
        }
        out.status = Status::Successor;
        out.organisation = one.id;
        HeirWalk walk;
        for (const Successor& heir : one.successors) {
            walk.done = {one.id};
            collect_heirs(heir, {}, 0, walk);
        }
        std::ranges::move(walk.proposals, std::back_inserter(out.proposals));
        return out;
    }

    /// Successors of successors may fan out without end, by many ways to the same few: along one step of the
    /// first body each body is asked once, and each proposal is made once.
    struct HeirWalk {
        std::set<OrganisationId> done;
        std::set<std::pair<OrganisationId, std::string>> proposed;
        std::vector<Proposal> proposals;
        int steps{0};
    };

    void collect_heirs(const Successor& heir, const std::string& subject, int depth, HeirWalk& walk) const {
        if (walk.proposals.size() == kMostProposals || ++walk.steps > kMostSteps) return;
        const Organisation* to = directory_.find(heir.organisation);
        if (to == nullptr) return;
        // The first body's subject is what the text was about; what follows only tells who has it now.
        const std::string& about = subject.empty() ? heir.subject : subject;
        if (exists(*to) || to->successors.empty()) {
            if (!walk.proposed.insert({to->id, about}).second) return;
            walk.proposals.push_back({to->id, to->name, about, heir.on, heir.basis, true});
            return;
        }
        if (depth + 1 >= kLongestChain || !walk.done.insert(to->id).second) return;
        for (const Successor& next : to->successors) collect_heirs(next, about, depth + 1, walk);
    }

    std::optional<Resolution> by_succession(const std::string& key) const {
        const std::string reduced = directory_.reduced(key);
        for (const Succession& one : vocabulary_.successions) {
            const auto is_it = [&](const std::string& known) { return known == key || known == reduced; };
            if (std::ranges::none_of(one.keys, is_it)) continue;
            if (!on_.is_open() && on_ < one.ended) return std::nullopt;
            Resolution out;
            out.status = Status::Successor;
            for (const auto& heir : one.heirs) out.proposals.push_back(proposal(one, heir));
            return out;
        }
        return std::nullopt;
    }

    Proposal proposal(const Succession& one, const Succession::Heir& heir) const {
        Proposal out{{}, heir.name, heir.subject_vi, one.ended, heir.basis, heir.is_confirmed};
        const auto found = by_name(directory_.naming().key(heir.name));
        if (found && found->status == Status::Resolved) {
            out.organisation = found->organisation;
            out.name = directory_.find(found->organisation)->name;
        }
        return out;
    }

    /// A unit by its own name, or by its name without the unit's place, below a known body.
    std::optional<Resolution> inside(std::string_view key, const OrganisationId& body) const {
        std::vector<Entry> found;
        for (const Entry& entry : directory_.entries(key)) {
            const Organisation& one = directory_.at(entry.organisation);
            const bool is_inside = one.id == body || directory_.is_below(one.id, body);
            if (is_inside && exists(one)) found.push_back(entry);
        }
        if (found.empty()) return std::nullopt;
        return choose(std::move(found));
    }

    /// `Phòng Tham mưu, Công an tỉnh`: some last words name a body and the first ones a unit below it.
    std::optional<Resolution> unit_and_body(std::string_view key) const {
        for (std::size_t at = key.find(' '); at != std::string_view::npos; at = key.find(' ', at + 1)) {
            const auto body = by_name(std::string(key.substr(at + 1)));
            if (!body || body->status != Status::Resolved) continue;
            std::string_view unit = key.substr(0, at);
            for (const auto& link : vocabulary_.naming.links) {
                if (!ends_with_words(unit, link)) continue;
                unit.remove_suffix(link.size() + 1);
                break;
            }
            if (auto found = inside(unit, body->organisation)) return found;
        }
        return std::nullopt;
    }

    /// `Trạm Y tế` alone: every commune has one. A person says which.
    Resolution in_any_unit(std::string_view key) const {
        std::vector<Entry> found;
        for (const Entry& entry : with(key, {Closeness::InUnit})) {
            if (exists(directory_.at(entry.organisation))) found.push_back(entry);
        }
        if (found.empty()) return {};
        Resolution out = ambiguous(found, Fit::Now);
        for (Candidate& one : out.candidates) one.why = Why::Possible;
        return out;
    }

    const Collective& in_force(const Collective& one) const {
        const Collective* now = &one;
        for (int step = 0; step < kLongestChain && !now->until.is_open(); ++step) {
            if (!on_.is_open() && on_ < now->until) break;
            const Collective* next = vocabulary_.collectives.find(now->then);
            if (next == nullptr) break;
            now = next;
        }
        return *now;
    }

    std::vector<OrganisationId> belonging(const Collective& one) const {
        std::vector<const Organisation*> found;
        if (one.is_of_issuer && issuer_.is_empty()) return {};
        for (const auto& kind : one.kinds) {
            for (const Organisation* member : directory_.of_kind(kind)) {
                if (one.is_of_issuer && !directory_.is_below(member->id, issuer_)) continue;
                if (exists(*member) && carries(*member, one.name_word)) found.push_back(member);
            }
        }
        std::vector<OrganisationId> out;
        for (const Organisation* member : directory_.in_order_of(std::move(found))) out.push_back(member->id);
        return out;
    }

    bool carries(const Organisation& one, std::string_view word) const {
        if (word.empty()) return true;
        const std::string key = " " + directory_.naming().key(one.name) + " ";
        return key.contains(" " + std::string(word) + " ");
    }

    Resolution collective(const Collective& one) const {
        const Collective& now = in_force(one);
        Resolution out;
        out.status = Status::Collective;
        out.collective = now.name;
        out.is_open = now.is_open;
        std::vector<OrganisationId> ids = belonging(now);
        if (!now.is_open) {
            out.members = std::move(ids);
            return out;
        }
        for (const OrganisationId& id : ids)
            out.candidates.push_back({id, Why::Possible, directory_.find(id)->name});
        return out;
    }

    const Directory& directory_;
    const Vocabulary& vocabulary_;
    const Date& on_;
    const OrganisationId& issuer_;
};

}  // namespace

std::string_view status_code(Status status) {
    switch (status) {
        case Status::Resolved: return "resolved";
        case Status::Ambiguous: return "ambiguous";
        case Status::Successor: return "successor";
        case Status::Collective: return "collective";
        case Status::Named: return "named";
    }
    return {};
}

Resolution resolve(
    const Directory& directory,
    const Vocabulary& vocabulary,
    std::string_view body_text,
    const Date& on,
    const OrganisationId& issuer
) {
    if (body_text.size() > kLongestName) return {};
    return Resolver(directory, vocabulary, on, issuer).answer(body_text);
}

std::vector<OrganisationId> expand(
    const Directory& directory,
    const Vocabulary& vocabulary,
    std::string_view collective,
    const Date& on,
    const OrganisationId& issuer
) {
    const Collective* one = vocabulary.collectives.find(collective);
    if (one == nullptr) return {};
    return Resolver(directory, vocabulary, on, issuer).members_of(*one);
}

}  // namespace neove::organisation
