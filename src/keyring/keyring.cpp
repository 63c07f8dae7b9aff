#include "keyring/keyring.h"

#include "base/check.h"
#include "base/file.h"
#include "base/text.h"
#include "keyring/associated_data.h"
#include "keyring/host_key.h"
#include "keyring/syllables.h"

#include <fmt/format.h>

#include <algorithm>
#include <filesystem>

namespace neove::keyring {

namespace {

using crypto::Secret;

constexpr std::size_t kRecoveryBytes = 11;
constexpr std::size_t kPassphraseBytes = 8;
constexpr std::size_t kShortestPassphrase = 20;
constexpr std::size_t kDestroyedKept = 24;  // two years of key days stay readable in `key status`

/// Binds everything a method is made of: swapping salts, levels or stores between methods opens nothing.
Bytes header_of(const StoreId& store, Domain domain, const UnlockMethod& method) {
    SealedPlace place;
    place.purpose = Purpose::RootKey;
    place.store = store;
    place.domain = domain;
    place.part = fmt::format(
        "{}:{}:{}:{}", name_of(method.kind), method.id, to_hex(method.salt), static_cast<int>(method.strength)
    );
    return associated_data(place);
}

Bytes epoch_header(const StoreId& store, Domain domain, std::uint64_t number) {
    SealedPlace place;
    place.purpose = Purpose::EpochKey;
    place.store = store;
    place.domain = domain;
    place.part = std::to_string(number);
    return associated_data(place);
}

Secret host_method_key(const Secret& host_key, Domain domain) {
    return crypto::derive(host_key, "neoveHst", static_cast<std::uint64_t>(domain));
}
Secret of_root(const Secret& root, Purpose purpose) {
    return crypto::derive(root, "neoveRot", static_cast<std::uint64_t>(purpose));
}
Secret of_epoch(const Secret& epoch, Purpose purpose) {
    return crypto::derive(epoch, "neoveSub", static_cast<std::uint64_t>(purpose));
}

std::optional<Secret> open_key(const Secret& key, ByteView sealed, ByteView header) {
    auto bytes = crypto::open(key, sealed, header);
    if (!bytes || bytes->size() != 32) return std::nullopt;
    Secret out = Secret::from(*bytes);
    crypto::wipe(bytes->data(), bytes->size());
    return out;
}

/// XChaCha20-Poly1305 does not commit to its key, so a key from a human secret is compared before anything
/// opens.
Digest commitment_of(const Secret& key, ByteView header) {
    return crypto::keyed_hash(key, "neove.commit", header);
}

UnlockMethod host_method(
    const StoreId& store, Domain domain, const Secret& host_key, const Secret& root, Instant now
) {
    UnlockMethod method;
    method.kind = MethodKind::Host;
    method.id = crypto::random_id();
    method.created_at = now;
    method.sealed_root =
        crypto::seal(host_method_key(host_key, domain), root.view(), header_of(store, domain, method));
    return method;
}

UnlockMethod secret_method(
    MethodKind kind,
    const StoreId& store,
    Domain domain,
    ByteView secret,
    crypto::Strength strength,
    const Secret& root,
    Instant now
) {
    UnlockMethod method;
    method.kind = kind;
    method.id = crypto::random_id();
    method.salt = crypto::random_bytes(16);
    method.strength = strength;
    method.created_at = now;
    const Bytes header = header_of(store, domain, method);
    const Secret key = crypto::key_from_password(as_text(secret), method.salt, strength);
    method.commitment = commitment_of(key, header);
    method.sealed_root = crypto::seal(key, root.view(), header);
    return method;
}

EpochKey new_epoch(
    const StoreId& store, Domain domain, std::uint64_t number, const Secret& root, Instant now
) {
    EpochKey epoch;
    epoch.number = number;
    epoch.created_at = now;
    epoch.sealed_key = crypto::seal(
        of_root(root, Purpose::EpochKey), Secret::random().view(), epoch_header(store, domain, number)
    );
    return epoch;
}

/// One spelling of a passphrase: a generated one as its bytes, a chosen one in NFC without outer spaces.
Bytes passphrase_bytes(std::string_view text) {
    if (auto generated = read_syllables(text, kPassphraseBytes)) return *std::move(generated);
    const std::string composed = text::to_nfc(text::repair_utf8(text));
    const std::size_t from = composed.find_first_not_of(' ');
    if (from == std::string::npos) return {};
    const std::size_t to = composed.find_last_not_of(' ') + 1;
    return Bytes(
        composed.begin() + static_cast<std::ptrdiff_t>(from),
        composed.begin() + static_cast<std::ptrdiff_t>(to)
    );
}

bool long_enough(std::string_view text) {
    return read_syllables(text, kPassphraseBytes) ||
           text::count_code_points(text::repair_utf8(text)) >= kShortestPassphrase;
}

std::int64_t days_between(Instant from, Instant to) {
    return (to.micros - from.micros) / kDay;
}

DomainKeys* find(KeyringFile& file, Domain domain) {
    const auto found = std::ranges::find(file.domains, domain, &DomainKeys::domain);
    return found == file.domains.end() ? nullptr : &*found;
}

const UnlockMethod* find(const DomainKeys& keys, MethodKind kind) {
    const auto found = std::ranges::find(keys.methods, kind, &UnlockMethod::kind);
    return found == keys.methods.end() ? nullptr : &*found;
}

void replace_method(KeyringFile& file, Domain domain, UnlockMethod method) {
    DomainKeys* keys = find(file, domain);
    CHECK(keys != nullptr);
    std::erase_if(keys->methods, [&](const UnlockMethod& old) { return old.kind == method.kind; });
    keys->methods.push_back(std::move(method));
}

/// Format 1 had no mark. Only demo stores were made with cheap recovery keys, and how dear they are stands
/// under the file's tag: nobody without the system key could choose.
StoreKind kind_of(const KeyringFile& file) {
    if (file.kind != StoreKind::Unmarked) return file.kind;
    const bool cheap = std::ranges::all_of(file.domains, [](const DomainKeys& keys) {
        const UnlockMethod* recovery = find(keys, MethodKind::Recovery);
        return recovery != nullptr && recovery->strength == crypto::Strength::Test;
    });
    return cheap ? StoreKind::Demo : StoreKind::Real;
}

Result<Secret> host_key_at(const std::string& path) {
    std::error_code ignored;
    if (std::filesystem::exists(path, ignored)) return read_host_key(path);
    return create_host_key(path);
}

}  // namespace

Result<CreatedKeyring> Keyring::create(const NewKeyring& settings) {
    CHECK(std::ranges::find(settings.domains, Domain::System) != settings.domains.end());
    std::error_code ignored;
    if (std::filesystem::exists(settings.path, ignored)) return refuse(ErrorKind::Conflict, "keyring.exists");
    const Secret host_key = TRY(host_key_at(settings.host_key_path));

    KeyringFile file;
    file.kind = settings.demo ? StoreKind::Demo : StoreKind::Real;
    file.store = settings.store;
    file.serial = 0;
    CreatedKeyring created{Keyring(settings.path, file), {}};
    std::vector<Domain> domains = settings.domains;
    std::ranges::sort(domains);
    for (const Domain domain : domains) {
        const Secret root = Secret::random();
        Bytes recovery = crypto::random_bytes(kRecoveryBytes);
        DomainKeys keys{domain, settings.now, {}, {}};
        keys.methods.push_back(host_method(file.store, domain, host_key, root, settings.now));
        keys.methods.push_back(secret_method(
            MethodKind::Recovery, file.store, domain, recovery, settings.recovery_strength, root, settings.now
        ));
        keys.epochs.push_back(new_epoch(file.store, domain, 1, root, settings.now));
        created.recovery_keys.push_back({domain, write_syllables(recovery)});
        crypto::wipe(recovery.data(), recovery.size());
        file.domains.push_back(keys);
        created.keyring.file_ = file;
        TRY(created.keyring.admit(domain, root));
    }
    TRY(created.keyring.write(file, settings.now));
    return created;
}

Result<Keyring> Keyring::load(const std::string& path) {
    auto bytes = read_file(path, kKeyringLimit);
    if (!bytes && bytes.error().code == "file.absent") return refuse(ErrorKind::NotFound, "keyring.absent");
    if (!bytes) return refuse(ErrorKind::Malformed, "keyring.malformed", {}, bytes.error().code);
    return Keyring(path, TRY(parse_keyring(*bytes)));
}

const DomainKeys& Keyring::keys_of(Domain domain) const {
    const auto found = std::ranges::find(file_.domains, domain, &DomainKeys::domain);
    CHECK(found != file_.domains.end());
    return *found;
}

const Keyring::Unlocked& Keyring::unlocked(Domain domain) const {
    const auto found = unlocked_.find(domain);
    CHECK(found != unlocked_.end());
    return found->second;
}

std::vector<Domain> Keyring::domains() const {
    std::vector<Domain> out;
    for (const DomainKeys& keys : file_.domains) out.push_back(keys.domain);
    return out;
}

std::optional<Domain> Keyring::locked_domain() const {
    for (const DomainKeys& keys : file_.domains) {
        if (!is_unlocked(keys.domain)) return keys.domain;
    }
    return std::nullopt;
}

bool Keyring::has_method(Domain domain, MethodKind kind) const {
    return has(domain) && find(keys_of(domain), kind) != nullptr;
}

bool Keyring::has(Domain domain) const {
    return std::ranges::find(file_.domains, domain, &DomainKeys::domain) != file_.domains.end();
}

/// Opens the epochs of a domain whose root is known.
Result<> Keyring::admit(Domain domain, Secret root) {
    const auto altered = [] { return refuse(ErrorKind::Internal, "keyring.altered"); };
    Unlocked opened{std::move(root), {}};
    const Secret key = of_root(opened.root, Purpose::EpochKey);
    for (const EpochKey& epoch : keys_of(domain).epochs) {
        if (epoch.state == EpochState::Destroyed) continue;
        auto secret = open_key(key, epoch.sealed_key, epoch_header(file_.store, domain, epoch.number));
        if (!secret) return altered();
        opened.epochs.emplace(epoch.number, *std::move(secret));
    }
    unlocked_.insert_or_assign(domain, std::move(opened));
    return {};
}

Digest Keyring::tag_for(const KeyringFile& file) const {
    const Secret key = of_root(unlocked(Domain::System).root, Purpose::KeyringTag);
    return crypto::keyed_hash(key, tag_job(file), tagged_bytes(file));
}

Result<> Keyring::check_tag() {
    if (!is_unlocked(Domain::System)) return {};
    if (crypto::equal(tag_for(file_), file_.tag)) return {};
    unlocked_.clear();
    return refuse(ErrorKind::Internal, "keyring.altered");
}

Result<> Keyring::unlock_with_host(const std::string& host_key_path) {
    const Secret host_key = TRY(read_host_key(host_key_path));
    for (const DomainKeys& keys : file_.domains) {
        const UnlockMethod* method = find(keys, MethodKind::Host);
        if (method == nullptr) continue;
        auto root = open_key(
            host_method_key(host_key, keys.domain),
            method->sealed_root,
            header_of(file_.store, keys.domain, *method)
        );
        if (!root) return refuse(ErrorKind::Forbidden, "keyring.wrong_host_key");
        TRY(admit(keys.domain, *std::move(root)));
    }
    return check_tag();
}

Result<Secret> Keyring::root_by_secret(
    Domain domain, MethodKind kind, ByteView secret, const std::string& refusal
) const {
    const UnlockMethod* method = has(domain) ? find(keys_of(domain), kind) : nullptr;
    if (method == nullptr) return refuse(ErrorKind::NotFound, "keyring.no_such_method");
    if (secret.empty()) return refuse(ErrorKind::Forbidden, refusal);
    const Bytes header = header_of(file_.store, domain, *method);
    const Secret key = crypto::key_from_password(as_text(secret), method->salt, method->strength);
    if (!crypto::equal(commitment_of(key, header), method->commitment))
        return refuse(ErrorKind::Forbidden, refusal);
    auto root = open_key(key, method->sealed_root, header);
    if (!root) return refuse(ErrorKind::Internal, "keyring.altered");
    return *std::move(root);
}

Result<Secret> Keyring::root_by_recovery(Domain domain, std::string_view text) const {
    auto secret = read_syllables(text, kRecoveryBytes);
    if (!secret) return refuse(ErrorKind::Invalid, "keyring.mistyped");
    auto root = root_by_secret(domain, MethodKind::Recovery, *secret, "keyring.wrong_recovery_key");
    crypto::wipe(secret->data(), secret->size());
    return root;
}

Result<> Keyring::unlock_with_recovery(Domain domain, std::string_view text) {
    Secret root = TRY(root_by_recovery(domain, text));
    TRY(admit(domain, std::move(root)));
    return check_tag();
}

Result<> Keyring::unlock_with_passphrase(Domain domain, std::string_view text) {
    Secret root =
        TRY(root_by_secret(domain, MethodKind::Passphrase, passphrase_bytes(text), "keyring.wrong_passphrase")
        );
    TRY(admit(domain, std::move(root)));
    return check_tag();
}

void Keyring::lock(Domain domain) {
    unlocked_.erase(domain);
}

std::uint64_t Keyring::epoch_number(Domain domain) const {
    return keys_of(domain).epochs.back().number;
}

const Secret& Keyring::epoch(Domain domain) const {
    const Secret* secret = epoch(domain, epoch_number(domain));
    CHECK(secret != nullptr);
    return *secret;
}

const Secret* Keyring::epoch(Domain domain, std::uint64_t number) const {
    const auto& epochs = unlocked(domain).epochs;
    const auto found = epochs.find(number);
    return found == epochs.end() ? nullptr : &found->second;
}

bool Keyring::holds_epoch(Domain domain, std::uint64_t number) const {
    if (!has(domain)) return false;
    const auto& epochs = keys_of(domain).epochs;
    const auto found = std::ranges::find(epochs, number, &EpochKey::number);
    return found != epochs.end() && !found->sealed_key.empty();
}

Secret Keyring::subkey(Domain domain, Purpose purpose) const {
    return of_epoch(epoch(domain), purpose);
}

std::optional<Secret> Keyring::subkey(Domain domain, Purpose purpose, std::uint64_t number) const {
    const Secret* secret = epoch(domain, number);
    if (secret == nullptr) return std::nullopt;
    return of_epoch(*secret, purpose);
}

Result<> Keyring::write(KeyringFile next, Instant now) {
    if (file_.serial > 0) {  // not the first writing
        const auto on_disk = load(path_);
        if (!on_disk || on_disk->serial() != file_.serial) {
            return refuse(ErrorKind::Conflict, "keyring.changed_meanwhile");
        }
    }
    next.kind = kind_of(next);
    next.serial = file_.serial + 1;
    next.written_at = now;
    next.tag = tag_for(next);
    const Bytes bytes = encode(next);
    if (bytes.size() > kKeyringLimit) return refuse(ErrorKind::TooLarge, "keyring.too_large");
    TRY(replace_file(path_, bytes));
    file_ = std::move(next);
    return {};
}

Result<> Keyring::mark(Instant now) {
    CHECK(is_unlocked(Domain::System));
    if (file_.kind != StoreKind::Unmarked) return {};
    return write(file_, now);
}

bool Keyring::is_demo() const {
    CHECK(is_unlocked(Domain::System));
    return kind_of(file_) == StoreKind::Demo;
}

Result<Keyring> Keyring::reread() const {
    CHECK(is_unlocked(Domain::System));
    Keyring fresh = TRY(load(path_));
    for (const auto& [domain, opened] : unlocked_) {
        if (!fresh.has(domain)) return refuse(ErrorKind::Internal, "keyring.altered");
        TRY(fresh.admit(domain, opened.root));
    }
    TRY(fresh.check_tag());
    return fresh;
}

Result<> Keyring::renew_host(const std::string& host_key_path, Instant now) {
    for (const DomainKeys& keys : file_.domains) CHECK(is_unlocked(keys.domain));
    const auto host_key = create_host_key(host_key_path);
    if (!host_key && host_key.error().code == "file.exists") {
        return refuse(ErrorKind::Conflict, "keyring.host_key_exists", host_key_path);
    }
    if (!host_key) return std::unexpected(host_key.error());
    KeyringFile next = file_;
    for (const DomainKeys& keys : file_.domains) {
        const Secret& root = unlocked(keys.domain).root;
        replace_method(next, keys.domain, host_method(file_.store, keys.domain, *host_key, root, now));
    }
    auto written = write(std::move(next), now);
    // Nothing was written: the fresh file opens nothing and would stand in the way of the next try.
    if (!written && written.error().code == "keyring.changed_meanwhile") {
        std::error_code ignored;
        std::filesystem::remove(host_key_path, ignored);
    }
    return written;
}

Result<> Keyring::confirm_recovery(Domain domain, std::string_view text, Instant now) {
    TRY(root_by_recovery(domain, text));
    UnlockMethod method = *find(keys_of(domain), MethodKind::Recovery);
    method.confirmed_at = now;
    KeyringFile next = file_;
    replace_method(next, domain, std::move(method));
    return write(std::move(next), now);
}

bool Keyring::recovery_confirmed(Domain domain) const {
    const UnlockMethod* method = find(keys_of(domain), MethodKind::Recovery);
    return method != nullptr && method->confirmed_at.micros > 0;
}

bool Keyring::recovery_confirmed() const {
    return std::ranges::all_of(file_.domains, [&](const DomainKeys& keys) {
        return recovery_confirmed(keys.domain);
    });
}

Result<> Keyring::set_passphrase(
    const std::vector<Domain>& domains, std::string_view text, Instant now, crypto::Strength strength
) {
    TRY(check_passphrase(text));
    Bytes secret = passphrase_bytes(text);
    KeyringFile next = file_;
    for (const Domain domain : domains) {
        const Secret& root = unlocked(domain).root;
        replace_method(
            next,
            domain,
            secret_method(MethodKind::Passphrase, file_.store, domain, secret, strength, root, now)
        );
    }
    crypto::wipe(secret.data(), secret.size());
    return write(std::move(next), now);
}

Result<> Keyring::remove_passphrase(const std::vector<Domain>& domains, Instant now) {
    KeyringFile next = file_;
    std::size_t removed = 0;
    for (const Domain domain : domains) {
        DomainKeys* keys = find(next, domain);
        CHECK(keys != nullptr);
        removed += std::erase_if(keys->methods, [](const UnlockMethod& old) {
            return old.kind == MethodKind::Passphrase;
        });
    }
    if (removed == 0) return refuse(ErrorKind::NotFound, "keyring.no_such_method");
    return write(std::move(next), now);
}

Result<> Keyring::adopt_recovery(
    const std::vector<RecoveryKey>& keys, Instant now, crypto::Strength strength
) {
    KeyringFile next = file_;
    for (const RecoveryKey& key : keys) {
        Bytes secret = TRY(read_syllables(key.text, kRecoveryBytes));
        const Secret& root = unlocked(key.domain).root;
        UnlockMethod method =
            secret_method(MethodKind::Recovery, file_.store, key.domain, secret, strength, root, now);
        crypto::wipe(secret.data(), secret.size());
        method.confirmed_at = now;
        replace_method(next, key.domain, std::move(method));
    }
    return write(std::move(next), now);
}

std::vector<Domain> Keyring::absent_domains() const {
    std::vector<Domain> out;
    for (const Domain domain : kStoreDomains) {
        if (!has(domain)) out.push_back(domain);
    }
    return out;
}

Result<> Keyring::add_domains(
    const std::vector<RecoveryKey>& keys,
    const std::string& host_key_path,
    bool confirmed,
    Instant now,
    crypto::Strength strength
) {
    const Secret host_key = TRY(read_host_key(host_key_path));
    // A stray file would make a method that no start opens.
    Keyring probe(path_, file_);
    TRY(probe.unlock_with_host(host_key_path));
    KeyringFile next = file_;
    std::map<Domain, Secret> roots;
    for (const RecoveryKey& key : keys) {
        if (find(next, key.domain) != nullptr) return refuse(ErrorKind::Conflict, "keyring.exists");
        Bytes secret = TRY(read_syllables(key.text, kRecoveryBytes));
        const Secret root = Secret::random();
        DomainKeys added{key.domain, now, {}, {}};
        added.methods.push_back(host_method(file_.store, key.domain, host_key, root, now));
        added.methods.push_back(
            secret_method(MethodKind::Recovery, file_.store, key.domain, secret, strength, root, now)
        );
        crypto::wipe(secret.data(), secret.size());
        if (confirmed) added.methods.back().confirmed_at = now;
        added.epochs.push_back(new_epoch(file_.store, key.domain, 1, root, now));
        next.domains.push_back(std::move(added));
        roots.emplace(key.domain, root);
    }
    std::ranges::sort(next.domains, {}, &DomainKeys::domain);
    TRY(write(std::move(next), now));
    for (auto& [domain, root] : roots) TRY(admit(domain, root));
    return {};
}

Result<std::uint64_t> Keyring::begin_epoch(Domain domain, Instant now) {
    KeyringFile next = file_;
    DomainKeys* keys = find(next, domain);
    CHECK(keys != nullptr);
    const Secret root = unlocked(domain).root;
    const std::uint64_t number = epoch_number(domain) + 1;
    keys->epochs.back().state = EpochState::Retiring;
    keys->epochs.push_back(new_epoch(file_.store, domain, number, root, now));
    TRY(write(std::move(next), now));
    TRY(admit(domain, root));
    return number;
}

Result<> Keyring::destroy_epoch(Domain domain, std::uint64_t number, Instant now) {
    KeyringFile next = file_;
    DomainKeys* keys = find(next, domain);
    CHECK(keys != nullptr);
    const auto epoch = std::ranges::find(keys->epochs, number, &EpochKey::number);
    if (epoch == keys->epochs.end() || epoch->state != EpochState::Retiring) {
        return refuse(ErrorKind::Conflict, "keyring.epoch_not_retiring");
    }
    epoch->state = EpochState::Destroyed;
    epoch->sealed_key.clear();
    epoch->ended_at = now;
    auto destroyed = std::ranges::count(keys->epochs, EpochState::Destroyed, &EpochKey::state);
    std::erase_if(keys->epochs, [&](const EpochKey& old) {
        return old.state == EpochState::Destroyed && destroyed-- > static_cast<std::int64_t>(kDestroyedKept);
    });
    TRY(write(std::move(next), now));
    if (const auto open = unlocked_.find(domain); open != unlocked_.end()) open->second.epochs.erase(number);
    return {};
}

Result<> Keyring::pin(const std::string& name, const crypto::PublicKey& key, Instant now) {
    CHECK(!name.empty() && name.size() <= 64);
    if (pinned(name)) return refuse(ErrorKind::Conflict, "keyring.already_pinned");
    KeyringFile next = file_;
    next.pinned.push_back({name, key, now});
    std::ranges::sort(next.pinned, {}, &PinnedKey::name);
    return write(std::move(next), now);
}

Result<> Keyring::unpin(const std::string& name, Instant now) {
    KeyringFile next = file_;
    std::erase_if(next.pinned, [&](const PinnedKey& key) { return key.name == name; });
    return write(std::move(next), now);
}

std::optional<crypto::PublicKey> Keyring::pinned(std::string_view name) const {
    CHECK(is_unlocked(Domain::System));
    const auto found = std::ranges::find(file_.pinned, name, &PinnedKey::name);
    if (found == file_.pinned.end()) return std::nullopt;
    return found->key;
}

std::vector<KeyStatus> Keyring::status(Instant now) const {
    std::vector<KeyStatus> lines;
    const auto add = [&](std::string_view domain, std::string what, std::string_view state, Instant created_at
                     ) {
        lines.push_back(
            {std::string(domain),
             std::move(what),
             std::string(state),
             created_at,
             days_between(created_at, now)}
        );
    };
    for (const DomainKeys& keys : file_.domains) {
        const std::string_view domain = name_of(keys.domain);
        add(domain, "root", is_unlocked(keys.domain) ? "unlocked" : "locked", keys.root_created_at);
        for (const UnlockMethod& method : keys.methods) {
            const bool waits = method.kind == MethodKind::Recovery && method.confirmed_at.micros == 0;
            add(domain,
                fmt::format("method {}", name_of(method.kind)),
                waits ? "unconfirmed" : "confirmed",
                method.created_at);
        }
        for (const EpochKey& epoch : keys.epochs) {
            add(domain, fmt::format("epoch {}", epoch.number), name_of(epoch.state), epoch.created_at);
        }
    }
    for (const PinnedKey& key : file_.pinned) add("", "pinned " + key.name, "pinned", key.pinned_at);
    return lines;
}

std::string generate_passphrase() {
    return write_syllables(crypto::random_bytes(kPassphraseBytes));
}

std::string generate_half() {
    constexpr std::size_t kHalfBytes = 5;
    return write_syllables(crypto::random_bytes(kHalfBytes));
}

bool same_passphrase(std::string_view a, std::string_view b) {
    Bytes first = passphrase_bytes(a);
    Bytes second = passphrase_bytes(b);
    const bool same = crypto::equal(first, second);
    crypto::wipe(first.data(), first.size());
    crypto::wipe(second.data(), second.size());
    return same;
}

Result<> check_passphrase(std::string_view text) {
    if (!long_enough(text)) return refuse(ErrorKind::Invalid, "keyring.passphrase_too_short");
    return {};
}

RecoveryKey draft_recovery(Domain domain) {
    Bytes secret = crypto::random_bytes(kRecoveryBytes);
    RecoveryKey key{domain, write_syllables(secret)};
    crypto::wipe(secret.data(), secret.size());
    return key;
}

Result<> check_typed(const RecoveryKey& key, std::string_view typed) {
    Bytes secret = TRY(read_syllables(key.text, kRecoveryBytes));
    auto read = read_syllables(typed, kRecoveryBytes);
    if (!read) return refuse(ErrorKind::Invalid, "keyring.mistyped");
    const bool same = crypto::equal(secret, *read);
    crypto::wipe(secret.data(), secret.size());
    crypto::wipe(read->data(), read->size());
    if (!same) return refuse(ErrorKind::Forbidden, "keyring.wrong_recovery_key");
    return {};
}

}  // namespace neove::keyring
