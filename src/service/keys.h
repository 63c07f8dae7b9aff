#pragma once
/// \file
/// The subkeys that services seal and tag with, derived once when the house unlocks.

#include "base/crypto.h"
#include "base/id.h"
#include "keyring/associated_data.h"
#include "keyring/keyring.h"
#include "service/registers/record_keyring.h"
#include "service/row_guard.h"

#include <memory>

namespace neove::service {

/// With them goes what is known of the rows that they tag: whoever can check a tag cannot forget the other
/// question. Derived from the domains `work`, `auth` and `system`, which must be unlocked.
struct Keys {
    StoreId store;
    crypto::Secret row_tag;      ///< system: rows that confer power
    crypto::Secret session;      ///< system: stored form of cookies and logins
    crypto::Secret entity_tag;   ///< system: ETags
    crypto::Secret cursor;       ///< system: page cursors
    crypto::Secret idempotency;  ///< system: request keys and bodies
    crypto::Secret mail;         ///< system: waiting mails and their natural keys
    crypto::Secret account;      ///< auth: names, verifiers, factors
    crypto::Secret code_card;    ///< auth: verification values of printed codes
    crypto::Secret document;     ///< work: readings and texts
    crypto::Secret attachment;   ///< work: keys of blobs
    crypto::Secret file_mark;    ///< work: digests of files, to find the same one again

    crypto::Secret fact_subject;  ///< system: subjects of facts
    crypto::Secret search_text;   ///< system: digests of what was searched for
    crypto::Secret erasure;       ///< work: why a record was erased
    crypto::Secret break_glass;   ///< work: why somebody broke the glass
    crypto::Secret export_words;  ///< work: what an export is to carry, and why

    std::shared_ptr<RowGuard> rows;
    std::shared_ptr<RecordKeyring> records;  ///< work, cases, crime: keys of records, and of drafts

    static Keys derive(const keyring::Keyring& keyring);
};

/// As a row's value.
inline Bytes to_bytes(const Digest& digest) {
    return {digest.begin(), digest.end()};
}

/// Associated data of a sealed account, document state, blob key or waiting mail.
Bytes account_place(const Keys& keys, const AccountId& account);
Bytes document_place(const Keys& keys, const DocumentId& document, std::int64_t version);
Bytes blob_place(const Keys& keys, const BlobId& blob);
Bytes mail_place(const Keys& keys, const std::string& mail);

}  // namespace neove::service
