#pragma once
/// \file
/// Answers of a record at rest: one envelope for each class that an event set, and one for each class of the
/// current state, packed one behind the other. Every envelope names its place: moved to another record, event
/// or class, or put back after a newer one, it does not open.

#include "access/rules.h"
#include "base/crypto.h"
#include "base/result.h"
#include "form/form.h"
#include "json/json.h"
#include "service/registers/record_keyring.h"

#include <optional>
#include <string>

namespace neove::service {

/// What an event or a state holds, as far as it was opened.
struct OpenedAnswers {
    json::Value answers{json::Object{}};
    std::string reason{};
    access::Classes there{0};   ///< classes that exist
    access::Classes opened{0};  ///< of these, those that were opened
};

/// The class of one answer; of a member that no field has, the highest.
form::Class class_of_answer(const form::Form& form, std::string_view field);
access::Classes bit_of(form::Class field_class);

/// Of a register without persons what everybody inside may read lies in the clear part of an event.
inline constexpr access::Classes kClearClasses = access::kPublic | access::kInternal;

/// The members of one class or several; cleared ones (null) stay.
json::Value of_classes(const form::Form& form, const json::Value& answers, access::Classes classes);
/// Which classes these answers have.
access::Classes classes_in(const form::Form& form, const json::Value& answers);

/// Which classes a packed text holds: said without a key. None for what `SealedRecord` did not write.
access::Classes classes_packed(ByteView packed);

/// One record's own key at work.
class SealedRecord {
public:
    SealedRecord(const StoreId& store, RecordName name, const crypto::Secret& record_key);

    /// All classes, under the version and the newest event that the state belongs to.
    Bytes seal_state(
        const form::Form& form, const json::Value& answers, std::int64_t version, const Digest& last_event
    ) const;
    /// Opens the classes wanted and no other. Refuses `record.unreadable`.
    Result<OpenedAnswers> open_state(
        ByteView packed, access::Classes wanted, std::int64_t version, const Digest& last_event
    ) const;

    /// What an event set, in the classes that are sealed here, and its reason.
    Bytes seal_event(
        const form::Form& form,
        const json::Value& answers,
        access::Classes sealed,
        const std::string& reason,
        const EventId& event
    ) const;
    /// The reason is opened with the others where `with_reason`.
    Result<OpenedAnswers> open_event(
        ByteView packed, access::Classes wanted, bool with_reason, const EventId& event
    ) const;

    /// What the person is found by; bound to the record's version.
    Bytes seal_card(const json::Value& card, std::int64_t version) const;
    Result<json::Value> open_card(ByteView sealed, std::int64_t version) const;

    /// What somebody typed about this record and has not sent; `part` names her and the form. It dies with
    /// the record's key.
    Bytes seal_draft(ByteView plain, const std::string& part) const;
    std::optional<Bytes> open_draft(ByteView sealed, const std::string& part) const;

    /// What opens a file of the record (`file_seal.h`), for the event that took it in and its field's class.
    Bytes seal_file(const BlobId& file, const EventId& event, form::Class field_class, ByteView plain) const;
    /// Refuses `record.unreadable`.
    Result<Bytes> open_file(
        const BlobId& file, const EventId& event, form::Class field_class, ByteView sealed
    ) const;

private:
    struct Place {
        EventId event;
        std::string part;
    };
    Bytes associated(keyring::Purpose purpose, std::uint8_t field_class, const Place& place) const;
    void pack(Bytes& to, std::uint8_t field_class, const json::Value& value, const Place& place) const;
    Result<OpenedAnswers> open(ByteView packed, access::Classes wanted, bool with_reason, const Place& place)
        const;

    StoreId store_;
    RecordName name_;
    crypto::Secret fields_;
    crypto::Secret card_;
    crypto::Secret files_;
    crypto::Secret draft_;
};

}  // namespace neove::service
