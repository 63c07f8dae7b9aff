#include "deadline/test_world.h"

#include <doctest/doctest.h>

#include <functional>

using namespace neove;
using namespace neove::deadline;
using namespace neove::deadline::test;

namespace {

Limit good() {
    Limit out = still(limit(version(30, Unit::Day)));
    out.versions[0].valid_until = day("2026-07-01");
    out.versions.push_back(version(20, Unit::WorkingDay));
    out.versions[1].valid_from = day("2026-07-01");
    out.extensions = {{"extend", 10, Unit::Day, 2, "The head", "Rule 2"}};
    out.warn_before_days = 3;
    return out;
}

/// From July on the record names the day itself.
Limit named() {
    Limit out = good();
    out.suspension.reset();
    out.extensions.clear();
    out.versions[1].amount.reset();
    out.versions[1].unit = Unit::NamedDay;
    out.versions[1].field = "due_on";
    return out;
}

std::string first(const Limit& limit) {
    const Diagnostics faults = check_limit(limit);
    return faults.empty() ? "" : faults.front().code + " " + faults.front().where;
}

}  // namespace

TEST_CASE("A whole limit has no fault, nor has one that nobody knows the length of") {
    CHECK(first(good()).empty());
    Limit unknown = good();
    unknown.versions[1].amount.reset();
    unknown.versions[1].is_confirmed = false;
    CHECK(first(unknown).empty());
    Limit fixed = good();
    fixed.versions[1].unit = Unit::FixedDate;
    fixed.versions[1].amount.reset();
    fixed.versions[1].fixed = {{2, 29}, {12, 5}};
    CHECK(first(fixed).empty());
    CHECK(first(named()).empty());
}

TEST_CASE("Every fault of a limit is found and placed") {
    struct Case {
        const char* expected;
        std::function<void(Limit&)> harm;
    };
    const Case cases[] = {
        {"limit.trigger_unnamed /starts", [](Limit& l) { l.starts.name.clear(); }},
        {"limit.trigger_unnamed /stops/0", [](Limit& l) { l.stops[0].name.clear(); }},
        {"limit.trigger_unnamed /suspension/until", [](Limit& l) { l.suspension->until.name.clear(); }},
        {"limit.trigger_unnamed /extensions/0/action", [](Limit& l) { l.extensions[0].action.clear(); }},
        {"limit.no_stop /stops", [](Limit& l) { l.stops.clear(); }},
        {"limit.start_is_stop /stops/1", [](Limit& l) { l.stops.push_back(l.starts); }},
        {"limit.start_is_stop /stops/1",
         [](Limit& l) {
             l.stops.push_back(l.starts);
             l.stops[1].dated_by = "done_on";
         }},
        {"limit.dated_wrongly /starts", [](Limit& l) { l.starts.dated_by = "done_on"; }},
        {"limit.dated_wrongly /suspension/from", [](Limit& l) { l.suspension->from.dated_by = "done_on"; }},
        {"limit.dated_wrongly /stops/0",
         [](Limit& l) {
             l.stops[0] = {Trigger::Kind::Field, "done_on", "done_on"};
         }},
        {"limit.suspension_same /suspension", [](Limit& l) { l.suspension->until = l.suspension->from; }},
        {"limit.no_version /versions", [](Limit& l) { l.versions.clear(); }},
        {"limit.version_order /versions/0/until",
         [](Limit& l) { l.versions[0].valid_until = l.versions[0].valid_from; }},
        {"limit.version_overlap /versions/1/from",
         [](Limit& l) { l.versions[0].valid_until = day("2026-07-02"); }},
        {"limit.version_overlap /versions/1/from", [](Limit& l) { l.versions[0].valid_until.reset(); }},
        {"limit.version_gap /versions/1/from",
         [](Limit& l) { l.versions[0].valid_until = day("2026-06-30"); }},
        {"limit.version_gap /versions/0/from",
         [](Limit& l) {
             l.versions[0].valid_until = day("2026-06-30");
             std::swap(l.versions[0], l.versions[1]);
         }},
        {"limit.amount_and_date /versions/1/amount",
         [](Limit& l) {
             l.versions[1].fixed = {{12, 5}};
         }},
        {"limit.amount_and_date /versions/1/amount",
         [](Limit& l) {
             l.versions[1].unit = Unit::FixedDate;
             l.versions[1].fixed = {{12, 5}};
         }},
        {"limit.amount_and_date /versions/1/fixed",
         [](Limit& l) {
             l.versions[1].amount.reset();
             l.versions[1].fixed = {{12, 5}};
         }},
        {"limit.date_missing /versions/1/fixed",
         [](Limit& l) {
             l.versions[1].unit = Unit::FixedDate;
             l.versions[1].amount.reset();
         }},
        {"limit.date_unreal /versions/1/fixed",
         [](Limit& l) {
             l.versions[1].unit = Unit::FixedDate;
             l.versions[1].amount.reset();
             l.versions[1].fixed = {{12, 5}, {4, 31}};
         }},
        {"limit.amount_range /versions/0/amount", [](Limit& l) { l.versions[0].amount = 0; }},
        {"limit.amount_range /versions/0/amount", [](Limit& l) { l.versions[0].amount = 36'501; }},
        {"limit.citation_missing /versions/0/citation", [](Limit& l) { l.versions[0].citation.clear(); }},
        {"limit.confirmed_unknown /versions/0/amount", [](Limit& l) { l.versions[0].amount.reset(); }},
        {"limit.roll_of_hours /versions/0/roll", [](Limit& l) { l.versions[0].unit = Unit::Hour; }},
        {"limit.extension_amount /extensions/0/by", [](Limit& l) { l.extensions[0].amount.reset(); }},
        {"limit.extension_amount /extensions/0/by", [](Limit& l) { l.extensions[0].amount = -1; }},
        {"limit.extension_times /extensions/0/times_max", [](Limit& l) { l.extensions[0].times_max = 0; }},
        {"limit.extension_authority /extensions/0/authority",
         [](Limit& l) { l.extensions[0].authority.clear(); }},
        {"limit.extension_unit /extensions/0/by", [](Limit& l) { l.extensions[0].unit = Unit::FixedDate; }},
        {"limit.extension_unit /extensions/0/by", [](Limit& l) { l.extensions[0].unit = Unit::Hour; }},
        {"limit.extension_twice /extensions/1/action",
         [](Limit& l) { l.extensions.push_back(l.extensions[0]); }},
        {"limit.named_nowhere /versions/1/within",
         [](Limit& l) {
             l = named();
             l.versions[1].field.clear();
         }},
        {"limit.start_is_named /versions/1/within",
         [](Limit& l) {
             l = named();
             l.starts = {Trigger::Kind::Field, "due_on"};
         }},
        {"limit.named_and_moved /versions/1/within",
         [](Limit& l) {
             l = named();
             l.extensions = good().extensions;
         }},
        {"limit.named_and_moved /versions/1/within",
         [](Limit& l) {
             l = named();
             l.suspension = good().suspension;
         }},
        {"limit.amount_and_date /versions/1/within",
         [](Limit& l) {
             l = named();
             l.versions[1].amount = 3;
         }},
        {"limit.amount_and_date /versions/0/within", [](Limit& l) { l.versions[0].field = "due_on"; }},
        {"limit.citation_missing /versions/1/citation",
         [](Limit& l) {
             l = named();
             l.versions[1].citation.clear();
         }},
        {"limit.warn_range /warn_before", [](Limit& l) { l.warn_before_days = -1; }},
        {"limit.warn_range /warn_before", [](Limit& l) { l.warn_before_days = 367; }},
    };
    for (const Case& each : cases) {
        CAPTURE(each.expected);
        Limit harmed = good();
        each.harm(harmed);
        CHECK(first(harmed) == each.expected);
    }
    Limit many = good();
    many.stops.clear();
    many.versions.clear();
    many.warn_before_days = -1;
    CHECK(check_limit(many).size() == 3);
}
