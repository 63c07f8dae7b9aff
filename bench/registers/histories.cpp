#include "histories.h"

#include "base/crypto.h"

#include <fmt/format.h>

#include <cstdlib>

namespace neove::bench {

namespace {

const std::vector<std::string> kSurnames{
    "Nguyễn", "Nguyễn", "Nguyễn", "Trần", "Lê", "Phạm", "Hoàng", "Vũ", "Đặng", "Bùi", "Lò", "Vàng"};
const std::vector<std::string> kMiddles{
    "Thị", "Thị", "Thị", "Văn", "Văn", "Ngọc", "Minh", "Đức", "Thu", "Hồng"};
const std::vector<std::string> kOnsets{
    "b", "ch", "d", "đ", "h", "kh", "l", "m", "n", "ng", "nh", "ph", "t", "th", "tr", "v"};
const std::vector<std::string> kRimes{
    "a",
    "ang",
    "anh",
    "ân",
    "ay",
    "iên",
    "inh",
    "oa",
    "oan",
    "on",
    "ông",
    "uc",
    "ung",
    "ương",
    "uyên",
    "uyết"};

const std::string& one_of(const std::vector<std::string>& words, std::mt19937_64& random) {
    return words[random() % words.size()];
}

std::string syllable(std::mt19937_64& random) {
    return one_of(kOnsets, random) + one_of(kRimes, random);
}

json::Value loan_answers(std::mt19937_64& random) {
    return json::Object{
        {"title", book_title(random)},
        {"kind", random() % 2 == 0 ? "novel" : "map"},
        {"copies", static_cast<std::int64_t>(1 + random() % 20)},
        {"pages_each", static_cast<std::int64_t>(20 + random() % 400)},
        {"reader_kind", random() % 3 == 0 ? "scholar" : "adult"},
        {"reader_phone", fmt::format("09{:08}", random() % 100'000'000)},
        {"asked_on", fmt::format("2026-{:02}-{:02}", 1 + random() % 10, 1 + random() % 28)},
        {"note", "Bạn đọc hẹn trả vào buổi sáng, gọi trước khi đến."}};
}

json::Value visit_answers(std::mt19937_64& random) {
    return json::Object{
        {"patient", json::Object{{"name", person_name(random)}}},
        {"born", fmt::format("{}", 1950 + random() % 60)},
        {"phone", fmt::format("09{:08}", random() % 100'000'000)},
        {"sex", random() % 2 == 0 ? "female" : "male"},
        {"visit_on", fmt::format("2026-{:02}-{:02}", 1 + random() % 10, 1 + random() % 28)},
        {"complaint", "Đau đầu, chóng mặt từ hai ngày nay, ăn uống kém."},
        {"urgent", "yes"}};
}

/// One record on its way: every step is decided by the register.
class Writer {
public:
    Writer(const definition::Register& definition, const record::Context& context, Instant begun)
        : definition_(definition), context_(context), now_(begun) {}

    void step(const std::string& action, json::Value answers, const std::string& reason = {}) {
        record::Command command;
        command.action = action;
        command.answers = std::move(answers);
        command.actor = AccountId::trusted(crypto::random_id());
        command.acting_org = OrganisationId::trusted(crypto::random_id());
        command.reason = reason;
        command.has_consent = true;
        if (action == record::kCorrected) command.corrects = out_.events.front().id;
        now_ = now_ + 6 * kHour;
        const record::Context then{now_, context_.utc_offset_micros, context_.calendar, context_.references};
        Diagnostics faults;
        auto outcome = record::decide(definition_, record_, out_.events, command, then, faults);
        if (!outcome) {
            fmt::print(
                stderr,
                "{} {}: {} {}\n",
                definition_.id,
                action,
                outcome.error().code,
                faults.empty() ? outcome.error().where : faults.front().code + " " + faults.front().where
            );
            std::exit(1);
        }
        outcome->event.id = EventId::trusted(crypto::random_id());
        out_.events.push_back(std::move(outcome->event));
        record_ = std::move(outcome->record);
        out_.answers = record_.answers;
    }
    int left(int of) const { return of - static_cast<int>(out_.events.size()); }
    History take() { return std::move(out_); }

private:
    const definition::Register& definition_;
    const record::Context& context_;
    Instant now_;
    record::Record record_;
    History out_;
};

/// Asked for, lent, extended again and again; a correction in the middle; two of four came back.
void write_loan(Writer& writer, std::mt19937_64& random, int which, int events) {
    writer.step("request", loan_answers(random));
    if (writer.left(events) > 0) writer.step("lend", json::Object{{"copies", std::int64_t{2}}});
    const int ending = which % 4 == 1 ? 1 : which % 4 == 2 ? 2 : 0;
    while (writer.left(events) > ending) {
        if (writer.left(events) == events / 2) {
            writer.step("corrected", json::Object{{"copies", std::int64_t{3}}}, "Đếm nhầm");
        } else {
            writer.step("extend", json::Object{}, "Bạn đọc còn đang ốm, xin thêm ngày");
        }
    }
    if (ending > 0) writer.step("give_back", json::Object{});
    if (ending > 1) writer.step("put_back", json::Object{});
}

/// One of four still waits, her complaint written down again and again; the others are examined and treated.
void write_visit(Writer& writer, std::mt19937_64& random, int which, int events) {
    writer.step("admit", visit_answers(random));
    const bool waits = which % 4 == 0;
    if (!waits && writer.left(events) > 1) {
        writer.step("examine", json::Object{{"urgent", "yes"}, {"diagnosis", "Theo dõi tăng huyết áp"}});
        writer.step("approve_treatment", json::Object{{"treatment", "medicine"}});
    }
    for (int i = 0; writer.left(events) > 0; ++i) {
        if (waits) {
            writer.step(
                "corrected",
                json::Object{{"complaint", fmt::format("Đau đầu, ghi lại lần {}", i + 1)}},
                "Nghe nhầm"
            );
        } else if (i % 8 == 7 && writer.left(events) > 1) {
            writer.step("pause", json::Object{}, "Người bệnh về quê");
            writer.step("resume", json::Object{});
        } else {
            const auto price = static_cast<std::int64_t>(1'000 * (10 + i));
            json::Array medicines{
                json::Object{{"name", "Thuốc giảm đau"}, {"days", std::int64_t{3}}, {"price", price}}};
            writer.step("prescribe", json::Object{{"medicines", std::move(medicines)}, {"fee", price}});
        }
    }
}

}  // namespace

std::string person_name(std::mt19937_64& random) {
    return one_of(kSurnames, random) + " " + one_of(kMiddles, random) + " " + syllable(random);
}

std::string book_title(std::mt19937_64& random) {
    return "Chuyện " + syllable(random) + " và " + syllable(random);
}

std::vector<History> model_histories(
    const definition::Register& definition, const record::Context& context, int variety, int events
) {
    std::mt19937_64 random(7);
    std::vector<History> out;
    // From the second kind on: the first is corrected all its life, which is slow to decide when it is long.
    for (int i = 1; i <= variety; ++i) {
        Writer writer(definition, context, context.now + -30 * kDay);
        if (definition.form.persons) {
            write_visit(writer, random, i, events);
        } else {
            write_loan(writer, random, i, events);
        }
        out.push_back(writer.take());
    }
    return out;
}

}  // namespace neove::bench
