#include "backup/prune.h"

#include "base/check.h"

#include <algorithm>
#include <filesystem>
#include <set>

namespace neove::backup {

namespace {

namespace fs = std::filesystem;

constexpr std::string_view kStart = "neove-";
constexpr std::size_t kTime = 16;  // 20261122T034500Z
constexpr std::size_t kId = 8;

/// The id in `neove-20261122T034500Z-1a2b3c4d.data`; empty when the name is not ours.
std::string id_of(const std::string& name, std::string_view ending) {
    const std::size_t size = kStart.size() + kTime + 1 + kId + 1 + ending.size();
    const bool ours = name.size() == size && name.starts_with(kStart) && name.ends_with(ending) &&
                      name[kStart.size() + kTime] == '-' && name[size - ending.size() - 1] == '.';
    return ours ? name.substr(kStart.size() + kTime + 1, kId) : std::string();
}

}  // namespace

Result<std::vector<std::string>> prune(
    const std::string& folder,
    std::string_view ending,
    const std::vector<std::string>& made,
    std::size_t keep,
    std::string_view newest
) {
    CHECK(keep > 0);
    std::set<std::string> ids;
    for (const std::string& id : made) ids.insert(id.substr(0, kId));
    std::error_code error;
    std::vector<fs::path> files;
    for (const auto& entry : fs::directory_iterator(folder, error)) {
        const std::string id = id_of(entry.path().filename().string(), ending);
        if (!id.empty() && ids.contains(id) && entry.is_regular_file() && !entry.is_symlink()) {
            files.push_back(entry.path());
        }
    }
    if (error) return refuse(ErrorKind::Internal, "file.unwritable", folder, error.message());
    std::ranges::sort(files);  // the time stands first in the name
    std::ranges::stable_partition(files, [&](const fs::path& file) {
        return newest.empty() || id_of(file.filename().string(), ending) != newest.substr(0, kId);
    });
    std::vector<std::string> removed;
    for (std::size_t i = 0; i + keep < files.size(); ++i) {
        fs::remove(files[i], error);
        if (error) return refuse(ErrorKind::Internal, "file.unwritable", files[i].string(), error.message());
        removed.push_back(files[i].string());
    }
    return removed;
}

}  // namespace neove::backup
