/// \file
/// What may stand in `allotments.yaml`: what confirmed tasks become in a register.

#include "allotment/rule.h"
#include "definition/schema.h"

namespace neove::definition::schema {

namespace {

using shape::by_id;
using shape::distinct;
using shape::id;
using shape::integer;
using shape::list_of;
using shape::object;
using shape::one_of;
using shape::one_or_list;
using shape::scalar_or;
using shape::text;

constexpr std::size_t kWords = 200;

Shape property() {
    std::vector<std::string> names;
    for (const allotment::Property one : allotment::kProperties) names.emplace_back(name_of(one));
    return one_of(std::move(names));
}

/// A property alone stands for {of: …}.
Shape as_property() {
    return [inner = property()](const Reading& reading, const yaml::Node& node, const std::string& pointer) {
        json::Value of = inner(reading, node, pointer);
        return of.is_null() ? json::Value() : json::Value(json::Object{{"of", std::move(of)}});
    };
}

std::vector<Key> answer_keys() {
    const Shape words =
        object({{"words", one_or_list(text(kWords)), Need::Must}, {"code", id(), Need::Must}});
    return {
        {"of", property()},
        {"is", text(kWords)},
        {"text", text(kWords)},
        {"label", id()},
        {"codes", by_id(id())},
        {"has", list_of(words, 1)},
        {"else", text(kWords)},
        {"ask", one_of({"task", "section", "report", "document"})}};
}

}  // namespace

const Shape& allotments() {
    static const Shape made = [] {
        const Shape cell = scalar_or(as_property(), object(answer_keys()));
        std::vector<Key> keys = answer_keys();
        keys.push_back({"rows", by_id(cell)});
        const Shape answer = scalar_or(as_property(), object(std::move(keys)));
        const Shape fold =
            object({{"by", id(), Need::Must}, {"rows", id(), Need::Must}, {"more", id(), Need::Must}});
        const Shape relates = object(
            {{"relation", id(), Need::Must},
             {"to", one_of({"lead", "coordinate", "requested", "receiver"}), Need::Must},
             {"at_most", integer(1, 100)}}
        );
        const Shape outcomes = distinct(one_or_list(one_of({"dated", "standing", "in_report"})));
        const Shape roles = distinct(one_or_list(one_of({"lead", "coordinate", "requested", "reporter"})));
        return distinct(list_of(
            object(
                {{"id", id(), Need::Must},
                 {"from", one_of({"confirmed_task", "confirmed_report"}), Need::Must},
                 {"outcomes", outcomes},
                 {"roles", roles, Need::Must},
                 {"action", id(), Need::Must},
                 {"link", id()},
                 {"fold", fold},
                 {"relates", list_of(relates, 1)},
                 {"periods", by_id(text(kWords))},
                 {"answers", by_id(answer), Need::Must}}
            ),
            1
        ));
    }();
    return made;
}

}  // namespace neove::definition::schema
