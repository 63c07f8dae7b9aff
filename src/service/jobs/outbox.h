#pragma once
/// \file
/// A mail written into somebody's Commit: it leaves if and only if the event that causes it happened. At rest
/// nothing of it is readable; it carries no content of a record in the first place (SECURITY 4).

#include "service/keys.h"
#include "storage/store.h"

#include <optional>
#include <string>
#include <vector>

namespace neove::service {

/// A mail as its cause knows it; the sentences are data (packs/messages/mail.tsv).
struct MailDraft {
    std::string kind;  ///< of the sentences, e.g. `anchor`, `notice`
    std::string key;   ///< natural key within kind and address: the same key is the same mail
    std::string to;
    std::vector<std::string> values;  ///< visible ASCII for the holes of the sentences: a count, a link
    std::int64_t number{0};           ///< lies in the clear: a checkpoint's number, else 0
};

/// The row for a Commit; twice is once, whoever queues it. Refusals: `mail.address`, `mail.value`.
Result<storage::Write> queue_mail(const Keys& keys, const MailDraft& draft, Instant now);

/// The mail's id: a keyed digest of kind, key and address. Also its Message-ID.
std::string mail_id(const Keys& keys, const MailDraft& draft);

/// Address and values of a waiting mail; nothing when the bytes are not ours for this row.
struct OpenedMail {
    std::string to;
    std::vector<std::string> values;
};
std::optional<OpenedMail> open_mail(const Keys& keys, const std::string& id, ByteView sealed);

}  // namespace neove::service
