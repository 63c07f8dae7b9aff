#include "service/jobs/anchor.h"

#include "base/file.h"
#include "service/jobs/outbox.h"

#include <fmt/format.h>
#include <sys/stat.h>

namespace neove::service {

namespace {

/// Says in the journal that the anchor was given away, so that the next one covers this.
storage::JournalDraft entry_of(const journal::Anchor& anchor, const char* action) {
    storage::JournalDraft draft;
    draft.actor = "system";
    draft.action = action;
    draft.register_name = "journal";
    draft.record_id = std::to_string(anchor.number);
    return draft;
}

Result<Finished> mail_anchor(
    const Keys& keys, const AnchorPlan& plan, const journal::Anchor& anchor, const Turn& turn
) {
    Finished finished;
    finished.result = anchor.number;
    for (const std::string& to : plan.mail_to) {
        MailDraft draft;
        draft.kind = "anchor";
        // The period, not the number: a try that is repeated is not a second mail.
        draft.key = fmt::format("{}/{}", plan.every, turn.period);
        draft.to = to;
        draft.values = {std::to_string(anchor.number), journal::to_line(anchor)};
        draft.number = anchor.number;
        finished.commit.writes.push_back(TRY(queue_mail(keys, draft, turn.now)));
    }
    finished.commit.journal.push_back(entry_of(anchor, "journal.anchor_mailed"));
    return finished;
}

Result<Finished> drop_anchor(const AnchorPlan& plan, const journal::Anchor& anchor) {
    const std::string path = plan.drop_folder + "/" + anchor_file_name(anchor);
    const std::string line = journal::to_line(anchor) + "\n";
    TRY(replace_file(path, as_bytes(line)));
    // For the witness to read, whoever fetches it.
    if (::chmod(path.c_str(), 0644) != 0) return refuse(ErrorKind::Internal, "file.unwritable");
    Finished finished;
    finished.result = anchor.number;
    finished.commit.journal.push_back(entry_of(anchor, "journal.anchor_dropped"));
    return finished;
}

}  // namespace

std::string anchor_file_name(const journal::Anchor& anchor) {
    return fmt::format("neove-anchor-{}-{:010}.txt", anchor.store.text(), anchor.number);
}

std::vector<JobKind> anchor_jobs(const Keys& keys, const AnchorPlan& plan, NewestAnchor newest) {
    std::vector<JobKind> jobs;
    if (!plan.mail_to.empty()) {
        jobs.push_back(
            {"anchor.mail",
             plan.every,
             [&keys, plan, newest](const Turn& turn) -> Result<Finished> {
                 const journal::Anchor anchor = TRY(newest());
                 return mail_anchor(keys, plan, anchor, turn);
             }}
        );
    }
    if (!plan.drop_folder.empty()) {
        jobs.push_back({"anchor.drop", plan.every, [plan, newest](const Turn&) -> Result<Finished> {
                            const journal::Anchor anchor = TRY(newest());
                            return drop_anchor(plan, anchor);
                        }});
    }
    return jobs;
}

}  // namespace neove::service
