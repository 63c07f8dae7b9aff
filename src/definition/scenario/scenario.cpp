#include "definition/scenario/scenario.h"

#include "definition/fault.h"
#include "definition/scenario/play.h"

#include <algorithm>

namespace neove::definition {

namespace {

constexpr std::string_view kOwner = "own";

/// `2026-11-02T08:30` where the installation stands.
Instant instant_of(std::string_view text, std::int64_t offset) {
    const auto day = calendar::Date::parse_iso(text.substr(0, 10));
    const auto two = [&](std::size_t at) { return (text[at] - '0') * 10 + (text[at + 1] - '0'); };
    if (!day || text.size() < 16) return {};
    return calendar::start_of(*day, offset) + two(11) * kHour + two(14) * kMinute;
}

/// Everything that only an installation knows counts as known.
form::References references_on(calendar::Date today) {
    form::References out;
    out.today = today;
    out.organisation = [](std::string_view, const std::vector<std::string>&) { return true; };
    out.admin_unit = [](std::string_view, std::string_view) { return true; };
    out.identity_number = [](std::string_view, std::string_view) { return true; };
    out.country = [](std::string_view) { return true; };
    out.language = [](std::string_view) { return true; };
    out.attachment = [](std::string_view) { return true; };
    return out;
}

/// One person a role, or one a name; hers is the organisation she is said to be of.
access::Actor actor_of(const json::Value& as) {
    const std::string role = as.text_or("role");
    const std::string org = as.text_or("org", std::string(kOwner));
    access::Actor actor;
    actor.account = AccountId::trusted(as.text_or("who", role));
    actor.role = role;
    // Of a body that answers name, of one of its desks, or of one above it: none of them is the record's own.
    const auto named = [&](const char* key) { return OrganisationId::trusted(as.text_or(key)); };
    const bool is_named =
        as.find("body") != nullptr || as.find("desk_of") != nullptr || as.find("above") != nullptr;
    actor.organisation =
        is_named ? OrganisationId::trusted(as.text_or("body", "of " + role)) : OrganisationId::trusted(org);
    if (as.find("desk_of") != nullptr) actor.desk_of.insert(named("desk_of"));
    if (as.find("above") != nullptr) actor.below.insert(named("above"));
    if (org == "above") actor.below.insert(OrganisationId::trusted(std::string(kOwner)));
    return actor;
}

class Runner {
public:
    Runner(
        const Bundle& bundle,
        const Register& definition,
        const Scenario& scenario,
        const Places& places,
        const Setting& setting
    )
        : play_{definition, bundle.access, setting}, scenario_(scenario), places_(places) {}

    std::vector<Mismatch> run() {
        const json::Array* steps = scenario_.steps.array();
        if (steps != nullptr && !steps->empty() && steps->front().find("at") == nullptr) {
            at_ = below(scenario_.pointer + "/steps", std::size_t{0});
            differ("", "at", "2026-11-02 08:30", "–");
            return std::move(out_);
        }
        for (std::size_t i = 0; steps != nullptr && i < steps->size(); ++i) {
            at_ = below(scenario_.pointer + "/steps", i);
            if (!run_step((*steps)[i])) break;
        }
        return std::move(out_);
    }

private:
    void differ(std::string_view member, std::string what, std::string expected, std::string derived) {
        out_.push_back(
            {places_.where(at_ + std::string(member)),
             std::move(what),
             std::move(expected),
             std::move(derived)}
        );
    }

    /// Whether the rest may be played.
    bool run_step(const json::Value& step) {
        if (const json::Value* at = step.find("at")) play_.now = instant_of(*at->string(), offset());
        if (const json::Value* as = step.find("as")) play_.actor = actor_of(*as);
        play_.has_purpose = step.flag_or("purpose");
        if (const json::Value* row = step.find("relate")) relate(*row);
        const bool goes_on = act(step);
        if (const json::Value* expected = step.find("expect")) {
            for (const Difference& one : compare(play_, *expected)) {
                differ("/expect" + one.member, one.what, one.expected, one.derived);
            }
        }
        return goes_on;
    }

    std::int64_t offset() const { return play_.setting.utc_offset_micros; }

    void relate(const json::Value& row) {
        access::RelationRow made;
        made.relation = row.text_or("relation");
        if (row.find("role") != nullptr) {
            made.account = actor_of(row).account;
        } else {
            made.organisation = OrganisationId::trusted(row.text_or("body"));
        }
        made.from = play_.now;
        if (!row.flag_or("ends")) {
            play_.relations.push_back(std::move(made));
            return;
        }
        for (access::RelationRow& one : play_.relations) {
            const bool same = one.relation == made.relation && one.account == made.account &&
                              one.organisation == made.organisation;
            if (same) one.until = play_.now;
        }
    }

    /// As the service does it: a row of an answer ends when the answer names another body.
    void hand_over(const std::vector<record::Handed>& handed) {
        for (const record::Handed& one : handed) {
            auto& held = play_.handed[{one.relation, one.slot}];
            if (held && play_.relations[*held].organisation == one.body && !play_.relations[*held].until)
                continue;
            if (held && !play_.relations[*held].until) play_.relations[*held].until = play_.now;
            held.reset();
            if (one.body.is_empty()) continue;
            held = play_.relations.size();
            play_.relations.push_back({one.relation, {}, one.body, play_.now, std::nullopt});
        }
    }

    std::vector<record::Link> links_of(const json::Value& step) const {
        std::vector<record::Link> out;
        const auto add = [&](const json::Value& one) {
            const workflow::LinkKind* kind = play_.definition.workflow.find_link(one.text_or("kind"));
            record::Link link;
            link.kind = one.text_or("kind");
            link.to_register = kind == nullptr ? std::string() : kind->to_register;
            link.to = RecordId::trusted(one.text_or("to"));
            link.role = one.text_or("role");
            out.push_back(std::move(link));
        };
        if (const json::Value* links = step.find("links")) {
            for (const json::Value& one : *links->array()) add(one);
        }
        if (const json::Value* link = step.find("unlink")) add(*link);
        return out;
    }

    /// The newest event of that action: what a correction means.
    EventId event_of(const std::string& action) const {
        for (auto event = play_.history.rbegin(); event != play_.history.rend(); ++event) {
            if (event->kind == action) return event->id;
        }
        return {};
    }

    record::Command command_of(const json::Value& step) const {
        record::Command command;
        const std::string corrected = step.text_or("correct");
        const bool links_only = step.find("links") != nullptr && step.find("do") == nullptr;
        command.action = step.text_or("do");
        if (!corrected.empty()) command.action = record::kCorrected;
        if (corrected.empty() && links_only) command.action = record::kLinked;
        if (step.find("unlink") != nullptr) command.action = record::kUnlinked;
        const json::Value* answers = step.find("answers");
        command.answers = answers == nullptr ? json::Value(json::Object{}) : *answers;
        command.actor = play_.actor.account;
        command.acting_org = play_.actor.organisation;
        command.reason = step.text_or("reason");
        command.links = links_of(step);
        if (!corrected.empty()) command.corrects = event_of(corrected);
        command.has_consent = step.flag_or("consent") || has_relation(access::kConsent);
        give_time(step.text_or("occurred"), command);
        return command;
    }

    void give_time(const std::string& occurred, record::Command& command) const {
        if (occurred.find('T') != std::string::npos) {
            command.occurred_at = instant_of(occurred, offset());
        } else if (const auto day = calendar::PartialDate::parse_iso(occurred)) {
            command.occurred_at = calendar::start_of(day->earliest(), offset());
            constexpr std::string_view kPrecisions[] = {"year", "month", "day"};
            command.precision = kPrecisions[static_cast<std::size_t>(day->precision())];
        }
    }

    bool has_relation(std::string_view relation) const {
        return std::ranges::any_of(play_.relations, [&](const access::RelationRow& row) {
            return row.relation == relation && !row.until;
        });
    }

    static std::string permission_of(const record::Command& command) {
        if (command.action == record::kCorrected) return std::string(access::kCorrect);
        const bool links = command.action == record::kLinked || command.action == record::kUnlinked;
        return links ? std::string(access::kLink) : command.action;
    }

    /// What the service asks before it decides, in its order.
    Result<> admit(const json::Value& step, const record::Command& command) const {
        const access::Verdict verdict = play_.verdict(permission_of(command));
        if (!verdict.allowed) return refuse(ErrorKind::NotFound, "access.not_found");
        for (const auto& [id, value] : *command.answers.object()) {
            const form::Field* field = play_.definition.form.find(id);
            if (field == nullptr) continue;
            const auto bit = 1U << static_cast<unsigned>(form::class_of(play_.definition.form, *field));
            if ((verdict.write & bit) == 0)
                return refuse(ErrorKind::Forbidden, "record.class", "/answers/" + id);
        }
        const workflow::Action* action = play_.definition.workflow.find(command.action);
        if (action != nullptr && action->needs_step_up && step.flag_or("without_step_up")) {
            return refuse(ErrorKind::Forbidden, "session.step_up");
        }
        return {};
    }

    Result<record::Outcome> decide(
        const json::Value& step, const record::Command& command, Diagnostics& faults
    ) const {
        TRY(admit(step, command));
        const form::References references = references_on(calendar::date_of(play_.now, offset()));
        const record::Context context{play_.now, offset(), play_.setting.calendar, references};
        return record::decide(play_.definition, play_.record, play_.history, command, context, faults);
    }

    void keep(record::Outcome outcome) {
        record::Event event = std::move(outcome.event);
        event.id = EventId::trusted("e" + std::to_string(play_.history.size() + 1));
        event.recorded_at = play_.now;
        if (!event.state.empty()) play_.entered.try_emplace(event.state, event.occurred_at);
        play_.history.push_back(std::move(event));
        play_.record = std::move(outcome.record);
        if (outcome.replaces_facts) play_.facts.clear();
        play_.facts.insert(play_.facts.end(), outcome.facts.begin(), outcome.facts.end());
        play_.clocks = std::move(outcome.clocks);
        hand_over(outcome.handed);
    }

    static bool is_act(const json::Value& step) {
        return std::ranges::any_of(
            std::initializer_list<std::string_view>{"do", "correct", "links", "unlink"},
            [&](std::string_view name) { return step.find(name) != nullptr; }
        );
    }

    bool act(const json::Value& step) {
        if (!is_act(step)) return true;
        const record::Command command = command_of(step);
        Diagnostics faults;
        auto outcome = decide(step, command, faults);
        const std::string expected = step.text_or("refused");
        const std::string what = "do " + command.action;
        if (outcome) {
            keep(*std::move(outcome));
            if (!expected.empty()) differ("/refused", what, "refused: " + expected, "done");
            return expected.empty();
        }
        if (outcome.error().code == expected) return true;
        std::string derived = "refused: " + outcome.error().code + " " + outcome.error().where;
        if (!outcome.error().detail.empty()) derived += " (" + outcome.error().detail + ")";
        for (const Error& fault : faults) derived += "; " + fault.where + " " + fault.code;
        differ("", what, expected.empty() ? "done" : "refused: " + expected, derived);
        return !expected.empty();
    }

    Play play_;
    const Scenario& scenario_;
    const Places& places_;
    std::string at_;
    std::vector<Mismatch> out_;
};

}  // namespace

access::Standing Play::standing() const {
    if (!is_open()) return access::standing_before(now);
    access::RecordPlace place;
    place.owner = OrganisationId::trusted(std::string(kOwner));
    place.created_by = history.front().actor;
    place.state = record.state;
    place.entered = entered;
    return access::standing_of(actor, place, relations, now, has_purpose);
}

access::Verdict Play::verdict(std::string_view action) const {
    return access::decide(rules, actor, definition.id, action, standing());
}

std::vector<Mismatch> run_scenario(
    const Bundle& bundle, const Scenario& scenario, const Places& places, const Setting& setting
) {
    const Register* definition = bundle.find(scenario.register_id);
    if (definition == nullptr) return {};
    return Runner(bundle, *definition, scenario, places, setting).run();
}

}  // namespace neove::definition
