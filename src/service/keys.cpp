#include "service/keys.h"

namespace neove::service {

using keyring::Domain;
using keyring::FieldClass;
using keyring::Purpose;
using keyring::SealedPlace;

Keys Keys::derive(const keyring::Keyring& keyring) {
    return {
        keyring.store(),
        keyring.subkey(Domain::System, Purpose::RowTag),
        keyring.subkey(Domain::System, Purpose::Session),
        keyring.subkey(Domain::System, Purpose::EntityTag),
        keyring.subkey(Domain::System, Purpose::Cursor),
        keyring.subkey(Domain::System, Purpose::Idempotency),
        keyring.subkey(Domain::System, Purpose::Mail),
        keyring.subkey(Domain::Auth, Purpose::PasswordVerifier),
        keyring.subkey(Domain::Auth, Purpose::CodeCard),
        keyring.subkey(Domain::Work, Purpose::Field),
        keyring.subkey(Domain::Work, Purpose::Attachment),
        keyring.subkey(Domain::Work, Purpose::FileMark),
        keyring.subkey(Domain::System, Purpose::FactSubject),
        keyring.subkey(Domain::System, Purpose::SealedReason),
        keyring.subkey(Domain::Work, Purpose::Erasure),
        keyring.subkey(Domain::Work, Purpose::BreakGlass),
        keyring.subkey(Domain::Work, Purpose::Export),
        std::make_shared<RowGuard>(),
        std::make_shared<RecordKeyring>(keyring),
    };
}

Bytes account_place(const Keys& keys, const AccountId& account) {
    SealedPlace place;
    place.purpose = Purpose::PasswordVerifier;
    place.store = keys.store;
    place.domain = Domain::Auth;
    place.register_name = "account";
    place.record = RecordId::trusted(account.text());
    return keyring::associated_data(place);
}

Bytes document_place(const Keys& keys, const DocumentId& document, std::int64_t version) {
    SealedPlace place;
    place.purpose = Purpose::Field;
    place.store = keys.store;
    place.domain = Domain::Work;
    place.register_name = "document";
    place.record = RecordId::trusted(document.text());
    place.field_class = FieldClass::Internal;
    place.part = std::to_string(version);  // an older state put back fails to open
    return keyring::associated_data(place);
}

Bytes blob_place(const Keys& keys, const BlobId& blob) {
    SealedPlace place;
    place.purpose = Purpose::Attachment;
    place.store = keys.store;
    place.domain = Domain::Work;
    place.register_name = "blob";
    place.record = RecordId::trusted(blob.text());
    return keyring::associated_data(place);
}

Bytes mail_place(const Keys& keys, const std::string& mail) {
    SealedPlace place;
    place.purpose = Purpose::Mail;
    place.store = keys.store;
    place.domain = Domain::System;
    place.register_name = "mail_outbox";
    place.record = RecordId::trusted(mail);
    return keyring::associated_data(place);
}

}  // namespace neove::service
