#include "plan/head.h"

#include "plan/letterhead.h"
#include "plan/signature.h"

#include <algorithm>

namespace neove::plan {
namespace {

/// "ỦY BAN NHÂN DÂN TỈNH SƠN VÂN" → "Ủy ban nhân dân tỉnh Sơn Vân": capitals for the first word, the word
/// behind the head of a name, and places.
std::string sentence_case(const Tokens& t, const BodyReader& bodies, Range range) {
    std::string out;
    bool place = false;
    for (Index i = range.first; i < range.last; ++i) {
        if (i > range.first && !t[i].glued) out.push_back(' ');
        const auto [full, short_size] = bodies.abbreviation(i, range.last);
        if (short_size == 1 && t.text(i).size() >= 4) {
            out += full;
            continue;
        }
        const bool level = t.is(i, Cue::level, range.last);
        const bool behind_short_head = i == range.first + 1 && t.at(range.first, Cue::head, range.last) == 1;
        const bool capital = i == range.first || behind_short_head || (place && !level);
        if (level) place = true;
        bool first = true;
        const std::string_view word = t.text(i);
        for (std::size_t at = 0; at < word.size();) {
            const text::CodePoint point = text::decode(word, at);
            at += point.size;
            text::append(out, first && capital ? point.value : text::lower(point.value));
            first = false;
        }
    }
    return out;
}

class HeadReader {
public:
    HeadReader(
        const Tokens& tokens,
        const Outline& outline,
        const BodyReader& bodies,
        const text::CodePointIndex& offsets
    )
        : t_(tokens), outline_(outline), bodies_(bodies), offsets_(offsets) {}

    Head run() {
        read_letterhead();
        read_title();
        read_bases();
        read_foot();
        choose_year();
        return std::move(head_);
    }

private:
    Span span_of(Range range) const {
        return {
            static_cast<std::uint32_t>(offsets_.from_byte(t_[range.first].begin)),
            static_cast<std::uint32_t>(offsets_.from_byte(t_[range.last - 1].end))};
    }

    Index head_end() const { return outline_.head.empty() ? 0 : outline_.head.back().range.last; }

    bool is_title(const Paragraph& paragraph) const {
        const Range range = paragraph.range;
        return !range.empty() && t_[range.first].all_caps && t_.is(range.first, Cue::title_kind, range.last);
    }

    void read_letterhead() {
        std::vector<LetterheadPiece> issuer;
        for (const Line& line : t_.lines()) {
            if (line.first >= head_end()) break;
            // Two columns of a letterhead share a line.
            Index begin = line.first;
            for (Index i = line.first; i <= line.last; ++i) {
                const bool border = i == line.last || (i > begin && (t_[i].wide_gap || t_[i].mark == kCell));
                if (!border) continue;
                read_letterhead_piece({begin, i}, issuer);
                begin = i;
            }
            if (t_[line.first].all_caps && t_.is(line.first, Cue::title_kind, line.last)) break;
        }
        if (!issuer.empty()) head_.document.issuer = issuer_of(t_, bodies_, std::move(issuer));
    }

    void read_letterhead_piece(Range piece, std::vector<LetterheadPiece>& issuer) {
        // "/KH-UBND" behind a number that is still to be written in.
        if (t_[piece.first].mark == U'/') return;
        while (!piece.empty() && t_[piece.first].kind == TokenKind::Mark) ++piece.first;
        while (!piece.empty() && t_[piece.last - 1].kind == TokenKind::Mark) --piece.last;
        if (piece.empty() || t_.is(piece.first, Cue::motto, piece.last)) return;
        if (t_.is(piece.first, Cue::number_label, piece.last) && t_[piece.first].capital) {
            read_number(piece);
            return;
        }
        for (Index i = piece.first + 1; i < piece.last; ++i) {
            if (t_.is(i, Cue::day, piece.last) && t_[i - 1].mark == U',') {
                head_.document.place = t_.written({piece.first, i - 1});
                read_issue_date({i, piece.last});
                return;
            }
        }
        if (is_all_caps(t_, piece) && !t_.is(piece.first, Cue::title_kind, piece.last) &&
            !head_.document.number && !head_.document.place && piece.size() <= 24) {
            const auto printed = printed_elsewhere(piece);
            issuer.push_back(
                {piece, printed ? *printed : sentence_case(t_, bodies_, piece), printed.has_value()}
            );
        } else if (issuer.empty() && !head_.document.number && !head_.document.place) {
            // A letterhead in small letters is taken as it is printed.
            std::vector<LetterheadPiece> bodies;
            for (Index i = piece.first; i < piece.last;) {
                const auto body = bodies_.read(i, piece.last, BodyPlace::Sentence);
                if (!body || body->is_collective) return;
                bodies.push_back({body->range, body->name, true});
                i = body->range.last;
            }
            issuer = std::move(bodies);
        }
    }

    /// The same words where the text prints them in small letters: "BỘ CÔNG THƯƠNG" → "Bộ Công Thương".
    std::optional<std::string> printed_elsewhere(Range piece) const {
        std::vector<std::string> keys;
        for (Index i = piece.first; i < piece.last; ++i) {
            if (bodies_.abbreviation(i, piece.last).second > 0) return std::nullopt;
            keys.push_back(text::match_key(t_.text(i)));
        }
        for (Index i = piece.last; i + piece.size() <= t_.size(); ++i) {
            if (t_[i].word != t_[piece.first].word || t_[i].kind != TokenKind::Word || t_[i].all_caps)
                continue;
            Index same = 0;
            while (same < piece.size() && !t_[i + same].all_caps &&
                   text::match_key(t_.text(i + same)) == keys[same])
                ++same;
            if (same == piece.size()) return t_.written({i, i + same});
        }
        return std::nullopt;
    }

    void read_number(Range piece) {
        Index i = piece.first + 1;
        while (i < piece.last && t_[i].kind == TokenKind::Mark && t_[i].mark != U'/') ++i;
        if (i >= piece.last || t_[i].kind != TokenKind::Number) return;
        Index end = i + 1;
        while (end < piece.last && (t_[end].glued || t_[end - 1].mark == U'/' || t_[end - 1].mark == U'-'))
            ++end;
        if (end > i + 1) head_.document.number = t_.written({i, end});
    }

    void read_issue_date(Range range) {
        const TimeReader plain(t_, 0);
        Index after = range.first;
        if (const auto day = plain.day_at(range.first, range.last, after); day && day->year != 0) {
            head_.document.issued_date = day->iso();
            issued_year_ = day->year;
            return;
        }
        for (Index i = range.first; i + 1 < range.last; ++i) {
            if (t_.is(i, Cue::year, range.last) && t_[i + 1].number > 1900) issued_year_ = t_[i + 1].number;
        }
    }

    void read_title() {
        for (std::size_t p = 0; p < outline_.head.size(); ++p) {
            const Paragraph& paragraph = outline_.head[p];
            if (!is_title(paragraph)) continue;
            head_.has_title = true;
            const Index kind = t_.at(paragraph.range.first, Cue::title_kind, paragraph.range.last);
            head_.document.type =
                sentence_case(t_, bodies_, {paragraph.range.first, paragraph.range.first + kind});
            title_ = {paragraph.range.first + kind, paragraph.range.last};
            for (std::size_t next = p + 1; next < outline_.head.size(); ++next) {
                Range range = outline_.head[next].range;
                const Index opening = opening_inside(range);
                if (opening > range.first) {
                    // Title and opening ran together: nothing but a line's end stands between them.
                    title_.last = opening;
                    break;
                }
                if (!title_.empty() && is_all_caps(t_, range) && !is_all_caps(t_, title_)) break;
                if (t_.is(range.first, Cue::basis_open, range.last) && t_[range.first].capital &&
                    !title_.empty())
                    break;
                if (t_[range.first].mark == U'(' || t_[range.first].mark == U'-' ||
                    t_[range.last - 1].mark == U':' || t_[range.last - 1].mark == U';' ||
                    t_[range.last - 1].mark == U'.') {
                    break;
                }
                title_.last = range.last;
            }
            if (!title_.empty()) head_.document.title = t_.written(trimmed(t_, title_));
            read_period();
            return;
        }
    }

    /// Where "Căn cứ", "Thực hiện" … begins a line behind the first one of the paragraph; `range.first` where
    /// nowhere. The line must cite a document: the words also stand inside titles.
    Index opening_inside(Range range) const {
        for (const Line& line : t_.lines()) {
            if (line.first <= range.first) continue;
            if (line.first >= range.last) break;
            bool cites = false;
            for (Index i = line.first; i < std::min(line.last, range.last); ++i) {
                cites = cites || t_.is(i, Cue::kind, range.last);
            }
            if (cites && t_[line.first].capital && t_.is(line.first, Cue::basis_open, range.last))
                return line.first;
        }
        return range.first;
    }

    void read_period() {
        for (Index i = title_.first; i < title_.last; ++i) {
            const Index stage = t_.at(i, Cue::stage, title_.last);
            if (stage > 0 && i + stage + 2 < title_.last && t_[i + stage].number > 1900) {
                Period period;
                Index end = i + stage + 1;
                period.start = std::to_string(t_[i + stage].number) + "-01-01";
                if (t_[end].mark == U'-' && t_[end + 1].number > 1900) {
                    period.end = std::to_string(t_[end + 1].number) + "-12-31";
                    head_.stage = {{t_[i + stage].number, 1, 1}, {t_[end + 1].number, 12, 31}};
                    end += 2;
                }
                for (Index j = end; j < title_.last; ++j) {
                    const Index vision = t_.at(j, Cue::vision, title_.last);
                    if (vision == 0) continue;
                    for (Index k = j; k < std::min(j + vision + 2, title_.last); ++k) {
                        if (t_[k].number > 1900) {
                            period.vision = std::to_string(t_[k].number);
                            end = k + 1;
                        }
                    }
                    break;
                }
                period.raw = t_.written({i, end});
                title_year_ = t_[i + stage].number;
                head_.document.period = std::move(period);
                return;
            }
            if (t_.is(i, Cue::year, title_.last) && i + 1 < title_.last && t_[i + 1].number > 1900) {
                const bool horizon =
                    i > title_.first && (t_.is(i - 1, Cue::until, i) || t_.is(i - 1, Cue::from, i));
                if (horizon) continue;  // "đến năm 2035" says how far, not when
                if (names_a_law(i)) {
                    law_year_ = t_[i + 1].number;
                    continue;
                }
                title_year_ = t_[i + 1].number;
                const std::string year = std::to_string(title_year_);
                head_.document.period = Period{t_.written({i, i + 2}), year + "-01-01", year + "-12-31", {}};
            }
        }
    }

    /// "Luật … năm 2024": the year of the law, not of the plan.
    bool names_a_law(Index i) const {
        constexpr Index kReach = 8;
        for (Index j = i; j-- > title_.first && i - j <= kReach;) {
            if (t_.is(j, Cue::kind, title_.last) && t_[j].capital && !t_.is(j, Cue::title_kind, title_.last))
                return true;
        }
        return false;
    }

    void read_bases() {
        bool after_title = !head_.has_title;
        for (const Paragraph& paragraph : outline_.head) {
            after_title = after_title || is_title(paragraph);
            Range range = paragraph.body();
            if (range.first < title_.last) range.first = std::min(title_.last, range.last);
            if (!after_title || range.empty() || !t_.is(range.first, Cue::basis_open, range.last)) continue;
            range.last = behind_bases(range);
            for (const Range& clause : cited_clauses(range)) read_basis(clause);
        }
    }

    /// "…, Ủy ban nhân dân tỉnh A xây dựng kế hoạch như sau:" is no more of what is cited: where it begins,
    /// or the end.
    Index behind_bases(Range range) const {
        const auto says = [&](Index from) {
            for (Index i = from; i < range.last; ++i) {
                if (t_.is(i, Cue::as_follows, range.last)) return true;
            }
            return false;
        };
        if (range.empty() || (t_[range.last - 1].mark != U':' && !says(range.first))) return range.last;
        for (Index i = range.last; i-- > range.first + 1;) {
            if (t_[i - 1].mark != U',' && t_[i - 1].mark != U';' && t_[i - 1].mark != U'.') continue;
            const auto body = bodies_.read(i, range.last, BodyPlace::Sentence);
            const bool acts = body && !body->is_collective && t_.is(body->range.last, Cue::verb, range.last);
            if (acts) return i - 1;
        }
        return range.last;
    }

    /// "… phòng, chống tội phạm; phòng, chống mua bán người năm 2025": one title, whose parts begin alike.
    std::vector<Range> cited_clauses(Range range) const {
        std::vector<Range> out;
        for (const Range& clause : clauses_of(t_, range)) {
            if (!out.empty() && goes_on_alike(out.back(), clause)) {
                out.back().last = clause.last;
            } else {
                out.push_back(clause);
            }
        }
        return out;
    }

    bool goes_on_alike(Range before, Range clause) const {
        if (clause.size() < 2 || t_[clause.first - 1].mark != U';' || t_[clause.first].capital) return false;
        for (Index i = before.first; i + 1 < before.last; ++i) {
            const bool alike = t_[i].kind == TokenKind::Word && t_[i].word == t_[clause.first].word &&
                               text::match_key(t_.text(i)) == text::match_key(t_.text(clause.first)) &&
                               text::match_key(t_.text(i + 1)) == text::match_key(t_.text(clause.first + 1));
            if (alike) return true;
        }
        return false;
    }

    void read_basis(Range clause) {
        const TimeReader plain(t_, 0);
        for (Index i = clause.first; i < clause.last; ++i) {
            const Index kind = t_.at(i, Cue::kind, clause.last);
            if (kind == 0 || !t_[i].capital) continue;
            if (is_cited_later(i, kind, clause)) continue;
            LegalBasis basis;
            basis.type = t_.written({i, i + kind});
            Index at = i + kind;
            Index end = clause.last;
            for (Index j = at; j < clause.last; ++j) {
                Index after = j;
                if (!basis.number && t_.is(j, Cue::number_sign, clause.last) && j + 1 < clause.last &&
                    t_[j + 1].kind == TokenKind::Number) {
                    Index k = j + 2;
                    while (k < clause.last &&
                           (t_[k].glued || t_[k - 1].mark == U'-' || t_[k - 1].mark == U'/') &&
                           t_[k].mark != U',' && t_[k].mark != U')') {
                        ++k;
                    }
                    std::string number = t_.written({j + 1, k});
                    std::erase(number, ' ');
                    basis.number = std::move(number);
                    at = k;
                    j = k - 1;
                } else if (!basis.date && t_.is(j, Cue::day, clause.last)) {
                    if (const auto day = plain.day_at(j, clause.last, after)) {
                        basis.date = day->iso();
                        cited_year_ = std::max(cited_year_, day->year);
                        at = std::max(at, after);
                        break;
                    }
                }
            }
            // "… và Quyết định số …": the next document of the same clause.
            for (Index j = at; j < clause.last; ++j) {
                const Index next = t_.at(j, Cue::kind, clause.last);
                if (next == 0 || !t_[j].capital || !t_.is(j + next, Cue::number_sign, clause.last)) continue;
                end = j;
                break;
            }
            // "… xây dựng Kế hoạch như sau": a kind with nothing that tells which one is no basis.
            const bool dated = basis.number || basis.date ||
                               std::any_of(&t_[clause.first], &t_[clause.last - 1] + 1, [](const Token& one) {
                                   return one.number > 1900;
                               });
            if (!dated) return;
            const Index title_begin = basis.number || basis.date ? at : i;
            basis.title = t_.written(trimmed(t_, {title_begin, end}));
            basis.span = span_of({i, end});
            head_.document.legal_bases.push_back(std::move(basis));
            if (end < clause.last && end > clause.first) read_basis({end, clause.last});
            return;
        }
    }

    /// "Chương trình …" inside "Thực hiện Quyết định số …": a kind without a number does not begin the
    /// citation when one with a number follows first in the clause.
    bool is_cited_later(Index i, Index kind, Range clause) const {
        if (t_.is(i + kind, Cue::number_sign, clause.last)) return false;
        for (Index j = i + kind; j < clause.last; ++j) {
            if (t_[j].mark == U',' || t_.is(j, Cue::day, clause.last)) return false;
            const Index next = t_.at(j, Cue::kind, clause.last);
            if (next > 0 && t_[j].capital && t_.is(j + next, Cue::number_sign, clause.last)) return true;
        }
        return false;
    }

    void read_foot() {
        bool listing = false;
        std::vector<Range> lines;
        for (const Paragraph& paragraph : outline_.foot) {
            const Range range = paragraph.range;
            if (const Index label = t_.at(range.first, Cue::recipients, range.last); label > 0) {
                listing = true;
                read_recipients({range.first + label, range.last});
                continue;
            }
            if (listing && paragraph.label && paragraph.label->kind >= LabelKind::Dash) {
                head_.document.recipients.push_back(t_.written(trimmed(t_, paragraph.body())));
                continue;
            }
            lines.push_back(range);
        }
        Signature signature = read_signature(t_, lines);
        head_.document.signer = std::move(signature.name);
        head_.document.signer_title = std::move(signature.title);
    }

    /// "Nơi nhận: - Như trên; - Lưu: VT." in one cell.
    void read_recipients(Range cell) {
        if (!cell.empty() && t_[cell.first].mark == U':') ++cell.first;
        if (cell.empty() || t_[cell.first].mark != U'-') return;
        for (const Range& one : clauses_of(t_, cell)) {
            const Range body = trimmed(t_, one);
            if (!body.empty()) head_.document.recipients.push_back(t_.written(body));
        }
    }

    void choose_year() {
        head_.year = title_year_;
        if (head_.year == 0) head_.year = issued_year_;
        if (head_.year == 0) head_.year = cited_year_;
        if (head_.year == 0) head_.year = law_year_;
        if (!head_.document.issuer) read_issuer_from_opening();
    }

    /// "…, Ủy ban nhân dân tỉnh A xây dựng kế hoạch như sau:"
    void read_issuer_from_opening() {
        for (auto paragraph = outline_.head.rbegin(); paragraph != outline_.head.rend(); ++paragraph) {
            const Range range = paragraph->range;
            for (Index i = range.first; i < range.last; ++i) {
                const bool clause = i == range.first || t_[i - 1].mark == U',' || t_[i - 1].mark == U';';
                if (!clause) continue;
                const auto body = bodies_.read(i, range.last, BodyPlace::Sentence);
                if (body && !body->is_collective && t_.is(body->range.last, Cue::verb, range.last)) {
                    head_.document.issuer = body->name;
                    return;
                }
            }
        }
    }

    const Tokens& t_;
    const Outline& outline_;
    const BodyReader& bodies_;
    const text::CodePointIndex& offsets_;
    Head head_;
    Range title_;
    std::int32_t title_year_{0};
    std::int32_t law_year_{0};
    std::int32_t issued_year_{0};
    std::int32_t cited_year_{0};
};

}  // namespace

Head read_head(
    const Tokens& tokens,
    const Outline& outline,
    const BodyReader& bodies,
    const text::CodePointIndex& offsets
) {
    return HeadReader(tokens, outline, bodies, offsets).run();
}

}  // namespace neove::plan
