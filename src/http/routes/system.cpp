#include "http/routes/access_views.h"
#include "http/routes/api.h"
#include "service/registers/sign_access.h"
#include "service/status.h"

namespace neove::http {

namespace {

json::Value instant_or_null(Instant at) {
    return at.micros > 0 ? json::Value(to_iso(at)) : json::Value();
}

/// What a code means and what to do about it; nothing where nothing is wrong.
std::string detail_of(const Api& api, std::string_view code, service::Language language) {
    return code.empty() ? std::string() : std::string(api.sentences.of(code, language));
}

json::Array jobs_of(const Api& api, const service::Outlook& outlook, service::Language language) {
    json::Array jobs;
    for (const service::JobLine& job : outlook.jobs) {
        jobs.push_back(json::Object{
            {"kind", job.kind},
            {"failing", job.is_failing},
            {"tries", job.tries},
            {"code", job.code},
            {"detail", detail_of(api, job.code, language)},
            {"done_at", instant_or_null(job.done_at)}});
    }
    return jobs;
}

json::Object mail_of(const Api& api, const service::Outlook& outlook, service::Language language) {
    return json::Object{
        {"waiting", outlook.mails_waiting},
        {"failed", outlook.mails_failed},
        {"code", outlook.mail_code},
        {"detail", detail_of(api, outlook.mail_code, language)},
        {"sent_at", instant_or_null(outlook.mail_sent_at)},
        {"failed_at", instant_or_null(outlook.mail_failed_at)}};
}

/// A worker that cannot lock itself does not start: the list of calls is on wherever there is one.
json::Object worker_of(const service::ReaderFacts& readers) {
    return json::Object{
        {"available", readers.available},
        {"landlock", readers.landlock},
        {"seccomp", readers.available},
        {"scans", readers.scans},
        {"old_word", readers.old_word}};
}

/// Whether what a start brought runs, and why not; the sentence is empty where all is well.
json::Object programme_of(const Api& api, const service::Programme& programme, service::Language language) {
    using service::HeldBack;
    const bool is_held = programme.held == HeldBack::ByRecords;
    const bool is_closed = service::is_closed_until_signed(programme);
    const char* code = is_held                                  ? "programme.held_by_records"
                       : !programme.lost.empty()                ? "programme.lost_records"
                       : programme.held == HeldBack::ForTwo     ? "access_table.stand.waiting"
                       : programme.held == HeldBack::UntilStart ? "access_table.stand.until_start"
                       : is_closed                              ? "programme.closed_until_signed"
                                                                : "";
    const std::string sentence = *code == '\0' ? "" : std::string(api.sentences.of(code, language));
    return json::Object{
        {"held_back", programme.held != HeldBack::No || is_closed},
        {"sentence", sentence},
        {"lost", lost_view(programme, language)}};
}

Result<Response> handle_status(const Api& api, Exchange& exchange) {
    const auto status = TRY(service::system_status(api.house, exchange.who()));
    json::Value checkpoint;
    if (status.checkpoint_number > 0) {
        checkpoint = json::Object{{"number", status.checkpoint_number}, {"at", to_iso(status.checkpoint_at)}};
    }
    json::Value anchor;
    if (status.anchor_number > 0) anchor = json::Object{{"number", status.anchor_number}};
    json::Value alarm_at;
    if (status.row_alarms > 0) alarm_at = to_iso(status.row_alarm_at);
    json::Value handed_over;
    if (status.outlook.anchor_number > 0) {
        handed_over =
            json::Object{{"number", status.outlook.anchor_number}, {"at", to_iso(status.outlook.anchor_at)}};
    }
    json::Array keys;
    for (const service::KeyLine& key : status.keys) {
        keys.push_back(json::Object{
            {"domain", key.domain}, {"what", key.what}, {"state", key.state}, {"age_days", key.age_days}});
    }
    return json_response(
        200,
        json::Object{
            {"version", status.version},
            {"store", json::Object{{"kind", status.store_kind}, {"demo", api.house.options.demo}}},
            {"journal",
             json::Object{
                 {"seq", status.journal_seq},
                 {"head", status.journal_head},
                 {"checkpoint", std::move(checkpoint)},
                 {"anchored", status.anchor_number > 0},
                 {"anchor", std::move(anchor)},
                 {"handed_over", std::move(handed_over)}}},
            {"jobs", jobs_of(api, status.outlook, exchange.language)},
            {"mail", mail_of(api, status.outlook, exchange.language)},
            {"worker", worker_of(status.readers)},
            {"alarms", json::Object{{"rows", status.row_alarms}, {"at", std::move(alarm_at)}}},
            {"keys", std::move(keys)},
            {"recovery_confirmed", status.recovery_confirmed},
            {"keyring_fault", status.keyring_fault},
            {"keyring_detail", detail_of(api, status.keyring_fault, exchange.language)},
            {"organisations", status.organisations},
            {"accounts", status.accounts},
            {"programme", programme_of(api, *status.programme, exchange.language)}}
    );
}

/// To everybody else it is a page that does not exist.
Result<Response> handle_metrics(const Api& api, Exchange& exchange) {
    if (!api.metrics || !may_read_metrics(api.metrics_door, exchange.request)) {
        return refuse(ErrorKind::NotFound, "http.no_such_page");
    }
    Response response;
    response.body = TRY(api.metrics());
    response.set("Content-Type", "text/plain; version=0.0.4; charset=utf-8");
    return response;
}

/// Behind the same door: how busy or ill the house is concerns those who run it.
Result<Response> handle_health(const Api& api, Exchange& exchange) {
    if (!may_read_metrics(api.metrics_door, exchange.request)) {
        return refuse(ErrorKind::NotFound, "http.no_such_page");
    }
    TRY(api.house.store.snapshot());
    Response response;
    response.set("Content-Type", "text/plain; charset=utf-8");
    response.body = "ok\n";
    return response;
}

}  // namespace

std::vector<Route> system_routes(const Api& api) {
    return {
        {"GET",
         "/api/v1/status",
         Door::Ready,
         BodyKind::None,
         "State of the system",
         "Status",
         [&api](Exchange& exchange) { return handle_status(api, exchange); },
         {.refuses = {404}}},
        {"GET",
         "/metrics",
         Door::Anybody,
         BodyKind::None,
         "Counters for Prometheus; to this machine, or with the token",
         "",
         [&api](Exchange& exchange) { return handle_metrics(api, exchange); },
         {.media = "text/plain", .refuses = {404}}},
        {"GET",
         "/healthz",
         Door::Anybody,
         BodyKind::None,
         "Whether the server answers and reads its store; to this machine, or with the token",
         "",
         [&api](Exchange& exchange) { return handle_health(api, exchange); },
         {.media = "text/plain", .refuses = {404}}},
    };
}

}  // namespace neove::http
