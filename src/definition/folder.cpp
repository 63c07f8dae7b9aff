#include "definition/folder.h"

#include "base/bytes.h"
#include "base/file.h"

#include <algorithm>
#include <filesystem>

namespace neove::definition {

namespace {

namespace fs = std::filesystem;

constexpr std::size_t kLargestFile = 1024UL * 1024;
constexpr std::size_t kMostFiles = 4'000;
constexpr std::string_view kHead = "programme.yaml";

}  // namespace

Result<Folder> read_folder(const std::string& path) {
    std::error_code fault;
    const fs::path root = fs::path(path).lexically_normal();
    if (!fs::is_regular_file(root / kHead, fault)) return refuse(ErrorKind::NotFound, "file.absent", path);
    // As whoever wrote it calls it: editors open what a fault names.
    Folder folder{path.ends_with('/') ? path.substr(0, path.size() - 1) : path, {}};
    fs::recursive_directory_iterator at(root, fault);
    for (; !fault && at != fs::recursive_directory_iterator(); at.increment(fault)) {
        const std::string name = at->path().lexically_relative(root).generic_string();
        // Editors leave hidden files behind.
        if (!at->is_regular_file(fault) || at->path().filename().string().starts_with('.')) continue;
        if (folder.files.size() == kMostFiles) return refuse(ErrorKind::TooLarge, "file.too_large", path);
        const Bytes bytes = TRY(read_file(at->path().string(), kLargestFile));
        folder.files.emplace(name, as_text(bytes));
    }
    if (fault) return refuse(ErrorKind::NotFound, "file.unreadable", path, fault.message());
    return folder;
}

Result<std::vector<Folder>> read_folders(const std::string& path) {
    std::error_code fault;
    std::vector<Folder> out;
    if (fs::exists(fs::path(path) / kHead, fault)) {
        out.push_back(TRY(read_folder(path)));
        return out;
    }
    std::vector<std::string> names;
    fs::directory_iterator at(path, fault);
    for (; !fault && at != fs::directory_iterator(); at.increment(fault)) {
        if (fs::exists(at->path() / kHead)) names.push_back(at->path().string());
    }
    const char* why = fs::is_directory(path, fault) ? "definition.no_programme" : "file.absent";
    if (names.empty()) return refuse(ErrorKind::NotFound, why, path);
    std::ranges::sort(names);
    for (const std::string& name : names) out.push_back(TRY(read_folder(name)));
    return out;
}

}  // namespace neove::definition
