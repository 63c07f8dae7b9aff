#include "plan/secrecy.h"

#include <array>
#include <utility>
#include <vector>

namespace neove::plan {
namespace {

struct Piece {
    std::string words;
    std::size_t begin{0};
    std::size_t end{0};
};

/// The pieces of a line: between tabs, bars, brackets, dashes and gaps of two spaces or more.
std::vector<Piece> pieces_of(std::string_view line, std::size_t offset) {
    std::vector<Piece> pieces;
    Piece open;
    std::size_t spaces = 0;
    const auto close = [&] {
        if (!open.words.empty()) pieces.push_back(std::move(open));
        open = {};
    };
    for (std::size_t at = 0; at < line.size();) {
        const text::CodePoint point = text::decode(line, at);
        const char32_t c = point.value;
        // A hyphen inside a word parts nothing: `Á-Âu`.
        const bool is_dash =
            c == U'\u2013' || c == U'\u2014' || (c == U'-' && (spaces > 0 || open.words.empty()));
        const bool border = is_dash || c == U'\t' || c == U'|' || c == U'(' || c == U')' || c == U'[' ||
                            c == U']' || c == U'*' || c == U':' || c == U'.' || c == U'"';
        if (border) {
            close();
        } else if (c == U' ' || c == U'\u00A0' || c == U'\r' || c == U'\f') {
            ++spaces;
        } else {
            if (spaces >= 2) close();
            if (open.words.empty()) {
                open.begin = offset + at;
            } else if (spaces > 0) {
                open.words.push_back(' ');
            }
            text::append(open.words, c);
            open.end = offset + at + point.size;
        }
        if (!border && c != U' ' && c != U'\u00A0' && c != U'\r' && c != U'\f') spaces = 0;
        if (border) spaces = 0;
        at += point.size;
    }
    close();
    return pieces;
}

template <typename Take>
void for_each_piece(std::string_view stored, Take take) {
    for (std::size_t begin = 0; begin < stored.size();) {
        std::size_t end = stored.find('\n', begin);
        if (end == std::string_view::npos) end = stored.size();
        for (const Piece& piece : pieces_of(stored.substr(begin, end - begin), begin)) take(piece);
        begin = end + 1;
    }
}

/// Letters set apart, as a stamp has them: `M Ậ T`. Empty where any word is longer than a letter.
std::string joined_letters(std::string_view words) {
    std::string out;
    for (std::size_t at = 0; at < words.size();) {
        const text::CodePoint point = text::decode(words, at);
        at += point.size;
        if (at < words.size() && words[at] != ' ') return {};
        text::append(out, point.value);
        if (at < words.size()) ++at;
    }
    return out;
}

/// Whether the words of a piece are this mark: alone, behind `TÀI LIỆU`, or letter by letter.
bool says_mark(std::string_view words, std::string_view mark) {
    constexpr std::string_view kPaper = "TÀI LIỆU ";
    if (words.starts_with(kPaper)) words.remove_prefix(kPaper.size());
    if (words == mark) return true;
    const std::string letters = joined_letters(words);
    if (letters.empty()) return false;
    std::string together(mark);
    std::erase(together, ' ');
    return letters == together;
}

std::string prepared(std::string_view text) {
    return text::to_nfc(text::is_valid_utf8(text) ? std::string(text) : text::repair_utf8(text));
}

}  // namespace

std::optional<SecrecyMark> find_secrecy_mark(std::string_view text) {
    static constexpr std::array<std::pair<std::string_view, SecrecyLevel>, 3> kMarks{{
        {"MẬT", SecrecyLevel::Mat},
        {"TỐI MẬT", SecrecyLevel::ToiMat},
        {"TUYỆT MẬT", SecrecyLevel::TuyetMat},
    }};
    const std::string stored = prepared(text);
    if (!stored.contains("Ậ")) return std::nullopt;
    std::optional<SecrecyMark> found;
    for_each_piece(stored, [&](const Piece& piece) {
        for (const auto& [words, level] : kMarks) {
            if (!says_mark(piece.words, words) || (found && found->level >= level)) continue;
            const auto before = text::count_code_points(std::string_view(stored).substr(0, piece.begin));
            const auto size = text::count_code_points(piece.words);
            found = SecrecyMark{
                level,
                piece.words,
                {static_cast<std::uint32_t>(before), static_cast<std::uint32_t>(before + size)},
            };
        }
    });
    return found;
}

std::optional<std::string> find_urgency_mark(std::string_view text) {
    static constexpr std::array<std::string_view, 6> kMarks{
        "KHẨN",
        "THƯỢNG KHẨN",
        "HỎA TỐC",
        "HOẢ TỐC",
        "HỎA TỐC HẸN GIỜ",
        "HOẢ TỐC HẸN GIỜ",
    };
    const std::string stored = prepared(text);
    if (!stored.contains(kMarks[0]) && !stored.contains("TỐC")) return std::nullopt;
    std::optional<std::string> found;
    for_each_piece(stored, [&](const Piece& piece) {
        for (const std::string_view mark : kMarks) {
            if (!found && piece.words == mark) found = piece.words;
        }
    });
    return found;
}

}  // namespace neove::plan
