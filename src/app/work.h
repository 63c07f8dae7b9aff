#pragma once
/// \file
/// The jobs that run beside the listener, put together from what the settings say: housekeeping, anchors,
/// mail.

#include "app/installation.h"
#include "app/repeater.h"
#include "mail/mailer.h"
#include "mail/texts.h"
#include "service/jobs/anchor.h"
#include "service/jobs/jobs.h"
#include "service/jobs/send_mail.h"
#include "service/registers/match_retire.h"
#include "settings/settings.h"

#include <atomic>
#include <memory>
#include <optional>
#include <vector>

namespace neove::app {

/// What the settings file says of work without a caller.
struct WorkOptions {
    std::optional<settings::Smtp> smtp;
    std::string smtp_password;
    settings::Anchors anchors;
};

class Work {
public:
    Work(Installation& installation, const WorkOptions& options);
    ~Work() { is_stopping_ = true; }
    Work(const Work&) = delete;
    Work& operator=(const Work&) = delete;

private:
    void turn();

    Installation& installation_;
    service::Jobs jobs_;
    std::vector<service::JobKind> kinds_;
    service::PairSweep pairs_;
    mail::Texts texts_;
    std::unique_ptr<mail::Mailer> mailer_;
    std::optional<service::Post> post_;
    std::atomic<bool> is_stopping_{false};
    std::optional<Repeater> repeater_;  ///< last: it ends before what it uses
};

/// How mails leave by these settings.
std::unique_ptr<mail::Mailer> make_mailer(const settings::Smtp& smtp, const std::string& password);

}  // namespace neove::app
