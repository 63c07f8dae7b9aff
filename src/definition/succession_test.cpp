/// \file
/// A register that says which action passes its records on when a body is no more.

#include "definition/succession.h"

#include "definition/check.h"
#include "definition/diff.h"
#include "definition/small_programme.h"

namespace neove::definition {

namespace {

const std::string kFlow = "registers/order/workflow.yaml";

void replace(Folder& folder, const std::string& file, const std::string& piece, const std::string& by) {
    std::string& text = folder.files[file];
    const std::size_t at = text.find(piece);
    REQUIRE_MESSAGE(at != std::string::npos, file << ": " << piece);
    text.replace(at, piece.size(), by);
}

/// The small shop, whose orders name a maker, and pass on to whoever took the maker over.
Folder with_makers() {
    Folder folder = small_programme();
    replace(
        folder,
        "registers/order/form.yaml",
        "  - {id: secret, type: long_text}\n",
        "  - {id: secret, type: long_text}\n"
        "  - {id: maker, type: organisation, class: public}\n"
        "  - {id: old_maker, type: organisation, class: public}\n"
        "  - {id: paper, type: text, class: internal}\n"
    );
    replace(folder, "registers/order/form.yaml", "day, secret]}", "day, secret, maker, old_maker, paper]}");
    replace(
        folder,
        kFlow,
        "links:\n",
        "  - {id: hand_over, from: placed, fields: [maker, old_maker, paper, pieces], requires: [maker]}\n"
        "succession: {field: maker, former: old_maker, paper: paper, action: hand_over}\nlinks:\n"
    );
    replace(folder, "registers/order/list.yaml", "pieces, day]", "pieces, day, maker]");
    replace(folder, "registers/order/access.yaml", "place, finish]", "place, finish, hand_over]");
    replace(folder, "registers/order/access.yaml", "state, what]", "state, what, maker]");
    for (const char* file : {"registers/order/labels.vi.yaml", "registers/order/labels.en.yaml"}) {
        replace(folder, file, "fields: {", "fields: {maker: M, old_maker: O, paper: P, ");
        replace(folder, file, "actions: {", "actions: {hand_over: {label: H, done: H}, ");
    }
    return folder;
}

/// Makers of two branches may both have been given the same order.
Folder with_twins(const std::string& rest) {
    Folder folder = with_makers();
    replace(folder, kFlow, "action: hand_over}\n", "action: hand_over, " + rest + "}\n");
    return folder;
}

Folder with_slip(const std::string& file, const std::string& piece, const std::string& by) {
    Folder folder = with_makers();
    replace(folder, file, piece, by);
    return folder;
}

std::string told(const Folder& folder) {
    std::string out;
    for (const Fault& fault : check(compile({folder})).faults) out += fault.code + " " + fault.detail + "; ";
    return out;
}

}  // namespace

TEST_CASE("a register says which action passes its records on") {
    const Folder folder = with_makers();
    CHECK(told(folder).empty());
    const auto bundle = load_bundle(compile({folder}).bundle);
    REQUIRE(bundle.has_value());
    const auto rule = succession_rule(*bundle->find("order"));
    REQUIRE(rule.has_value());
    CHECK(rule->field == "maker");
    CHECK(rule->former == "old_maker");
    CHECK(rule->paper == "paper");
    CHECK(rule->action == "hand_over");
    CHECK(!succession_rule(*bundle->find("person")));
}

TEST_CASE("what a succession cannot mean is told, all at once") {
    CHECK(
        told(with_slip(kFlow, "{field: maker", "{field: height")).contains("definition.unknown_column height")
    );
    CHECK(told(with_slip(kFlow, "{field: maker", "{field: what")).contains("definition.succession_field what")
    );
    CHECK(told(with_slip(kFlow, "former: old_maker", "former: paper"))
              .contains("definition.succession_field paper"));
    CHECK(told(with_slip(kFlow, "paper: paper", "paper: sheet")).contains("definition.unknown_field sheet"));
    CHECK(
        told(with_slip(kFlow, "action: hand_over", "action: hand")).contains("definition.unknown_action hand")
    );
    CHECK(told(with_slip(kFlow, "action: hand_over", "action: place"))
              .contains("definition.succession_act place"));
    CHECK(told(with_slip(kFlow, "[maker, old_maker, paper, pieces]", "[maker, paper, pieces]"))
              .contains("definition.succession_act old_maker"));
    CHECK(told(with_slip(kFlow, "requires: [maker]", "requires: [maker, pieces]"))
              .contains("definition.succession_asks pieces"));
    CHECK(told(with_slip("registers/order/access.yaml", "what, maker]", "what]"))
              .contains("definition.succession_hidden maker"));
    CHECK(told(with_slip("registers/order/list.yaml", "maker]", "{id: maker, from: old_maker}]"))
              .contains("definition.succession_field maker"));
    CHECK(told(with_slip(
                   "registers/person/workflow.yaml",
                   "states:",
                   "succession: {field: kind, action: leave}\nstates:"
               ))
              .contains("definition.succession_of_persons"));
    CHECK(told(with_slip("registers/person/access.yaml", "actions: [", "actions: [succeed, "))
              .contains("definition.succession_of_persons"));
    const std::string many = told(with_slip(kFlow, "former: old_maker, paper: paper", "former: a, paper: b"));
    CHECK(many.contains("definition.unknown_field a"));
    CHECK(many.contains("definition.unknown_field b"));
}

TEST_CASE("what is alike is told by columns that are shown, and let go by an action that asks nothing else") {
    CHECK(told(with_twins("alike: [what]")).empty());
    CHECK(told(with_twins("alike: [what], let_go: {action: finish}")).empty());
    CHECK(told(with_twins("alike: [what, height]")).contains("definition.unknown_column height"));
    CHECK(told(with_twins("alike: [what, day]")).contains("definition.succession_hidden day"));
    CHECK(told(with_twins("alike: what, let_go: {action: fin}")).contains("definition.unknown_action fin"));
    CHECK(told(with_twins("alike: what, let_go: {action: place}")).contains("definition.succession_act place")
    );
    CHECK(told(with_twins("let_go: {action: finish}")).contains("definition.succession_act finish"));
    CHECK(told(with_twins("alike: what, let_go: {action: finish, on: secret}"))
              .contains("definition.succession_field secret"));
}

TEST_CASE("another succession breaks nothing and is told") {
    const auto before = load_bundle(compile({with_makers()}).bundle);
    const auto after = load_bundle(compile({with_slip(kFlow, ", former: old_maker", "")}).bundle);
    REQUIRE((before && after));
    const BundleDifference change = diff(*before, *after);
    CHECK(!change.is_breaking());
    REQUIRE(change.changes.size() == 1);
    CHECK(change.changes[0].code == "change.register_changed");
    CHECK(change.changes[0].detail.starts_with("succession: "));
}

}  // namespace neove::definition
