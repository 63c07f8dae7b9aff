#include "access/access_fuzz.h"

#include <doctest/doctest.h>

#include <fstream>
#include <iterator>
#include <map>
#include <sstream>

namespace neove::access {

namespace {

/// The text itself, cut short everywhere, and with each byte turned.
void replay(void (*body)(ByteView), const std::string& text) {
    body(as_bytes(text));
    for (std::size_t at = 0; at < text.size(); ++at) {
        body(as_bytes(text.substr(0, at)));
        for (const char other : {'\t', '\n', '-', ',', '"', '0', '\xff'}) {
            std::string turned = text;
            turned[at] = other;
            body(as_bytes(turned));
        }
    }
}

/// What a line is one of: a cell of its register, or a line of its kind that says the same sort of thing.
std::string shape_of(const std::string& line) {
    std::istringstream columns(line);
    std::string first;
    std::string fourth;
    std::getline(columns, first, '\t');
    if (!first.starts_with('#')) return first;
    for (int at = 1; at < 4 && std::getline(columns, fourth, '\t'); ++at) {
    }
    return first + '\t' + fourth;
}

/// The head of a table and one line of every shape: a replay takes the square of their length.
std::string every_shape_of(const std::string& table) {
    std::istringstream lines(table);
    std::string head;
    std::getline(lines, head);
    std::map<std::string, std::string> shapes;
    for (std::string line; std::getline(lines, line);) shapes.emplace(shape_of(line), line + '\n');
    std::string out = head + '\n';
    for (const auto& [shape, line] : shapes) out += line;
    return out;
}

}  // namespace

TEST_CASE("the fuzzers' bodies hold on a table and a section, on cut and on damaged ones") {
    std::ifstream file(std::string(NEOVE_SOURCE_DIR) + "/programmes/lending_library/access.tsv");
    const std::string table{std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>()};
    fuzz_table(as_bytes(table));
    const std::string head = table.substr(0, table.find('\n') + 1);
    const std::string shapes = every_shape_of(table);
    REQUIRE(Rules::from_tsv(shapes).has_value());
    replay(fuzz_table, shapes);
    replay(
        fuzz_table,
        head + "loan\tclerk\topen\tasked\town\tconsent, until 9 days after given\tpublic\t-\tidentity\n" +
            "#deny\tloan\tblock\tkin,own\n#list\tloan\ttitle\n#list_identity\tloan\tclerk\town\n" +
            "#export\tloan\thead\tpublic\t9\t1\t3\t2\n#break_glass\tloan\thead\tidentity\t60\tclerk\t3\n#"
            "matches\tloan\tclerk\n"
    );
    replay(
        fuzz_section, R"({"relations": ["desk"], "grants": [{"role": "clerk", "when": ["own", "desk"],
        "actions": ["open", "list", "ask", "give", "export"], "read": ["identity"], "purpose": ["public"],
        "until": "9 days after given", "consent": true}], "denies": [{"if": "block", "unless": ["own"]}],
        "list": {"show": ["title"], "identity": {"roles": ["clerk"], "when": ["own"]}},
        "export": {"roles": ["clerk"], "classes": ["public"], "rows_max": 9,
        "identity": {"rows_max": 3, "approvals": 2}}, "break_glass": {"roles": ["head"], "classes": ["identity"],
        "minutes": 60, "tell": ["clerk"], "review_within": "3 working_days"}, "matches": {"tell": "clerk"}})"
    );
}

}  // namespace neove::access
