#include "plan/read_plan.h"

#include "plan/columns.h"
#include "plan/head.h"
#include "plan/short_form.h"
#include "plan/split_rows.h"

#include <algorithm>

namespace neove::plan {
namespace {

/// Valid, NFC, one kind of line end, nothing invisible.
std::string store(std::string_view bytes, bool& was_repaired) {
    was_repaired = !text::is_valid_utf8(bytes);
    const std::string valid = was_repaired ? text::repair_utf8(bytes) : std::string(bytes);
    std::string clean;
    clean.reserve(valid.size());
    for (std::size_t at = 0; at < valid.size();) {
        const text::CodePoint point = text::decode(valid, at);
        const char32_t c = point.value;
        const bool invisible = c == U'\uFEFF' || c == U'\u200B' || c == U'\u00AD' || c == U'\u200C' ||
                               c == U'\u200D' || c == U'\0';
        if (c == U'\r') {
            const bool pair = at + 1 < valid.size() && valid[at + 1] == '\n';
            if (!pair) clean.push_back('\n');
        } else if (c == U'\u2028' || c == U'\u2029' || c == U'\u0085') {
            clean.push_back('\n');
        } else if (!invisible) {
            clean.append(valid, at, point.size);
        }
        at += point.size;
    }
    return text::to_nfc(clean);
}

Error not_a_plan(std::string detail) {
    return {ErrorKind::Invalid, "plan.not_a_plan", "", std::move(detail)};
}

/// A plan orders something to somebody, or says under a heading of its kind what is to be done.
std::optional<Error> judge(const Reading& reading, const Tokens& tokens, bool has_title) {
    const bool any_word = [&] {
        for (Index i = 0; i < tokens.size(); ++i) {
            if (tokens[i].kind == TokenKind::Word) return true;
        }
        return false;
    }();
    if (!any_word) return Error{ErrorKind::Invalid, "plan.empty", "", "no words in the text"};
    if (reading.tasks.empty() && reading.reports.empty()) return not_a_plan("no item orders anything");
    const bool anybody = std::ranges::any_of(reading.tasks, [](const Task& task) {
        return !task.lead.empty() || !task.requested.empty() || !task.coordinate.empty();
    });
    if (!anybody && !has_title && reading.goals.empty()) {
        return not_a_plan("no heading names a kind of document, and no body is given anything to do");
    }
    return std::nullopt;
}

}  // namespace

Reading read_plan(std::string_view bytes, const Gazetteer& gazetteer) {
    Reading reading;
    const std::string stored = store(bytes, reading.was_repaired);
    const std::string whole_rows = join_split_rows(stored);
    reading.text = unfold_tables(whole_rows, gazetteer);
    reading.was_unfolded = reading.text != whole_rows;
    const Tokens tokens(reading.text, gazetteer.lexicon);
    const std::vector<Paragraph> paragraphs = read_paragraphs(tokens);
    const Outline outline = read_outline(tokens, paragraphs);
    const BodyReader bodies(tokens, gazetteer, find_short_forms(tokens, BodyReader(tokens, gazetteer)));
    Head head = read_head(tokens, outline, bodies, text::CodePointIndex(reading.text));
    const TimeReader time(tokens, head.year, head.stage);
    const RoleReader roles(tokens, bodies);
    const ReportReader reports(tokens, bodies, roles, time);
    reading.document = std::move(head.document);
    reading.document.secrecy = find_secrecy_mark(reading.text);
    reading.document.urgency = find_urgency_mark(reading.text);
    read_obligations(outline, {tokens, bodies, roles, time, reports}, reading);
    reading.refusal = judge(reading, tokens, head.has_title);
    return reading;
}

Places::Places(std::string_view text) {
    bool line_start = true;
    std::uint32_t seen = 0;
    for (std::size_t at = 0; at < text.size(); ++seen) {
        const text::CodePoint point = text::decode(text, at);
        const bool single_space = point.value == U' ' && line_start && at + 1 < text.size() &&
                                  text[at + 1] != ' ' && text[at + 1] != '\n';
        if (at > 0 && (point.value == U'\f' || single_space)) pages_.push_back(seen);
        line_start = point.value == U'\n';
        if (line_start) lines_.push_back(seen + 1);
        at += point.size;
    }
}

PlaceInText Places::at(std::uint32_t code_point) const {
    const auto behind = [&](const std::vector<std::uint32_t>& starts) {
        return static_cast<std::uint32_t>(std::ranges::upper_bound(starts, code_point) - starts.begin()) + 1;
    };
    return {.page = behind(pages_), .line = behind(lines_)};
}

PlaceInText place_of(const Reading& reading, std::uint32_t code_point) {
    return Places(reading.text).at(code_point);
}

std::string quote(const Reading& reading, Span span) {
    const text::CodePointIndex index(reading.text);
    const std::size_t begin = index.to_byte(span.begin);
    return reading.text.substr(begin, index.to_byte(span.end) - begin);
}

}  // namespace neove::plan
