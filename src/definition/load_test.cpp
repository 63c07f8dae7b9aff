/// \file
/// Folder → bundle → structs: nothing is lost, nothing depends on how it was written, nothing wrong is taken.

#include "definition/check.h"
#include "definition/folder.h"
#include "definition/small_programme.h"

#include <algorithm>
#include <set>

namespace neove::definition {
namespace {

Bundle loaded(const std::vector<Folder>& folders) {
    const Compiled compiled = compile(folders);
    REQUIRE(compiled.faults.empty());
    auto bundle = load_bundle(compiled.bundle);
    REQUIRE(bundle.has_value());
    return *std::move(bundle);
}

std::vector<Folder> shipped() {
    auto folders = read_folders(std::string(NEOVE_SOURCE_DIR) + "/programmes");
    REQUIRE(folders.has_value());
    return *std::move(folders);
}

/// Every field of every register, rows opened.
std::vector<form::Field> all_fields(const Bundle& bundle) {
    std::vector<form::Field> out;
    for (const Programme& programme : bundle.programmes) {
        for (const Register& one : programme.registers) {
            for (const form::Field& field : one.form.fields) {
                out.push_back(field);
                out.insert(out.end(), field.fields.begin(), field.fields.end());
            }
        }
    }
    return out;
}

bool any_of(const auto& all, auto predicate) {
    return std::ranges::any_of(all, predicate);
}

}  // namespace

TEST_CASE("what is loaded from text is what was compiled, canonical to the byte") {
    for (const std::vector<Folder>& folders : {std::vector{small_programme()}, shipped()}) {
        const Compiled compiled = compile(folders);
        const std::string text = json::write_canonical(compiled.bundle);
        const auto bundle = load_bundle(std::string_view(text));
        REQUIRE(bundle.has_value());
        CHECK(json::write_canonical(bundle->source) == text);
        CHECK(bundle->digest == digest_of(compiled.bundle));
        CHECK(bundle->digest.size() == 64);
    }
}

TEST_CASE("a digest stays the same under comments and another order of keys, and changes with a word") {
    const std::string digest = loaded({small_programme()}).digest;
    Folder commented = small_programme();
    for (auto& [path, text] : commented.files) {
        if (path.ends_with(".yaml")) text = "# một lời ghi chú\n" + text + "# hết\n";
    }
    CHECK(loaded({commented}).digest == digest);
    const Folder reordered = broken(
        "registers/order/form.yaml",
        "{id: what, type: text, class: internal, required: true, max: 100}",
        "{max: 100, required: true, class: internal, type: text, id: what}"
    );
    CHECK(loaded({reordered}).digest == digest);
    CHECK(
        loaded({broken("registers/order/deadlines.yaml", "stops: entered(done)", "stops: [entered(done)]")})
            .digest == digest
    );
    CHECK(loaded({broken("registers/order/form.yaml", "max: 100", "max: 101")}).digest != digest);
}

TEST_CASE("short forms are written out") {
    const Bundle bundle = loaded({small_programme()});
    const Register* order = bundle.find("order");
    REQUIRE(order != nullptr);
    CHECK(order->programme == "shop");
    CHECK(order->workflow.states[0].id == "placed");
    CHECK_FALSE(order->workflow.states[0].is_final);
    CHECK(order->workflow.states[1].is_final);
    CHECK(order->workflow.actions[1].from == std::vector<std::string>{"placed"});
    CHECK(order->form.find("colour")->options.size() == 2);
    CHECK(order->form.find("secret")->field_class == form::Class::Confidential);
    const deadline::LimitVersion& version = order->limits[0].versions[0];
    CHECK(version.amount == 3);
    CHECK(version.unit == deadline::Unit::Day);
    CHECK(version.first_day_excluded);
    CHECK(version.is_confirmed);
    CHECK(order->find_column("pieces")->type == form::Type::Integer);
    CHECK(order->retention.months == 12);
    CHECK(bundle.label("order", "options.colour.red", false) == "Đỏ");
    CHECK(bundle.label("order", "options.colour.red", true) == "Red");
    CHECK(bundle.label("order", "actions.finish.done", false) == "Đơn");
    CHECK(bundle.label("order", "fields.nothing", false) == "fields.nothing");
    CHECK(bundle.access.may_ever("clerk", "order", "place"));
    CHECK_FALSE(bundle.access.may_ever("head", "order", "place"));
    CHECK(bundle.programmes[0].make_believe);
}

TEST_CASE("a limit before a day of the year keeps whether that day counts") {
    const auto fixed = [](std::string before) {
        const Bundle bundle = loaded({broken(
            "registers/order/deadlines.yaml",
            "within: 3 days",
            "within: {date: [\"03-31\", \"02-29\"], before: " + before + "}"
        )});
        return bundle.find("order")->limits[0].versions[0];
    };
    CHECK(fixed("exclusive").unit == deadline::Unit::FixedDate);
    CHECK(fixed("exclusive").fixed == std::vector<deadline::FixedDay>{{3, 31}, {2, 29}});
    CHECK_FALSE(fixed("exclusive").fixed_is_included);
    CHECK(fixed("inclusive").fixed_is_included);
}

TEST_CASE("a limit may take its day from a column of the record") {
    const auto named = [](std::string before) {
        Folder folder = broken(
            "registers/order/deadlines.yaml", "within: 3 days", "within: {field: day, before: " + before + "}"
        );
        std::string& text = folder.files["registers/order/deadlines.yaml"];
        text.erase(text.find("  extensions:"));
        return loaded({folder}).find("order")->limits[0].versions[0];
    };
    CHECK(named("inclusive").unit == deadline::Unit::NamedDay);
    CHECK(named("inclusive").field == "day");
    CHECK(named("inclusive").fixed_is_included);
    CHECK_FALSE(named("exclusive").fixed_is_included);
    CHECK_FALSE(named("exclusive").amount.has_value());
}

TEST_CASE("a bundle that somebody else wrote is refused at the part that is wrong") {
    const json::Value good = compile({small_programme()}).bundle;
    const std::string text = json::write_canonical(good);
    const auto refused = [&](std::string_view piece, std::string_view by) {
        std::string changed = text;
        const std::size_t at = changed.find(piece);
        REQUIRE(at != std::string::npos);
        changed.replace(at, piece.size(), by);
        const auto bundle = load_bundle(std::string_view(changed));
        return bundle ? std::string("taken") : bundle.error().code + " " + bundle.error().where;
    };
    CHECK(refused(R"("format":1)", R"("format":2)") == "definition.unknown_format /format");
    CHECK(refused(R"("amount":3)", R"("amount":"3")")
              .starts_with("definition.malformed /programmes/0/registers/0/limits/0"));
    CHECK(refused(R"("months":12)", R"("months":12,"x":1)").starts_with("definition.unknown_key"));
    CHECK(refused(R"("final":true)", R"("final":1)").starts_with("definition.malformed"));
    CHECK(refused(R"("status":"confirmed")", R"("status":"sure")").starts_with("definition.malformed"));
    CHECK(refused(R"("pieces * price")", R"("pieces *")").starts_with("expression.syntax"));
    CHECK(refused(R"("role":["clerk"])", R"("role":["boss"])").starts_with("access.unknown_role"));
    CHECK(load_bundle(std::string_view("{")).error().code == "json.malformed");
    CHECK_FALSE(load_bundle(json::Value()).has_value());
}

TEST_CASE("the shipped programmes have no fault, and each register three scenarios at least") {
    const Compiled compiled = compile(shipped());
    const Checked checked = check(compiled);
    for (const Fault& fault : checked.faults)
        FAIL_CHECK(where(fault) << " " << fault.code << " " << fault.detail);
    for (const Programme& programme : checked.bundle->programmes) {
        for (const Register& one : programme.registers) {
            if (!programme.make_believe) continue;
            const auto told = std::ranges::count(compiled.scenarios, one.id, &Scenario::register_id);
            CHECK_MESSAGE(told >= 3, one.id);
        }
    }
}

/// Whatever a register can say is said by a make-believe one: else nothing would show that it works.
TEST_CASE("the make-believe programmes use every type, class, unit, rule and right there is") {
    std::vector<Folder> folders = shipped();
    std::erase_if(folders, [](const Folder& one) {
        return !one.files.at("programme.yaml").contains("make_believe: true");
    });
    const Bundle bundle = loaded(folders);
    std::vector<const Register*> registers;
    for (const Programme& programme : bundle.programmes) {
        for (const Register& one : programme.registers) registers.push_back(&one);
    }
    const std::vector<form::Field> fields = all_fields(bundle);
    for (int i = 0; i <= static_cast<int>(form::Type::Computed); ++i) {
        const auto type = static_cast<form::Type>(i);
        CHECK_MESSAGE(any_of(fields, [&](const auto& one) { return one.type == type; }), form::name_of(type));
    }
    for (int i = 0; i <= static_cast<int>(form::Class::Identity); ++i) {
        const auto one_class = static_cast<form::Class>(i);
        CHECK_MESSAGE(
            any_of(fields, [&](const auto& one) { return one.field_class == one_class; }),
            form::name_of(one_class)
        );
    }
    CHECK(any_of(fields, [](const auto& one) { return one.show_when.has_value(); }));
    CHECK(any_of(fields, [](const auto& one) { return one.require_when.has_value(); }));
    CHECK(any_of(fields, [](const auto& one) {
        return any_of(one.options, [](const auto& option) { return option.when.has_value(); });
    }));
    CHECK(any_of(fields, [](const auto& one) { return one.may_decline && one.may_be_not_asked; }));
    CHECK(any_of(fields, [](const auto& one) { return one.on_card; }));
    CHECK(any_of(fields, [](const auto& one) { return !one.kinds.empty(); }));
    CHECK(any_of(fields, [](const auto& one) { return !one.not_before.empty(); }));

    const auto any_action = [&](auto predicate) {
        return any_of(registers, [&](const Register* one) {
            return any_of(one->workflow.actions, predicate);
        });
    };
    for (int i = 0; i <= static_cast<int>(workflow::Ground::Kind::Consent); ++i) {
        CHECK(any_action([&](const auto& one) { return static_cast<int>(one.ground.kind) == i; }));
    }
    CHECK(any_action([](const auto& one) { return one.when.has_value(); }));
    CHECK(any_action([](const auto& one) { return !one.not_by_who_did.empty(); }));
    CHECK(any_action([](const auto& one) { return one.needs_step_up; }));
    CHECK(any_action([](const auto& one) { return one.needs_reason; }));
    CHECK(any_action([](const auto& one) { return !one.legal_effect.empty(); }));
    CHECK(any_action([](const auto& one) { return !one.requires_fields.empty(); }));
    const auto any_link = [&](auto predicate) {
        return any_of(registers, [&](const Register* one) { return any_of(one->workflow.links, predicate); });
    };
    CHECK(any_link([](const auto& one) { return one.required; }));
    CHECK(any_link([](const auto& one) { return one.max.has_value(); }));
    CHECK(any_link([](const auto& one) { return !one.max.has_value(); }));
    CHECK(any_link([](const auto& one) { return one.roles.size() > 1; }));
}

TEST_CASE("the make-believe programmes use every way to count a limit, and every rule of access") {
    const Bundle bundle = loaded(shipped());
    std::vector<deadline::Limit> limits;
    std::vector<deadline::LimitVersion> versions;
    std::vector<deadline::Trigger> triggers;
    for (const Programme& programme : bundle.programmes) {
        for (const Register& one : programme.registers) {
            if (!programme.make_believe) continue;
            for (const deadline::Limit& limit : one.limits) {
                limits.push_back(limit);
                versions.insert(versions.end(), limit.versions.begin(), limit.versions.end());
                triggers.push_back(limit.starts);
                triggers.insert(triggers.end(), limit.stops.begin(), limit.stops.end());
            }
        }
    }
    for (int i = 0; i <= static_cast<int>(deadline::Unit::NamedDay); ++i) {
        CHECK_MESSAGE(any_of(versions, [&](const auto& one) { return static_cast<int>(one.unit) == i; }), i);
    }
    for (int i = 0; i <= static_cast<int>(deadline::Roll::AfterPublicHoliday); ++i) {
        CHECK_MESSAGE(any_of(versions, [&](const auto& one) { return static_cast<int>(one.roll) == i; }), i);
    }
    for (int i = 0; i <= static_cast<int>(deadline::Trigger::Kind::Field); ++i) {
        CHECK_MESSAGE(any_of(triggers, [&](const auto& one) { return static_cast<int>(one.kind) == i; }), i);
    }
    CHECK(any_of(versions, [](const auto& one) {
        return !one.amount && one.fixed.empty() && one.field.empty();
    }));
    CHECK(any_of(versions, [](const auto& one) { return !one.first_day_excluded; }));
    CHECK(any_of(versions, [](const auto& one) { return one.takes_over_running; }));
    CHECK(any_of(versions, [](const auto& one) { return !one.fixed.empty() && one.fixed_is_included; }));
    CHECK(any_of(versions, [](const auto& one) { return !one.fixed.empty() && !one.fixed_is_included; }));
    CHECK(any_of(limits, [](const auto& one) { return one.suspension.has_value(); }));
    CHECK(any_of(limits, [](const auto& one) { return !one.extensions.empty(); }));
    CHECK(any_of(limits, [](const auto& one) { return one.versions.size() > 1; }));
    CHECK(any_of(limits, [](const auto& one) { return one.warn_before_days > 0; }));

    const auto& cells = bundle.access.cells();
    for (const std::string_view action : access::record_actions()) {
        CHECK_MESSAGE(any_of(cells, [&](const auto& one) { return one.action == action; }), action);
    }
    for (const std::string_view relation : {access::kAny, access::kOwn, access::kAbove, access::kCreated}) {
        CHECK_MESSAGE(any_of(cells, [&](const auto& one) { return one.relation == relation; }), relation);
    }
    CHECK(any_of(cells, [](const auto& one) { return one.condition.consent; }));
    CHECK(any_of(cells, [](const auto& one) { return !one.condition.until_state.empty(); }));
    CHECK(any_of(cells, [](const auto& one) { return one.with_purpose != 0; }));
    const auto& policies = bundle.access.policies();
    CHECK(any_of(policies, [](const auto& one) {
        return any_of(one.second.denies, [](const auto& deny) { return !deny.unless.empty(); });
    }));
    CHECK(any_of(policies, [](const auto& one) { return one.second.break_glass.minutes > 0; }));
    CHECK(any_of(policies, [](const auto& one) { return one.second.export_rule.approvals > 0; }));
    CHECK(any_of(policies, [](const auto& one) { return one.second.export_rule.identity_rows_max > 0; }));
    CHECK(any_of(policies, [](const auto& one) { return !one.second.list.identity_roles.empty(); }));
}

}  // namespace neove::definition
