#pragma once
/// \file
/// Sends what waits in the outbox. A mail's try is marked before it leaves and its end after it: a process
/// that dies between the two sends it once more, under the same Message-ID.

#include "mail/mailer.h"
#include "mail/texts.h"
#include "service/jobs/jobs.h"
#include "service/keys.h"

#include <functional>
#include <string>

namespace neove::service {

/// A mail is given up when it is this old and was tried this often: a clock that jumped must not end it.
constexpr std::int64_t kMailLife = 3 * kDay;
constexpr std::int64_t kMailTries = 20;

/// How mails leave here.
struct Post {
    mail::Mailer& mailer;
    const mail::Texts& texts;
    std::string from;
    std::function<bool()> is_stopping{};  ///< asked between mails
};

struct MailRound {
    std::int64_t sent{0};
    std::int64_t delayed{0};
    std::int64_t given_up{0};
};

/// Where things are for one round.
struct MailDesk {
    storage::Store& store;
    const Clock& clock;
    const Keys& keys;
    Jobs& jobs;
};

/// One round, a few mails at most, under the lease `mail`. Without a waiting mail nothing is written.
Result<MailRound> send_waiting(const MailDesk& desk, const Post& post);

}  // namespace neove::service
