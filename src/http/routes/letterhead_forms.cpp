#include "http/routes/letterhead_forms.h"

#include "base/check.h"
#include "embedded/embedded.h"
#include "organisation/reader.h"

#include <algorithm>

namespace neove::http {

namespace {

std::vector<LetterheadForm> read_forms(std::string_view text) {
    Diagnostics faults;
    const organisation::Reader reader("letterhead_forms.yaml", faults);
    std::vector<LetterheadForm> out;
    const auto tree = reader.parse(text);
    CHECK(tree.has_value());
    reader.only(*tree, {"forms"});
    for (const yaml::Node* row : reader.rows(*tree, "forms")) {
        reader.only(*row, {"kinds", "alone", "break_after", "signatures", "symbol"});
        out.push_back(
            {reader.texts(*row, "kinds"),
             reader.flag(*row, "alone"),
             reader.text(*row, "break_after"),
             reader.texts(*row, "signatures"),
             reader.text(*row, "symbol")}
        );
    }
    CHECK(faults.empty());
    return out;
}

}  // namespace

const LetterheadForm* letterhead_form(const organisation::Organisation* body) {
    // Part of the binary, like its code: read once.
    static const std::vector<LetterheadForm> forms =
        read_forms(pack_text("packs/vn_administration/letterhead_forms.yaml"));
    if (body == nullptr) return nullptr;
    const auto found = std::ranges::find_if(forms, [&](const LetterheadForm& one) {
        return std::ranges::find(one.kinds, body->kind) != one.kinds.end();
    });
    return found == forms.end() ? nullptr : &*found;
}

std::string letterhead_name(const organisation::Organisation& body) {
    const LetterheadForm* form = letterhead_form(&body);
    if (form == nullptr || form->break_after.empty()) return body.name;
    const std::string begin = form->break_after + " ";
    if (!body.name.starts_with(begin) || body.name.size() == begin.size()) return body.name;
    return form->break_after + "\n" + body.name.substr(begin.size());
}

}  // namespace neove::http
