#include "service/registers/record_keyring.h"

#include "base/check.h"

#include <array>

namespace neove::service {

using keyring::Domain;
using keyring::Purpose;

namespace {

constexpr std::array kRecordDomains{Domain::Work, Domain::Cases, Domain::Crime};

Bytes place_of(const StoreId& store, const RecordName& record, Purpose purpose, std::string part) {
    keyring::SealedPlace place;
    place.purpose = purpose;
    place.store = store;
    place.domain = record.domain;
    place.register_name = record.register_name;
    place.record = record.id;
    place.part = std::move(part);
    return keyring::associated_data(place);
}

/// A first key is wrapped as it always was.
std::string part_of(std::uint64_t epoch, const RecordName& record) {
    std::string part = std::to_string(epoch);
    if (record.generation > 0) part += "." + std::to_string(record.generation);
    return part;
}

auto unreadable(const char* why) {
    return refuse(ErrorKind::Internal, "record.unreadable", {}, why);
}

}  // namespace

void RecordKeyring::renew(const keyring::Keyring& keyring) {
    auto fresh = std::make_shared<Picture>();
    fresh->store = keyring.store();
    for (const Domain domain : kRecordDomains) {
        if (!keyring.is_unlocked(domain)) continue;
        Epochs& epochs = fresh->domains[domain];
        for (std::uint64_t number = 1; number <= keyring.epoch_number(domain); ++number) {
            auto wrapping = keyring.subkey(domain, Purpose::RecordKey, number);
            auto draft = keyring.subkey(domain, Purpose::Draft, number);
            if (wrapping && draft) epochs.emplace(number, Epoch{*std::move(wrapping), *std::move(draft)});
        }
    }
    const std::scoped_lock lock(mutex_);
    picture_ = std::move(fresh);
}

std::shared_ptr<const RecordKeyring::Picture> RecordKeyring::picture() const {
    const std::scoped_lock lock(mutex_);
    return picture_;
}

const RecordKeyring::Epoch* RecordKeyring::find(const Picture& picture, Domain domain, std::uint64_t number) {
    const auto epochs = picture.domains.find(domain);
    if (epochs == picture.domains.end()) return nullptr;
    const auto epoch = epochs->second.find(number);
    return epoch == epochs->second.end() ? nullptr : &epoch->second;
}

bool RecordKeyring::has(Domain domain) const {
    const auto now = picture();
    const auto epochs = now->domains.find(domain);
    return epochs != now->domains.end() && !epochs->second.empty();
}

WrappedKey RecordKeyring::wrap(const RecordName& record, const crypto::Secret& key) const {
    const auto now = picture();
    const auto epochs = now->domains.find(record.domain);
    CHECK(epochs != now->domains.end() && !epochs->second.empty());
    const auto& [number, epoch] = *epochs->second.rbegin();
    return {
        number,
        crypto::seal(
            epoch.wrapping,
            key.view(),
            place_of(now->store, record, Purpose::RecordKey, part_of(number, record))
        )};
}

Result<crypto::Secret> RecordKeyring::unwrap(const RecordName& record, std::uint64_t epoch, ByteView wrapped)
    const {
    const auto now = picture();
    const Epoch* found = find(*now, record.domain, epoch);
    if (found == nullptr) return unreadable("epoch");
    auto bytes = crypto::open(
        found->wrapping, wrapped, place_of(now->store, record, Purpose::RecordKey, part_of(epoch, record))
    );
    if (!bytes || bytes->size() != 32) return unreadable("wrapped key");
    crypto::Secret key = crypto::Secret::from(*bytes);
    crypto::wipe(bytes->data(), bytes->size());
    return key;
}

WrappedKey RecordKeyring::seal_draft(const RecordName& record, const std::string& part, ByteView plain)
    const {
    const auto now = picture();
    const auto epochs = now->domains.find(record.domain);
    CHECK(epochs != now->domains.end() && !epochs->second.empty());
    const auto& [number, epoch] = *epochs->second.rbegin();
    return {
        number, crypto::seal_padded(epoch.draft, plain, place_of(now->store, record, Purpose::Draft, part))};
}

std::optional<Bytes> RecordKeyring::open_draft(
    const RecordName& record, const std::string& part, std::uint64_t epoch, ByteView sealed
) const {
    const auto now = picture();
    const Epoch* found = find(*now, record.domain, epoch);
    if (found == nullptr) return std::nullopt;
    return crypto::open_padded(found->draft, sealed, place_of(now->store, record, Purpose::Draft, part));
}

}  // namespace neove::service
