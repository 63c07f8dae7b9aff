#include "service/jobs/outbox.h"

#include "mail/message.h"
#include "mail/texts.h"
#include "storage/statements/jobs.h"

#include <algorithm>

namespace neove::service {

namespace {

constexpr std::size_t kValuesMax = 9;

}  // namespace

std::string mail_id(const Keys& keys, const MailDraft& draft) {
    CanonicalWriter what;
    what.text(draft.kind).text(draft.key).text(draft.to);
    const Digest digest = crypto::keyed_hash(keys.mail, "neove.mail", what.result());
    return to_hex(ByteView(digest).first(16));
}

Result<storage::Write> queue_mail(const Keys& keys, const MailDraft& draft, Instant now) {
    if (!mail::is_address(draft.to)) return refuse(ErrorKind::Invalid, "mail.address");
    if (draft.values.size() > kValuesMax || !std::ranges::all_of(draft.values, mail::is_value)) {
        return refuse(ErrorKind::Internal, "mail.value");
    }
    const std::string id = mail_id(keys, draft);
    CanonicalWriter content;
    content.text(draft.to).number(draft.values.size());
    for (const std::string& value : draft.values) content.text(value);
    Bytes sealed = crypto::seal_padded(keys.mail, content.result(), mail_place(keys, id));
    return storage::Write{
        &storage::statements::kQueueMail, {id, draft.kind, draft.number, now.micros, std::move(sealed)}};
}

std::optional<OpenedMail> open_mail(const Keys& keys, const std::string& id, ByteView sealed) {
    const auto content = crypto::open_padded(keys.mail, sealed, mail_place(keys, id));
    if (!content) return std::nullopt;
    CanonicalReader in(*content);
    auto to = in.text();
    const auto count = in.number();
    if (!to || !count || *count > kValuesMax) return std::nullopt;
    OpenedMail mail{std::move(*to), {}};
    for (std::uint64_t i = 0; i < *count; ++i) {
        auto value = in.text();
        if (!value) return std::nullopt;
        mail.values.push_back(std::move(*value));
    }
    if (!in.at_end()) return std::nullopt;
    return mail;
}

}  // namespace neove::service
