/// \file
/// What breaks and what only adds.

#include "definition/diff.h"

#include "definition/folder.h"
#include "definition/small_programme.h"

#include <algorithm>
#include <functional>
#include <set>

namespace neove::definition {
namespace {

Bundle loaded(const Folder& folder) {
    auto bundle = load_bundle(compile({folder}).bundle);
    REQUIRE(bundle.has_value());
    return *std::move(bundle);
}

struct Case {
    std::string file;
    std::string piece;
    std::string by;
    bool breaking;
    std::string code;
    std::string where;
};

const std::string kForm = "registers/order/form.yaml";
const std::string kFlow = "registers/order/workflow.yaml";
const std::string kLimits = "registers/order/deadlines.yaml";

const std::vector<Case>& cases() {
    static const std::vector<Case> all{
        {kForm,
         "  - {id: secret, type: long_text}\n",
         "",
         true,
         "change.field_removed",
         "shop/order/form/fields/secret"},
        {kForm,
         "  - {id: secret",
         "  - {id: more, type: text}\n  - {id: secret",
         false,
         "change.field_added",
         "shop/order/form/fields/more"},
        {kForm,
         "  - {id: secret",
         "  - {id: more, type: text, required: true}\n  - {id: secret",
         true,
         "change.field_added",
         "shop/order/form/fields/more"},
        {kForm,
         "type: integer",
         "type: money",
         true,
         "change.field_changed",
         "shop/order/form/fields/pieces"},
        {kForm,
         "type: text, class: internal",
         "type: text, class: public",
         true,
         "change.field_changed",
         "shop/order/form/fields/what"},
        {kForm,
         "type: text, class: internal",
         "type: text, class: confidential",
         false,
         "change.field_changed",
         "shop/order/form/fields/what"},
        {kForm, "required: true, ", "", false, "change.field_changed", "shop/order/form/fields/what"},
        {kForm,
         "class: public, min: 1",
         "class: public, min: 1, required: true",
         true,
         "change.field_changed",
         "shop/order/form/fields/pieces"},
        {kForm, "max: 100", "max: 50", true, "change.field_changed", "shop/order/form/fields/what"},
        {kForm, "max: 100", "max: 150", false, "change.field_changed", "shop/order/form/fields/what"},
        {kForm, "min: 1", "min: 2", true, "change.field_changed", "shop/order/form/fields/pieces"},
        {"lists/colours.yaml",
         ", blue",
         "",
         true,
         "change.option_removed",
         "shop/order/form/fields/colour/options/blue"},
        {"lists/colours.yaml",
         "blue",
         "blue, green",
         false,
         "change.option_added",
         "shop/order/form/fields/colour/options/green"},
        {kFlow,
         "[placed, ",
         "[placed, packed, ",
         false,
         "change.state_added",
         "shop/order/workflow/states/packed"},
        {kFlow,
         ", {id: done, final: true}",
         "",
         true,
         "change.state_removed",
         "shop/order/workflow/states/done"},
        {kFlow,
         "reason: true",
         "reason: true, step_up: true",
         true,
         "change.action_changed",
         "shop/order/workflow/actions/finish"},
        {kFlow, ", reason: true", "", false, "change.action_changed", "shop/order/workflow/actions/finish"},
        {kFlow,
         "reason: true",
         "reason: true, requires: [day]",
         true,
         "change.action_changed",
         "shop/order/workflow/actions/finish"},
        {kFlow, "max: 1}", "max: 2}", false, "change.link_changed", "shop/order/workflow/links/bought_by"},
        {kFlow,
         "max: 1}",
         "max: 1, required: true}",
         true,
         "change.link_changed",
         "shop/order/workflow/links/bought_by"},
        {kLimits,
         "3 days",
         "2 days",
         true,
         "change.version_changed",
         "shop/order/limits/finish_it/versions/2020-01-01"},
        {kLimits,
         "3 days",
         "{field: day, before: inclusive}",
         true,
         "change.version_changed",
         "shop/order/limits/finish_it/versions/2020-01-01"},
        {kLimits,
         "status: confirmed}",
         "status: confirmed, until: 2027-01-01}\n    - {from: 2027-01-01, within: 2 days, citation: x, "
         "status: confirmed}",
         false,
         "change.version_added",
         "shop/order/limits/finish_it/versions/2027-01-01"},
        {"registers/order/list.yaml",
         "[what, colour, pieces, day]",
         "[what, pieces, colour, day]",
         true,
         "change.column_moved",
         "shop/order/list/columns/colour"},
        {"registers/order/list.yaml",
         "[what, colour, pieces, day]",
         "[what, colour, pieces, day, price]",
         false,
         "change.column_added",
         "shop/order/list/columns/price"},
        {"registers/order/list.yaml",
         "months: 12",
         "months: 6",
         true,
         "change.retention_changed",
         "shop/order/list/retention"},
        {"registers/order/list.yaml",
         "months: 12",
         "months: 24",
         false,
         "change.retention_changed",
         "shop/order/list/retention"},
        {"registers/order/list.yaml",
         "group: what, ",
         "",
         false,
         "change.register_changed",
         "shop/order/list"},
        {"registers/order/facts.yaml",
         "code: colour",
         "code: what",
         true,
         "change.dimension_changed",
         "shop/order/facts/dimensions/colour"},
        {"registers/order/labels.vi.yaml",
         "title_many: Đơn",
         "title_many: Các đơn",
         false,
         "change.label_changed",
         "shop/order/labels/vi/title_many"},
        {kForm, "domain: work", "domain: crime", true, "change.register_changed", "shop/order"},
        {kForm, "prefix: DH", "prefix: DX", false, "change.register_changed", "shop/order"},
        {"programme.yaml",
         "roles: [clerk, head]",
         "roles: [clerk, head, third]",
         false,
         "change.role_added",
         "shop/roles/third"},
        {"programme.yaml", "[order, person]", "[order]", true, "change.register_removed", "shop/person"},
    };
    return all;
}

}  // namespace

TEST_CASE("each change is told where it is, and whether it breaks anything") {
    const Bundle before = loaded(small_programme());
    for (const Case& one : cases()) {
        CAPTURE(one.by);
        const BundleDifference found = diff(before, loaded(broken(one.file, one.piece, one.by)));
        const auto told = std::ranges::find_if(found.changes, [&](const Change& change) {
            return change.code == one.code && change.where == one.where;
        });
        std::string all;
        for (const Change& change : found.changes)
            all += "\n  " + change.where + " " + change.code + " " + change.detail;
        REQUIRE_MESSAGE(told != found.changes.end(), all);
        CHECK(told->breaking == one.breaking);
        CHECK(found.is_breaking() == one.breaking);
    }
}

/// Every place of a bundle once a kind of place: what lies behind an id or a number in a list is of one kind.
/// Register by register, which is quicker by far.
class Slips {
public:
    using Tell =
        std::function<void(const std::string& place, const json::Value& before, const json::Value& slipped)>;
    Slips(const json::Value& source, Tell tell) : tell_(std::move(tell)) {
        for (const json::Value& programme : *source.find("programmes")->array()) {
            for (const json::Value& one : *programme.find("registers")->array()) {
                whole_ = json::Object{{"format", 1}, {"programmes", json::Array{programme}}};
                json::Value& only = whole_.find("programmes")->array()->front();
                only.set("registers", json::Array{one});
                before_ = whole_;
                members(only, "programme");
            }
        }
    }

private:
    template <typename Slip>
    void tried(json::Value& at, const Slip& slip, const std::string& place) {
        if (seen_.contains(place)) return;
        json::Value other = slip();
        if (other == at) return;
        seen_.insert(place);
        std::swap(at, other);
        tell_(place, before_, whole_);
        std::swap(at, other);
    }

    void members(json::Value& of, const std::string& place) {
        const bool are_labels = place.ends_with("/vi") || place.ends_with("/en");
        std::vector<std::string> names;
        for (const auto& [name, value] : *of.object()) names.push_back(name);
        for (const std::string& name : names) {
            const std::string inner = place + "/" + (are_labels ? "*" : name);
            const auto without = [&] {
                json::Object rest;
                for (const auto& [each, value] : *of.object()) {
                    if (each != name) rest.emplace_back(each, value);
                }
                return json::Value(std::move(rest));
            };
            tried(of, without, inner + " gone");
            walk(*of.find(name), inner);
        }
    }

    void walk(json::Value& at, const std::string& place) {
        if (at.object() != nullptr) {
            members(at, place);
        } else if (json::Array* all = at.array()) {
            const auto turned = [&] { return json::Value(json::Array(all->rbegin(), all->rend())); };
            tried(at, turned, place + " turned round");
            for (json::Value& one : *all) walk(one, place + "/*");
        } else if (at.string() != nullptr) {
            tried(
                at, [&] { return json::Value(*at.string() + "x"); }, place + " changed"
            );
        } else if (at.integer() != nullptr) {
            tried(
                at, [&] { return json::Value(*at.integer() + 1); }, place + " changed"
            );
        } else {
            tried(
                at, [] { return json::Value(); }, place + " changed"
            );
        }
    }

    json::Value before_;
    json::Value whole_;
    Tell tell_;
    std::set<std::string> seen_;
};

TEST_CASE("never: two are asked to sign a bundle of which some change is told nowhere") {
    const auto folders = read_folders(std::string(NEOVE_SOURCE_DIR) + "/programmes");
    REQUIRE(folders.has_value());
    const json::Value source = compile(*folders).bundle;
    int told = 0;
    const Slips slips(source, [&](const std::string& place, const json::Value& was, const json::Value& is) {
        Bundle before{.digest = {}, .programmes = {}, .access = {}, .source = was};
        Bundle after{.digest = {}, .programmes = {}, .access = {}, .source = is};
        if (place.starts_with("programme/registers/*/access")) {
            // Only what holds together can be brought; the table is told by what it then says.
            auto loaded = load_bundle(is);
            if (!loaded) return;
            after = std::move(*loaded);
            before = *load_bundle(was);
        }
        const bool is_told = !diff(before, after).is_empty();
        CHECK_MESSAGE(is_told, place);
        told += is_told ? 1 : 0;
    });
    CHECK(told > 300);
}

TEST_CASE("nothing differs from itself") {
    const Bundle bundle = loaded(small_programme());
    CHECK(diff(bundle, bundle).is_empty());
    // A store keeps it with its members in another order.
    const auto kept = load_bundle(std::string_view(json::write_canonical(bundle.source)));
    REQUIRE(kept.has_value());
    CHECK(diff(*kept, bundle).is_empty());
}

TEST_CASE("a wider access table is shown cell by cell") {
    const Bundle before = loaded(small_programme());
    const Bundle after = loaded(broken(
        "registers/order/access.yaml",
        "actions: [open, list, export]",
        "actions: [open, list, export, finish]"
    ));
    const BundleDifference found = diff(before, after);
    CHECK(found.changes.empty());
    CHECK(found.access_is_wider);
    REQUIRE_FALSE(found.access.empty());
    CHECK(found.access[0].after.contains("finish"));
    CHECK_FALSE(diff(after, before).access_is_wider);
}

}  // namespace neove::definition
