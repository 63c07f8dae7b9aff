#include "storage/commit_steps.h"

#include "base/check.h"
#include "storage/row_digest.h"
#include "storage/statements/core.h"

#include <algorithm>
#include <map>

namespace neove::storage {

namespace {

std::size_t size_of(const Value& value) {
    if (const auto* text = std::get_if<std::string>(&value)) return text->size();
    if (const auto* bytes = std::get_if<Bytes>(&value)) return bytes->size();
    return sizeof(std::int64_t);
}

constexpr std::size_t kEventDigest = 12;
constexpr std::size_t kEventTime = 13;

Step event_step(NewEvent event, std::int64_t position) {
    return {
        .statement = &statements::kInsertEvent,
        .parameters =
            {std::move(event.id),
             std::move(event.register_name),
             std::move(event.record_id),
             event.version,
             position,
             std::move(event.kind),
             event.occurred_at.micros,
             std::move(event.precision),
             std::move(event.actor),
             std::move(event.acting_org),
             std::move(event.clear),
             std::move(event.sealed),
             Bytes(),
             std::int64_t{0}},
        .time_parameter = kEventTime,
        .is_event = true,
    };
}

Step key_step(Idempotency key) {
    return {
        .statement = &statements::kInsertIdempotency,
        .parameters =
            {std::move(key.actor),
             std::move(key.key_digest),
             std::move(key.body_digest),
             std::move(key.resource_id),
             key.status,
             std::int64_t{0}},
        .time_parameter = 5,
        .is_key = true,
    };
}

Step version_step(ExpectedVersion expected) {
    CHECK(expected.version >= 0);
    if (expected.only_hold) {
        return {
            .statement = &statements::kHoldVersion,
            .parameters =
                {std::move(expected.register_name), std::move(expected.record_id), expected.version},
            .rows_changed = 1,
        };
    }
    // Row counts cost PostgreSQL a round trip; an insert counts itself: it either is there or breaks the key.
    if (expected.version == 0) {
        return {
            .statement = &statements::kInsertVersion,
            .parameters = {std::move(expected.register_name), std::move(expected.record_id)},
        };
    }
    return {
        .statement = &statements::kAdvanceVersion,
        .parameters = {std::move(expected.register_name), std::move(expected.record_id), expected.version},
        .rows_changed = 1,
    };
}

/// Rows that confer power are journalled whoever writes them.
void journal_states(const std::vector<Write>& writes, std::vector<JournalDraft>& drafts) {
    const std::string actor = drafts.empty() ? "system" : drafts.front().actor;
    const std::string session = drafts.empty() ? "" : drafts.front().session_digest;
    for (const Write& write : writes) {
        if (!write.state) continue;
        JournalDraft draft;
        draft.actor = actor;
        draft.session_digest = session;
        draft.action = write.state->digest == Digest{} ? "row.removed" : "row.written";
        draft.register_name = row_register(write.state->table);
        draft.record_id = row_record(*write.state);
        draft.body = write.state->digest;
        drafts.push_back(std::move(draft));
    }
}

bool is_text(std::string_view text) {
    std::size_t at = 0;
    const auto next_is_tail = [&] { return (static_cast<std::uint8_t>(text[at]) & 0xC0U) == 0x80U; };
    while (at < text.size()) {
        const auto lead = static_cast<std::uint8_t>(text[at++]);
        if (lead == 0) return false;
        if (lead < 0x80) continue;
        const std::size_t tails = lead >= 0xF0 ? 3 : lead >= 0xE0 ? 2 : 1;
        if (lead < 0xC2 || lead > 0xF4 || text.size() - at < tails) return false;
        const auto second = static_cast<std::uint8_t>(text[at]);
        // Overlong forms, surrogates and what lies beyond U+10FFFF.
        if ((lead == 0xE0 && second < 0xA0) || (lead == 0xED && second > 0x9F)) return false;
        if ((lead == 0xF0 && second < 0x90) || (lead == 0xF4 && second > 0x8F)) return false;
        for (std::size_t tail = 0; tail < tails; ++tail, ++at) {
            if (!next_is_tail()) return false;
        }
    }
    return true;
}

Result<void> check_drafts(const std::vector<JournalDraft>& drafts) {
    for (const JournalDraft& draft : drafts) {
        for (const std::string* field :
             {&draft.actor,
              &draft.session_digest,
              &draft.action,
              &draft.register_name,
              &draft.record_id,
              &draft.event_id,
              &draft.classes,
              &draft.purpose}) {
            if (!is_text(*field)) return refuse(ErrorKind::Invalid, "storage.text");
        }
    }
    return {};
}

}  // namespace

Result<void> check_text(const Parameters& parameters) {
    for (const Value& value : parameters) {
        const auto* text = std::get_if<std::string>(&value);
        if (text != nullptr && !is_text(*text)) return refuse(ErrorKind::Invalid, "storage.text");
    }
    return {};
}

std::unexpected<Error> conflict(std::string detail) {
    return refuse(ErrorKind::Conflict, "storage.conflict", {}, std::move(detail));
}

void CommitSteps::set_time(Instant recorded_at) {
    std::multimap<std::string_view, JournalDraft*> about;
    for (JournalDraft& draft : journal) {
        if (!draft.event_id.empty()) about.emplace(draft.event_id, &draft);
    }
    for (Step& step : steps) {
        if (step.time_parameter) step.parameters[*step.time_parameter] = recorded_at.micros;
        if (!step.is_event) continue;
        const Digest digest = event_digest(step.parameters);
        step.parameters[kEventDigest] = Bytes(digest.begin(), digest.end());
        // Entries about an event of this commit say its digest, so that no caller can forget or mistake it.
        const auto [from, to] = about.equal_range(std::get<std::string>(step.parameters.front()));
        for (auto at = from; at != to; ++at) at->second->body = digest;
    }
}

Result<CommitSteps> commit_steps(Commit commit) {
    CommitSteps out;
    const bool is_silent = commit.events.empty() && commit.journal.empty() && commit.expected.empty();
    journal_states(commit.writes, commit.journal);
    TRY(check_drafts(commit.journal));
    // The key first: a repeated request is told so even when its versions have moved on since.
    if (commit.idempotency) out.steps.push_back(key_step(std::move(*commit.idempotency)));
    // One order for everybody, so that two commits over the same records cannot wait for each other; a record
    // that goes on twice goes on in the order given.
    std::ranges::stable_sort(commit.expected, {}, [](const ExpectedVersion& expected) {
        return std::pair<std::string_view, std::string_view>(expected.register_name, expected.record_id);
    });
    for (ExpectedVersion& expected : commit.expected) out.steps.push_back(version_step(std::move(expected)));
    std::int64_t position = 0;
    for (NewEvent& event : commit.events) out.steps.push_back(event_step(std::move(event), position++));
    for (Write& write : commit.writes) {
        CHECK(write.statement != nullptr);
        out.steps.push_back(
            {.statement = write.statement,
             .parameters = std::move(write.parameters),
             .rows_changed = write.rows_changed}
        );
    }
    for (const Step& step : out.steps) {
        TRY(check_text(step.parameters));
        for (const Value& value : step.parameters) out.bytes += size_of(value);
    }
    out.journal = std::move(commit.journal);
    out.is_bulk = is_silent && out.bytes >= kBulkBytes;
    return out;
}

}  // namespace neove::storage
