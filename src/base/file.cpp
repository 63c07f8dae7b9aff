#include "base/file.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstdio>
#include <cstring>
#include <utility>

namespace neove {

namespace {

/// A descriptor that closes itself.
class Descriptor {
public:
    explicit Descriptor(int number) : number_(number) {}
    Descriptor(const Descriptor&) = delete;
    Descriptor& operator=(const Descriptor&) = delete;
    ~Descriptor() {
        if (number_ >= 0) ::close(number_);
    }
    bool is_open() const { return number_ >= 0; }
    int number() const { return number_; }

private:
    int number_;
};

constexpr mode_t kOwnerOnly = S_IRUSR | S_IWUSR;

std::unexpected<Error> failed(std::string code) {
    return refuse(ErrorKind::Internal, std::move(code), {}, std::strerror(errno));
}

std::string directory_of(const std::string& path) {
    const std::size_t slash = path.rfind('/');
    if (slash == std::string::npos) return ".";
    return slash == 0 ? "/" : path.substr(0, slash);
}

Result<> sync_directory_of(const std::string& path) {
    const Descriptor directory(::open(directory_of(path).c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
    if (!directory.is_open() || ::fsync(directory.number()) != 0) return failed("file.unwritable");
    return {};
}

/// Opens, writes all, syncs.
Result<> write_synced(const std::string& path, int flags, ByteView content) {
    const Descriptor file(::open(path.c_str(), flags | O_WRONLY | O_CLOEXEC | O_NOFOLLOW, kOwnerOnly));
    if (!file.is_open()) return failed(errno == EEXIST ? "file.exists" : "file.unwritable");
    while (!content.empty()) {
        const ssize_t written = ::write(file.number(), content.data(), content.size());
        if (written < 0 && errno == EINTR) continue;
        if (written <= 0) return failed("file.unwritable");
        content = content.subspan(static_cast<std::size_t>(written));
    }
    if (::fsync(file.number()) != 0) return failed("file.unwritable");
    return {};
}

}  // namespace

Result<Bytes> read_file(const std::string& path, std::size_t limit) {
    const Descriptor file(::open(path.c_str(), O_RDONLY | O_CLOEXEC));
    if (!file.is_open()) return refuse(ErrorKind::NotFound, "file.absent", {}, std::strerror(errno));
    Bytes out;
    std::array<std::uint8_t, 16384> part{};
    while (true) {
        const ssize_t count = ::read(file.number(), part.data(), part.size());
        if (count < 0 && errno == EINTR) continue;
        if (count < 0) return failed("file.unreadable");
        if (count == 0) return out;
        if (out.size() + static_cast<std::size_t>(count) > limit)
            return refuse(ErrorKind::TooLarge, "file.too_large");
        out.insert(out.end(), part.begin(), part.begin() + count);
    }
}

Result<> replace_file(const std::string& path, ByteView content) {
    const std::string fresh = path + ".new";
    ::unlink(fresh.c_str());  // left over from a crash; never written into, since its mode is not ours
    TRY(write_synced(fresh, O_CREAT | O_EXCL, content));
    if (::rename(fresh.c_str(), path.c_str()) != 0) return failed("file.unwritable");
    TRY(sync_directory_of(path));
    const Bytes back = TRY(read_file(path, content.size()));
    if (!std::ranges::equal(back, content)) return refuse(ErrorKind::Internal, "file.read_back_differs");
    return {};
}

Result<> replace_secret_file(const std::string& path, ByteView content) {
    const Descriptor old(::open(path.c_str(), O_WRONLY | O_CLOEXEC | O_NOFOLLOW));
    TRY(replace_file(path, content));
    struct stat info {};
    if (!old.is_open() || ::fstat(old.number(), &info) != 0) return {};
    const Bytes nothing(static_cast<std::size_t>(info.st_size), 0);
    const ssize_t written = ::pwrite(old.number(), nothing.data(), nothing.size(), 0);
    if (written != static_cast<ssize_t>(nothing.size()) || ::fsync(old.number()) != 0)
        return failed("file.unwritable");
    return {};
}

Result<Bytes> read_file_end(const std::string& path, std::size_t limit) {
    const Descriptor file(::open(path.c_str(), O_RDONLY | O_CLOEXEC));
    struct stat info {};
    if (!file.is_open() || ::fstat(file.number(), &info) != 0) {
        return refuse(ErrorKind::NotFound, "file.absent", {}, std::strerror(errno));
    }
    const auto size = static_cast<std::size_t>(info.st_size);
    Bytes out(std::min(size, limit));
    const ssize_t count =
        ::pread(file.number(), out.data(), out.size(), static_cast<off_t>(size - out.size()));
    if (count != static_cast<ssize_t>(out.size())) return failed("file.unreadable");
    return out;
}

Result<> create_file(const std::string& path, ByteView content) {
    TRY(write_synced(path, O_CREAT | O_EXCL, content));
    return sync_directory_of(path);
}

Result<> append_file(const std::string& path, ByteView content) {
    TRY(write_synced(path, O_CREAT | O_APPEND, content));
    return sync_directory_of(path);
}

Result<bool> on_same_device(const std::string& a, const std::string& b) {
    struct stat first {};
    struct stat second {};
    if (::stat(a.c_str(), &first) != 0 || ::stat(b.c_str(), &second) != 0) {
        return refuse(ErrorKind::NotFound, "file.absent", {}, std::strerror(errno));
    }
    return first.st_dev == second.st_dev;
}

Result<bool> open_to_others(const std::string& path) {
    struct stat info {};
    if (::stat(path.c_str(), &info) != 0)
        return refuse(ErrorKind::NotFound, "file.absent", {}, std::strerror(errno));
    return (info.st_mode & (S_IRWXG | S_IRWXO)) != 0;
}

}  // namespace neove
