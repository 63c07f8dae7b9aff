#include "keyring/syllables.h"

#include "base/check.h"
#include "base/crypto.h"
#include "base/text.h"

#include <array>
#include <unordered_map>
#include <vector>

namespace neove::keyring {

namespace {

constexpr std::array<std::string_view, 256> kSyllables{
#include "keyring/syllable_list.inc"
};

constexpr std::size_t kGroup = 4;
constexpr std::size_t kLongestSyllable = 7;  // `nghieng`
constexpr std::size_t kLongestInput = 1024;
constexpr int kMostSteps = 200'000;  // of the search for missing spaces

struct Alike {
    std::string_view written;
    std::string_view kept;
};
// Longest first; `gi` before `g`.
constexpr std::array kOnsets{
    Alike{"ngh", "ng"}, Alike{"ng", "ng"}, Alike{"nh", "nh"}, Alike{"gh", "g"},  Alike{"gi", "d"},
    Alike{"kh", "kh"},  Alike{"ph", "ph"}, Alike{"th", "th"}, Alike{"ch", "ch"}, Alike{"tr", "ch"},
    Alike{"qu", "qu"},  Alike{"b", "b"},   Alike{"c", "k"},   Alike{"d", "d"},   Alike{"g", "g"},
    Alike{"h", "h"},    Alike{"k", "k"},   Alike{"l", "n"},   Alike{"m", "m"},   Alike{"n", "n"},
    Alike{"p", "p"},    Alike{"r", "d"},   Alike{"s", "x"},   Alike{"t", "t"},   Alike{"v", "d"},
    Alike{"x", "x"},    Alike{"", ""},
};
constexpr std::array kFinals{
    Alike{"ng", "N"},
    Alike{"nh", "N"},
    Alike{"ch", "T"},
    Alike{"n", "N"},
    Alike{"m", "N"},
    Alike{"t", "T"},
    Alike{"c", "T"},
    Alike{"p", "T"},
    Alike{"", ""},
};

bool is_vowel(char c) {
    return std::string_view("aeiouy").find(c) != std::string_view::npos;
}

/// Position by sound class; built once.
const std::unordered_map<std::string, std::uint8_t>& positions() {
    static const auto* const kPositions = [] {
        auto* map = new std::unordered_map<std::string, std::uint8_t>;
        for (std::size_t i = 0; i < kSyllables.size(); ++i) {
            const auto sound = sound_class(kSyllables[i]);
            CHECK(sound && map->emplace(*sound, static_cast<std::uint8_t>(i)).second);
        }
        return map;
    }();
    return *kPositions;
}

std::optional<std::uint8_t> position_of(std::string_view folded) {
    const auto sound = sound_class(folded);
    if (!sound) return std::nullopt;
    const auto found = positions().find(*sound);
    if (found == positions().end()) return std::nullopt;
    return found->second;
}

/// Lower case without accents; whatever is no letter only separates.
std::vector<std::string> folded_words(std::string_view text) {
    std::vector<std::string> words;
    bool inside = false;
    for (const char c : text::fold(text::repair_utf8(text))) {
        const bool is_letter = c >= 'a' && c <= 'z';
        if (is_letter && !inside) words.emplace_back();
        if (is_letter) words.back() += c;
        inside = is_letter;
    }
    return words;
}

std::uint8_t check_byte(ByteView bytes) {
    return crypto::hash("neove.syllables", bytes)[0];
}

bool check_holds(const Bytes& with_check) {
    return check_byte(ByteView(with_check).first(with_check.size() - 1)) == with_check.back();
}

/// Finds every way to cut joined letters into exactly `count` listed syllables whose check holds.
class Cutter {
public:
    Cutter(std::string_view letters, std::size_t count) : letters_(letters), count_(count) { cut(0); }
    /// Nothing when there is no way, or more than one.
    std::optional<Bytes> only() const {
        return found_.size() == 1 ? std::optional(found_.front()) : std::nullopt;
    }

private:
    void cut(std::size_t from) {
        if (++steps_ > kMostSteps || found_.size() > 1) return;
        const std::size_t left = letters_.size() - from;
        const std::size_t wanted = count_ - so_far_.size();
        if (wanted == 0 && left == 0 && check_holds(so_far_)) found_.push_back(so_far_);
        if (left < wanted || left > wanted * kLongestSyllable || wanted == 0) return;
        for (std::size_t size = 1; size <= std::min(left, kLongestSyllable); ++size) {
            const auto position = position_of(letters_.substr(from, size));
            if (!position) continue;
            so_far_.push_back(*position);
            cut(from + size);
            so_far_.pop_back();
        }
    }

    std::string_view letters_;
    std::size_t count_;
    int steps_{0};
    Bytes so_far_;
    std::vector<Bytes> found_;
};

}  // namespace

std::string_view syllable(std::uint8_t position) {
    return kSyllables[position];
}

std::optional<std::string> sound_class(std::string_view folded) {
    for (const auto& [written, kept] : kOnsets) {
        if (!folded.starts_with(written)) continue;
        std::string_view rest = folded.substr(written.size());
        std::string sound = std::string(kept) + "-";
        if (written == "gi" && (rest.empty() || !is_vowel(rest[0]))) sound += 'i';  // `gi`, `gin`
        const std::size_t vowels = std::min(rest.find_first_not_of("aeiouy"), rest.size());
        if (vowels > 3) return std::nullopt;
        for (const char c : rest.substr(0, vowels)) sound += c == 'y' ? 'i' : c;
        if (sound.back() == '-') return std::nullopt;
        for (const auto& [final_written, final_kept] : kFinals) {
            if (rest.substr(vowels) == final_written) return sound + std::string(final_kept);
        }
        return std::nullopt;
    }
    return std::nullopt;
}

std::string write_syllables(ByteView bytes) {
    Bytes all(bytes.begin(), bytes.end());
    all.push_back(check_byte(bytes));
    std::string out;
    for (std::size_t i = 0; i < all.size(); ++i) {
        if (i > 0) out += i % kGroup == 0 ? "  " : " ";
        out += kSyllables[all[i]];
    }
    crypto::wipe(all.data(), all.size());
    return out;
}

Result<Bytes> read_syllables(std::string_view text, std::size_t count) {
    if (text.size() > kLongestInput) return refuse(ErrorKind::Invalid, "syllables.mistyped");
    const std::vector<std::string> words = folded_words(text);
    Bytes with_check;
    std::string joined;
    for (const std::string& word : words) {
        joined += word;
        if (const auto position = position_of(word)) with_check.push_back(*position);
    }
    if (words.size() != count + 1 || with_check.size() != count + 1 || !check_holds(with_check)) {
        const auto cut = Cutter(joined, count + 1).only();
        if (!cut) return refuse(ErrorKind::Invalid, "syllables.mistyped");
        with_check = *cut;
    }
    with_check.pop_back();
    return with_check;
}

void fuzz_syllables(ByteView bytes) {
    for (const std::size_t count : {std::size_t{1}, std::size_t{8}, std::size_t{11}}) {
        const auto read = read_syllables(as_text(bytes), count);
        if (read) CHECK(read->size() == count && *read_syllables(write_syllables(*read), count) == *read);
    }
    const Bytes secret(
        bytes.begin(), bytes.begin() + static_cast<std::ptrdiff_t>(std::min<std::size_t>(bytes.size(), 16))
    );
    if (!secret.empty()) CHECK(*read_syllables(write_syllables(secret), secret.size()) == secret);
}

}  // namespace neove::keyring
