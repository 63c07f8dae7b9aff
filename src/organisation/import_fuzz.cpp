#include "organisation/import_fuzz.h"

#include "base/check.h"
#include "organisation/check.h"
#include "organisation/import.h"

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
         "firm_words: []\ncollectives: []\n",
         "successions: []\n"},
        faults
    );
    CHECK(faults.empty());
    return made;
}

}  // namespace

void fuzz_import(ByteView bytes) {
    static const Vocabulary vocabulary = small();
    static const Directory directory = [] {
        std::vector<Organisation> some(2);
        some[0].id = OrganisationId::trusted(std::string(32, 'a'));
        some[0].name = "Ủy ban tỉnh A";
        some[0].kind = "top";
        some[1].id = OrganisationId::trusted(std::string(32, 'b'));
        some[1].name = "B";
        some[1].kind = "other";
        some[1].code = "1";
        some[1].parent = some[0].id;
        return Directory(some, vocabulary.naming);
    }();
    int next = 0;
    const auto new_id = [&] { return OrganisationId::trusted(fmt::format("{:032x}", next++)); };
    const ImportPlan plan = plan_import(split(as_text(bytes)), directory, vocabulary, new_id);
    if (!plan.can_be_saved()) return;
    CHECK(plan.rows == plan.to_create.size() + plan.to_change.size() + plan.unchanged);
    std::set<OrganisationId> there;
    for (const Organisation& one : directory.all()) there.insert(one.id);
    for (const Organisation& one : plan.to_create) {
        CHECK(check_alone(vocabulary, one).empty());
        CHECK(one.parent.is_empty() || there.contains(one.parent));
        CHECK(there.insert(one.id).second);
    }
    for (const Organisation& one : plan.to_change) CHECK(directory.find(one.id) != nullptr);
}

}  // namespace neove::organisation
