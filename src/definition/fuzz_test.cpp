#include "definition/definition_fuzz.h"
#include "definition/folder.h"

#include <doctest/doctest.h>
#include <rapidcheck.h>

namespace neove::definition {
namespace {

std::string packed(const Folder& folder) {
    std::string out;
    for (const auto& [name, text] : folder.files) out += name + kNameEnd + text + kFileEnd;
    return out;
}

std::vector<std::string> shipped() {
    std::vector<std::string> out;
    const auto folders = read_folders(std::string(NEOVE_SOURCE_DIR) + "/programmes");
    REQUIRE(folders.has_value());
    for (const Folder& folder : *folders) out.push_back(packed(folder));
    return out;
}

}  // namespace

TEST_CASE("no slip of the pen in a programme crashes its compiler or its check") {
    const std::vector<std::string> programmes = shipped();
    for (const std::string& text : programmes) {
        const Folder folder = folder_of(as_bytes(text));
        CHECK(folder.files.contains("programme.yaml"));
        CHECK(check(compile({folder})).faults.empty());
        fuzz_folder(as_bytes(text));
    }
    CHECK(rc::check("a piece is lost, doubled or moved", [&] {
        std::string text = *rc::gen::elementOf(programmes);
        const auto at = *rc::gen::inRange<std::size_t>(0, text.size());
        const std::string piece = text.substr(at, *rc::gen::inRange<std::size_t>(1, 60));
        if (*rc::gen::arbitrary<bool>()) text.erase(at, piece.size());
        if (*rc::gen::arbitrary<bool>()) text.insert(*rc::gen::inRange<std::size_t>(0, text.size()), piece);
        fuzz_folder(as_bytes(text));
    }));
}

TEST_CASE("no bundle crashes the loader") {
    for (const std::string text :
         {"",
          "{",
          "[]",
          "{\"format\":1}",
          "{\"format\":1,\"programmes\":[null,1,{}]}",
          "{\"format\":1,\"programmes\":[{\"registers\":[{\"form\":{\"fields\":[{}]},\"access\":{}}]}]}"}) {
        fuzz_bundle(as_bytes(text));
    }
    std::vector<std::string> bundles;
    for (const std::string& text : shipped()) {
        bundles.push_back(json::write_canonical(compile({folder_of(as_bytes(text))}).bundle));
    }
    CHECK(rc::check("a value becomes another", [&] {
        std::string text = *rc::gen::elementOf(bundles);
        const std::string by =
            *rc::gen::elementOf(std::vector<std::string>{"1", "null", "[]", "{}", "\"x\"", "true", ""});
        const auto at = text.find(':', *rc::gen::inRange<std::size_t>(0, text.size()));
        if (at == std::string::npos) return;
        const auto end = text.find_first_of(",}]", at);
        text.replace(at + 1, end - at - 1, by);
        fuzz_bundle(as_bytes(text));
    }));
}

}  // namespace neove::definition
