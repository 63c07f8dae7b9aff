#include "authentication/password_rules.h"

#include "base/text.h"

#include <algorithm>
#include <cstdlib>

namespace neove::authentication {

namespace {

constexpr std::string_view kShippedList =
#include "authentication/common_passwords.inc"
    ;
constexpr std::size_t kLeastRemaining = 4;
constexpr std::size_t kShortestWord = 2;
constexpr std::size_t kLongestWord = 24;
constexpr std::string_view kKeyboardRows[] = {"qwertyuiop", "asdfghjkl", "zxcvbnm", "qaz", "wsx", "edc"};

/// The letters alone, without accents: `Mật-khẩu 1` is `matkhau`.
std::string letters_of(std::string_view text) {
    std::string out;
    for (const char c : text::fold(text::repair_utf8(text))) {
        if (c >= 'a' && c <= 'z') out += c;
    }
    return out;
}

/// Letters without accents, digits and signs that stand for letters read as such; other signs dropped, other
/// digits and foreign letters kept as they are (foreign ones as `*`).
std::string as_guessed(std::string_view password) {
    std::string out;
    for (const char c : text::fold(password)) {
        switch (c) {
            case '@': out += 'a'; break;
            case '$': out += 's'; break;
            case '!': out += 'i'; break;
            default:
                if ((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9')) out += c;
                if (static_cast<unsigned char>(c) >= 0xc0) out += '*';
        }
    }
    return out;
}

std::string without_digits(std::string text) {
    std::erase_if(text, [](char c) { return c >= '0' && c <= '9'; });
    return text;
}

std::string digits_as_letters(std::string text) {
    constexpr std::string_view digits = "01345789";
    constexpr std::string_view letters = "oieastbg";
    for (char& c : text) {
        const std::size_t at = digits.find(c);
        if (at != std::string_view::npos) c = letters[at];
    }
    return text;
}

/// Length of a run that begins here: repeated or successive letters, or a piece of a keyboard row.
std::size_t run_at(std::string_view text) {
    if (text[0] == '*') return 0;  // different foreign letters look alike here
    for (const int step : {0, 1, -1}) {
        std::size_t size = 1;
        while (size < text.size() && text[size] - text[size - 1] == step) ++size;
        if (size >= 3) return size;
    }
    for (const std::string_view row : kKeyboardRows) {
        std::size_t size = std::min(text.size(), row.size());
        while (size >= 3 && row.find(text.substr(0, size)) == std::string_view::npos) --size;
        if (size >= 3) return size;
    }
    return 0;
}

/// The fewest letters that no listed word, run or digit explains.
std::size_t unexplained(std::string_view text, const CommonWords& common, const CommonWords& personal) {
    const std::string read = digits_as_letters(std::string(text));
    std::vector<std::size_t> least(text.size() + 1, 0);  // from the end
    for (std::size_t at = text.size(); at-- > 0;) {
        const bool is_digit = text[at] >= '0' && text[at] <= '9';
        least[at] = least[at + 1] + (is_digit ? 0 : 1);
        const std::string_view rest = text.substr(at);
        const std::size_t run = run_at(rest);
        if (run > 0) least[at] = std::min(least[at], least[at + run]);
        for (std::size_t size = kShortestWord; size <= std::min(rest.size(), kLongestWord); ++size) {
            const std::string_view word = rest.substr(0, size);
            const std::string_view as_read = std::string_view(read).substr(at, size);
            const bool known = common.contains(word) || personal.contains(word) || common.contains(as_read) ||
                               personal.contains(as_read);
            if (known) least[at] = std::min(least[at], least[at + size]);
        }
    }
    return least[0];
}

}  // namespace

CommonWords parse_common_words(std::string_view list) {
    CommonWords words;
    while (!list.empty()) {
        const std::size_t end = std::min(list.find('\n'), list.size());
        const std::string_view line = list.substr(0, end);
        list.remove_prefix(std::min(end + 1, list.size()));
        const std::string word = letters_of(line.substr(0, line.find('#')));
        if (word.size() >= kShortestWord && word.size() <= kLongestWord) words.insert(word);
    }
    return words;
}

const CommonWords& shipped_common_words() {
    static const auto* const kWords = new CommonWords(parse_common_words(kShippedList));
    return *kWords;
}

Result<> check_password(
    std::string_view password, const CommonWords& common, const std::vector<std::string>& personal
) {
    const auto refused = [](std::string code) {
        return refuse(ErrorKind::Invalid, std::move(code), "/password");
    };
    const auto is_control = [](char c) { return static_cast<unsigned char>(c) < 0x20 || c == 0x7f; };
    if (password.size() > 4 * kLongestPassword) return refused("password.too_long");
    if (!text::is_valid_utf8(password) || std::ranges::any_of(password, is_control))
        return refused("password.not_text");
    const std::size_t size = text::count_code_points(text::to_nfc(password));
    if (size < kShortestPassword) return refused("password.too_short");
    if (size > kLongestPassword) return refused("password.too_long");

    CommonWords own;
    for (const std::string& text : personal) {
        const CommonWords words = parse_common_words(text);
        own.insert(words.begin(), words.end());
        for (std::size_t at = 0;
             at < text.size();) {  // each word of a name, and its parts around dots and at-signs
            const std::size_t end = std::min(text.find_first_of(" .@-_", at), text.size());
            const std::string word = letters_of(std::string_view(text).substr(at, end - at));
            if (word.size() >= kShortestWord) own.insert(word);
            at = end + 1;
        }
    }
    const std::string guessed = as_guessed(password);
    const std::size_t remaining =
        std::min(unexplained(guessed, common, own), unexplained(without_digits(guessed), common, own));
    if (remaining < kLeastRemaining) return refused("password.common");
    return {};
}

}  // namespace neove::authentication
