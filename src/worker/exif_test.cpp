#include "worker/exif.h"

#include <doctest/doctest.h>

#include <string_view>

namespace neove::worker {

namespace {

using namespace std::string_view_literals;

int of(std::string_view bytes) {
    return orientation_of(as_bytes(bytes));
}

}  // namespace

TEST_CASE("how a camera was held is read in either byte order, and past other parts of the file") {
    CHECK(
        of("\xFF\xD8\xFF\xE1\0\x22"
           "Exif\0\0MM\0*\0\0\0\x08\0\x01\x01\x12\0\x03\0\0\0\x01\0\x06\0\0\0\0\0\0"sv) == 6
    );
    CHECK(
        of("\xFF\xD8\xFF\xE0\0\x04JF\xFF\xFF\xE1\0\x22"
           "Exif\0\0II*\0\x08\0\0\0\x01\0\x12\x01\x03\0\x01\0\0\0\x03\0\0\0\0\0\0\0"sv) == 3
    );
}

TEST_CASE("what says nothing of it is upright") {
    CHECK(of("") == 1);
    CHECK(of("\x89PNG\r\n") == 1);
    CHECK(of("\xFF\xD8\xFF\xDA\0\x04xx\xFF\xE1") == 1);
    for (const char* value : {"\x09", "\xFF", "\0"}) {
        std::string file(
            "\xFF\xD8\xFF\xE1\0\x22"
            "Exif\0\0MM\0*\0\0\0\x08\0\x01\x01\x12\0\x03\0\0\0\x01\0\x06\0\0\0\0\0\0"sv
        );
        file[31] = *value;
        CHECK(of(file) == 1);
    }
    // A directory that points at itself, or out of the file.
    CHECK(
        of("\xFF\xD8\xFF\xE1\0\x22"
           "Exif\0\0MM\0*\xFF\xFF\xFF\xFF\0\x01\x01\x12\0\x03\0\0\0\x01\0\x06\0\0\0\0\0\0"sv) == 1
    );
}

}  // namespace neove::worker
