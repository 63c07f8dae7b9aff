#pragma once
/// \file
/// For tests: the packs of this source tree, loaded once.

#include "organisation/load.h"
#include "organisation/resolve.h"

#include <cstdlib>
#include <fstream>
#include <sstream>
#include <string>

namespace neove::organisation::test {

inline std::string file_text(const std::string& path) {
    std::ifstream file(path, std::ios::binary);
    std::ostringstream text;
    text << file.rdbuf();
    return text.str();
}

inline std::string pack_text(const std::string& path) {
    return file_text(std::string(NEOVE_SOURCE_DIR) + "/packs/" + path);
}

/// Where the reference material lies, or empty.
inline std::string shared_folder() {
    const char* named = std::getenv("NEOVE_SHARED");
    const std::string sibling = std::string(NEOVE_SOURCE_DIR) + "/../shared";
    for (const std::string& folder : {std::string(named == nullptr ? "" : named), sibling}) {
        if (!folder.empty() && std::ifstream(folder + "/data/provinces.tsv").good()) return folder;
    }
    return {};
}

inline Vocabulary vietnamese(Diagnostics& faults) {
    const std::string folder = "vn_administration/";
    const std::string naming = pack_text(folder + "naming.yaml");
    const std::string abbreviations = pack_text(folder + "abbreviations.yaml");
    const std::string kinds = pack_text(folder + "organisation_kinds.yaml");
    const std::string collectives = pack_text(folder + "collectives.yaml");
    const std::string successions = pack_text(folder + "successions.yaml");
    return read_vocabulary({naming, abbreviations, kinds, collectives, successions}, faults);
}

struct Pack {
    Diagnostics faults;
    Vocabulary vocabulary;
    Directory directory;
    std::vector<DemoAccount> accounts;
};

inline OrganisationId demo_id(std::string_view key) {
    return id_of_key("demo_province", key);
}

inline const Pack& demo_pack() {
    static const Pack pack = [] {
        Pack made;
        made.vocabulary = vietnamese(made.faults);
        auto organisations = read_organisations(
            pack_text("demo_province/organisations.yaml"),
            "organisations.yaml",
            made.vocabulary,
            demo_id,
            made.faults
        );
        made.accounts = read_accounts(
            pack_text("demo_province/accounts.yaml"), "accounts.yaml", organisations, demo_id, made.faults
        );
        made.directory = Directory(std::move(organisations), made.vocabulary.naming);
        return made;
    }();
    return pack;
}

inline Date day(std::string_view iso) {
    return *Date::parse_iso(iso);
}

}  // namespace neove::organisation::test
