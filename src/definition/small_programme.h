#pragma once
/// \file
/// A small programme without a fault, for tests to break in one place.

#include "definition/compile.h"

#include <doctest/doctest.h>

namespace neove::definition {

inline Folder small_programme() {
    Folder folder{"shop", {}};
    folder.files["programme.yaml"] = R"(id: shop
version: 2026-01-01
make_believe: true
roles: [clerk, head]
registers: [order, person]
)";
    folder.files["labels.vi.yaml"] = R"(title: Cửa hàng
roles: {clerk: Nhân viên, head: Phụ trách}
lists: {colours: {red: Đỏ, blue: Xanh}}
)";
    folder.files["labels.en.yaml"] = R"(title: Shop
roles: {clerk: Clerk, head: Head}
lists: {colours: {red: Red, blue: Blue}}
)";
    folder.files["lists/colours.yaml"] = "options: [red, blue]\n";
    const auto put = [&](std::string file, std::string text) {
        folder.files["registers/order/" + file] = std::move(text);
    };
    put("form.yaml", R"(domain: work
number_prefix: DH
steps:
  - {id: all, fields: [what, colour, pieces, price, total, day, secret]}
fields:
  - {id: what, type: text, class: internal, required: true, max: 100}
  - {id: colour, type: choice, class: public, list: colours}
  - {id: pieces, type: integer, class: public, min: 1}
  - {id: price, type: money, class: public, show_when: "colour = 'red'"}
  - {id: total, type: computed, computes: money, compute: "pieces * price"}
  - {id: day, type: date, class: public, not_after: today}
  - {id: secret, type: long_text}
)");
    put("workflow.yaml", R"(states: [placed, {id: done, final: true}]
actions:
  - {id: place, creates: true, to: placed, fields: [what, colour, pieces, price, day, secret]}
  - {id: finish, from: placed, to: done, fields: [secret], reason: true}
links:
  - {id: bought_by, to: person, roles: [buyer], max: 1}
)");
    put("deadlines.yaml", R"(- id: finish_it
  starts: entered(placed)
  stops: entered(done)
  versions:
    - {from: 2020-01-01, within: 3 days, citation: "Quy tắc 1", status: confirmed}
  extensions:
    - {action: finish, by: 1 day, authority: "Phụ trách", citation: "Quy tắc 2"}
)");
    put("facts.yaml", R"(dimensions:
  - {id: colour, code: colour}
facts:
  - {kind: sold, at_state: done, when: "pieces > 1", count: pieces}
)");
    put("list.yaml", R"(columns: [what, colour, pieces, day]
filters:
  - {id: open, states: [placed]}
sort: day
board: {rows: owner, limit: finish_it, group: what, act: finish}
fill_in: {body: owner, action: finish, shown: [what], asked: [secret]}
retention: {months: 12, citation: "Quy tắc 3", status: unconfirmed}
)");
    put("access.yaml", R"(grants:
  - {role: clerk, when: own, actions: [open, list, place, finish], read: [public, internal, confidential], write: [public, internal, confidential]}
  - {role: head, when: [own, above], actions: [open, list, export], read: [public, internal]}
denies:
  - {if: block}
list: {show: [number, state, what]}
export: {roles: head, classes: [public], rows_max: 10}
)");
    const auto labels = [&](std::string language, std::string x) {
        put("labels." + language + ".yaml",
            "title: " + x + "\ntitle_many: " + x + "\nsteps: {all: " + x + "}\nfields: {what: " + x +
                ", colour: " + x + ", pieces: " + x + ", price: " + x + ", total: " + x + ", day: " + x +
                ", secret: " + x + "}\nstates: {placed: " + x + ", done: " + x +
                "}\nactions: {place: {label: " + x + ", done: " + x + "}, finish: {label: " + x + ", done: " +
                x + "}}\nlinks: {bought_by: " + x + "}\nroles: {buyer: " + x + "}\nlimits: {finish_it: " + x +
                "}\nfilters: {open: " + x + "}\ndimensions: {colour: " + x + "}\nfacts: {sold: " + x + "}\n");
    };
    labels("vi", "Đơn");
    labels("en", "Order");
    put("scenarios/sold.yaml", R"(name: Bán hàng
steps:
  - {at: 2026-03-02 08:00, as: clerk, do: place, answers: {what: Áo, colour: red, pieces: 2, price: 5000}}
  - {expect: {state: placed, due: {finish_it: 2026-03-05}, answers: {total: 10000}}}
  - {at: 2026-03-03 09:00, as: clerk, do: finish, reason: Xong}
  - {expect: {state: done, met: finish_it, facts: [{kind: sold, n: 2}]}}
)");
    const auto person = [&](std::string file, std::string text) {
        folder.files["registers/person/" + file] = std::move(text);
    };
    person("form.yaml", R"(domain: cases
persons: true
number_prefix: KH
fields:
  - {id: name, type: person, class: identity, required: true, on_card: true}
  - {id: kind, type: choice, class: internal, options: [new, old]}
  - {id: born, type: date, class: confidential}
)");
    person("workflow.yaml", R"(states: [known, {id: gone, final: true}]
actions:
  - {id: add, creates: true, to: known, fields: [name, kind, born], ground: consent}
  - {id: leave, from: known, to: gone}
)");
    person("facts.yaml", R"(dimensions:
  - {id: kind, code: kind}
)");
    person("list.yaml", R"(columns: [kind]
retention: {months: 12, citation: "Quy tắc 3", status: unconfirmed}
)");
    person("access.yaml", R"(grants:
  - {role: clerk, when: own, actions: [open, list, add, leave], read: [internal, identity], write: [internal, confidential, identity]}
list: {show: [number, kind]}
)");
    const auto person_labels = [&](std::string language, std::string x) {
        person(
            "labels." + language + ".yaml",
            "title: " + x + "\ntitle_many: " + x + "\nfields: {name: " + x + ", kind: " + x + ", born: " + x +
                "}\noptions: {kind: {new: " + x + ", old: " + x + "}}\nstates: {known: " + x +
                ", gone: " + x + "}\nactions: {add: {label: " + x + ", done: " + x +
                "}, leave: {label: " + x + ", done: " + x + "}}\ndimensions: {kind: " + x + "}\n"
        );
    };
    person_labels("vi", "Khách");
    person_labels("en", "Customer");
    person("scenarios/added.yaml", R"(name: Khách mới
steps:
  - {at: 2026-03-02 08:00, as: clerk, do: add, consent: true, answers: {name: {name: Hoa}, kind: new}}
  - {expect: {state: known}}
)");
    return folder;
}

/// With one piece of one file replaced; the piece must be there.
inline Folder broken(const std::string& file, const std::string& piece, const std::string& by) {
    Folder folder = small_programme();
    std::string& text = folder.files[file];
    const std::size_t at = text.find(piece);
    REQUIRE_MESSAGE(at != std::string::npos, file << ": " << piece);
    text.replace(at, piece.size(), by);
    return folder;
}

}  // namespace neove::definition
