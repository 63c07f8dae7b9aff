#pragma once
/// \file
/// Files that travel inside the binary: the packs and the web front. A binary and its data cannot be parted.

#include <span>
#include <string_view>
#include <vector>

namespace neove {

struct EmbeddedFile {
    std::string_view name;  ///< with `/`, relative to the project or to the web root
    std::string_view plain;
    std::string_view gzip;  ///< empty where compression gains nothing
};

/// Everything under `packs/`, e.g. `packs/house/access.yaml`; sorted by name.
std::span<const EmbeddedFile> embedded_packs();
/// One file, `programmes/bundle.json`: every programme of the build, compiled and checked.
std::span<const EmbeddedFile> embedded_programmes();
/// The built web front, e.g. `/index.html`; empty in a build without it.
std::span<const EmbeddedFile> embedded_web();

/// The text of a pack's file; CHECKs that it is there.
std::string_view pack_text(std::string_view name);

/// The canonical JSON that definition::load_bundle reads.
std::string_view bundle_text();

}  // namespace neove
