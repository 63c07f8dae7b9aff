#include "bodies.h"

#include "base/check.h"
#include "organisation/check.h"
#include "organisation/import.h"
#include "organisation/resolve.h"

#include <fmt/format.h>

#include <set>

namespace neove::organisation {
namespace {

Rows split(std::string_view text) {
    Rows rows(1, {""});
    for (const char c : text) {
        if (c == '\n') {
            rows.push_back({""});
        } else if (c == '\t') {
            rows.back().emplace_back();
        } else {
            rows.back().back() += c;
        }
    }
    return rows;
}

Vocabulary small() {
    Diagnostics faults;
    Vocabulary made = read_vocabulary(
        {"levels: [tỉnh, xã]\nterritory_kinds: [top]\nlinks: [của]\nand_word: và\n",
         "plain:\n  UB: Ủy ban\n",
         "kinds:\n  - {kind: top, vi: Sở, en: Top}\n  - {kind: other, vi: Khác, en: Other}\n"
         "import_columns: {name: [tên], kind: [loại], parent: [cấp trên], code: [mã], offline: [ngoài mạng], "
         "valid_from: [từ ngày], valid_until: [đến ngày], aliases: [tên khác], short_name: [tên ngắn]}\n"
         "import_yes: [x]\nimport_no: [o]\ncode: {max_length: 35, separator: \".\", status: unconfirmed}\n",
         "firm_words: [tỉnh]\ncollectives:\n  - {collective: many, names: [\"các [sở,] ngành của tỉnh A\"], "
         "kinds: [other]}\n",
         "successions:\n  - body: C\n    names: [\"C [D]\"]\n    ended: 2025-01-01\n"
         "    heirs:\n      - {to: B, subject_vi: x, subject_en: x, basis: x, status: confirmed}\n"},
        faults
    );
    CHECK(faults.empty());
    return made;
}

const Vocabulary& vocabulary() {
    static const Vocabulary made = small();
    return made;
}

const Directory& directory() {
    static const Directory made = [] {
        std::vector<Organisation> some(2);
        some[0].id = OrganisationId::trusted(std::string(32, 'a'));
        some[0].name = "Ủy ban tỉnh A";
        some[0].kind = "top";
        some[1].id = OrganisationId::trusted(std::string(32, 'b'));
        some[1].name = "B";
        some[1].kind = "other";
        some[1].code = "1";
        some[1].parent = some[0].id;
        return Directory(some, vocabulary().naming);
    }();
    return made;
}

}  // namespace

void fuzz_import(ByteView bytes) {
    int next = 0;
    const auto new_id = [&] { return OrganisationId::trusted(fmt::format("{:032x}", next++)); };
    const ImportPlan plan = plan_import(split(as_text(bytes)), directory(), vocabulary(), new_id);
    if (!plan.can_be_saved()) return;
    CHECK(plan.rows == plan.to_create.size() + plan.to_change.size() + plan.unchanged);
    std::set<OrganisationId> there;
    for (const Organisation& one : directory().all()) there.insert(one.id);
    for (const Organisation& one : plan.to_create) {
        CHECK(check_alone(vocabulary(), one).empty());
        CHECK(one.parent.is_empty() || there.contains(one.parent));
        CHECK(there.insert(one.id).second);
    }
    for (const Organisation& one : plan.to_change) CHECK(directory().find(one.id) != nullptr);
}

void fuzz_resolve(ByteView bytes) {
    const std::string_view text = as_text(bytes);
    for (const OrganisationId& issuer : {OrganisationId{}, directory().all()[0].id}) {
        const Resolution found = resolve(directory(), vocabulary(), text, Date{}, issuer);
        if (found.status == Status::Resolved) CHECK(directory().find(found.organisation) != nullptr);
        if (found.status == Status::Ambiguous) CHECK(found.candidates.size() > 1);
        if (found.status == Status::Successor) CHECK(!found.proposals.empty());
        for (const OrganisationId& id : found.members) CHECK(directory().find(id) != nullptr);
    }
    static_cast<void>(directory().search(text, 5));
}

}  // namespace neove::organisation
