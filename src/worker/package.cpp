#include "worker/package.h"

#include "worker/xml.h"

#include <zip.h>

#include <algorithm>

namespace neove::worker {

namespace {

constexpr zip_int64_t kMaxEntries = 2'000;
constexpr std::uint64_t kMaxEntry = 64U << 20U;
constexpr std::uint64_t kMaxTotal = 256U << 20U;
constexpr std::uint64_t kMaxXml = 32U << 20U;
constexpr std::uint64_t kMaxRatio = 100;
constexpr std::uint64_t kRatioCountsFrom = 1U << 20U;
constexpr std::size_t kMaxRelationships = 10'000;

std::unexpected<Error> corrupt(const char* detail) {
    return refuse(ErrorKind::Invalid, "document.corrupt", {}, detail);
}
std::unexpected<Error> bomb(const char* detail) {
    return refuse(ErrorKind::TooLarge, "document.zip_bomb", {}, detail);
}

/// What may be believed of the directory before inflating: sizes are held to again while reading.
Result<> check_entry(const zip_stat_t& stat) {
    constexpr zip_uint64_t kNeeded = ZIP_STAT_NAME | ZIP_STAT_SIZE | ZIP_STAT_COMP_SIZE |
                                     ZIP_STAT_COMP_METHOD | ZIP_STAT_ENCRYPTION_METHOD;
    if ((stat.valid & kNeeded) != kNeeded) return corrupt("an entry without sizes");
    if (stat.encryption_method != ZIP_EM_NONE) {
        return refuse(ErrorKind::Unsupported, "document.encrypted", {}, "an encrypted entry");
    }
    if (stat.comp_method != ZIP_CM_STORE && stat.comp_method != ZIP_CM_DEFLATE) {
        return refuse(ErrorKind::Unsupported, "document.unsupported", {}, "an unusual compression");
    }
    if (stat.size > kMaxEntry) return bomb("an entry over 64 MiB");
    if (stat.size > kRatioCountsFrom && stat.size / kMaxRatio > stat.comp_size)
        return bomb("an entry's ratio");
    return {};
}

/// The directory a part lies in, with its '/'.
std::string folder_of(const std::string& part) {
    const std::size_t slash = part.rfind('/');
    return slash == std::string::npos ? std::string() : part.substr(0, slash + 1);
}

/// A relationship's target as a name of an entry; "../" climbs, but never above the package.
std::string resolve(const std::string& folder, std::string target) {
    if (target.starts_with('/')) return target.substr(1);
    std::string base = folder;
    while (target.starts_with("../")) {
        target.erase(0, 3);
        if (!base.empty()) base.pop_back();
        base = folder_of(base);
    }
    if (target.starts_with("./")) target.erase(0, 2);
    return base + target;
}

}  // namespace

void Package::Close::operator()(zip* archive) const {
    zip_discard(archive);
}

Result<Package> Package::open(ByteView bytes) {
    zip_error_t error;
    zip_error_init(&error);
    zip_source_t* const source = zip_source_buffer_create(bytes.data(), bytes.size(), 0, &error);
    if (source == nullptr) return corrupt("no source");
    Package package;
    package.archive_.reset(zip_open_from_source(source, ZIP_RDONLY | ZIP_CHECKCONS, &error));
    if (!package.archive_) {
        zip_source_free(source);
        return corrupt("the zip directory is inconsistent");
    }
    const zip_int64_t count = zip_get_num_entries(package.archive_.get(), 0);
    if (count > kMaxEntries) return bomb("more than 2,000 entries");
    std::uint64_t total = 0;
    std::uint64_t packed = 0;
    for (zip_int64_t i = 0; i < count; ++i) {
        zip_stat_t stat;
        if (zip_stat_index(package.archive_.get(), static_cast<zip_uint64_t>(i), 0, &stat) != 0) {
            return corrupt("an unreadable entry");
        }
        TRY(check_entry(stat));
        total += stat.size;
        packed += stat.comp_size;
        package.names_.emplace_back(stat.name);
    }
    if (total > kMaxTotal) return bomb("over 256 MiB in all");
    if (packed > bytes.size()) return bomb("entries overlap");  // more packed bytes than the file has
    return package;
}

bool Package::has(std::string_view name) const {
    return std::ranges::find(names_, name) != names_.end();
}

Result<std::string> Package::part(const std::string& name) const {
    zip_stat_t stat;
    if (zip_stat(archive_.get(), name.c_str(), 0, &stat) != 0) return corrupt("a missing part");
    if (stat.size > kMaxXml)
        return refuse(ErrorKind::TooLarge, "document.too_large", {}, "a part over 32 MiB");
    zip_file_t* const file = zip_fopen_index(archive_.get(), stat.index, 0);
    if (file == nullptr) return corrupt("an unreadable part");
    std::string text(stat.size, '\0');
    std::size_t filled = 0;
    zip_int64_t count = 0;
    while (filled < text.size() && (count = zip_fread(file, text.data() + filled, text.size() - filled)) > 0
    ) {
        filled += static_cast<std::size_t>(count);
    }
    char beyond = 0;
    const bool exact = filled == text.size() && zip_fread(file, &beyond, 1) == 0;  // also checks the CRC
    zip_fclose(file);
    if (!exact) return corrupt("a part is not what the directory says");
    return text;
}

std::vector<Relationship> relationships(const Package& package, const std::string& part) {
    const std::string folder = folder_of(part);
    const std::string name = folder + "_rels/" + part.substr(folder.size()) + ".rels";
    std::vector<Relationship> found;
    if (!package.has(name)) return found;
    const auto bytes = package.part(name);
    if (!bytes) return found;
    const auto tree = parse_xml(*bytes);
    if (!tree) return found;
    for (const pugi::xml_node& node : (*tree)->document_element().children()) {
        if (found.size() == kMaxRelationships) break;
        Relationship one;
        one.id = attribute(node, "Id");
        one.type = attribute(node, "Type");
        one.type.erase(0, one.type.rfind('/') + 1);
        one.external = attribute(node, "TargetMode") == "External";
        one.target = attribute(node, "Target");
        if (!one.external) one.target = resolve(folder, one.target);
        found.push_back(std::move(one));
    }
    return found;
}

Result<std::string> main_part(const Package& package) {
    for (const Relationship& one : relationships(package, "")) {
        if (one.type == "officeDocument" && !one.external && package.has(one.target)) return one.target;
    }
    return corrupt("no main part");
}

}  // namespace neove::worker
