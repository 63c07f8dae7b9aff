#include "keyring/keyring_file.h"

#include "base/check.h"

#include <algorithm>

namespace neove::keyring {

namespace {

constexpr std::string_view kUnmarkedMagic = "neove keyring 1\n";
constexpr std::string_view kMarkedMagic = "neove keyring 2\n";
static_assert(kUnmarkedMagic.size() == kMarkedMagic.size());
constexpr std::string_view kChecksum = "neove.keyring.file";
constexpr std::size_t kSealedKey = 1 + 24 + 32 + 16;
constexpr std::size_t kMostMethods = 48;
constexpr std::size_t kMostEpochs = 256;
constexpr std::size_t kMostPinned = 64;
constexpr std::size_t kLongestName = 64;

std::uint64_t as_number(Instant at) {
    return static_cast<std::uint64_t>(at.micros);
}

void write(CanonicalWriter& out, const UnlockMethod& method) {
    out.number(static_cast<std::uint64_t>(method.kind))
        .text(method.id)
        .bytes(method.salt)
        .number(static_cast<std::uint64_t>(method.strength))
        .bytes(method.commitment)
        .bytes(method.sealed_root)
        .number(as_number(method.created_at))
        .number(as_number(method.confirmed_at));
}

void write(CanonicalWriter& out, const EpochKey& epoch) {
    out.number(epoch.number)
        .number(static_cast<std::uint64_t>(epoch.state))
        .bytes(epoch.sealed_key)
        .number(as_number(epoch.created_at))
        .number(as_number(epoch.ended_at));
}

void write(CanonicalWriter& out, const DomainKeys& domain) {
    out.number(static_cast<std::uint64_t>(domain.domain)).number(as_number(domain.root_created_at));
    out.number(domain.methods.size());
    for (const UnlockMethod& method : domain.methods) write(out, method);
    out.number(domain.epochs.size());
    for (const EpochKey& epoch : domain.epochs) write(out, epoch);
}

/// A CanonicalReader that remembers whether anything was wrong, so that reading stays a list of fields.
class Reader {
public:
    explicit Reader(ByteView input) : in_(input) {}
    bool is_sound() const { return sound_; }
    bool is_finished() const { return sound_ && in_.at_end(); }
    void require(bool condition) { sound_ = sound_ && condition; }

    std::uint64_t number(std::uint64_t least, std::uint64_t most) {
        const auto value = in_.number();
        require(value && *value >= least && *value <= most);
        return sound_ ? *value : least;
    }
    Instant instant() { return {static_cast<std::int64_t>(number(0, INT64_MAX))}; }
    std::string text(std::size_t most) {
        auto value = in_.text();
        require(value && value->size() <= most);
        return sound_ ? *value : std::string();
    }
    Bytes bytes(std::size_t size) {
        const auto value = in_.bytes();
        require(value && (value->empty() || value->size() == size));
        return sound_ ? Bytes(value->begin(), value->end()) : Bytes();
    }
    Digest digest() {
        const Bytes value = bytes(32);
        Digest out{};
        require(value.size() == out.size());
        if (sound_) std::ranges::copy(value, out.begin());
        return out;
    }

private:
    CanonicalReader in_;
    bool sound_{true};
};

UnlockMethod read_method(Reader& in) {
    UnlockMethod method;
    method.kind = static_cast<MethodKind>(in.number(1, 3));
    method.id = in.text(32);
    method.salt = in.bytes(16);
    method.strength = static_cast<crypto::Strength>(in.number(0, 2));
    method.commitment = in.digest();
    method.sealed_root = in.bytes(kSealedKey);
    method.created_at = in.instant();
    method.confirmed_at = in.instant();
    in.require(is_id_text(method.id) && method.sealed_root.size() == kSealedKey);
    in.require(method.salt.empty() == (method.kind == MethodKind::Host));
    return method;
}

EpochKey read_epoch(Reader& in) {
    EpochKey epoch;
    epoch.number = in.number(1, UINT64_MAX);
    epoch.state = static_cast<EpochState>(in.number(1, 3));
    epoch.sealed_key = in.bytes(kSealedKey);
    epoch.created_at = in.instant();
    epoch.ended_at = in.instant();
    in.require(epoch.sealed_key.empty() == (epoch.state == EpochState::Destroyed));
    return epoch;
}

DomainKeys read_domain(Reader& in) {
    DomainKeys domain;
    domain.domain = static_cast<Domain>(in.number(1, kDomains.size()));
    domain.root_created_at = in.instant();
    const std::uint64_t methods = in.number(1, kMostMethods);
    for (std::uint64_t i = 0; i < methods && in.is_sound(); ++i) domain.methods.push_back(read_method(in));
    const std::uint64_t epochs = in.number(1, kMostEpochs);
    for (std::uint64_t i = 0; i < epochs && in.is_sound(); ++i) {
        domain.epochs.push_back(read_epoch(in));
        if (i > 0) in.require(domain.epochs[i - 1].number < domain.epochs[i].number);
        in.require((domain.epochs.back().state == EpochState::Current) == (i + 1 == epochs));
    }
    return domain;
}

KeyringFile read_file_fields(Reader& in, bool marked) {
    KeyringFile file;
    if (marked) file.kind = static_cast<StoreKind>(in.number(1, 2));
    const std::string store = in.text(32);
    in.require(is_id_text(store));
    file.store = StoreId::trusted(store);
    file.serial = in.number(1, UINT64_MAX);
    file.written_at = in.instant();
    const std::uint64_t domains = in.number(1, kDomains.size());
    for (std::uint64_t i = 0; i < domains && in.is_sound(); ++i) {
        file.domains.push_back(read_domain(in));
        if (i > 0) in.require(file.domains[i - 1].domain < file.domains[i].domain);
    }
    const std::uint64_t pinned = in.number(0, kMostPinned);
    for (std::uint64_t i = 0; i < pinned && in.is_sound(); ++i) {
        PinnedKey key;
        key.name = in.text(kLongestName);
        key.key = in.digest();
        key.pinned_at = in.instant();
        if (i > 0) in.require(file.pinned.back().name < key.name);
        file.pinned.push_back(key);
    }
    file.tag = in.digest();
    return file;
}

}  // namespace

std::string_view name_of(MethodKind kind) {
    switch (kind) {
        case MethodKind::Host: return "host";
        case MethodKind::Recovery: return "recovery";
        case MethodKind::Passphrase: return "passphrase";
    }
    report_bug("kind", __FILE__, __LINE__);
}

std::string_view name_of(EpochState state) {
    switch (state) {
        case EpochState::Current: return "current";
        case EpochState::Retiring: return "retiring";
        case EpochState::Destroyed: return "destroyed";
    }
    report_bug("state", __FILE__, __LINE__);
}

Bytes tagged_bytes(const KeyringFile& file) {
    CanonicalWriter out;
    if (file.kind != StoreKind::Unmarked) out.number(static_cast<std::uint64_t>(file.kind));
    out.text(file.store.text()).number(file.serial).number(as_number(file.written_at));
    out.number(file.domains.size());
    for (const DomainKeys& domain : file.domains) write(out, domain);
    out.number(file.pinned.size());
    for (const PinnedKey& key : file.pinned)
        out.text(key.name).bytes(key.key).number(as_number(key.pinned_at));
    return out.result();
}

std::string_view tag_job(const KeyringFile& file) {
    return file.kind == StoreKind::Unmarked ? "neove.keyring" : "neove.keyring.2";
}

Bytes encode(const KeyringFile& file) {
    CanonicalWriter tag;
    tag.bytes(file.tag);
    const std::string_view magic = file.kind == StoreKind::Unmarked ? kUnmarkedMagic : kMarkedMagic;
    Bytes out(magic.begin(), magic.end());
    const Bytes fields = tagged_bytes(file);
    out.insert(out.end(), fields.begin(), fields.end());
    out.insert(out.end(), tag.result().begin(), tag.result().end());
    const Digest checksum = crypto::hash(kChecksum, out);
    out.insert(out.end(), checksum.begin(), checksum.end());
    return out;
}

Result<KeyringFile> parse_keyring(ByteView bytes) {
    const auto malformed = [](std::string detail) {
        return refuse(ErrorKind::Malformed, "keyring.malformed", {}, std::move(detail));
    };
    if (bytes.size() > kKeyringLimit || bytes.size() < kMarkedMagic.size() + 32) return malformed("size");
    const std::string_view magic = as_text(bytes.first(kMarkedMagic.size()));
    if (magic != kMarkedMagic && magic != kUnmarkedMagic) return malformed("magic");
    const ByteView body = bytes.first(bytes.size() - 32);
    if (!crypto::equal(crypto::hash(kChecksum, body), bytes.last(32))) return malformed("checksum");
    Reader in(body.subspan(magic.size()));
    KeyringFile file = read_file_fields(in, magic == kMarkedMagic);
    if (!in.is_finished()) return malformed("fields");
    return file;
}

void fuzz_keyring_file(ByteView bytes) {
    const auto same = [](const KeyringFile& file, ByteView origin) {
        return std::ranges::equal(encode(file), origin);
    };
    if (const auto file = parse_keyring(bytes)) CHECK(same(*file, bytes));
    // A fuzzer never guesses a checksum: give its bytes one, so that it reaches the fields.
    for (const std::string_view magic : {kUnmarkedMagic, kMarkedMagic}) {
        Bytes whole(magic.begin(), magic.end());
        whole.insert(whole.end(), bytes.begin(), bytes.end());
        const Digest checksum = crypto::hash(kChecksum, whole);
        whole.insert(whole.end(), checksum.begin(), checksum.end());
        if (const auto file = parse_keyring(whole)) CHECK(same(*file, whole));
    }
}

}  // namespace neove::keyring
