/// \file
/// A register that says which answer is given to many records at once.

#include "definition/at_once.h"

#include "definition/check.h"
#include "definition/diff.h"
#include "definition/reminded.h"
#include "definition/small_programme.h"

#include <algorithm>

namespace neove::definition {

namespace {

const std::string kFlow = "registers/order/workflow.yaml";
const std::string kList = "registers/order/list.yaml";

void replace(Folder& folder, const std::string& file, const std::string& piece, const std::string& by) {
    std::string& text = folder.files[file];
    const std::size_t at = text.find(piece);
    REQUIRE_MESSAGE(at != std::string::npos, file << ": " << piece);
    text.replace(at, piece.size(), by);
}

/// The small shop, which counts what it has once a day, and may say of all of one kind that none is left.
Folder with_counts() {
    Folder folder = small_programme();
    const std::string form = "registers/order/form.yaml";
    replace(folder, form, "day, secret]}", "day, left, secret]}");
    replace(
        folder,
        form,
        "  - {id: secret, type: long_text}\n",
        "  - {id: left, type: choice, class: internal, options: [some, none]}\n"
        "  - {id: secret, type: long_text}\n"
    );
    replace(
        folder,
        kFlow,
        "links:\n",
        "  - {id: count, from: placed, fields: [day, left], requires: [day, left], once_per: [day]}\nlinks:\n"
    );
    replace(folder, kList, "fill_in:", "at_once: {action: count, same: what, says: {left: none}}\nfill_in:");
    replace(folder, "registers/order/access.yaml", "place, finish]", "place, finish, count]");
    for (const char* file : {"registers/order/labels.vi.yaml", "registers/order/labels.en.yaml"}) {
        replace(folder, file, "fields: {", "fields: {left: L, ");
        replace(
            folder,
            file,
            "actions: {",
            "options: {left: {some: S, none: N}}\nactions: {count: {label: C, done: C}, "
        );
    }
    return folder;
}

std::string told(const Folder& folder) {
    std::string out;
    for (const Fault& fault : check(compile({folder})).faults) out += fault.code + " " + fault.detail + "; ";
    return out;
}

std::string slip(const std::string& piece, const std::string& by, const std::string& file = kList) {
    Folder folder = with_counts();
    replace(folder, file, piece, by);
    return told(folder);
}

}  // namespace

TEST_CASE("a register says what many records are answered at once") {
    const Folder folder = with_counts();
    CHECK(told(folder).empty());
    const auto bundle = load_bundle(compile({folder}).bundle);
    REQUIRE(bundle.has_value());
    const Register& orders = *bundle->find("order");
    const auto rule = at_once_rule(orders);
    REQUIRE(rule.has_value());
    CHECK(rule->action == "count");
    CHECK(rule->same == "what");
    CHECK(rule->says == std::vector<std::pair<std::string, std::string>>{{"left", "none"}});
    CHECK(!at_once_rule(*bundle->find("person")));

    const auto says = [&](json::Object answers) { return says_at_once(orders, *rule, answers); };
    CHECK(says({{"day", "2026-03-02"}, {"left", "none"}}));
    CHECK(!says({{"day", "2026-03-02"}}));
    CHECK(!says({{"day", "2026-03-02"}, {"left", "some"}}));
    CHECK(!says({{"day", "2026-03-02"}, {"left", "none"}, {"secret", "Của riêng ai"}}));
}

TEST_CASE("what cannot be answered at once is told") {
    CHECK(slip("action: count", "action: tally").contains("definition.unknown_action tally"));
    CHECK(slip("action: count", "action: place").contains("definition.at_once_action place"));
    CHECK(slip("same: what", "same: height").contains("definition.unknown_column height"));
    CHECK(slip("same: what", "same: colour").contains("definition.at_once_same colour"));
    CHECK(slip("{left: none}", "{height: none}").contains("definition.unknown_field height"));
    CHECK(slip("{left: none}", "{left: few}").contains("definition.at_once_says few"));
    CHECK(slip("{left: none}", "{left: none, colour: red}").contains("definition.at_once_says red"));
    CHECK(slip("{left: none}", "{}").contains("definition.at_once_missing left"));
    CHECK(slip("once_per: [day]", "once_per: [day], once_with: finish", kFlow)
              .contains("definition.at_once_action count"));
}

TEST_CASE("what reminds of a record, and what is told of it, is asked by the act and open") {
    const auto with = [](const std::string& rule) {
        Folder folder = with_counts();
        replace(folder, kList, "fill_in:", "reminded: " + rule + "\nfill_in:");
        return folder;
    };
    const Folder right = with("{action: count, says: [day, left]}");
    CHECK(told(right).empty());
    const auto bundle = load_bundle(compile({right}).bundle);
    REQUIRE(bundle);
    const auto rule = reminded_rule(*bundle->find("order"));
    REQUIRE(rule);
    CHECK(rule->action == "count");
    CHECK(rule->says == std::vector<std::string>{"day", "left"});
    CHECK(told(with("{action: tell}")).contains("definition.unknown_action tell"));
    CHECK(told(with("{action: place}")).contains("definition.reminded_action place"));
    CHECK(told(with("{action: count, says: height}")).contains("definition.unknown_field height"));
    CHECK(told(with("{action: count, says: colour}")).contains("definition.reminded_says colour"));
    CHECK(told(with("{action: finish, says: secret}")).contains("definition.reminded_says secret"));
}

TEST_CASE("another answer at once is told as a change of the register") {
    const auto was = load_bundle(compile({small_programme()}).bundle);
    const auto is = load_bundle(compile({with_counts()}).bundle);
    REQUIRE((was && is));
    const auto changes = diff(*was, *is).changes;
    CHECK(std::ranges::any_of(changes, [](const Change& one) { return one.detail.contains("at_once: "); }));
}

}  // namespace neove::definition
