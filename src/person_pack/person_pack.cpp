#include "person_pack/person_pack.h"

#include "base/text.h"
#include "yaml/yaml.h"

#include <algorithm>
#include <string>

namespace neove::person_pack {

namespace {

class Reader {
public:
    Reader(std::string_view file_name, Diagnostics& faults) : file_name_(file_name), faults_(faults) {}

    form::PersonWords read(const yaml::Node& tree) {
        form::PersonWords out;
        if (tree.kind != yaml::Kind::Mapping) {
            fault("definition.not_a_mapping", tree.place, {});
            return out;
        }
        for (const yaml::Member& member : tree.members) {
            const auto known =
                std::ranges::find(form::kPersonWordsLists, member.key, &form::PersonWordsList::name);
            if (known == form::kPersonWordsLists.end()) {
                fault("definition.unknown_key", member.place, member.key);
            } else {
                out.*known->words = words(member.value);
            }
        }
        for (const form::PersonWordsList& list : form::kPersonWordsLists) {
            if (tree.find(list.name) == nullptr) fault("definition.missing", tree.place, list.name);
        }
        return out;
    }

private:
    void fault(std::string_view code, yaml::Place place, std::string_view detail) {
        faults_.push_back(
            {ErrorKind::Invalid, std::string(code), yaml::where(file_name_, place), std::string(detail)}
        );
    }

    form::PersonWords::Words words(const yaml::Node& list) {
        form::PersonWords::Words out;
        if (list.kind != yaml::Kind::Sequence) {
            fault("definition.not_a_list", list.place, {});
            return out;
        }
        for (const yaml::Node& one : list.items) {
            if (one.kind != yaml::Kind::Scalar || one.text.empty()) {
                fault("definition.not_text", one.place, {});
            } else if (std::string word = text::to_nfc(one.text); has_capital(word)) {
                fault("definition.unknown_name", one.place, word);
            } else {
                out.insert(std::move(word));
            }
        }
        return out;
    }

    static bool has_capital(std::string_view word) {
        for (std::size_t at = 0; at < word.size();) {
            const text::CodePoint point = text::decode(word, at);
            if (text::is_upper(point.value)) return true;
            at += point.size;
        }
        return false;
    }

    std::string_view file_name_;
    Diagnostics& faults_;
};

}  // namespace

form::PersonWords read_person_words(std::string_view yaml, std::string_view file_name, Diagnostics& faults) {
    const auto tree = yaml::parse(yaml, file_name);
    if (!tree) {
        faults.push_back(tree.error());
        return {};
    }
    return Reader(file_name, faults).read(*tree);
}

}  // namespace neove::person_pack
