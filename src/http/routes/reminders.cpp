/// \file
/// How somebody hears of her work outside these pages: calendars that her telephone fetches, mails to her
/// address.

#include "http/routes/api.h"
#include "http/routes/schemas.h"
#include "icalendar/icalendar.h"
#include "service/agenda_feed.h"
#include "service/reminder_address.h"

#include <fmt/format.h>

namespace neove::http {

namespace {

constexpr std::size_t kAddressMax = 254;
constexpr std::size_t kCodeMax = 6;
constexpr std::string_view kSuffix = ".ics";

bool english(const Exchange& exchange) {
    return exchange.language == service::Language::En;
}

json::Value feed_view(const Api& api, const Exchange& exchange, const service::CalendarFeed& feed) {
    std::string role;
    std::string body;
    for (const service::Grant& grant : exchange.who().grants) {
        if (grant.id != feed.grant) continue;
        const access::Role* found = api.house.table.find_role(grant.role);
        if (found != nullptr) role = english(exchange) ? found->label_en : found->label_vi;
        const auto view = api.house.live.view();
        const organisation::Organisation* one = view->directory.find(grant.organisation);
        if (one != nullptr) body = one->name;
    }
    return json::Object{
        {"id", feed.id.text()},
        {"role", role},
        {"organisation", body},
        {"opened_at", to_iso(feed.opened_at)},
        {"until", to_iso(feed.until)}};
}

Result<Response> handle_read(const Api& api, Exchange& exchange) {
    json::Array feeds;
    for (const auto& feed : TRY(service::read_feeds(api.house, exchange.who()))) {
        feeds.push_back(feed_view(api, exchange, feed));
    }
    json::Value address;
    if (const auto one = TRY(service::read_address(api.house, exchange.who()))) {
        address = json::Object{{"address", one->address}, {"confirmed", one->is_confirmed}};
    }
    return json_response(
        200,
        json::Object{
            {"feeds", std::move(feeds)}, {"address", std::move(address)}, {"mails", api.house.options.mails}}
    );
}

Result<Response> handle_open(const Api& api, Exchange& exchange) {
    const auto opened = TRY(service::open_feed(api.house, exchange.who()));
    return json_response(
        201,
        json::Object{
            {"feed", feed_view(api, exchange, opened.feed)},
            {"path", "/calendar/" + opened.token + std::string(kSuffix)}}
    );
}

Response nothing() {
    Response response;
    response.status = 204;
    return response;
}

Result<Response> handle_close(const Api& api, Exchange& exchange) {
    const auto id = TRY(id_of<CalendarFeedId>(exchange, "id"));
    TRY(service::close_feed(api.house, exchange.who(), id));
    return nothing();
}

Result<Response> handle_address(const Api& api, Exchange& exchange) {
    json::Reader reader(exchange.body);
    const std::string address = reader.text("address", kAddressMax);
    if (auto faults = faults_of(api, exchange, reader)) return std::move(*faults);
    TRY(service::set_address(api.house, exchange.who(), address));
    return nothing();
}

Result<Response> handle_code(const Api& api, Exchange& exchange) {
    json::Reader reader(exchange.body);
    const std::string code = reader.text("code", kCodeMax);
    if (auto faults = faults_of(api, exchange, reader)) return std::move(*faults);
    TRY(service::confirm_address(api.house, exchange.who(), code));
    return nothing();
}

Result<Response> handle_forget(const Api& api, Exchange& exchange) {
    TRY(service::forget_address(api.house, exchange.who()));
    return nothing();
}

/// What a register of persons is called, and which limit of it runs, already tells of somebody.
std::string summary_of(const service::FeedDay& day) {
    const bool is_of_persons = day.desk.current->form.persons;
    const definition::Bundle& bundle = *day.desk.programme->bundle;
    const std::string& id = day.desk.current->id;
    if (day.limit.empty()) {
        const std::string called = bundle.label(id, "title", false);
        return day.count == 1 ? called : fmt::format("{} ({})", called, day.count);
    }
    std::string what = is_of_persons ? "Việc đến hạn"
                                     : bundle.label(id, "title", false) + ": " +
                                           bundle.label(id, "limits." + day.limit, false);
    return day.count == 1 ? what : fmt::format("{} ({} việc)", what, day.count);
}

void add_end(icalendar::Calendar& calendar, const std::optional<service::FeedEnd>& end, const char* words) {
    const auto date = end ? calendar::Date::parse_iso(end->day) : std::nullopt;
    if (!date) return;
    calendar.entries.push_back({end->uid, *date, words, "Đăng nhập Nẻo Về, mục Việc của tôi, để xem.", {}});
}

/// Whoever fetches it has no session and says no language: the calendar is in Vietnamese.
Result<Response> handle_calendar(const Api& api, Exchange& exchange) {
    std::string_view token = exchange.id("token");
    if (!token.ends_with(kSuffix)) return refuse(ErrorKind::NotFound, "access.not_found");
    token.remove_suffix(kSuffix.size());
    const auto days = TRY(service::days_of_feed(api.house, token));
    icalendar::Calendar calendar{"Nẻo Về: việc của tôi", days.made_at, {}};
    for (const service::FeedDay& day : days.days) {
        const auto date = calendar::Date::parse_iso(day.day);
        if (!date) continue;
        calendar.entries.push_back(
            {day.uid, *date, summary_of(day), "Đăng nhập Nẻo Về, mục Việc của tôi, để xem.", day.begins}
        );
    }
    add_end(calendar, days.late, "Còn việc quá hạn khác, không có trong lịch này");
    add_end(calendar, days.ahead, "Lịch này dừng ở đây: còn việc đến hạn về sau");
    Response response;
    response.body = icalendar::write(calendar);
    response.set("Content-Type", "text/calendar; charset=utf-8");
    return response;
}

}  // namespace

std::vector<Route> reminder_routes(const Api& api) {
    const auto with = binder(api);
    return {
        {"GET",
         "/api/v1/reminders",
         Door::Ready,
         BodyKind::None,
         "How I hear of my work outside these pages",
         "Reminders",
         with(handle_read),
         {.refuses = {409}}},
        {"POST",
         "/api/v1/reminders/feeds",
         Door::Ready,
         BodyKind::None,
         "An address under which my telephone fetches my days, shown once",
         "OpenedFeed",
         with(handle_open),
         {.status = 201, .refuses = {403, 409}}},
        {"DELETE",
         "/api/v1/reminders/feeds/{id}",
         Door::Ready,
         BodyKind::None,
         "End such an address",
         "",
         with(handle_close),
         {.status = 204, .refuses = {404, 409}}},
        {"PUT",
         "/api/v1/reminders/address",
         Door::Ready,
         BodyKind::Json,
         "My address for reminders: a code is sent there",
         "",
         with(handle_address),
         {.takes = "ReminderAddress", .status = 204, .refuses = {409, 422}}},
        {"POST",
         "/api/v1/reminders/address/confirm",
         Door::Ready,
         BodyKind::Json,
         "Show that I read what comes there",
         "",
         with(handle_code),
         {.takes = "ReminderCode", .status = 204, .refuses = {409, 422}}},
        {"DELETE",
         "/api/v1/reminders/address",
         Door::Ready,
         BodyKind::None,
         "No more mails",
         "",
         with(handle_forget),
         {.status = 204, .refuses = {409}}},
        {"GET",
         "/calendar/{token}",
         Door::Anybody,
         BodyKind::None,
         "The days on which something falls due, for whoever knows the address",
         "",
         with(handle_calendar),
         {.media = "text/calendar", .refuses = {404}}}};
}

std::vector<Schema> reminder_schemas() {
    return {
        {"Feed",
         {{"id", "id"},
          {"role", "string"},
          {"organisation", "string"},
          {"opened_at", "string"},
          {"until", "string"}}},
        {"OpenedFeed", {{"feed", "Feed"}, {"path", "string"}}},
        {"RemindedAt", {{"address", "string"}, {"confirmed", "boolean"}}},
        {"Reminders", {{"feeds", "Feed[]"}, {"address", "RemindedAt | null"}, {"mails", "boolean"}}},
        {"ReminderAddress", {{"address", "string"}}},
        {"ReminderCode", {{"code", "string"}}}};
}

}  // namespace neove::http
