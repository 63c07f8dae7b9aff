#include "backup/prune.h"

#include "base/crypto.h"

#include <doctest/doctest.h>

#include <filesystem>
#include <fstream>

namespace neove::backup {

namespace {

namespace fs = std::filesystem;

struct Folder {
    fs::path path = fs::temp_directory_path() / ("neove-prune-" + crypto::random_id());
    Folder() { fs::create_directory(path); }
    ~Folder() { fs::remove_all(path); }
    void file(const std::string& name) const { std::ofstream(path / name) << "x"; }
    bool has(const std::string& name) const { return fs::exists(path / name); }
};

const std::vector<std::string> kMade{
    "11111111aaaaaaaaaaaaaaaaaaaaaaaa",
    "22222222aaaaaaaaaaaaaaaaaaaaaaaa",
    "33333333aaaaaaaaaaaaaaaaaaaaaaaa"};

}  // namespace

TEST_CASE("pruning keeps the newest files, and never touches what this store did not make") {
    crypto::initialise();
    const Folder folder;
    const std::vector<std::string> others{
        "neove-20200101T000000Z-99999999.data",  // another store's, older than all
        "neove-20200101T000000Z-11111111.keys",  // the other kind
        "neove-20200101T000000Z-11111111.data.x",
        "neove-20200101T000000Z-11111111xdata",
        "neove-20200101T000000Z_11111111.data",
        "thesis.data"};
    for (const std::string& name : others) folder.file(name);
    folder.file("neove-20261120T000000Z-11111111.data");
    folder.file("neove-20261121T000000Z-22222222.data");
    folder.file("neove-20261122T000000Z-33333333.data");

    CHECK(prune(folder.path, "data", kMade, 3)->empty());
    const auto removed = prune(folder.path, "data", kMade, 2);
    REQUIRE(removed);
    CHECK(
        *removed == std::vector<std::string>{(folder.path / "neove-20261120T000000Z-11111111.data").string()}
    );
    CHECK(!folder.has("neove-20261120T000000Z-11111111.data"));
    CHECK(folder.has("neove-20261121T000000Z-22222222.data"));
    CHECK(folder.has("neove-20261122T000000Z-33333333.data"));
    for (const std::string& name : others) CHECK(folder.has(name));
    CHECK(prune(folder.path / "none", "data", kMade, 2).error().code == "file.unwritable");
}

}  // namespace neove::backup
