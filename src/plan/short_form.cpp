#include "plan/short_form.h"

#include "base/text.h"

namespace neove::plan {
namespace {

/// The letters of the capitals from `i` on, as a document prints them: "BCH BĐBP".
std::string capitals_at(const Tokens& t, Index& i, Index end) {
    std::string letters;
    while (i < end && (t[i].all_caps || t[i].mark == U'&' || (t[i].mark == U'-' && t[i].glued))) {
        if (t[i].all_caps) letters += short_letters(t.text(i));
        ++i;
    }
    return letters;
}

/// "CAT: Công an tỉnh; SYT: Sở Y tế."
void read_legend(const Tokens& t, Index i, ShortForms& forms) {
    constexpr Index kLongestName = 16;
    while (i < t.size()) {
        Index at = i;
        const std::string letters = capitals_at(t, at, t.size());
        const bool names = at < t.size() && (t[at].mark == U':' || t[at].mark == U'-' || t[at].mark == U'=');
        if (letters.empty() || !names) return;
        const Index begin = at + 1;
        Index end = begin;
        while (end < t.size() && end < begin + kLongestName && t[end].mark != U';' && t[end].mark != U'.' &&
               t[end].mark != U'(') {
            ++end;
        }
        if (end == begin || !t[begin].capital) return;
        forms.insert_or_assign(letters, t.written({begin, end}));
        i = end + 1;
    }
}

/// Where the short form stands inside the parenthesis at `open`; 0 if there is none.
Index short_form_inside(const Tokens& t, Index open) {
    constexpr Index kLongestPreface = 8;
    for (Index i = open + 1; i < t.size() && i <= open + kLongestPreface; ++i) {
        if (t[i].mark == U')') return 0;
        if (!t[i].all_caps) continue;
        Index close = i;
        const std::string letters = capitals_at(t, close, t.size());
        const bool whole = close < t.size() && t[close].mark == U')' && letters.size() >= 2;
        const bool named = i == open + 1 || t.is(open + 1, Cue::role_in_parenthesis, i);
        return whole && named ? i : 0;
    }
    return 0;
}

/// The words that the letters stand for: "GDĐT" in "Sở Giáo dục và Đào tạo" are all but the first. The first
/// letters of the words must hold the short form in its order; nothing if they do not.
std::string shortened(const std::string& name, const std::string& letters) {
    struct Word {
        std::size_t at;
        std::string initial;
    };
    std::vector<Word> words;
    for (std::size_t at = 0; at < name.size();) {
        const text::CodePoint point = text::decode(name, at);
        if (at == 0 || name[at - 1] == ' ') {
            Word word{.at = at, .initial = {}};
            text::append(word.initial, text::lower(point.value));
            words.push_back(std::move(word));
        }
        at += point.size;
    }
    std::vector<std::string> wanted;
    for (std::size_t at = 0; at < letters.size();) {
        const text::CodePoint point = text::decode(letters, at);
        wanted.emplace_back();
        text::append(wanted.back(), text::lower(point.value));
        at += point.size;
    }
    for (std::size_t from = 0; from < words.size(); ++from) {
        if (words[from].initial != wanted.front()) continue;
        std::size_t matched = 0;
        for (std::size_t w = from; w < words.size() && matched < wanted.size(); ++w) {
            if (words[w].initial == wanted[matched]) ++matched;
        }
        if (matched == wanted.size()) return name.substr(words[from].at);
    }
    return {};
}

}  // namespace

ShortForms find_short_forms(const Tokens& t, const BodyReader& bodies) {
    constexpr Index kLongestName = 20;
    ShortForms forms;
    for (Index i = 0; i + 2 < t.size(); ++i) {
        if (const Index legend = t.at(i, Cue::abbreviations, t.size()); legend > 0 && t[i].capital) {
            const Index colon = i + legend;
            if (colon < t.size() && t[colon].mark == U':') read_legend(t, colon + 1, forms);
        }
        if (t[i].mark != U'(' || i == 0) continue;
        const Index at = short_form_inside(t, i);
        if (at == 0) continue;
        // The longest name that ends at the parenthesis is what it shortens.
        for (Index back = std::min(i, kLongestName); back > 1; --back) {
            const auto body = bodies.read(i - back, i, BodyPlace::Sentence);
            if (!body || body->range.last != i || body->is_collective) continue;
            Index end = at;
            const std::string letters = capitals_at(t, end, t.size());
            std::string full = shortened(body->name, letters);
            if (!full.empty()) forms.insert_or_assign(letters, std::move(full));
            break;
        }
    }
    return forms;
}

}  // namespace neove::plan
