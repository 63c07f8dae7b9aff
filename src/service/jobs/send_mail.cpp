#include "service/jobs/send_mail.h"

#include "mail/message.h"
#include "service/jobs/outbox.h"
#include "storage/statements/jobs.h"

namespace neove::service {

namespace statements = storage::statements;

namespace {

constexpr std::int64_t kMailsPerRound = 20;

struct Waiting {
    std::string id;
    std::string kind;
    Instant created_at;
    std::int64_t tries{0};
    Bytes sealed;
};

Result<std::vector<Waiting>> due_mails(const MailDesk& desk) {
    const auto snapshot = TRY(desk.store.snapshot());
    const std::int64_t now = desk.clock.now().micros;
    const storage::Rows rows =
        TRY(snapshot->read(statements::kDueMails, {now, now + kPauseMax, kMailsPerRound}));
    std::vector<Waiting> due;
    due.reserve(rows.size());
    for (const storage::Row& row : rows) {
        due.push_back({row.text(0), row.text(1), {row.number(2)}, row.number(3), row.bytes(4)});
    }
    return due;
}

/// False when another node took the mail, or the lease.
Result<bool> mark_try(const MailDesk& desk, const Turn& turn, const Waiting& mail) {
    const std::int64_t now = desk.clock.now().micros;
    storage::Commit commit;
    commit.writes.push_back(desk.jobs.hold(turn));
    commit.writes.push_back(
        {&statements::kBeginMail, {mail.id, mail.tries, now + pause_after(mail.tries + 1), now}, 1}
    );
    const auto done = desk.store.commit(std::move(commit));
    if (!done && done.error().code == "storage.conflict") return false;
    if (!done) return std::unexpected(done.error());
    return true;
}

Result<> mark_end(const MailDesk& desk, const Waiting& mail, const char* state, const std::string& code) {
    storage::Commit commit;
    // Without the lease on purpose: what was sent is sent, whoever works now.
    commit.writes.push_back(
        {&statements::kEndMail, {mail.id, std::string(state), desk.clock.now().micros, code, Bytes()}}
    );
    TRY(desk.store.commit(std::move(commit)));
    return {};
}

Result<> mark_delay(const MailDesk& desk, const Waiting& mail, const std::string& code) {
    storage::Commit commit;
    commit.writes.push_back({&statements::kDelayMail, {mail.id, desk.clock.now().micros, code}});
    TRY(desk.store.commit(std::move(commit)));
    return {};
}

Result<> send_one(const MailDesk& desk, const Post& post, const Waiting& mail) {
    const auto opened = open_mail(desk.keys, mail.id, mail.sealed);
    if (!opened) return refuse(ErrorKind::Invalid, "mail.unreadable");
    mail::Text text = TRY(post.texts.of(mail.kind, opened->values));
    mail::Envelope envelope{post.from, opened->to, {}};
    envelope.text = TRY(mail::compose(
        {mail.id, post.from, opened->to, std::move(text.subject), std::move(text.body), mail.created_at}
    ));
    return post.mailer.send(envelope);
}

/// For good: no later try can go better.
bool is_final(const Error& error) {
    return error.kind == ErrorKind::Invalid;
}

}  // namespace

Result<MailRound> send_waiting(const MailDesk& desk, const Post& post) {
    MailRound round;
    const auto due = TRY(due_mails(desk));
    if (due.empty()) return round;
    const auto turn = TRY(desk.jobs.take("mail"));
    if (!turn) return round;
    for (const Waiting& mail : due) {
        if (post.is_stopping && post.is_stopping()) break;
        if (!TRY(mark_try(desk, *turn, mail))) continue;
        const auto sent = send_one(desk, post, mail);
        const bool is_old =
            desk.clock.now().micros - mail.created_at.micros >= kMailLife && mail.tries + 1 >= kMailTries;
        if (sent) {
            TRY(mark_end(desk, mail, "sent", {}));
            ++round.sent;
        } else if (is_final(sent.error()) || is_old) {
            TRY(mark_end(desk, mail, "failed", sent.error().code));
            ++round.given_up;
        } else {
            TRY(mark_delay(desk, mail, sent.error().code));
            ++round.delayed;
        }
    }
    TRY(desk.jobs.release(*turn));
    return round;
}

}  // namespace neove::service
