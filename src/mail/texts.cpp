#include "mail/texts.h"

#include "base/check.h"

#include <algorithm>

namespace neove::mail {

namespace {

constexpr std::size_t kValueMax = 300;

std::vector<std::string_view> split(std::string_view line, char by) {
    std::vector<std::string_view> parts;
    for (;;) {
        const std::size_t at = line.find(by);
        parts.push_back(line.substr(0, at));
        if (at == std::string_view::npos) return parts;
        line.remove_prefix(at + 1);
    }
}

std::string with_new_lines(std::string_view text) {
    std::string out;
    for (std::size_t at = 0; at < text.size(); ++at) {
        const bool is_break = text.substr(at, 2) == "\\n";
        out += is_break ? '\n' : text[at];
        if (is_break) ++at;
    }
    return out;
}

/// Replaces `{1}`…`{9}`; marks in `used` which ones occurred. Nothing when a hole has no value.
std::optional<std::string> filled(
    std::string_view text, const std::vector<std::string>& values, std::vector<bool>& used
) {
    std::string out;
    for (std::size_t at = 0; at < text.size(); ++at) {
        const bool is_hole = text[at] == '{' && at + 2 < text.size() && text[at + 2] == '}' &&
                             text[at + 1] >= '1' && text[at + 1] <= '9';
        if (!is_hole) {
            out += text[at];
            continue;
        }
        const auto number = static_cast<std::size_t>(text[at + 1] - '1');
        if (number >= values.size()) return std::nullopt;
        out += values[number];
        used[number] = true;
        at += 2;
    }
    return out;
}

}  // namespace

bool is_value(std::string_view text) {
    if (text.empty() || text.size() > kValueMax) return false;
    if (text.front() == ' ' || text.back() == ' ' || text.find("  ") != std::string_view::npos) return false;
    return std::ranges::all_of(text, [](char c) { return c >= 0x20 && c < 0x7F; });
}

Result<Texts> Texts::parse(std::string_view tsv) {
    Texts texts;
    std::size_t number = 0;
    for (const std::string_view line : split(tsv, '\n')) {
        ++number;
        if (line.empty() || line.starts_with('#')) continue;
        const auto cells = split(line, '\t');
        const auto bad = [&] {
            return refuse(ErrorKind::Invalid, "mail.texts", "mail.tsv:" + std::to_string(number));
        };
        if (cells.size() != 4) return bad();
        const bool is_subject = cells[1] == "subject";
        if (!is_subject && cells[1] != "body") return bad();
        if (std::ranges::any_of(cells, [](std::string_view cell) { return cell.empty(); })) return bad();
        Text& text = texts.texts_[std::string(cells[0])];
        std::string& part = is_subject ? text.subject : text.body;
        if (!part.empty()) return bad();
        // A subject is one line in the first language; the second one stands below the body.
        part = with_new_lines(cells[2]);
        if (!is_subject) part += "\n\n" + with_new_lines(cells[3]) + "\n";
        if (is_subject && part.find('\n') != std::string::npos) return bad();
    }
    for (const auto& [kind, text] : texts.texts_) {
        if (text.subject.empty() || text.body.empty())
            return refuse(ErrorKind::Invalid, "mail.texts", "mail.tsv:" + std::to_string(number));
    }
    return texts;
}

Result<Text> Texts::of(std::string_view kind, const std::vector<std::string>& values) const {
    const auto found = texts_.find(kind);
    if (found == texts_.end()) return refuse(ErrorKind::Internal, "mail.no_such_kind");
    const auto wrong = [] { return refuse(ErrorKind::Internal, "mail.value"); };
    if (!std::ranges::all_of(values, is_value)) return wrong();
    std::vector<bool> used(values.size());
    auto subject = filled(found->second.subject, values, used);
    auto body = filled(found->second.body, values, used);
    // A value that no sentence asks for would vanish silently: a mistake of ours.
    if (!subject || !body || !std::ranges::all_of(used, [](bool is_used) { return is_used; })) return wrong();
    return Text{std::move(*subject), std::move(*body)};
}

void fuzz_texts(ByteView bytes) {
    const auto texts = Texts::parse(as_text(bytes));
    if (!texts) return;
    for (const auto& values : {std::vector<std::string>{}, {"1"}, {"neove-anchor-1 0 1", "https://a/"}}) {
        const auto made = texts->of(as_text(bytes).substr(0, as_text(bytes).find('\t')), values);
        if (made) CHECK(made->subject.find('\n') == std::string::npos);
    }
}

}  // namespace neove::mail
