#include "access/disclosure.h"
#include "definition/fault.h"
#include "definition/scenario/play.h"

#include <algorithm>
#include <array>
#include <utility>

namespace neove::definition {

namespace {

using deadline::Standing;

constexpr std::array<std::pair<std::string_view, Standing>, 6> kStandings{{
    {"running", Standing::Running},
    {"overdue", Standing::Overdue},
    {"met", Standing::Met},
    {"met_late", Standing::MetLate},
    {"suspended", Standing::Suspended},
    {"unknown", Standing::Unknown},
}};
constexpr std::string_view kNone = "–";

std::string word_of(Standing standing) {
    const auto found =
        std::ranges::find(kStandings, standing, &std::pair<std::string_view, Standing>::second);
    return std::string(found->first);
}

std::string two(std::int64_t number) {
    return (number < 10 ? "0" : "") + std::to_string(number);
}

/// Holds each member of an expectation against what follows.
class Comparison {
public:
    Comparison(const Play& play, const json::Value& expected) : play_(play), expected_(expected) {}

    std::vector<Difference> all() {
        compare_state();
        compare_due();
        for (const auto& [name, standing] : kStandings) compare_standing(name, standing);
        compare_facts("facts", false);
        compare_facts("facts_exactly", true);
        compare_answers();
        compare_rights();
        return std::move(out_);
    }

private:
    void differ(std::string member, std::string what, std::string expected, std::string derived) {
        out_.push_back({std::move(member), std::move(what), std::move(expected), std::move(derived)});
    }

    std::vector<std::string> words(std::string_view name) const {
        std::vector<std::string> out;
        const json::Value* list = expected_.find(name);
        if (list == nullptr || list->array() == nullptr) return out;
        for (const json::Value& one : *list->array()) {
            if (one.string() != nullptr) out.push_back(*one.string());
        }
        return out;
    }

    void compare_state() {
        const std::string expected = expected_.text_or("state");
        if (!expected.empty() && expected != play_.record.state) {
            differ("/state", "state", expected, play_.record.state);
        }
    }

    /// The newest clock of a limit: one that starts again has more than one.
    const deadline::Clock* clock(std::string_view limit) const {
        const deadline::Clock* newest = nullptr;
        for (const deadline::Clock& one : play_.clocks) {
            if (one.limit == limit) newest = &one;
        }
        return newest;
    }

    /// As the expectation is written: the last day, or the moment with its hour.
    std::string due_text(const deadline::Clock& clock, bool with_hour) const {
        if (!clock.due_at) return std::string(kNone);
        const std::int64_t offset = play_.setting.utc_offset_micros;
        if (!with_hour) return calendar::date_of(*clock.due_at + -1, offset).iso();
        const calendar::Date day = calendar::date_of(*clock.due_at, offset);
        const std::int64_t minutes =
            (clock.due_at->micros - calendar::start_of(day, offset).micros) / kMinute;
        return day.iso() + "T" + two(minutes / 60) + ":" + two(minutes % 60);
    }

    void compare_due() {
        const json::Value* due = expected_.find("due");
        if (due == nullptr || due->object() == nullptr) return;
        for (const auto& [limit, at] : *due->object()) {
            if (at.string() == nullptr) continue;
            const deadline::Clock* found = clock(limit);
            const bool with_hour = at.string()->find('T') != std::string::npos;
            const std::string derived = found == nullptr ? std::string(kNone) : due_text(*found, with_hour);
            if (*at.string() == "none" && derived == kNone) continue;
            if (derived != *at.string()) differ(below("/due", limit), "due " + limit, *at.string(), derived);
        }
    }

    /// An empty list: no limit stands so, not even a former run of one.
    void compare_none(std::string_view name, Standing wanted) {
        const json::Value* list = expected_.find(name);
        if (list == nullptr || list->array() == nullptr || !list->array()->empty()) return;
        for (const deadline::Clock& one : play_.clocks) {
            if (deadline::standing(one, play_.now) != wanted) continue;
            differ("/" + std::string(name), one.limit, "–", std::string(name));
        }
    }

    void compare_standing(std::string_view name, Standing wanted) {
        compare_none(name, wanted);
        for (const std::string& limit : words(name)) {
            const deadline::Clock* found = clock(limit);
            const bool right = found != nullptr && deadline::standing(*found, play_.now) == wanted;
            if (right) continue;
            const std::string derived =
                found == nullptr ? std::string(kNone) : word_of(deadline::standing(*found, play_.now));
            differ("/" + std::string(name), limit, std::string(name), derived);
        }
    }

    std::string fact_text(const fact::Fact& one) const {
        std::string out = one.kind + " n=" + std::to_string(one.n) + " on=" + one.on_date.iso();
        for (std::size_t i = 0; i < play_.definition.dimensions.size(); ++i) {
            out += " " + play_.definition.dimensions[i].id + "=" + one.dimensions[i];
        }
        return out;
    }

    bool matches(const fact::Fact& one, const json::Value& wanted) const {
        if (one.kind != wanted.text_or("kind") || one.n != wanted.number_or("n", one.n)) return false;
        if (one.on_date.iso() != wanted.text_or("on", one.on_date.iso())) return false;
        const json::Value* codes = wanted.find("dimensions");
        for (std::size_t i = 0; codes != nullptr && i < play_.definition.dimensions.size(); ++i) {
            const json::Value* code = codes->find(play_.definition.dimensions[i].id);
            if (code != nullptr && code->string() != nullptr && *code->string() != one.dimensions[i])
                return false;
        }
        return true;
    }

    /// Each one expected is a fact of its own. Others may be there too, unless these are all there are; an
    /// empty list says that there is none.
    void compare_facts(std::string_view name, bool exactly) {
        const json::Value* facts = expected_.find(name);
        if (facts == nullptr || facts->array() == nullptr) return;
        exactly = exactly || facts->array()->empty();
        std::vector<fact::Fact> left = play_.facts;
        for (std::size_t i = 0; i < facts->array()->size(); ++i) {
            const json::Value& wanted = (*facts->array())[i];
            const auto found =
                std::ranges::find_if(left, [&](const fact::Fact& one) { return matches(one, wanted); });
            if (found != left.end()) {
                left.erase(found);
                continue;
            }
            std::string derived;
            for (const fact::Fact& one : play_.facts)
                derived += (derived.empty() ? "" : "; ") + fact_text(one);
            differ(
                below("/" + std::string(name), i),
                "fact",
                json::write_canonical(wanted),
                derived.empty() ? std::string(kNone) : derived
            );
        }
        if (!exactly) return;
        for (const fact::Fact& one : left)
            differ("/" + std::string(name), "fact", std::string(kNone), fact_text(one));
    }

    void compare_answers() {
        const json::Value* answers = expected_.find("answers");
        if (answers == nullptr || answers->object() == nullptr) return;
        for (const auto& [field, wanted] : *answers->object()) {
            const json::Value* held = play_.record.answers.find(field);
            const json::Value derived = held == nullptr ? json::Value() : *held;
            if (json::write_canonical(derived) == json::write_canonical(wanted)) continue;
            differ(
                below("/answers", field), field, json::write_canonical(wanted), json::write_canonical(derived)
            );
        }
    }

    bool can_read(const std::string& id) const {
        const form::Field* field = play_.definition.form.find(id);
        if (field == nullptr) return false;
        const auto bit = 1U << static_cast<unsigned>(form::class_of(play_.definition.form, *field));
        const access::Verdict open = play_.verdict(access::kOpen);
        return open.allowed && (open.read & bit) != 0;
    }

    /// By the access table, from this state, and as far as four eyes go.
    bool can_do(const std::string& id) const {
        if (!play_.verdict(id).allowed) return false;
        const workflow::Action* action = play_.definition.workflow.find(id);
        if (action == nullptr) return true;
        if (action->creates != !play_.is_open()) return false;
        const auto is_in = [](const auto& all, const std::string& one) {
            return std::ranges::find(all, one) != all.end();
        };
        if (!action->creates && !is_in(action->from, play_.record.state)) return false;
        return std::ranges::none_of(play_.history, [&](const record::Event& event) {
            return event.actor == play_.actor.account && is_in(action->not_by_who_did, event.kind);
        });
    }

    void compare_rights() {
        for (const std::string& field : words("shown")) {
            if (!can_read(field)) differ("/shown", field, "shown", "hidden");
        }
        for (const std::string& field : words("hidden")) {
            if (can_read(field)) differ("/hidden", field, "hidden", "shown");
        }
        for (const std::string& action : words("may")) {
            if (!can_do(action)) differ("/may", action, "may", "may not");
        }
        for (const std::string& action : words("may_not")) {
            if (can_do(action)) differ("/may_not", action, "may not", "may");
        }
        compare_matches();
    }

    /// Whether she would hear that this record and one that she may find too may be about one person.
    void compare_matches() {
        const json::Value* wanted = expected_.find("hears_of_matches");
        if (wanted == nullptr || wanted->boolean() == nullptr) return;
        const std::string& id = play_.definition.id;
        const bool hears =
            play_.is_open() && access::hears_of_matches(play_.rules, play_.actor.role, id) &&
            access::may_find(play_.rules, play_.actor, id, play_.standing(), found_by(play_.definition.form));
        if (hears == *wanted->boolean()) return;
        const auto word = [](bool one) { return one ? "true" : "false"; };
        differ("/hears_of_matches", "hears_of_matches", word(*wanted->boolean()), word(hears));
    }

    const Play& play_;
    const json::Value& expected_;
    std::vector<Difference> out_;
};

}  // namespace

std::vector<Difference> compare(const Play& play, const json::Value& expected) {
    return Comparison(play, expected).all();
}

}  // namespace neove::definition
