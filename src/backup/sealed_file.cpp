#include "backup/sealed_file.h"

#include "base/check.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstdio>
#include <cstring>
#include <utility>

namespace neove::backup {

namespace {

constexpr std::string_view kMagic = "neove-backup-01\n";
constexpr std::size_t kBoxBytes = 1 + 32 + 48;
constexpr std::size_t kStreamHeaderBytes = 25;

std::unexpected<Error> failed(std::string code) {
    return refuse(ErrorKind::Internal, std::move(code), {}, std::strerror(errno));
}

Result<> write_all(int file, ByteView content) {
    while (!content.empty()) {
        const ssize_t written = ::write(file, content.data(), content.size());
        if (written < 0 && errno == EINTR) continue;
        if (written <= 0) return failed("file.unwritable");
        content = content.subspan(static_cast<std::size_t>(written));
    }
    return {};
}

/// As many bytes as there are, at most `count`.
Result<Bytes> read_some(int file, std::size_t count) {
    Bytes out(count);
    std::size_t have = 0;
    while (have < count) {
        const ssize_t got = ::read(file, out.data() + have, count - have);
        if (got < 0 && errno == EINTR) continue;
        if (got < 0) return failed("file.unreadable");
        if (got == 0) break;
        have += static_cast<std::size_t>(got);
    }
    out.resize(have);
    return out;
}

Result<> sync_folder_of(const std::string& path) {
    const std::size_t slash = path.rfind('/');
    const std::string folder = slash == std::string::npos ? "." : slash == 0 ? "/" : path.substr(0, slash);
    const int handle = ::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (handle < 0) return failed("file.unwritable");
    const bool synced = ::fsync(handle) == 0;
    ::close(handle);
    if (!synced) return failed("file.unwritable");
    return {};
}

void append(Bytes& to, ByteView what) {
    to.insert(to.end(), what.begin(), what.end());
}

}  // namespace

struct SealedWriter::State {
    std::string path;
    int file{-1};
    crypto::StreamSealer sealer;
    Digest front{};  ///< digest of everything before the chunks
    Bytes waiting;
    bool finished{false};

    explicit State(const crypto::Secret& key) : sealer(key) {}
    State(const State&) = delete;
    State& operator=(const State&) = delete;
    ~State() {
        if (!waiting.empty()) crypto::wipe(waiting.data(), waiting.size());
        if (file >= 0) ::close(file);
        if (!finished && file >= 0) ::unlink((path + ".new").c_str());
    }
};

SealedWriter::SealedWriter(std::unique_ptr<State> state) : state_(std::move(state)) {}
SealedWriter::SealedWriter(SealedWriter&&) noexcept = default;
SealedWriter::~SealedWriter() = default;

Result<SealedWriter> SealedWriter::create(
    const std::string& path, const std::vector<crypto::PublicKey>& recipients
) {
    if (recipients.empty()) return refuse(ErrorKind::Invalid, "backup.no_recipient");
    CHECK(recipients.size() <= kRecipientsMax);
    const crypto::Secret key = crypto::Secret::random();
    auto state = std::make_unique<State>(key);
    state->path = path;
    if (::access(path.c_str(), F_OK) == 0) return refuse(ErrorKind::Conflict, "file.exists");
    state->file = ::open(
        (path + ".new").c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC | O_NOFOLLOW, S_IRUSR | S_IWUSR
    );
    if (state->file < 0) return failed("file.unwritable");
    Bytes front;
    append(front, as_bytes(kMagic));
    front.push_back(static_cast<std::uint8_t>(recipients.size()));
    for (const crypto::PublicKey& to : recipients) append(front, crypto::box_seal(to, key.view()));
    append(front, state->sealer.header());
    state->front = crypto::hash("neove.backup", front);
    TRY(write_all(state->file, front));
    return SealedWriter(std::move(state));
}

Result<> SealedWriter::add(ByteView plain) {
    Bytes& waiting = state_->waiting;
    while (!plain.empty()) {
        // A full chunk waits until more comes: only the last one may say that it is the last.
        if (waiting.size() == kChunkBytes) {
            TRY(write_all(state_->file, state_->sealer.seal(waiting, state_->front, false)));
            waiting.clear();
        }
        const std::size_t take = std::min(plain.size(), kChunkBytes - waiting.size());
        append(waiting, plain.first(take));
        plain = plain.subspan(take);
    }
    return {};
}

Result<> SealedWriter::finish() {
    TRY(write_all(state_->file, state_->sealer.seal(state_->waiting, state_->front, true)));
    if (::fsync(state_->file) != 0) return failed("file.unwritable");
    if (::rename((state_->path + ".new").c_str(), state_->path.c_str()) != 0)
        return failed("file.unwritable");
    state_->finished = true;
    return sync_folder_of(state_->path);
}

struct SealedReader::State {
    int file{-1};
    std::optional<crypto::StreamOpener> opener;
    Digest front{};
    bool ended{false};

    State() = default;
    State(const State&) = delete;
    State& operator=(const State&) = delete;
    ~State() {
        if (file >= 0) ::close(file);
    }
};

SealedReader::SealedReader(std::unique_ptr<State> state) : state_(std::move(state)) {}
SealedReader::SealedReader(SealedReader&&) noexcept = default;
SealedReader::~SealedReader() = default;

Result<SealedReader> SealedReader::open(const std::string& path, const crypto::BoxKey& key) {
    const auto foreign = [] { return refuse(ErrorKind::Malformed, "backup.not_a_backup"); };
    auto state = std::make_unique<State>();
    state->file = ::open(path.c_str(), O_RDONLY | O_CLOEXEC);
    if (state->file < 0) return failed(errno == ENOENT ? "file.absent" : "file.unreadable");
    Bytes front = TRY(read_some(state->file, kMagic.size() + 1));
    if (front.size() != kMagic.size() + 1 || !as_text(front).starts_with(kMagic)) return foreign();
    const std::size_t count = front.back();
    if (count == 0 || count > kRecipientsMax) return foreign();
    const Bytes boxes = TRY(read_some(state->file, count * kBoxBytes));
    const Bytes header = TRY(read_some(state->file, kStreamHeaderBytes));
    if (boxes.size() != count * kBoxBytes || header.size() != kStreamHeaderBytes) return foreign();
    append(front, boxes);
    append(front, header);
    state->front = crypto::hash("neove.backup", front);
    for (std::size_t i = 0; i < count; ++i) {
        auto secret = crypto::box_open(key, ByteView(boxes).subspan(i * kBoxBytes, kBoxBytes));
        if (!secret || secret->size() != 32) continue;
        state->opener = crypto::StreamOpener::start(crypto::Secret::from(*secret), header);
        crypto::wipe(secret->data(), secret->size());
        if (!state->opener) return foreign();
        return SealedReader(std::move(state));
    }
    return refuse(ErrorKind::Forbidden, "backup.wrong_private_key");
}

Result<std::optional<Bytes>> SealedReader::next() {
    if (state_->ended) return std::optional<Bytes>();
    const Bytes sealed = TRY(read_some(state_->file, kChunkBytes + crypto::kStreamOverhead));
    if (sealed.empty()) return refuse(ErrorKind::Malformed, "backup.truncated");
    auto chunk = state_->opener->open(sealed, state_->front);
    if (!chunk) return refuse(ErrorKind::Malformed, "backup.altered");
    if (!chunk->is_last) return std::optional<Bytes>(std::move(chunk->plain));
    state_->ended = true;
    const Bytes more = TRY(read_some(state_->file, 1));
    if (!more.empty()) return refuse(ErrorKind::Malformed, "backup.altered");
    return std::optional<Bytes>(std::move(chunk->plain));
}

}  // namespace neove::backup
