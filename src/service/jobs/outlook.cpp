#include "service/jobs/outlook.h"

#include "storage/statements/jobs.h"

#include <algorithm>

namespace neove::service {

namespace statements = storage::statements;

namespace {

/// A week and a day: the longest interval between anchors that settings allow, and time to notice.
constexpr std::int64_t kAnchorLasts = 8 * kDay;

void read_mails(const storage::Rows& rows, Outlook& out) {
    for (const storage::Row& row : rows) {
        const std::string& state = row.text(0);
        if (state == "waiting") out.mails_waiting = row.number(1);
        if (state == "sent") out.mail_sent_at = {row.number(2)};
        if (state != "failed") continue;
        out.mails_failed = row.number(1);
        out.mail_failed_at = {row.number(2)};
    }
}

void read_jobs(const storage::Rows& newest, const storage::Rows& done, Outlook& out) {
    for (const storage::Row& row : newest) {
        if (!out.jobs.empty() && out.jobs.back().kind == row.text(0)) out.jobs.pop_back();
        JobLine line;
        line.kind = row.text(0);
        line.tries = row.number(3);
        line.code = row.text(6);
        // A first try that has not ended is at work, not failing.
        line.is_failing = row.text(2) == "waiting" && (line.tries > 1 || line.code != "job.unfinished");
        out.jobs.push_back(std::move(line));
    }
    for (const storage::Row& row : done) {
        const auto line = std::ranges::find(out.jobs, row.text(0), &JobLine::kind);
        if (line != out.jobs.end()) line->done_at = {row.number(1)};
        if (row.text(0) != "anchor.drop" || row.number(1) <= out.anchor_at.micros) continue;
        out.anchor_number = row.number(2);
        out.anchor_at = {row.number(1)};
    }
}

}  // namespace

Result<Outlook> read_outlook(storage::Snapshot& snapshot, Instant now) {
    Outlook out;
    read_mails(TRY(snapshot.read(statements::kCountMails)), out);
    const storage::Rows codes = TRY(snapshot.read(statements::kNewestMailCode));
    if (!codes.empty()) out.mail_code = codes[0].text(0);
    const storage::Rows mailed = TRY(snapshot.read(statements::kNewestSent, {std::string("anchor")}));
    if (!mailed.empty()) {
        out.anchor_number = mailed[0].number(0);
        out.anchor_at = {mailed[0].number(1)};
    }
    const storage::Rows newest = TRY(snapshot.read(statements::kNewestJobs));
    read_jobs(newest, TRY(snapshot.read(statements::kNewestDone)), out);
    out.anchored = out.anchor_number > 0 && now.micros - out.anchor_at.micros <= kAnchorLasts;
    return out;
}

}  // namespace neove::service
