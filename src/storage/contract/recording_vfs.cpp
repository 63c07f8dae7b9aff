#include "storage/contract/recording_vfs.h"

#include "base/crypto.h"

#include <algorithm>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <map>
#include <new>

namespace neove::storage::contract {

namespace {

constexpr std::size_t kSector = 512;

std::string base_name(const char* path) {
    return path == nullptr ? "" : std::filesystem::path(path).filename().string();
}

sqlite3_vfs* system_vfs() {
    return sqlite3_vfs_find(nullptr);
}

}  // namespace

/// What SQLite holds as an open file: ours in front, the system's behind it in the same memory.
struct RecordingVfs::File : sqlite3_file {
    RecordingVfs* owner;
    std::string name;
    sqlite3_file* system() { return reinterpret_cast<sqlite3_file*>(this + 1); }
    static File* from(sqlite3_file* file) { return static_cast<File*>(file); }
};

namespace {

using File = RecordingVfs::File;
using Kind = RecordingVfs::Kind;

int close_file(sqlite3_file* file) {
    File* ours = File::from(file);
    const int code = ours->system()->pMethods->xClose(ours->system());
    std::destroy_at(&ours->name);
    return code;
}
int read_file(sqlite3_file* file, void* to, int size, sqlite3_int64 offset) {
    sqlite3_file* system = File::from(file)->system();
    return system->pMethods->xRead(system, to, size, offset);
}
int write_file(sqlite3_file* file, const void* from, int size, sqlite3_int64 offset) {
    File* ours = File::from(file);
    if (ours->owner->write_code() != SQLITE_OK) return ours->owner->write_code();
    const auto* bytes = static_cast<const std::uint8_t*>(from);
    ours->owner->add({Kind::Write, ours->name, offset, Bytes(bytes, bytes + size)});
    return ours->system()->pMethods->xWrite(ours->system(), from, size, offset);
}
int truncate_file(sqlite3_file* file, sqlite3_int64 size) {
    File* ours = File::from(file);
    if (ours->owner->write_code() != SQLITE_OK) return ours->owner->write_code();
    ours->owner->add({Kind::Truncate, ours->name, size});
    return ours->system()->pMethods->xTruncate(ours->system(), size);
}
int sync_file(sqlite3_file* file, int flags) {
    File* ours = File::from(file);
    if (ours->owner->sync_code() != SQLITE_OK) return ours->owner->sync_code();
    // What another thread writes while the sync runs is not promised by it.
    const std::size_t before = ours->owner->size();
    const int code = ours->system()->pMethods->xSync(ours->system(), flags);
    if (code == SQLITE_OK) ours->owner->add({Kind::Sync, ours->name, 0, {}, before});
    return code;
}
int file_size(sqlite3_file* file, sqlite3_int64* size) {
    sqlite3_file* system = File::from(file)->system();
    return system->pMethods->xFileSize(system, size);
}
int lock_file(sqlite3_file* file, int level) {
    sqlite3_file* system = File::from(file)->system();
    return system->pMethods->xLock(system, level);
}
int unlock_file(sqlite3_file* file, int level) {
    sqlite3_file* system = File::from(file)->system();
    return system->pMethods->xUnlock(system, level);
}
int check_lock(sqlite3_file* file, int* is_locked) {
    sqlite3_file* system = File::from(file)->system();
    return system->pMethods->xCheckReservedLock(system, is_locked);
}
int control_file(sqlite3_file* file, int operation, void* argument) {
    sqlite3_file* system = File::from(file)->system();
    return system->pMethods->xFileControl(system, operation, argument);
}
int sector_size(sqlite3_file* file) {
    sqlite3_file* system = File::from(file)->system();
    return system->pMethods->xSectorSize(system);
}
int characteristics(sqlite3_file* file) {
    sqlite3_file* system = File::from(file)->system();
    return system->pMethods->xDeviceCharacteristics(system);
}
int map_shared(sqlite3_file* file, int page, int size, int extend, void volatile** memory) {
    sqlite3_file* system = File::from(file)->system();
    return system->pMethods->xShmMap(system, page, size, extend, memory);
}
int lock_shared(sqlite3_file* file, int offset, int count, int flags) {
    sqlite3_file* system = File::from(file)->system();
    return system->pMethods->xShmLock(system, offset, count, flags);
}
void barrier(sqlite3_file* file) {
    sqlite3_file* system = File::from(file)->system();
    system->pMethods->xShmBarrier(system);
}
int unmap_shared(sqlite3_file* file, int remove) {
    sqlite3_file* system = File::from(file)->system();
    return system->pMethods->xShmUnmap(system, remove);
}

const sqlite3_io_methods kMethods = {
    2,           close_file,  read_file,    write_file,   truncate_file, sync_file,       file_size,
    lock_file,   unlock_file, check_lock,   control_file, sector_size,   characteristics, map_shared,
    lock_shared, barrier,     unmap_shared, nullptr,      nullptr,
};

int open_file(sqlite3_vfs* vfs, const char* path, sqlite3_file* file, int flags, int* out_flags) {
    File* ours = File::from(file);
    file->pMethods = nullptr;
    std::memset(static_cast<void*>(ours->system()), 0, static_cast<std::size_t>(system_vfs()->szOsFile));
    const int code = system_vfs()->xOpen(system_vfs(), path, ours->system(), flags, out_flags);
    if (code != SQLITE_OK) return code;
    ours->owner = static_cast<RecordingVfs*>(vfs->pAppData);
    new (&ours->name) std::string(base_name(path));
    file->pMethods = &kMethods;
    return SQLITE_OK;
}
int delete_file(sqlite3_vfs* vfs, const char* path, int sync_folder) {
    static_cast<RecordingVfs*>(vfs->pAppData)->add({Kind::Delete, base_name(path)});
    return system_vfs()->xDelete(system_vfs(), path, sync_folder);
}
int access_file(sqlite3_vfs* /*vfs*/, const char* path, int flags, int* is_so) {
    return system_vfs()->xAccess(system_vfs(), path, flags, is_so);
}
int full_path(sqlite3_vfs* /*vfs*/, const char* path, int size, char* out) {
    return system_vfs()->xFullPathname(system_vfs(), path, size, out);
}

/// Applies one operation; `chance` below 100 drops sectors of a write.
void apply(Bytes& content, const RecordingVfs::Operation& operation, unsigned chance, std::mt19937& random) {
    const auto offset = static_cast<std::size_t>(operation.offset);
    const auto is_lucky = [&] { return chance >= 100 || random() % 100 < chance; };
    if (operation.kind == Kind::Truncate && is_lucky()) content.resize(std::min(content.size(), offset));
    if (operation.kind == Kind::Delete && is_lucky()) content.clear();
    if (operation.kind != Kind::Write) return;
    for (std::size_t at = 0; at < operation.bytes.size(); at += kSector) {
        if (!is_lucky()) continue;
        const std::size_t size = std::min(kSector, operation.bytes.size() - at);
        if (content.size() < offset + at + size) content.resize(offset + at + size);
        std::copy_n(
            operation.bytes.begin() + static_cast<std::ptrdiff_t>(at),
            size,
            content.begin() + static_cast<std::ptrdiff_t>(offset + at)
        );
    }
}

}  // namespace

RecordingVfs::RecordingVfs() : name_("recording-" + crypto::random_id()) {
    vfs_ = *system_vfs();
    vfs_.pNext = nullptr;
    vfs_.zName = name_.c_str();
    vfs_.szOsFile = static_cast<int>(sizeof(File)) + system_vfs()->szOsFile;
    vfs_.pAppData = this;
    vfs_.xOpen = open_file;
    vfs_.xDelete = delete_file;
    vfs_.xAccess = access_file;
    vfs_.xFullPathname = full_path;
    sqlite3_vfs_register(&vfs_, 0);
}

RecordingVfs::~RecordingVfs() {
    sqlite3_vfs_unregister(&vfs_);
}

void RecordingVfs::add(Operation operation) {
    const std::lock_guard lock(mutex_);
    log_.push_back(std::move(operation));
}

void RecordingVfs::note(const std::string& text) {
    add({Kind::Note, text});
}

std::size_t RecordingVfs::size() const {
    const std::lock_guard lock(mutex_);
    return log_.size();
}

RecordingVfs::Operation RecordingVfs::at(std::size_t index) const {
    const std::lock_guard lock(mutex_);
    return log_.at(index);
}

std::vector<std::string> RecordingVfs::notes(std::size_t cut) const {
    const std::lock_guard lock(mutex_);
    std::vector<std::string> out;
    for (std::size_t i = 0; i < cut; ++i) {
        if (log_[i].kind == Kind::Note) out.push_back(log_[i].file);
    }
    return out;
}

void RecordingVfs::fail(int write_code, int sync_code) {
    write_code_ = write_code;
    sync_code_ = sync_code;
}

void RecordingVfs::play(
    std::size_t cut, const std::string& folder, unsigned chance, std::mt19937& random, bool forget_syncs
) const {
    const std::lock_guard lock(mutex_);
    std::map<std::string, std::size_t> safe;
    for (std::size_t i = 0; i < cut && !forget_syncs; ++i) {
        const Operation& operation = log_[i];
        if (operation.kind == Kind::Sync)
            safe[operation.file] = std::max(safe[operation.file], operation.covers);
        // SQLite asks for the folder to be synced with every deletion it relies on.
        if (operation.kind == Kind::Delete) safe[operation.file] = i + 1;
    }
    std::map<std::string, Bytes> files;
    for (std::size_t i = 0; i < cut; ++i) {
        const Operation& operation = log_[i];
        if (operation.kind == Kind::Note || operation.kind == Kind::Sync) continue;
        apply(files[operation.file], operation, i < safe[operation.file] ? 100 : chance, random);
    }
    for (const auto& [name, content] : files) {
        if (content.empty()) continue;
        std::ofstream out(std::filesystem::path(folder) / name, std::ios::binary);
        out << as_text(content);
    }
}

}  // namespace neove::storage::contract
