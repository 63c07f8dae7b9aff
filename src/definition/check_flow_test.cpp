/// \file
/// What may not be said of an action that clears, happens once for each period, or acts on a second record.

#include "definition/check.h"
#include "definition/small_programme.h"

#include <set>

namespace neove::definition {
namespace {

constexpr const char* kFlow = "registers/order/workflow.yaml";
constexpr const char* kFinish = "{id: finish, from: placed, to: done, fields: [secret], reason: true}";

/// Codes of an order whose last action reads so.
std::set<std::string> codes(const Folder& folder) {
    std::set<std::string> out;
    for (const Fault& fault : check(compile({folder})).faults) out.insert(fault.code + " " + fault.pointer);
    return out;
}

std::set<std::string> finishing(const std::string& action) {
    return codes(broken(kFlow, kFinish, action));
}

const std::string kAt = "/programmes/0/registers/0/workflow/actions/1";
using Codes = std::set<std::string>;

/// A second register whose only other action a finished order may take with it.
Folder with_parcel(const std::string& also, const std::string& link = "required: true, max: 1") {
    Folder folder = broken(
        kFlow,
        kFinish,
        "{id: finish, from: placed, to: done, fields: [secret, day], requires: [secret], reason: true, "
        "also: " +
            also + "}"
    );
    std::string& flow = folder.files[kFlow];
    flow += "  - {id: sent_as, to: parcel, " + link + "}\n";
    folder.files["programme.yaml"].replace(
        folder.files["programme.yaml"].find("[order, person]"), 15, "[order, person, parcel]"
    );
    for (const std::string language : {"vi", "en"}) {
        std::string& labels = folder.files["registers/order/labels." + language + ".yaml"];
        labels.replace(labels.find("links: {"), 8, "links: {sent_as: x, ");
        folder.files["registers/parcel/labels." + language + ".yaml"] =
            "title: x\ntitle_many: x\nfields: {sent_on: x, words: x, open_words: x, picture: x}\n"
            "states: {packed: x, sent: x}\nactions: {pack: {label: x, done: x}, send: {label: x, done: x}}\n";
    }
    const auto put = [&](std::string file, std::string text) {
        folder.files["registers/parcel/" + file] = std::move(text);
    };
    put("form.yaml", R"(domain: work
number_prefix: GO
fields:
  - {id: sent_on, type: date, class: internal}
  - {id: words, type: long_text, class: confidential}
  - {id: open_words, type: long_text, class: internal}
  - {id: picture, type: attachment, class: internal}
)");
    put("workflow.yaml", R"(states: [packed, {id: sent, final: true}]
actions:
  - {id: pack, creates: true, to: packed, fields: [words]}
  - {id: send, from: packed, to: sent, fields: [sent_on, words, open_words, picture], reason: true}
)");
    put("list.yaml", "columns: [sent_on]\nretention: {months: 0, citation: x, status: unconfirmed}\n");
    put("access.yaml", R"(grants:
  - {role: clerk, when: own, actions: [open, list, pack, send], read: [internal], write: [internal, confidential]}
list: {show: [number]}
)");
    put("scenarios/sent.yaml", R"(name: Gửi
steps:
  - {at: 2026-03-02 08:00, as: clerk, do: pack}
  - {expect: {state: packed}}
)");
    return folder;
}

const std::string kGood = "{link: sent_as, do: send, with: {sent_on: day, words: secret}, reason: secret}";

}  // namespace

TEST_CASE("an action may clear what it does not ask and nobody needs") {
    CHECK(
        finishing("{id: finish, from: placed, to: done, clears: [day], fields: [secret], reason: true}") ==
        Codes{}
    );
    CHECK(
        finishing(
            "{id: finish, from: placed, to: done, clears: [what, total, nothing, secret], fields: [secret], "
            "reason: true}"
        ) ==
        Codes{
            "definition.clears_required " + kAt + "/clears/0",
            "definition.computed_by_action " + kAt + "/clears/1",
            "definition.unknown_field " + kAt + "/clears/2",
            "definition.clears_and_asks " + kAt + "/clears/3"}
    );
}

TEST_CASE("what is asked anew is asked by the action, and a day that only moves on is a day in the clear") {
    const auto with = [](const std::string& what) {
        return finishing(
            "{id: finish, from: placed, to: done, fields: [secret, day], reason: true, " + what + "}"
        );
    };
    CHECK(with("anew: [secret, day]") == Codes{});
    CHECK(
        with("anew: [secret, what, nothing]") ==
        Codes{"definition.anew_not_asked " + kAt + "/anew/1", "definition.anew_not_asked " + kAt + "/anew/2"}
    );
    CHECK(with("only_later: day") == Codes{});
    CHECK(
        with("only_later: [secret, colour, nothing]") ==
        Codes{
            "definition.not_in_the_clear " + kAt + "/only_later/0",
            "definition.later_of_no_date " + kAt + "/only_later/1",
            "definition.unknown_field " + kAt + "/only_later/2"}
    );
    CHECK(with("not_past: day") == Codes{});
    CHECK(
        with("not_past: [secret, colour, nothing]") ==
        Codes{
            "definition.not_in_the_clear " + kAt + "/not_past/0",
            "definition.later_of_no_date " + kAt + "/not_past/1",
            "definition.unknown_field " + kAt + "/not_past/2"}
    );
    CHECK(
        codes(broken(kFlow, "to: placed, fields", "to: placed, anew: what, fields")) ==
        Codes{"definition.not_when_opening /programmes/0/registers/0/workflow/actions/0"}
    );
}

TEST_CASE("a stop takes its day from a field that the action leading there asks") {
    Folder folder = broken(kFlow, "fields: [secret], reason", "fields: [secret, day], reason");
    for (const std::string stop : {"{entered: done, on: day}", "[{action: finish, on: day}]"}) {
        Folder dated = folder;
        std::string& text = dated.files["registers/order/deadlines.yaml"];
        text.replace(text.find("entered(done)"), 13, stop);
        CHECK(codes(dated) == Codes{});
        const auto compiled = compile({dated});
        const Bundle bundle = *load_bundle(compiled.bundle);
        CHECK(bundle.find("order")->limits[0].stops[0].dated_by == "day");
    }
}

TEST_CASE("what the second record has to be told each time is given to it") {
    Folder folder = with_parcel("{link: sent_as, do: send, with: {words: secret}, reason: secret}");
    std::string& flow = folder.files["registers/parcel/workflow.yaml"];
    const std::string asks = "fields: [sent_on, words, open_words, picture]";
    flow.replace(flow.find(asks), asks.size(), asks + ", requires: [sent_on], anew: sent_on");
    CHECK(codes(folder) == Codes{"definition.also_anew " + kAt + "/also/with"});
}

TEST_CASE("what happens once is told apart by what lies in the clear alone") {
    CHECK(
        finishing(
            "{id: finish, from: placed, to: done, once_per: [day, colour], fields: [secret], reason: true}"
        ) == Codes{}
    );
    CHECK(
        finishing("{id: finish, from: placed, to: done, once_per: [secret, nothing], fields: [secret], "
                  "reason: true}") ==
        Codes{
            "definition.not_in_the_clear " + kAt + "/once_per/0",
            "definition.unknown_field " + kAt + "/once_per/1"}
    );
    CHECK(
        codes(broken(kFlow, "to: placed, fields", "to: placed, once_per: day, fields")) ==
        Codes{"definition.not_when_opening /programmes/0/registers/0/workflow/actions/0"}
    );
}

TEST_CASE("two actions count as one only where they tell their times apart by the same names") {
    const std::string finish = "{id: finish, from: placed, to: done, fields: [secret], reason: true, ";
    const std::string more = "once_per: day}\n  - {id: again, from: placed, fields: [secret], ";
    const std::string at = "/programmes/0/registers/0/workflow/actions/";
    const auto faults = [&](const std::string& rest) {
        Codes out;
        for (const std::string& one : finishing(finish + rest)) {
            if (one.starts_with("definition.once_with ")) out.insert(one);
        }
        return out;
    };
    CHECK(faults(more + "once_per: day, once_with: finish}") == Codes{});
    CHECK(
        faults(more + "once_per: [day, colour], once_with: finish}") ==
        Codes{"definition.once_with " + at + "2/once_with/0"}
    );
    CHECK(
        faults("once_per: day, once_with: [finish, nothing]}") ==
        Codes{"definition.once_with " + at + "1/once_with/0", "definition.once_with " + at + "1/once_with/1"}
    );
    const auto over = [&](const std::string& rest) {
        Codes out;
        for (const std::string& one : finishing(finish + rest)) {
            if (one.starts_with("definition.once_over ")) out.insert(one);
        }
        return out;
    };
    CHECK(over("once_per: day, once_over: \"today > day\"}") == Codes{});
    const Codes told{"definition.once_over " + at + "1/once_over"};
    CHECK(over("once_per: day, once_over: \"today > day and colour = 'red'\"}") == told);
    CHECK(over("once_per: day, once_over: \"today\"}") == told);
    CHECK(over("once_over: \"today > 2026-01-01\"}") == told);
    CHECK(faults("once_with: place}") == Codes{"definition.once_with " + at + "1/once_with/0"});
}

TEST_CASE("a condition of an action may count actions, one of a fact may not") {
    const std::string counts =
        "{id: finish, from: placed, to: done, fields: [secret], reason: true, when: \"";
    CHECK(finishing(counts + "count(place) > 0\"}") == Codes{});
    CHECK(finishing(counts + "count(plaec) > 0\"}").size() == 1);
    CHECK(finishing(counts + "place > 0\"}").size() == 1);
    CHECK(!codes(broken("registers/order/facts.yaml", "\"pieces > 1\"", "\"count(place) > 1\"")).empty());
}

TEST_CASE("an action acts on the one record that it points at, with answers that may go there") {
    CHECK(codes(with_parcel(kGood)) == Codes{});
    const std::string at = kAt + "/also";
    CHECK(codes(with_parcel(kGood, "max: 1")) == Codes{"definition.also_link " + at + "/link"});
    CHECK(
        codes(with_parcel(kGood, "required: true, max: 2")) == Codes{"definition.also_link " + at + "/link"}
    );
    CHECK(codes(with_parcel("{link: sent_as, do: pack}")) == Codes{"definition.also_action " + at + "/do"});
    CHECK(codes(with_parcel("{link: sent_as, do: snd}")) == Codes{"definition.also_action " + at + "/do"});
    Folder with_code = with_parcel(kGood);
    std::string& sending = with_code.files["registers/parcel/workflow.yaml"];
    sending.replace(sending.find("id: send,"), 9, "id: send, step_up: true,");
    CHECK(codes(with_code) == Codes{"definition.also_step_up " + at + "/do"});
    CHECK(codes(with_parcel("{link: sent_as, do: send}")) == Codes{"definition.also_reason " + at});
    CHECK(
        codes(with_parcel("{link: sent_as, do: send, reason: day}")) ==
        Codes{"definition.also_reason " + at + "/reason"}
    );
}

TEST_CASE("a confidential answer never goes over to a lower class, and no file leaves its record") {
    const std::string at = kAt + "/also/with/";
    const auto with = [&](const std::string& pair) {
        return codes(with_parcel("{link: sent_as, do: send, reason: secret, with: {" + pair + "}}"));
    };
    CHECK(with("open_words: secret") == Codes{"definition.also_class " + at + "open_words"});
    CHECK(with("sent_on: secret") == Codes{"definition.also_type " + at + "sent_on"});
    CHECK(
        with("sent_on: what") == Codes{"definition.also_field " + at + "sent_on"}
    );  // not asked by `finish`
    CHECK(with("nothing: day") == Codes{"definition.also_field " + at + "nothing"});
    Folder elsewhere = with_parcel(kGood);
    std::string& form = elsewhere.files["registers/parcel/form.yaml"];
    form.replace(form.find("domain: work"), 12, "domain: cases");
    CHECK(
        codes(elsewhere) ==
        Codes{
            "definition.also_class " + at + "sent_on",
            "definition.also_class " + at + "words",
            "definition.also_class " + kAt + "/also/reason"}
    );
}

}  // namespace neove::definition
