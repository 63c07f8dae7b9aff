#include "plan_pack/pack.h"

#include "base/check.h"
#include "base/text.h"
#include "plan/field.h"
#include "yaml/yaml.h"

#include <string>

namespace neove::plan_pack {
namespace {

class PackReader {
public:
    std::expected<plan::Gazetteer, Diagnostics> read(const std::vector<PackFile>& files) {
        for (const auto& [name, text] : files) {
            name_ = name;
            auto tree = yaml::parse(text, name);
            if (!tree) {
                faults_.push_back(std::move(tree).error());
                continue;
            }
            read_file(*tree);
        }
        if (!faults_.empty()) return std::unexpected(std::move(faults_));
        return std::move(gazetteer_);
    }

private:
    void fault(std::string_view code, yaml::Place place, std::string detail = {}) {
        faults_.push_back(
            {ErrorKind::Invalid, std::string(code), yaml::where(name_, place), std::move(detail)}
        );
    }

    void read_file(const yaml::Node& tree) {
        if (tree.kind != yaml::Kind::Mapping) return fault("pack.not_a_mapping", tree.place);
        for (const yaml::Member& member : tree.members) {
            if (member.key == "plain") {
                read_pairs(member.value, gazetteer_.abbreviations);
            } else if (member.key == "code") {
                read_pairs(member.value, gazetteer_.document_codes);
            } else if (member.key == "spelling") {
                for (const yaml::Member& pair : member.value.members) {
                    gazetteer_.spelling.emplace_back(text::match_key(pair.key), pair.value.text);
                }
            } else if (const auto cue = plan::cue_named(member.key)) {
                read_phrases(*cue, member.value);
            } else {
                fault("pack.unknown_key", member.place, member.key);
            }
        }
    }

    void read_phrases(plan::Cue cue, const yaml::Node& list) {
        if (list.kind != yaml::Kind::Sequence) return fault("pack.not_a_list", list.place);
        for (const yaml::Node& phrase : list.items) {
            if (phrase.kind != yaml::Kind::Scalar || phrase.text.empty()) {
                fault("pack.not_a_phrase", phrase.place);
            } else {
                gazetteer_.lexicon.add(cue, phrase.text);
                if (const auto field = plan::field_of(cue)) {
                    gazetteer_.column_heads.try_emplace(static_cast<int>(*field), phrase.text);
                }
            }
        }
    }

    void read_pairs(const yaml::Node& map, std::unordered_map<std::string, std::string>& out) {
        if (map.kind != yaml::Kind::Mapping) return fault("pack.not_a_mapping", map.place);
        for (const yaml::Member& member : map.members) {
            if (member.value.kind != yaml::Kind::Scalar) {
                fault("pack.not_a_phrase", member.value.place);
                continue;
            }
            std::string key;
            for (const char c : member.key) {
                if (c != '-' && c != '&' && c != '.') key.push_back(c);
            }
            out.emplace(std::move(key), member.value.text);
        }
    }

    std::string_view name_;
    plan::Gazetteer gazetteer_;
    Diagnostics faults_;
};

}  // namespace

std::expected<plan::Gazetteer, Diagnostics> read_pack(const std::vector<PackFile>& files) {
    return PackReader().read(files);
}

const plan::Gazetteer& built_in_gazetteer() {
    static const plan::Gazetteer gazetteer = [] {
        auto read = read_pack(built_in_files());
        if (!read)
            throw Bug("built-in pack: " + read.error().front().code + " at " + read.error().front().where);
        return std::move(*read);
    }();
    return gazetteer;
}

}  // namespace neove::plan_pack
