#include "organisation/export.h"

#include <map>
#include <set>

namespace neove::organisation {

namespace {

class Exporter {
public:
    Exporter(const Directory& directory, const Vocabulary& vocabulary)
        : directory_(directory), vocabulary_(vocabulary) {
        for (const Organisation& one : directory.all()) {
            ++bearers_[vocabulary.naming.key(one.name)];
            if (!one.code.empty()) codes_.insert(one.code);
        }
    }

    Rows rows() const {
        Rows out(1);
        for (const auto& column : vocabulary_.kinds.import_words.columns) out[0].push_back(column.title);
        for (const Organisation* one : directory_.in_order()) {
            std::vector<std::string> row;
            for (const auto& column : vocabulary_.kinds.import_words.columns) {
                row.push_back(cell(*one, column.name));
            }
            out.push_back(std::move(row));
        }
        return out;
    }

private:
    std::string cell(const Organisation& one, std::string_view column) const {
        if (column == "id") return one.id.text();
        if (column == "name") return one.name;
        if (column == "short_name") return one.short_name;
        if (column == "kind") return kind(one);
        if (column == "code") return one.code;
        if (column == "parent") return parent(one);
        if (column == "offline") return one.offline ? vocabulary_.kinds.import_words.yes_title : "";
        if (column == "valid_from") return one.valid_from.iso();
        if (column == "valid_until") return one.valid_until.iso();
        if (column == "aliases") return aliases(one);
        if (column == "unit_code") return one.unit.code;
        if (column == "unit_list") return one.unit.list;
        return {};
    }

    std::string kind(const Organisation& one) const {
        const Kind* known = vocabulary_.kinds.find(one.kind);
        if (known == nullptr) return one.kind;
        return vocabulary_.kinds.find_typed(known->label_vi) == known ? known->label_vi : known->name;
    }

    std::string parent(const Organisation& one) const {
        const Organisation* above = directory_.find(one.parent);
        if (above == nullptr) return {};
        const auto borne = bearers_.find(vocabulary_.naming.key(above->name));
        const bool is_plain = borne != bearers_.end() && borne->second == 1 && !codes_.contains(above->name);
        if (is_plain) return above->name;
        return above->code.empty() ? above->id.text() : above->code;
    }

    static std::string aliases(const Organisation& one) {
        std::string out;
        for (const Alias& alias : one.aliases) {
            if (alias.name.find_first_of(";\n") != std::string::npos) continue;
            if (out.size() + alias.name.size() + 4 > kLongestCell) break;
            out += (out.empty() ? "" : "; ") + alias.name;
        }
        return out;
    }

    const Directory& directory_;
    const Vocabulary& vocabulary_;
    std::map<std::string, int> bearers_;  ///< of each name, however it is written
    std::set<std::string> codes_;
};

}  // namespace

Rows export_rows(const Directory& directory, const Vocabulary& vocabulary) {
    return Exporter(directory, vocabulary).rows();
}

}  // namespace neove::organisation
