#include "app/work.h"

#include "base/check.h"
#include "embedded/embedded.h"
#include "mail/smtp/smtp.h"
#include "service/housekeeping.h"
#include "service/jobs/reminders.h"
#include "service/registers/match_look.h"

namespace neove::app {

namespace {

constexpr auto kTurnEvery = std::chrono::seconds(2);

/// The anchor covers everything until now: a checkpoint is signed first where there was news.
Result<journal::Anchor> newest_anchor(Installation& installation) {
    TRY(write_checkpoint(installation));
    const std::scoped_lock lock(installation.signer_mutex);
    const auto& last = installation.signer->last();
    if (!last) return refuse(ErrorKind::Unavailable, "journal.no_checkpoint");
    return journal::anchor_of(*last);
}

mail::Texts mail_texts() {
    auto texts = mail::Texts::parse(pack_text("packs/messages/mail.tsv"));
    CHECK(texts.has_value());
    return std::move(*texts);
}

}  // namespace

std::unique_ptr<mail::Mailer> make_mailer(const settings::Smtp& smtp, const std::string& password) {
    return mail::make_smtp({smtp.server, smtp.port, smtp.user, password});
}

Work::Work(Installation& installation, const WorkOptions& options)
    : installation_(installation),
      jobs_(
          *installation.store,
          installation.clock,
          crypto::random_id(),
          installation.house->options.utc_offset_micros
      ),
      texts_(mail_texts()) {
    service::House& house = *installation.house;
    kinds_.push_back(service::housekeeping_job(house));
    const service::AnchorPlan plan{
        options.anchors.mail_to, options.anchors.drop_folder, options.anchors.every_hours * kHour};
    for (service::JobKind& job :
         service::anchor_jobs(house.keys, plan, [&installation] { return newest_anchor(installation); })) {
        kinds_.push_back(std::move(job));
    }
    if (options.smtp) {
        kinds_.push_back(service::reminder_job(house));
        mailer_ = make_mailer(*options.smtp, options.smtp_password);
        post_.emplace(service::Post{
            *mailer_, texts_, options.smtp->from, [this] { return is_stopping_.load(); }});
    }
    repeater_.emplace(kTurnEvery, [this] { turn(); });
}

void Work::turn() {
    service::House& house = *installation_.house;
    service::forget_idle_sessions(house);
    for (const service::JobKind& job : kinds_) {
        const auto done = jobs_.run(job);
        if (!done) report(done.error(), job.kind.c_str());
    }
    if (const auto noticed = service::notice_matches(house); !noticed) report(noticed.error(), "matches");
    if (const auto retired = service::retire_pairs(house, pairs_); !retired)
        report(retired.error(), "matches");
    if (!post_) return;
    const auto sent = service::send_waiting({house.store, house.clock, house.keys, jobs_}, *post_);
    if (!sent) report(sent.error(), "mail");
}

}  // namespace neove::app
