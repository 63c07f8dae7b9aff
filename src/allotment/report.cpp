#include "allotment/report.h"

#include "base/bytes.h"
#include "base/crypto.h"

#include <algorithm>
#include <set>

namespace neove::allotment {

namespace {

std::string id_of(const ReportLine& line) {
    CanonicalWriter what;
    what.text(line.path).text(line.to).text(line.via).text(line.words).number(line.from.size());
    for (const std::string& one : line.from) what.text(one);
    return line.path + "#" + to_hex(ByteView(crypto::hash("neove.allotment.order", what.result())).first(8));
}

/// "When asked" comes when somebody asks, and what happens once does not come back.
bool comes_back(std::string_view recurrence) {
    return recurrence != "ad_hoc" && recurrence != "once";
}

std::string in_one(const std::vector<std::string>& days) {
    std::string out;
    for (const std::string& day : days) out += (out.empty() ? "" : ", ") + day;
    return out;
}

}  // namespace

std::vector<std::string> ReportOrder::days() const {
    std::set<std::string> out;
    for (const Rhythm& rhythm : rhythms) {
        for (const std::string& written : rhythm.days) {
            if (auto day = named_day(rhythm.recurrence, written)) out.insert(std::move(*day));
        }
    }
    return {out.begin(), out.end()};
}

std::vector<ReportOrder> orders_of(const std::vector<ReportLine>& lines) {
    std::vector<ReportOrder> out;
    for (const ReportLine& line : lines) {
        std::string id = id_of(line);
        auto at = std::ranges::find(out, id, &ReportOrder::id);
        if (at == out.end()) {
            out.push_back(
                {std::move(id), line.path, line.from, line.to, line.via, line.words, line.content, {}, {}}
            );
            at = std::prev(out.end());
        }
        const bool has_day = std::ranges::any_of(line.rhythm.days, [&](const std::string& written) {
            return named_day(line.rhythm.recurrence, written).has_value();
        });
        if (has_day) {
            at->rhythms.push_back(line.rhythm);
        } else if (comes_back(line.rhythm.recurrence)) {
            at->without_day.push_back(in_one(line.rhythm.days));
        }
    }
    return out;
}

std::string name_of(const ReportOrder& order, calendar::Date read_on) {
    CanonicalWriter what;
    what.text("report").text(order.path).text(order.to).text(read_on.iso());
    return std::string(as_text(what.result()));
}

}  // namespace neove::allotment
