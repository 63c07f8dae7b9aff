#include "http/routes/register_requests.h"

#include "calendar/date.h"

#include <algorithm>
#include <array>
#include <iterator>

namespace neove::http {

namespace {

constexpr std::size_t kLinksMax = 20;
constexpr std::size_t kKeptMax = 200;
constexpr std::size_t kPointerMax = 200;
constexpr std::size_t kWhereMax = 2'000;
constexpr std::size_t kColumnsAtOnce = 4;
constexpr std::array<std::string_view, 4> kPrecisions{"instant", "day", "month", "year"};

std::optional<std::int64_t> digits(std::string_view text) {
    if (text.empty() || text.size() > 6) return std::nullopt;
    std::int64_t out = 0;
    for (const char c : text) {
        if (c < '0' || c > '9') return std::nullopt;
        out = out * 10 + (c - '0');
    }
    return out;
}

/// `08:30`, `08:30:05`, `08:30:05.123`.
std::optional<std::int64_t> clock_time(std::string_view text) {
    if (text.size() < 5 || text[2] != ':') return std::nullopt;
    const auto hour = digits(text.substr(0, 2));
    const auto minute = digits(text.substr(3, 2));
    if (!hour || !minute || *hour > 23 || *minute > 59) return std::nullopt;
    std::int64_t micros = *hour * kHour + *minute * kMinute;
    text.remove_prefix(5);
    if (text.empty()) return micros;
    if (text.size() < 3 || text[0] != ':') return std::nullopt;
    const auto second = digits(text.substr(1, 2));
    if (!second || *second > 59) return std::nullopt;
    micros += *second * kSecond;
    text.remove_prefix(3);
    if (text.empty()) return micros;
    if (text.size() < 2 || text[0] != '.') return std::nullopt;
    text.remove_prefix(1);
    const auto fraction = digits(text);
    if (!fraction) return std::nullopt;
    std::int64_t part = *fraction;
    for (std::size_t i = text.size(); i < 6; ++i) part *= 10;
    return micros + part;
}

void read_moment(const Api& api, json::Reader& reader, service::WantedAct& out) {
    if (const auto at = reader.optional_text("occurred_at", 40)) {
        out.occurred_at = read_time(*at, api.house.options.utc_offset_micros);
        if (!out.occurred_at) reader.fault("occurred_at", "field.not_a_date");
    }
    if (const auto precision = reader.optional_text("precision", 20)) {
        out.precision = *precision;
        if (std::ranges::find(kPrecisions, out.precision) == kPrecisions.end()) {
            reader.fault("precision", "field.not_a_date");
        }
    }
}

json::Value answers_of(json::Reader& reader) {
    const json::Value* answers = reader.optional_object("answers");
    if (answers == nullptr) return json::Object{};
    if (answers->object() == nullptr) {
        reader.fault("answers", "form.type");
        return json::Object{};
    }
    return *answers;
}

record::Link link_in(const json::Value& one) {
    record::Link link;
    link.kind = one.text_or("kind");
    link.to_register = one.text_or("to_register");
    if (auto id = RecordId::parse(one.text_or("to"))) link.to = std::move(*id);
    link.role = one.text_or("role");
    return link;
}

bool is_link(const json::Value& one) {
    if (one.object() == nullptr) return false;
    return std::ranges::all_of(*one.object(), [](const json::Member& member) {
        static constexpr std::array<std::string_view, 4> kMembers{"kind", "to_register", "to", "role"};
        return std::ranges::find(kMembers, member.first) != kMembers.end();
    });
}

}  // namespace

std::optional<Instant> read_time(std::string_view text, std::int64_t utc_offset_micros) {
    if (const auto day = calendar::PartialDate::parse_iso(text)) {
        return calendar::start_of(day->earliest(), utc_offset_micros);
    }
    if (text.size() < 17 || text.size() > 27 || text[10] != 'T' || text.back() != 'Z') return std::nullopt;
    const auto day = calendar::Date::parse_iso(text.substr(0, 10));
    const auto time = clock_time(text.substr(11, text.size() - 12));
    if (!day || !time) return std::nullopt;
    return calendar::start_of(*day, 0) + *time;
}

service::RecordRequest record_request_of(const Exchange& exchange, bool with_version) {
    service::RecordRequest out;
    out.register_id = exchange.id("register");
    out.request_key = exchange.request.field("idempotency-key");
    out.request_body = exchange.request.path + "\n" + exchange.request.body;
    if (!with_version) return out;
    if (const auto etag = required_version(exchange)) out.etag = *etag;
    return out;
}

std::vector<std::string> kept_words_of(json::Reader& reader) {
    std::vector<std::string> out;
    const json::Array* given = reader.optional_array("kept_words", kKeptMax);
    for (std::size_t i = 0; given != nullptr && i < given->size(); ++i) {
        const std::string* pointer = (*given)[i].string();
        if (pointer == nullptr || pointer->size() > kPointerMax) {
            reader.fault("kept_words/" + std::to_string(i), "form.type");
        } else {
            out.push_back(*pointer);
        }
    }
    return out;
}

std::set<std::string> kept_cells_of(const Exchange& exchange) {
    auto all = split_commas(exchange.request.query_value("kept_words"));
    return {std::make_move_iterator(all.begin()), std::make_move_iterator(all.end())};
}

service::WantedAct deed_of(const Api& api, json::Reader& reader) {
    service::WantedAct out;
    out.answers = answers_of(reader);
    out.kept_words = kept_words_of(reader);
    out.reason = reader.optional_text("reason", kReasonMax).value_or("");
    read_moment(api, reader, out);
    return out;
}

service::WantedAct act_of(const Api& api, const Exchange&, json::Reader& reader) {
    service::WantedAct out = deed_of(api, reader);
    out.action = reader.text("action", 100);
    const json::Array* links = reader.optional_array("links", kLinksMax);
    for (std::size_t i = 0; links != nullptr && i < links->size(); ++i) {
        if (!is_link((*links)[i])) reader.fault("links/" + std::to_string(i), "record.link");
        out.links.push_back(link_in((*links)[i]));
    }
    return out;
}

service::WantedAct correction_of(const Api& api, const Exchange&, json::Reader& reader) {
    service::WantedAct out;
    out.action = record::kCorrected;
    const auto event = EventId::parse(reader.text("event", 40));
    if (!event) reader.fault("event", "record.nothing_to_correct");
    out.corrects = event.value_or(EventId());
    out.answers = answers_of(reader);
    out.kept_words = kept_words_of(reader);
    out.reason = reader.text("reason", kReasonMax);
    read_moment(api, reader, out);
    return out;
}

record::Link link_of(json::Reader& reader) {
    record::Link link;
    link.kind = reader.text("kind", 100);
    link.to_register = reader.text("to_register", 100);
    const auto to = RecordId::parse(reader.text("to", 40));
    if (!to) reader.fault("to", "record.link");
    link.to = to.value_or(RecordId());
    link.role = reader.optional_text("role", 100).value_or("");
    return link;
}

service::NewRelation relation_of(const Api& api, json::Reader& reader) {
    service::NewRelation out;
    out.kind = reader.text("relation", 100);
    const auto account = reader.optional_text("account", 40);
    if (account && !account->empty()) {
        out.account = AccountId::parse(*account).value_or(AccountId());
        if (out.account.is_empty()) reader.fault("account", "record.relation");
    }
    const auto organisation = reader.optional_text("organisation", 40);
    if (organisation && !organisation->empty()) {
        out.organisation = OrganisationId::parse(*organisation).value_or(OrganisationId());
        if (out.organisation.is_empty()) reader.fault("organisation", "record.relation");
    }
    if (const auto until = reader.optional_text("until", 40)) {
        out.until = read_time(*until, api.house.options.utc_offset_micros);
        if (!out.until) reader.fault("until", "field.not_a_date");
    }
    out.reason = reader.optional_text("reason", kReasonMax).value_or("");
    return out;
}

service::RecordQuery record_query_of(const Exchange& exchange) {
    const auto value = [&](std::string_view name) { return std::string(exchange.request.query_value(name)); };
    service::RecordQuery query;
    query.register_id = exchange.id("register");
    query.filter = value("filter");
    query.text = value("q");
    query.sort = value("sort");
    query.overdue = value("overdue") == "1" || value("overdue") == "true";
    query.mine = value("mine") == "1" || value("mine") == "true";
    query.cursor = value("after");
    query.states = split_commas(value("state"));
    query.timings = split_commas(value("timing"));
    query.month = value("month");
    query.links_to = value("links_to");
    query.where = where_of(value("where"));
    return query;
}

std::map<std::string, std::string> where_of(const std::string& text) {
    std::map<std::string, std::string> out;
    if (text.empty()) return out;
    const auto read = json::parse(text, {.bytes = kWhereMax, .depth = 2});
    // What nobody can read narrows by a column that no register has, and is refused as that.
    const std::map<std::string, std::string> unreadable{{"", ""}};
    if (!read || read->object() == nullptr || read->object()->size() > kColumnsAtOnce) return unreadable;
    for (const auto& [column, value] : *read->object()) {
        if (value.string() == nullptr) return unreadable;
        out.emplace(column, *value.string());
    }
    return out;
}

std::vector<std::string> split_commas(std::string_view text) {
    std::vector<std::string> out;
    for (std::size_t at = 0; at < text.size();) {
        const std::size_t end = std::min(text.find(',', at), text.size());
        if (end > at) out.emplace_back(text.substr(at, end - at));
        at = end + 1;
    }
    return out;
}

}  // namespace neove::http
