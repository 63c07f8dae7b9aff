#include "service/registers/sealed_record.h"

#include "base/check.h"

#include <array>

namespace neove::service {

using form::Class;
using keyring::FieldClass;
using keyring::Purpose;

namespace {

constexpr json::Limits kSealedLimits{.bytes = 8U << 20U, .depth = 32};
constexpr std::array kClasses{Class::Public, Class::Internal, Class::Confidential, Class::Identity};
constexpr std::size_t kHead = 5;  // class and length
constexpr std::uint64_t kFieldsKey = 1;
constexpr std::uint64_t kCardKey = 2;
constexpr std::uint64_t kFilesKey = 3;
constexpr std::uint64_t kDraftKey = 4;

auto unreadable(const char* why) {
    return refuse(ErrorKind::Internal, "record.unreadable", {}, why);
}

/// As it is written into stored bytes: the numbers of keyring::FieldClass.
std::uint8_t number_of(Class field_class) {
    return static_cast<std::uint8_t>(static_cast<unsigned>(field_class) + 1);
}

std::uint32_t length_at(ByteView bytes) {
    std::uint32_t length = 0;
    for (std::size_t i = 0; i < 4; ++i) length |= static_cast<std::uint32_t>(bytes[i]) << (8 * i);
    return length;
}

std::string state_part(std::int64_t version, const Digest& last_event) {
    return std::to_string(version) + ":" + to_hex(last_event);
}

}  // namespace

Class class_of_answer(const form::Form& form, std::string_view field) {
    const form::Field* found = form.find(field);
    return found == nullptr ? Class::Identity : form::class_of(form, *found);
}

access::Classes bit_of(Class field_class) {
    return static_cast<access::Classes>(1U << static_cast<unsigned>(field_class));
}

json::Value of_classes(const form::Form& form, const json::Value& answers, access::Classes classes) {
    json::Value out{json::Object{}};
    if (answers.object() == nullptr) return out;
    for (const auto& [field, value] : *answers.object()) {
        if ((bit_of(class_of_answer(form, field)) & classes) != 0) out.set(field, value);
    }
    return out;
}

access::Classes classes_in(const form::Form& form, const json::Value& answers) {
    access::Classes classes = 0;
    if (answers.object() == nullptr) return classes;
    for (const auto& [field, value] : *answers.object()) classes |= bit_of(class_of_answer(form, field));
    return classes;
}

access::Classes classes_packed(ByteView packed) {
    access::Classes out = 0;
    while (packed.size() >= kHead) {
        if (packed[0] > 0 && packed[0] <= kClasses.size()) out |= bit_of(kClasses.at(packed[0] - 1U));
        const std::size_t length = length_at(packed.subspan(1));
        if (length > packed.size() - kHead) return 0;
        packed = packed.subspan(kHead + length);
    }
    return out;
}

SealedRecord::SealedRecord(const StoreId& store, RecordName name, const crypto::Secret& record_key)
    : store_(store),
      name_(std::move(name)),
      fields_(crypto::derive(record_key, "neoveRec", kFieldsKey)),
      card_(crypto::derive(record_key, "neoveRec", kCardKey)),
      files_(crypto::derive(record_key, "neoveRec", kFilesKey)),
      draft_(crypto::derive(record_key, "neoveRec", kDraftKey)) {}

Bytes SealedRecord::associated(Purpose purpose, std::uint8_t field_class, const Place& place) const {
    keyring::SealedPlace out;
    out.purpose = purpose;
    out.store = store_;
    out.domain = name_.domain;
    out.register_name = name_.register_name;
    out.record = name_.id;
    out.event = place.event;
    out.field_class = static_cast<FieldClass>(field_class);
    out.part = place.part;
    return keyring::associated_data(out);
}

void SealedRecord::pack(Bytes& to, std::uint8_t field_class, const json::Value& value, const Place& place)
    const {
    const Bytes envelope = crypto::seal_padded(
        fields_, as_bytes(json::write_canonical(value)), associated(Purpose::Field, field_class, place)
    );
    to.push_back(field_class);
    for (std::size_t i = 0; i < 4; ++i) to.push_back(static_cast<std::uint8_t>(envelope.size() >> (8 * i)));
    to.insert(to.end(), envelope.begin(), envelope.end());
}

Result<OpenedAnswers> SealedRecord::open(
    ByteView packed, access::Classes wanted, bool with_reason, const Place& place
) const {
    OpenedAnswers out;
    int last = -1;
    while (!packed.empty()) {
        if (packed.size() < kHead) return unreadable("cut");
        const std::uint8_t number = packed[0];
        const std::size_t length = length_at(packed.subspan(1));
        packed = packed.subspan(kHead);
        if (number <= last || number > number_of(Class::Identity) || packed.size() < length) {
            return unreadable("order");
        }
        last = number;
        const bool is_reason = number == 0;
        const auto bit = is_reason ? access::Classes{0} : static_cast<access::Classes>(1U << (number - 1U));
        out.there |= bit;
        if (is_reason ? with_reason : (wanted & bit) != 0) {
            const auto plain =
                crypto::open_padded(fields_, packed.first(length), associated(Purpose::Field, number, place));
            if (!plain) return unreadable("envelope");
            auto value = TRY(json::parse(as_text(*plain), kSealedLimits));
            if (value.object() == nullptr) return unreadable("shape");
            if (is_reason) {
                out.reason = value.text_or("reason");
            } else {
                for (auto& [field, answer] : *value.object()) out.answers.set(field, std::move(answer));
                out.opened |= bit;
            }
        }
        packed = packed.subspan(length);
    }
    return out;
}

Bytes SealedRecord::seal_state(
    const form::Form& form, const json::Value& answers, std::int64_t version, const Digest& last_event
) const {
    Bytes out;
    const Place place{{}, state_part(version, last_event)};
    for (const Class one : kClasses) {
        const json::Value part = of_classes(form, answers, bit_of(one));
        if (!part.object()->empty()) pack(out, number_of(one), part, place);
    }
    return out;
}

Result<OpenedAnswers> SealedRecord::open_state(
    ByteView packed, access::Classes wanted, std::int64_t version, const Digest& last_event
) const {
    return open(packed, wanted, false, {{}, state_part(version, last_event)});
}

Bytes SealedRecord::seal_event(
    const form::Form& form,
    const json::Value& answers,
    access::Classes sealed,
    const std::string& reason,
    const EventId& event
) const {
    Bytes out;
    const Place place{event, {}};
    if (!reason.empty()) pack(out, 0, json::Object{{"reason", reason}}, place);
    for (const Class one : kClasses) {
        const json::Value part = of_classes(form, answers, bit_of(one) & sealed);
        if (!part.object()->empty()) pack(out, number_of(one), part, place);
    }
    return out;
}

Result<OpenedAnswers> SealedRecord::open_event(
    ByteView packed, access::Classes wanted, bool with_reason, const EventId& event
) const {
    return open(packed, wanted, with_reason, {event, {}});
}

Bytes SealedRecord::seal_card(const json::Value& card, std::int64_t version) const {
    return crypto::seal_padded(
        card_,
        as_bytes(json::write_canonical(card)),
        associated(Purpose::SearchCard, 0, {{}, std::to_string(version)})
    );
}

Result<json::Value> SealedRecord::open_card(ByteView sealed, std::int64_t version) const {
    const auto plain =
        crypto::open_padded(card_, sealed, associated(Purpose::SearchCard, 0, {{}, std::to_string(version)}));
    if (!plain) return unreadable("card");
    return json::parse(as_text(*plain), kSealedLimits);
}

Bytes SealedRecord::seal_draft(ByteView plain, const std::string& part) const {
    return crypto::seal_padded(draft_, plain, associated(Purpose::Draft, 0, {{}, part}));
}

std::optional<Bytes> SealedRecord::open_draft(ByteView sealed, const std::string& part) const {
    return crypto::open_padded(draft_, sealed, associated(Purpose::Draft, 0, {{}, part}));
}

Bytes SealedRecord::seal_file(const BlobId& file, const EventId& event, Class field_class, ByteView plain)
    const {
    const Place place{event, file.text()};
    return crypto::seal_padded(files_, plain, associated(Purpose::Attachment, number_of(field_class), place));
}

Result<Bytes> SealedRecord::open_file(
    const BlobId& file, const EventId& event, Class field_class, ByteView sealed
) const {
    const Place place{event, file.text()};
    auto plain =
        crypto::open_padded(files_, sealed, associated(Purpose::Attachment, number_of(field_class), place));
    if (!plain) return unreadable("file");
    return *std::move(plain);
}

}  // namespace neove::service
