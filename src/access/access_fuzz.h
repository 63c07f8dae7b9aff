#pragma once
/// \file
/// What the fuzzers of access try; unit tests replay both over a small corpus.

#include "access/load_rules.h"
#include "access/rules_difference.h"
#include "base/bytes.h"
#include "base/check.h"

namespace neove::access {

/// A table that reads has one spelling from then on, and is the same rules.
inline void fuzz_table(ByteView bytes) {
    const auto table = Rules::from_tsv(as_text(bytes));
    if (!table) {
        CHECK(table.error().code == "access.table_malformed");
        return;
    }
    const std::string text = table->to_tsv();
    const auto again = Rules::from_tsv(text);
    CHECK((again && again->to_tsv() == text));
    CHECK(difference(*table, *again).empty());
    CHECK(!is_wider(*table, *again));
}

/// A section is read whole or has faults with pointers into it; what has none compiles to a table that reads.
inline void fuzz_section(ByteView bytes) {
    const auto section = json::parse(as_text(bytes));
    if (!section) return;
    const Vocabulary words{
        "loan",
        {"asked", "given"},
        {{"ask", true, {}, "/actions/0"}, {"give", false, {"asked"}, "/actions/1"}},
        {"clerk", "head"},
        {"title"},
        true,
        kIdentity};
    Diagnostics faults;
    const RegisterRules rules = load_rules(*section, words, "/access", faults);
    for (const Error& fault : faults) {
        CHECK(fault.code.starts_with("access."));
        CHECK((fault.where.starts_with("/access") || fault.where.starts_with("/actions/")));
    }
    if (!faults.empty()) return;
    const std::string text = Rules::compile({rules}).to_tsv();
    const auto again = Rules::from_tsv(text);
    CHECK((again && again->to_tsv() == text));
}

}  // namespace neove::access
