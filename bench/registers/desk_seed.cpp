/// \file
/// Fills a demonstration store with the duties of years: plans of tasks given to bodies, most of them done,
/// those of the last year and a half partly open. Every step is decided by the register and made into a
/// change as an act is; `neove rebuild` finds nothing to say about them.
///
///     desk_seed --store DIR [--postgres CONNINFO] --programme DIR --duties 220000 [--plans 100] [--tasks 44]
///               [--threads 2]
///
/// Decisions are made by several threads, then all steps of some hundred duties are written in one commit.
/// Bodies are those of one kind that the store has (`desk_table.py` makes 120 of them). No server may run on
/// the store meanwhile.

#include "app/installation.h"
#include "app/programmes.h"
#include "calendar/date.h"
#include "organisation/load.h"
#include "service/registers/found_record.h"
#include "service/registers/open_change.h"

#include <fmt/format.h>
#include <sqlite3.h>

#include <algorithm>
#include <array>
#include <chrono>
#include <cstdlib>
#include <cstring>
#include <future>
#include <random>
#include <set>
#include <span>

namespace {

using namespace neove;
using namespace neove::service;

/// In a bigger commit SQLite spends its time on the savepoint that each statement takes.
constexpr int kBatch = 400;
constexpr std::int64_t kYears = 5;
constexpr std::int64_t kStillOpen = 540;  ///< days; of plans that are older nearly all is done
constexpr std::size_t kSteps = 3;         ///< an opening and at most two acts
/// Pages that one commit dirties stay in memory till it ends; the server's own few would be written twice.
constexpr const char* kPages = "PRAGMA cache_size=-1500000";

struct Options {
    app::Place place;
    std::string programme;
    int duties{1'000};
    int plans{100};
    int tasks{44};
    int threads{2};
};

template <typename T>
T must(Result<T> result, const char* what, const Diagnostics& faults = {}) {
    if (!result) {
        fmt::print(stderr, "{}: {} {}\n", what, result.error().code, result.error().where);
        for (const Error& fault : faults) fmt::print(stderr, "  {} {}\n", fault.code, fault.where);
        std::exit(1);
    }
    if constexpr (!std::is_void_v<T>) return std::move(*result);
}

/// One duty on its way, and how it is meant to end.
struct Duty {
    OrganisationId body;
    WantedAct opening;
    std::vector<std::pair<WantedAct, std::int64_t>> later;  ///< acts, and how many days after the opening
    std::int64_t opened_at{0};
    // As it stands:
    std::optional<NewRecord> open{};
    record::Record record{};
    std::vector<record::Event> events{};
    std::vector<StoredEvent> history{};
    RecordRow row{};
};

class Desks {
public:
    Desks(House& house, const Options& options) : house_(house), options_(options), random_(7) {
        desk_ = must(desk_of(house, "duty"), "register");
        const auto view = house.live.view();
        const auto* model = view->directory.find(organisation::id_of_key("demo_province", "may_truc"));
        for (const auto* one : view->directory.of_kind(model->kind)) bodies_.push_back(one->id);
        const auto snapshot = must(house.store.snapshot(), "snapshot");
        const auto account = must(find_account_by_login(*snapshot, house.keys, "daumoi.congan"), "account");
        giver_.account = account.value();
    }

    void act_for(const OrganisationId& body) { giver_.acting.organisation = body; }

    void fill() {
        const int of_a_plan = std::max(1, options_.duties / options_.plans);
        const auto begun = std::chrono::steady_clock::now();
        std::vector<Duty> batch;
        int written = 0;
        const auto write = [&] {
            if (batch.empty()) return;
            written += static_cast<int>(batch.size());
            take(std::exchange(batch, {}));
            const double seconds =
                std::chrono::duration<double>(std::chrono::steady_clock::now() - begun).count();
            fmt::print("{} written in {:.0f} s\n", written, seconds);
            std::fflush(stdout);
        };
        for (int plan = 0; plan < options_.plans; ++plan) {
            for (int i = 0; i < of_a_plan; ++i) {
                batch.push_back(some_duty(plan, i % options_.tasks, i / options_.tasks));
                if (static_cast<int>(batch.size()) == kBatch) write();
            }
        }
        write();
        fmt::print("{} duties of {} bodies\n", written, bodies_.size());
    }

private:
    std::string day(std::int64_t micros) const {
        return calendar::date_of({micros}, house_.options.utc_offset_micros).iso();
    }

    Duty some_duty(int plan, int task, int turn) {
        const std::int64_t now = house_.clock.now().micros;
        const std::int64_t age = kYears * 365 * (options_.plans - plan) / options_.plans;
        Duty out;
        out.body = bodies_[static_cast<std::size_t>(turn + 3 * plan + 7 * task) % bodies_.size()];
        out.opened_at = now - age * kDay;
        const bool is_old = age > kStillOpen;
        const std::int64_t due = out.opened_at + (60 + 17 * task % 500) * kDay;
        const std::string source = fmt::format("{}/KH-UBND", 100 + plan);
        json::Value answers{json::Object{
            {"title", fmt::format("Nhiệm vụ {} của Kế hoạch {}", task + 1, source)},
            {"body", out.body.text()},
            {"source_kind", "plan"},
            {"source_number", source},
            {"source_on", day(out.opened_at - 10 * kDay)}}};
        const bool is_standing = task % 9 == 8;
        if (is_standing) {
            answers.set(
                "items",
                json::Array{
                    json::Object{{"item", "1"}, {"order", "Tuyên truyền thường xuyên"}, {"part", "lead"}}}
            );
            answers.set("work_group", "leadership");
            answers.set("answered_how", "own_words");
        } else {
            answers.set("words", "Rà soát, báo cáo kết quả thực hiện theo phân công.");
            answers.set("part", "lead");
            answers.set("source_item", fmt::format("{}", task + 1));
            answers.set("named_on", day(due));
            answers.set("named_counts", "that_day");
        }
        out.opening.action = is_standing ? "give_standing" : "give_dated";
        out.opening.answers = std::move(answers);
        end(out,
            is_standing,
            is_old,
            std::min(due + static_cast<std::int64_t>(random_() % 40) * kDay - 30 * kDay, now - kDay));
        return out;
    }

    void end(Duty& out, bool is_standing, bool is_old, std::int64_t done_at) {
        const std::uint64_t chance = random_() % 100;
        const auto days = std::max<std::int64_t>(1, (done_at - out.opened_at) / kDay);
        if (is_standing) {
            if (is_old) out.later.push_back({act("end_standing", {}, "Hết thời gian thực hiện"), days});
            return;
        }
        const std::int64_t now = house_.clock.now().micros;
        if (!is_old && chance < 50) return;
        if (chance > 97) {
            out.later.push_back(
                {act("report_progress", {{"progress", "Đang làm"}}), std::max<std::int64_t>(1, days / 2)}
            );
            return;
        }
        if (out.opened_at + days * kDay >= now) return;
        const std::string on = day(out.opened_at + days * kDay);
        out.later.push_back({act("complete", {{"done_on", on}, {"progress", "Đã hoàn thành"}}), days});
        if (chance % 10 != 0 || is_old) out.later.push_back({act("accept_done", {}), days + 1});
    }

    static WantedAct act(const char* action, json::Object answers, const char* reason = "") {
        WantedAct out;
        out.action = action;
        out.answers = std::move(answers);
        out.reason = reason;
        return out;
    }

    Caller caller_at(std::int64_t micros, const OrganisationId& body, bool is_giver) const {
        Caller out = giver_;
        out.now = {std::min(micros, house_.clock.now().micros)};
        if (!is_giver) {
            out.account.id = AccountId::trusted(crypto::random_id());
            out.acting.organisation = body;
        }
        out.actor = {out.account.id, "focal", out.acting.organisation, {}, {}};
        return out;
    }

    static void join(storage::Commit& from, storage::Commit& to) {
        for (const storage::NewEvent& event : from.events) {
            storage::JournalDraft& entry = to.journal.emplace_back();
            entry.actor = event.actor;
            entry.action = event.kind;
            entry.register_name = event.register_name;
            entry.record_id = event.record_id;
            entry.event_id = event.id;
        }
        std::ranges::move(from.expected, std::back_inserter(to.expected));
        std::ranges::move(from.events, std::back_inserter(to.events));
        std::ranges::move(from.writes, std::back_inserter(to.writes));
    }

    StoredEvent stored(const Duty& duty, const storage::NewEvent& event, const record::Event& happened)
        const {
        StoredEvent out;
        out.event = happened;
        out.event.id = EventId::trusted(event.id);
        out.from = duty.history.empty() ? std::string() : duty.history.back().event.state;
        out.digest = digest_of_event(event.id, event.kind, event.version, event.clear, event.sealed);
        const auto clear = json::parse(event.clear);
        if (clear) out.given = given_in(*clear);
        if (duty.history.empty()) {
            out.number = duty.row.number;
            out.bundle = duty.row.bundle;
        }
        return out;
    }

    void keep(Duty& duty, RecordChange& change, const record::Outcome& outcome, storage::Commit& commit)
        const {
        duty.row = change.row;
        duty.history.push_back(stored(duty, change.decided.commit.events.front(), outcome.event));
        duty.events.push_back(duty.history.back().event);
        duty.record = outcome.record;
        duty.record.id = change.row.id;
        join(change.decided.commit, commit);
    }

    void open(Duty& duty, storage::Snapshot& snapshot, storage::Commit& commit) const {
        const Caller caller = caller_at(duty.opened_at, duty.body, true);
        duty.history.clear();
        duty.events.clear();
        Diagnostics faults;
        const auto outcome = must(
            decide_new(
                house_,
                caller,
                *desk_.current,
                duty.opening,
                access::kEveryClass,
                references_of(house_, caller.now),
                faults
            ),
            "opening",
            faults
        );
        duty.open = must(change_of_new(house_, snapshot, caller, desk_, duty.opening, outcome), "change");
        keep(duty, duty.open->change, outcome, commit);
    }

    void go_on(Duty& duty, std::size_t step, storage::Commit& commit) const {
        if (duty.later.size() <= step) return;
        const auto& [wanted, days] = duty.later[step];
        const Caller caller = caller_at(duty.opened_at + days * kDay, duty.body, step == 1);
        Diagnostics faults;
        const auto outcome = must(
            record::decide(
                *desk_.current,
                duty.record,
                duty.events,
                command_of(caller, wanted, false),
                {caller.now,
                 house_.options.utc_offset_micros,
                 house_.programmes.calendar(),
                 references_of(house_, caller.now)},
                faults
            ),
            wanted.action.c_str(),
            faults
        );
        ChangeOf what{*desk_.current, duty.open->seal, duty.row.id, duty.history, outcome};
        what.before = &duty.row;
        RecordChange change = must(change_of(house_, caller, what), "change");
        keep(duty, change, outcome, commit);
    }

    /// What it took to decide it; its row tells its number.
    static void forget(Duty& duty) {
        duty.open.reset();
        duty.record = {};
        duty.events = {};
        duty.history = {};
    }

    /// By step: in one commit each record is written as often as it would have been.
    using Steps = std::array<storage::Commit, kSteps>;
    Steps decided(std::span<Duty> duties) const {
        Steps out;
        const auto snapshot = must(house_.store.snapshot(), "snapshot");
        for (Duty& duty : duties) {
            open(duty, *snapshot, out[0]);
            for (std::size_t step = 0; step + 1 < kSteps; ++step) go_on(duty, step, out.at(step + 1));
            forget(duty);
        }
        return out;
    }

    /// A number that two of one batch drew is drawn again by the whole batch: nothing of it was written yet.
    bool draws_twice(const std::vector<Duty>& batch) const {
        std::set<std::string_view> once;
        return !std::ranges::all_of(batch, [&](const Duty& duty) {
            return !numbers_.contains(duty.row.number) && once.insert(duty.row.number).second;
        });
    }

    Steps decided_by_many(std::vector<Duty>& batch) const {
        const std::size_t part = batch.size() / static_cast<std::size_t>(options_.threads) + 1;
        std::vector<std::future<Steps>> parts;
        for (std::size_t at = 0; at < batch.size(); at += part) {
            const std::span some = std::span(batch).subspan(at, std::min(part, batch.size() - at));
            parts.push_back(std::async(std::launch::async, [this, some] { return decided(some); }));
        }
        Steps out;
        for (auto& one : parts) {
            Steps steps = one.get();
            for (std::size_t step = 0; step < kSteps; ++step) join(steps.at(step), out.at(step));
        }
        return out;
    }

    void take(std::vector<Duty> batch) {
        Steps steps = decided_by_many(batch);
        while (draws_twice(batch)) steps = decided_by_many(batch);
        for (const Duty& duty : batch) numbers_.insert(duty.row.number);
        for (std::size_t step = 1; step < kSteps; ++step) join(steps.at(step), steps[0]);
        must(house_.store.commit(std::move(steps[0])), "commit");
    }

    House& house_;
    const Options& options_;
    std::mt19937_64 random_;
    Desk desk_;
    Caller giver_;
    std::vector<OrganisationId> bodies_;
    std::set<std::string> numbers_;  ///< drawn so far: those of a batch on its way are not in the store yet
};

/// Every connection that is opened from here on keeps more pages.
int keep_pages(sqlite3* connection, char** /*error*/, const sqlite3_api_routines* /*api*/) {
    return sqlite3_exec(connection, kPages, nullptr, nullptr, nullptr);
}

OrganisationId body_named(const House& house, const std::string& name) {
    for (const auto& one : house.live.view()->directory.all()) {
        if (one.name == name || one.id.text() == name) return one.id;
    }
    fmt::print(stderr, "no body: {}\n", name);
    std::exit(1);
}

void seed(const Options& options, const std::string& giver) {
    const auto installation = must(app::open_installation(options.place), "installation");
    must(app::adopt_programmes(*installation, {options.programme}), "programmes");
    Desks desks(*installation->house, options);
    desks.act_for(body_named(*installation->house, giver));
    desks.fill();
}

}  // namespace

int main(int argc, char** argv) {
    crypto::initialise();
    // As its header asks, the entry point is cast.
    sqlite3_auto_extension(reinterpret_cast<void (*)()>(keep_pages));
    Options options;
    std::string giver;
    for (int i = 1; i + 1 < argc; i += 2) {
        const std::string value = argv[i + 1];
        if (std::strcmp(argv[i], "--store") == 0) options.place.folder = value;
        if (std::strcmp(argv[i], "--postgres") == 0) options.place.postgres = value;
        if (std::strcmp(argv[i], "--programme") == 0) options.programme = value;
        if (std::strcmp(argv[i], "--duties") == 0) options.duties = std::atoi(value.c_str());
        if (std::strcmp(argv[i], "--plans") == 0) options.plans = std::atoi(value.c_str());
        if (std::strcmp(argv[i], "--tasks") == 0) options.tasks = std::atoi(value.c_str());
        if (std::strcmp(argv[i], "--threads") == 0) options.threads = std::max(1, std::atoi(value.c_str()));
        if (std::strcmp(argv[i], "--giver") == 0) giver = value;
    }
    seed(options, giver);
}
