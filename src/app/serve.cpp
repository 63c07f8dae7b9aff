#include "app/serve.h"

#include "app/programmes.h"
#include "app/repeater.h"
#include "app/work.h"
#include "base/file.h"
#include "embedded/embedded.h"
#include "http/client_address.h"
#include "http/listener.h"
#include "http/metrics.h"
#include "http/open_api.h"
#include "http/routes/allotments.h"
#include "http/routes/api.h"
#include "http/routes/letterheads.h"
#include "http/routes/register_fill_in.h"
#include "http/routes/schemas.h"
#include "http/server.h"
#include "json/json.h"
#include "service/housekeeping.h"
#include "service/jobs/outlook.h"
#include "service/registers/board_index.h"
#include "service/registers/store_epochs.h"
#include "storage/statements/accounts.h"
#include "storage/statements/core.h"

#include <fmt/format.h>
#include <signal.h>
#include <sys/prctl.h>
#include <sys/resource.h>

#include <algorithm>
#include <thread>

namespace neove::app {

namespace {

constexpr auto kFollowEvery = std::chrono::milliseconds(500);
constexpr auto kCheckpointEvery = std::chrono::minutes(10);

/// Never throws: a full disk under the log or a closed pipe must not end the server.
void log_line(const http::LogLine& line) {
    const std::string text = fmt::format(
        "route=\"{} {}\" status={} micros={} account={} code={} incident={}\n",
        line.method,
        line.route,
        line.status,
        line.micros,
        line.account.empty() ? "-" : line.account,
        line.code.empty() ? "-" : line.code,
        line.incident.empty() ? "-" : line.incident
    );
    std::fputs(text.c_str(), stderr);
}

/// No core file, nothing readable by other processes of the same user: keys are in memory from here on.
void close_the_process() {
    const rlimit none{0, 0};
    ::setrlimit(RLIMIT_CORE, &none);
    ::prctl(PR_SET_DUMPABLE, 0);
}

/// Takes the names of all registers of persons into memory, however often it has to try.
void open_names(service::House& house, const std::stop_token& stop) {
    while (!stop.stop_requested()) {
        const auto done = house.persons.build(house.store, house.keys);
        if (done) return;
        report(done.error(), "names");
        std::this_thread::sleep_for(kFollowEvery);
    }
}

/// The same of the records of registers with boards.
void open_boards(service::House& house, const std::stop_token& stop) {
    while (!stop.stop_requested()) {
        const auto done = house.boards->build(house);
        if (done) return;
        report(done.error(), "boards");
        std::this_thread::sleep_for(kFollowEvery);
    }
}

Result<> check_epochs(service::House& house) {
    const auto snapshot = TRY(house.store.snapshot());
    return service::check_epochs(*snapshot, *house.keys.records);
}

std::vector<http::StaticFile> web_files() {
    std::vector<http::StaticFile> files;
    for (const EmbeddedFile& file : embedded_web())
        files.push_back({std::string(file.name), file.plain, file.gzip});
    return files;
}

std::vector<http::Route> all_routes(const http::Api& api) {
    std::vector<http::Route> routes;
    for (auto* area : {&http::session_routes,     &http::factor_routes,       &http::organisation_routes,
                       &http::unit_routes,        &http::account_routes,      &http::proposal_routes,
                       &http::document_routes,    &http::register_routes,     &http::person_routes,
                       &http::redaction_routes,   &http::access_table_routes, &http::break_glass_routes,
                       &http::match_routes,       &http::import_routes,       &http::fill_in_routes,
                       &http::board_sheet_routes, &http::people_routes,       &http::attachment_routes,
                       &http::export_routes,      &http::paper_routes,        &http::letterhead_routes,
                       &http::board_routes,       &http::review_routes,       &http::reminder_routes,
                       &http::allotment_routes,   &http::succession_routes,   &http::body_part_routes,
                       &http::system_routes}) {
        for (http::Route& route : area(api)) routes.push_back(std::move(route));
    }
    // The last one describes all: it holds its own text, written once.
    routes.push_back(
        {"GET",
         "/api/v1/openapi.json",
         http::Door::Anybody,
         http::BodyKind::None,
         "This description",
         "any",
         {}}
    );
    const auto cookie = http::cookie_name(api.secure_cookie);
    const std::string description =
        json::write(http::open_api(http::Router(routes), http::all_schemas(), cookie));
    routes.back().handle = [description](http::Exchange&) {
        http::Response response;
        response.set("Content-Type", "application/json");
        response.body = description;
        return Result<http::Response>(std::move(response));
    };
    return routes;
}

/// Whose word about an address is believed. Names beside the loopback ones are only reached through a proxy
/// of our own, so they declare one: else all who come through it would count as one address.
std::vector<std::string> proxies_of(const ServeOptions& options) {
    if (!options.proxy.empty()) return {options.proxy};
    if (options.behind_proxy || !options.hosts.empty()) return {"loopback"};
    return {};
}

Result<http::MetricsDoor> metrics_door(const ServeOptions& options) {
    http::MetricsDoor door;
    // Names beside the loopback ones mean a proxy: its requests come from loopback, whoever sent them.
    door.loopback_is_us = !options.behind_proxy && options.hosts.empty();
    if (options.metrics_token_file.empty()) return door;
    const Bytes text = TRY(read_file(options.metrics_token_file, 1'024));
    door.token = as_text(text);
    while (!door.token.empty() && (door.token.back() == '\n' || door.token.back() == '\r'))
        door.token.pop_back();
    if (door.token.size() < 20) return refuse(ErrorKind::Invalid, "metrics.token_too_short");
    return door;
}

Result<std::string> metrics_text(const http::Metrics& metrics, Installation& installation) {
    const auto snapshot = TRY(installation.store->snapshot());
    const storage::Rows head = TRY(snapshot->read(storage::statements::kJournalHead));
    const storage::Rows sessions = TRY(snapshot->read(storage::statements::kCountSessions));
    std::int64_t signed_until = 0;
    {
        const std::scoped_lock lock(installation.signer_mutex);
        signed_until = installation.signer->signed_until();
    }
    const service::Outlook outlook = TRY(service::read_outlook(*snapshot, installation.house->clock.now()));
    const std::int64_t failing = std::ranges::count_if(outlook.jobs, &service::JobLine::is_failing);
    return metrics.text(
        {{"neove_jobs_failing", "Kinds of jobs whose newest try failed.", failing},
         {"neove_mails_waiting", "Mails that wait for a server to take them.", outlook.mails_waiting},
         {"neove_mails_failed", "Mails that were given up.", outlook.mails_failed},
         {"neove_anchor_number", "Newest checkpoint that was given to another body.", outlook.anchor_number},
         {"neove_journal_seq", "Newest chained journal entry.", head.empty() ? 0 : head[0].number(0)},
         {"neove_journal_signed_seq", "Newest journal entry under a checkpoint.", signed_until},
         {"neove_sessions", "Sessions that were not ended yet.", sessions.at(0).number(0)},
         {"neove_rows_refused_total",
          "Rows of power that were not believed: a wrong tag, or older than the journal knows.",
          static_cast<std::int64_t>(installation.house->keys.rows->refused()),
          "counter"}}
    );
}

/// Blocked before any thread starts, so that only the one `sigwait` ever sees them.
sigset_t block_signals() {
    sigset_t signals;
    sigemptyset(&signals);
    sigaddset(&signals, SIGINT);
    sigaddset(&signals, SIGTERM);
    pthread_sigmask(SIG_BLOCK, &signals, nullptr);
    ::signal(SIGPIPE, SIG_IGN);
    return signals;
}

/// Whom a store may be shown to: a demonstration to this machine alone, a real one to others only when its
/// recovery keys were read back.
Result<> may_be_reached(const ServeOptions& options, const Installation& installation) {
    const bool is_demo = installation.house->options.demo;
    const bool loopback = options.address == "127.0.0.1" || options.address == "::1";
    if (is_demo && (!loopback || options.behind_proxy)) {
        return refuse(ErrorKind::Forbidden, "demo.loopback_only");
    }
    // Names beside the loopback ones mean a proxy that others reach.
    const bool for_others = !loopback || options.behind_proxy || !options.hosts.empty();
    if (!is_demo && for_others && !installation.keyring->recovery_confirmed()) {
        return refuse(ErrorKind::Forbidden, "keyring.recovery_unconfirmed");
    }
    return {};
}

http::ListenOptions listen_options(const ServeOptions& options) {
    http::ListenOptions listen;
    listen.address = options.address;
    listen.port = options.port;
    listen.hosts = options.hosts;
    listen.behind_proxy = options.behind_proxy;
    listen.workers = writers_for(options.place);
    listen.readers = readers_for(options.place);
    listen.proxies = proxies_of(options);
    return listen;
}

http::Site site_of(const http::Server& server, const ServeOptions& options) {
    return {
        [&server](const http::Request& request) { return server.body_rule(request); },
        [&server](const http::Request& request) { return server.at_once(request); },
        [&server, proxies = proxies_of(options)](http::Request request) {
            request.address = http::client_address(request, proxies);
            return server.answer(request);
        },
        [&server](const http::Request& request) { return server.admits(request); },
        [&server](int status, std::string_view code, std::string_view language) {
            return server.refusal(status, code, language);
        }};
}

/// Takes in what other nodes, and other programs on this store, have written since.
void follow_store(service::House& house, bool& is_behind) {
    const auto say = [](const Result<>& done, const char* what) {
        if (!done) report(done.error(), what);
    };
    say(house.live.follow(house.store, house.keys), "follow");
    if (const auto done = check_epochs(house); !done && !is_behind) {
        report(done.error(), "keys");
        is_behind = done.error().code == "keyring.behind";
        // What came since would be missing from every answer.
        if (is_behind) {
            house.persons.stop();
            house.boards->stop();
        }
    }
    say(house.programmes.follow(house.store, house.keys), "follow");
    say(house.persons.follow(house.store, house.keys), "follow");
    say(house.boards->follow(house), "boards");
    say(service::raise_alarms(house), "alarms");
}

/// Everything that goes on beside the answers, until a signal comes.
void work_until(
    const sigset_t& signals, Installation& installation, const ServeOptions& options, http::Listener& listener
) {
    service::House& house = *installation.house;
    // A search says that it is being prepared until all names are there.
    const std::jthread opening_names([&](const std::stop_token& stop) { open_names(house, stop); });
    const std::jthread opening_boards([&](const std::stop_token& stop) { open_boards(house, stop); });
    {
        bool is_behind = false;
        const Repeater follow(kFollowEvery, [&house, &is_behind] { follow_store(house, is_behind); });
        const Repeater checkpoint(kCheckpointEvery, [&installation] {
            if (const auto done = write_checkpoint(installation); !done) report(done.error(), "checkpoint");
        });
        const Work work(installation, options.work);
        fmt::print("Nẻo Về: http://{}:{}/\n", options.address, listener.port());
        std::fflush(stdout);
        int received = 0;
        sigwait(&signals, &received);
        listener.stop();
    }
    // Or those two would be waited for until every name and every record is read.
    house.persons.stop();
    house.boards->stop();
}

}  // namespace

bool needs_a_person(const Error& error) {
    for (const std::string_view area : {"keyring.", "secret.", "demo.", "installation.", "journal."}) {
        if (error.code.starts_with(area)) return true;
    }
    return error.code == "storage.newer_store" || error.code == "storage.migration_differs";
}

Result<> serve(const ServeOptions& options) {
    close_the_process();
    const sigset_t signals = block_signals();
    const auto installation = TRY(open_installation(options.place, Opening::Serving));
    service::House& house = *installation->house;
    TRY(may_be_reached(options, *installation));
    TRY(adopt_programmes(*installation, options.programmes));
    TRY(house.persons.begin(house.store, house.programmes.current()));
    house.boards = std::make_shared<service::BoardIndex>(*house.programmes.current());
    // With keys from before a key day it would open no record and lose those that it makes.
    TRY(check_epochs(house));
    const deadline::Phrases phrases = TRY(deadline_phrases());
    // Tried before the first document: some tenths of a second where LibreOffice is there, nothing where not.
    static_cast<void>(installation->extractors.word().finding());
    const bool secure_cookie = !house.options.demo;
    http::Metrics metrics;
    http::Api api{house, installation->sentences, secure_cookie};
    api.deadline_phrases = &phrases;
    api.metrics_door = TRY(metrics_door(options));
    api.metrics = [&] { return metrics_text(metrics, *installation); };
    const auto log = [&metrics, quiet = options.quiet](const http::LogLine& line) {
        metrics.count(line);
        if (!quiet) log_line(line);
    };
    const http::Server server(
        {house, installation->sentences, web_files(), log, secure_cookie}, all_routes(api)
    );
    const http::ListenOptions listen = listen_options(options);
    house.hashing.share(listen.workers);
    house.options.mails = options.work.smtp.has_value();
    const auto listener = TRY(http::Listener::start(listen, site_of(server, options)));
    work_until(signals, *installation, options, *listener);
    // An alarm that cannot be written must not cost the checkpoint over all that was.
    if (const auto done = service::raise_alarms(house); !done) report(done.error(), "alarms");
    TRY(write_checkpoint(*installation));
    return {};
}

}  // namespace neove::app
