#include "embedded/embedded.h"

#include "base/check.h"

#include <algorithm>

namespace neove {

std::string_view pack_text(std::string_view name) {
    const auto files = embedded_packs();
    const auto found = std::ranges::lower_bound(files, name, {}, &EmbeddedFile::name);
    CHECK(found != files.end() && found->name == name);
    return found->plain;
}

std::string_view bundle_text() {
    const auto files = embedded_programmes();
    CHECK(files.size() == 1);
    return files.front().plain;
}

}  // namespace neove
