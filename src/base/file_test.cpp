#include "base/file.h"

#include "base/crypto.h"

#include <doctest/doctest.h>

#include <filesystem>

namespace neove {

namespace {

struct TemporaryDirectory {
    std::string path =
        (std::filesystem::temp_directory_path() / ("neove-file-" + crypto::random_id())).string();
    TemporaryDirectory() { std::filesystem::create_directory(path); }
    ~TemporaryDirectory() { std::filesystem::remove_all(path); }
};

}  // namespace

TEST_CASE("a replaced file holds the new content alone, for its owner alone") {
    const TemporaryDirectory directory;
    const std::string path = directory.path + "/f";
    REQUIRE(replace_file(path, as_bytes("one")));
    REQUIRE(replace_file(path, as_bytes("second")));
    CHECK(as_text(*read_file(path, 100)) == "second");
    CHECK(!std::filesystem::exists(path + ".new"));
    CHECK(*open_to_others(path) == false);
    std::filesystem::permissions(
        path, std::filesystem::perms::others_read, std::filesystem::perm_options::add
    );
    CHECK(*open_to_others(path) == true);
}

TEST_CASE("files say why they cannot be read or written") {
    const TemporaryDirectory directory;
    const std::string path = directory.path + "/f";
    CHECK(read_file(path, 10).error().code == "file.absent");
    REQUIRE(create_file(path, as_bytes("12345")));
    CHECK(create_file(path, as_bytes("x")).error().code == "file.exists");
    REQUIRE(append_file(path, as_bytes("67")));
    CHECK(as_text(*read_file(path, 7)) == "1234567");
    CHECK(read_file(path, 6).error().code == "file.too_large");
    CHECK(replace_file(directory.path + "/none/f", as_bytes("x")).error().code == "file.unwritable");
    CHECK(*on_same_device(path, directory.path));
    CHECK(as_text(*read_file_end(path, 3)) == "567");
    CHECK(as_text(*read_file_end(path, 9)) == "1234567");
}

TEST_CASE("the bytes of a replaced secret are overwritten where they lay") {
    const TemporaryDirectory directory;
    const std::string path = directory.path + "/s";
    REQUIRE(create_file(path, as_bytes("old secret")));
    std::filesystem::create_hard_link(path, directory.path + "/old");
    REQUIRE(replace_secret_file(path, as_bytes("new")));
    CHECK(as_text(*read_file(path, 100)) == "new");
    CHECK(*read_file(directory.path + "/old", 100) == Bytes(10, 0));
}

}  // namespace neove
