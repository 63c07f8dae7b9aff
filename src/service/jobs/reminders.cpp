#include "service/jobs/reminders.h"

#include "service/caller.h"
#include "service/jobs/outbox.h"
#include "service/registers/list_records.h"
#include "service/reminder_address.h"

#include <algorithm>
#include <iterator>
#include <set>
#include <string>

namespace neove::service {

namespace {

constexpr std::int64_t kMorning = 7 * kHour;  ///< before that nobody wants to hear of work

/// What one person has to hear, in all her roles together: a matter that waits for her in two of them is one.
struct Waiting {
    std::set<std::string> late;
    std::set<std::string> soon;
    std::set<std::string> reviews;
    bool more_late{false};
    bool more_soon{false};

    std::string late_text() const { return std::to_string(late.size()) + (more_late ? "+" : ""); }
    std::string soon_text() const { return std::to_string(soon.size()) + (more_soon ? "+" : ""); }
};

Result<Waiting> waiting_for(House& house, const std::vector<Caller>& roles) {
    Waiting out;
    for (const Caller& caller : roles) {
        const Dates dates = TRY(dates_of(house, caller));
        for (const AgendaItem& item : dates.items) {
            const std::string matter =
                item.row.id.text() + "." + item.clock.limit + "." + std::to_string(item.clock.number);
            if (caller.now >= *item.clock.due_at) {
                out.late.insert(matter);
            } else if (item.clock.warn_at && caller.now >= *item.clock.warn_at) {
                out.soon.insert(matter);
            }
        }
        out.more_late = out.more_late || dates.more_late;
        // What is behind the last of them comes soon only where that one does.
        const bool ends_soon = !dates.items.empty() && dates.items.back().clock.warn_at &&
                               caller.now >= *dates.items.back().clock.warn_at;
        out.more_soon = out.more_soon || (dates.more_ahead && ends_soon);
        for (const AgendaReview& review : dates.reviews) out.reviews.insert(review.glass.id.text());
    }
    return out;
}

Result<> remind(House& house, const ReminderAddress& to, const Turn& turn, storage::Commit& commit) {
    const auto snapshot = TRY(house.store.snapshot());
    const auto roles = TRY(outside_session_in_all(house, *snapshot, to.account));
    const Waiting waiting = TRY(waiting_for(house, roles));
    const std::string day = today(house, turn.now);
    const bool is_morning = (turn.now.micros + house.options.utc_offset_micros) % kDay >= kMorning;
    if (is_morning && !(waiting.late.empty() && waiting.soon.empty())) {
        const MailDraft draft{
            "reminder",
            day + "." + to.account.text(),
            to.address,
            {waiting.late_text(), waiting.soon_text()}};
        commit.writes.push_back(TRY(queue_mail(house.keys, draft, turn.now)));
    }
    for (const std::string& glass : waiting.reviews) {
        const MailDraft draft{"broken_glass", glass + "." + to.account.text(), to.address, {}};
        commit.writes.push_back(TRY(queue_mail(house.keys, draft, turn.now)));
    }
    return {};
}

/// What became of her turn stays to be seen: nobody else would notice that she hears of nothing.
storage::JournalDraft skipped(const AccountId& account) {
    storage::JournalDraft draft;
    draft.action = "alarm.reminder_skipped";
    draft.register_name = "account";
    draft.record_id = account.text();
    return draft;
}

/// One whose dates cannot be read does not keep the others from hearing of theirs.
Result<> remind_or_skip(House& house, const ReminderAddress& to, const Turn& turn, storage::Commit& commit) {
    storage::Commit hers;
    const auto done = remind(house, to, turn, hers);
    if (done) {
        std::ranges::move(hers.writes, std::back_inserter(commit.writes));
        return {};
    }
    // The store itself: the whole turn is tried again.
    if (done.error().kind == ErrorKind::Unavailable) return done;
    commit.journal.push_back(skipped(to.account));
    return {};
}

}  // namespace

JobKind reminder_job(House& house) {
    return {"reminders", kHour, [&house](const Turn& turn) -> Result<Finished> {
                Finished finished;
                AddressPage page;
                page.more = true;
                while (page.more) {
                    const auto snapshot = TRY(house.store.snapshot());
                    page = TRY(confirmed_addresses(*snapshot, house.keys, page.last));
                    for (const ReminderAddress& one : page.addresses) {
                        TRY(remind_or_skip(house, one, turn, finished.commit));
                    }
                }
                finished.result = static_cast<std::int64_t>(finished.commit.writes.size());
                return finished;
            }};
}

}  // namespace neove::service
