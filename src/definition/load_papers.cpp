#include "definition/fault.h"
#include "definition/paper.h"
#include "definition/register.h"

#include <algorithm>
#include <array>
#include <set>

namespace neove::definition {

namespace {

/// Members of one object of the bundle; whatever is not asked for is a fault.
class Part {
public:
    Part(const json::Value& value, std::string pointer, Diagnostics& faults)
        : value_(value), pointer_(std::move(pointer)), faults_(faults) {
        if (value.object() == nullptr) fault("definition.malformed", "");
    }
    ~Part() {
        if (value_.object() == nullptr) return;
        for (const auto& [name, held] : *value_.object()) {
            if (!asked_.contains(name)) fault("definition.unknown_key", name);
        }
    }
    Part(const Part&) = delete;
    Part& operator=(const Part&) = delete;

    const json::Value* take(const std::string& name) {
        asked_.insert(name);
        return value_.object() == nullptr ? nullptr : value_.find(name);
    }
    bool has(const std::string& name) { return take(name) != nullptr; }
    std::string text(const std::string& name) {
        const json::Value* found = take(name);
        if (found == nullptr) return {};
        if (found->string() == nullptr) fault("definition.malformed", name);
        return found->string() == nullptr ? std::string() : *found->string();
    }
    bool flag(const std::string& name) {
        const json::Value* found = take(name);
        if (found != nullptr && found->boolean() == nullptr) fault("definition.malformed", name);
        return found != nullptr && found->boolean() != nullptr && *found->boolean();
    }
    int number(const std::string& name, int unsaid) {
        constexpr std::int64_t kMost = 10'000;
        const json::Value* found = take(name);
        if (found == nullptr) return unsaid;
        if (found->integer() == nullptr || *found->integer() < 0 || *found->integer() > kMost) {
            fault("definition.malformed", name);
            return unsaid;
        }
        return static_cast<int>(*found->integer());
    }
    std::vector<std::string> texts(const std::string& name) {
        std::vector<std::string> out;
        each(name, [&](const json::Value& one, const std::string& at) {
            if (one.string() == nullptr) return tell("definition.malformed", at);
            out.push_back(*one.string());
        });
        return out;
    }
    template <typename Take>
    void each(const std::string& name, Take take_one) {
        const json::Value* found = take(name);
        if (found == nullptr) return;
        if (found->array() == nullptr) return fault("definition.malformed", name);
        for (std::size_t i = 0; i < found->array()->size(); ++i) {
            // A fault of the compiler's stands as null and was told.
            if (!(*found->array())[i].is_null())
                take_one((*found->array())[i], below(below(pointer_, name), i));
        }
    }
    /// A part of this one; `nothing` where it is absent.
    const json::Value& inner(const std::string& name) {
        static const json::Value nothing{json::Object{}};
        const json::Value* found = take(name);
        return found == nullptr ? nothing : *found;
    }
    std::string at(const std::string& name) const { return below(pointer_, name); }
    Diagnostics& faults() const { return faults_; }

private:
    void tell(const char* code, const std::string& at) {
        faults_.push_back({ErrorKind::Invalid, code, at, {}});
    }
    void fault(const char* code, const std::string& name) {
        tell(code, name.empty() ? pointer_ : below(pointer_, name));
    }
    const json::Value& value_;
    std::string pointer_;
    Diagnostics& faults_;
    std::set<std::string> asked_;
};

PaperColumn column_of(const json::Value& value, const std::string& at, Diagnostics& faults) {
    Part part(value, at, faults);
    PaperColumn out;
    out.of = part.text("of");
    out.count = part.text("count");
    out.otherwise = part.text("otherwise");
    out.empty = part.text("empty");
    out.line = part.text("line");
    out.heading = part.text("heading");
    out.width = part.number("width", 1);
    out.cut = part.number("cut", 0);
    out.centred = part.flag("centred");
    return out;
}

void load_table(const json::Value& value, const std::string& at, Diagnostics& faults, PaperBlock& out) {
    Part part(value, at, faults);
    part.each("columns", [&](const json::Value& one, const std::string& where) {
        out.columns.push_back(column_of(one, where, faults));
    });
    out.source = part.text("rows");
    out.group = part.text("group");
    out.lines = part.text("lines");
    out.empty = part.text("empty");
    out.most = part.number("most", 0);
    out.more = part.text("more");
    out.by = part.text("by");
    for (const std::string& heading : part.texts("headings")) out.columns.push_back({.heading = heading});
}

PaperBlock block_of(const json::Value& value, const std::string& at, Diagnostics& faults) {
    using Kind = PaperBlock::Kind;
    Part part(value, at, faults);
    PaperBlock out;
    out.level = part.number("level", 1);
    out.of_each = part.flag("each");
    out.where = part.text("where");
    constexpr std::array<std::pair<const char*, Kind>, 3> kTexts{
        {{"heading", Kind::Heading}, {"paragraph", Kind::Paragraph}, {"item", Kind::Item}}};
    int said = 0;
    for (const auto& [name, kind] : kTexts) {
        if (!part.has(name)) continue;
        out.kind = kind;
        out.text = part.text(name);
        ++said;
    }
    for (const auto& [name, kind] : {std::pair{"table", Kind::Table}, std::pair{"counts", Kind::Counts}}) {
        if (!part.has(name)) continue;
        out.kind = kind;
        load_table(part.inner(name), part.at(name), faults, out);
        ++said;
    }
    if (part.has("annex")) {
        Part annex(part.inner("annex"), part.at("annex"), faults);
        out.kind = Kind::Annex;
        out.text = annex.text("title");
        out.note = annex.text("note");
        out.is_wide = annex.flag("wide");
        ++said;
    }
    const bool fits = !out.of_each || out.kind == Kind::Paragraph;
    if (said != 1 || !fits) faults.push_back({ErrorKind::Invalid, "definition.paper_block", at, {}});
    return out;
}

PaperRows rows_of(const json::Value& value, const std::string& at, Diagnostics& faults) {
    Part part(value, at, faults);
    PaperRows out;
    out.id = part.text("id");
    out.register_id = part.text("register");
    out.states = part.texts("states");
    out.overdue = part.flag("overdue");
    out.own = part.text("own");
    out.may = part.text("may");
    out.sort = part.text("sort");
    return out;
}

PaperTemplate paper_of(const json::Value& value, const std::string& at, Diagnostics& faults) {
    Part part(value, at, faults);
    PaperTemplate out;
    out.id = part.text("id");
    out.register_id = part.text("register");
    out.of_record = part.text("over") == "record";
    out.is_text = part.text("as") == "text";
    out.confidential = part.flag("confidential");
    out.internal = part.texts("internal");
    {
        Part name(part.inner("name"), part.at("name"), faults);
        out.name_vi = name.text("vi");
        out.name_en = name.text("en");
    }
    out.kind = part.text("kind");
    out.symbol = part.text("symbol");
    out.subject = part.text("subject");
    {
        Part to(part.inner("to"), part.at("to"), faults);
        out.to = to.texts("names");
        out.to_each = to.text("each");
        out.to_most = to.number("most", 0);
        out.to_otherwise = to.text("otherwise");
    }
    out.rows.push_back(rows_of(part.inner("rows"), part.at("rows"), faults));
    out.rows.front().id.clear();
    out.rows.front().register_id = out.register_id;
    out.may_be_empty = part.flag("may_be_empty");
    part.each("also", [&](const json::Value& one, const std::string& where) {
        out.rows.push_back(rows_of(one, where, faults));
    });
    part.each("blocks", [&](const json::Value& one, const std::string& where) {
        out.blocks.push_back(block_of(one, where, faults));
    });
    out.recipients = part.texts("recipients");
    return out;
}

}  // namespace

std::optional<std::vector<Piece>> pieces_of(std::string_view text) {
    using Kind = Piece::Kind;
    enum class Named : std::uint8_t { Never, May, Must };
    struct Place {
        std::string_view word;
        Kind kind;
        Named named;
    };
    static constexpr std::array<Place, 12> kPlaces{
        {{"own", Kind::Own, Named::Never},
         {"above", Kind::Above, Named::Never},
         {"year", Kind::Year, Named::Never},
         {"today", Kind::Today, Named::Never},
         {"symbol", Kind::Symbol, Named::Never},
         {"count", Kind::Count, Named::May},
         {"values", Kind::Values, Named::Must},
         {"answer", Kind::Answer, Named::Must},
         {"within", Kind::Within, Named::Must},
         {"lines", Kind::Lines, Named::Must},
         {"years", Kind::Years, Named::Must},
         {"again", Kind::Again, Named::Must}}};
    std::vector<Piece> out;
    while (!text.empty()) {
        const std::size_t open = text.find('{');
        if (open != 0) out.push_back({Kind::Plain, std::string(text.substr(0, open))});
        if (open == std::string_view::npos) break;
        const std::size_t close = text.find('}', open);
        if (close == std::string_view::npos) return std::nullopt;
        const std::string_view inside = text.substr(open + 1, close - open - 1);
        const std::size_t colon = inside.find(':');
        const std::string_view word = inside.substr(0, colon);
        const bool has_name = colon != std::string_view::npos;
        const std::string name(has_name ? inside.substr(colon + 1) : std::string_view());
        const auto known = std::ranges::find(kPlaces, word, &Place::word);
        if (known == kPlaces.end()) return std::nullopt;
        const bool fits = known->named == Named::May || (known->named == Named::Must) == has_name;
        if (!fits) return std::nullopt;
        out.push_back({known->kind, name});
        text.remove_prefix(close + 1);
    }
    return out;
}

const PaperRows* PaperTemplate::find_rows(std::string_view source) const {
    const auto found = std::ranges::find(rows, source, &PaperRows::id);
    return found == rows.end() ? nullptr : &*found;
}

bool PaperTemplate::only_counts(const PaperRows& of) const {
    using Kind = PaperBlock::Kind;
    if (of_record || !of.own.empty() || !of.may.empty()) return false;
    const bool counts = std::ranges::all_of(blocks, [&](const PaperBlock& block) {
        if (block.source != of.id || (block.kind != Kind::Table && block.kind != Kind::Counts)) return true;
        return block.kind == Kind::Counts && (block.by == kPaperState || block.by == kPaperBoard);
    });
    if (!counts || !of.id.empty()) return counts;
    // What texts say of answers, they say of the paper's own rows.
    static const std::set<Piece::Kind> of_rows{
        Piece::Kind::Values,
        Piece::Kind::Answer,
        Piece::Kind::Within,
        Piece::Kind::Lines,
        Piece::Kind::Years,
        Piece::Kind::Again};
    const auto is_plain = [](const std::string& text) {
        const auto pieces = pieces_of(text);
        return pieces &&
               std::ranges::none_of(*pieces, [](const Piece& one) { return of_rows.contains(one.kind); });
    };
    return to_each.empty() && is_plain(subject) && is_plain(to_otherwise) &&
           std::ranges::all_of(to, is_plain) && std::ranges::all_of(recipients, is_plain) &&
           std::ranges::all_of(blocks, [&](const PaperBlock& block) {
               return is_plain(block.text) && is_plain(block.note) && is_plain(block.empty) &&
                      is_plain(block.more) &&
                      std::ranges::all_of(block.columns, is_plain, &PaperColumn::heading);
           });
}

std::vector<std::string> PaperTemplate::registers() const {
    std::vector<std::string> out;
    for (const PaperRows& one : rows) {
        if (std::ranges::find(out, one.register_id) == out.end()) out.push_back(one.register_id);
    }
    return out;
}

std::vector<PaperTemplate> load_papers(
    const json::Value& papers, const std::string& pointer, Diagnostics& faults
) {
    std::vector<PaperTemplate> out;
    if (papers.is_null()) return out;
    if (papers.array() == nullptr) {
        faults.push_back({ErrorKind::Invalid, "definition.malformed", pointer, {}});
        return out;
    }
    for (std::size_t i = 0; i < papers.array()->size(); ++i) {
        const json::Value& one = (*papers.array())[i];
        if (!one.is_null()) out.push_back(paper_of(one, below(pointer, i), faults));
    }
    return out;
}

std::vector<PaperTemplate> papers_of(const Programme& programme) {
    Diagnostics none;  // told when the bundle was loaded
    const json::Value* papers = programme.source.find("papers");
    return papers == nullptr ? std::vector<PaperTemplate>() : load_papers(*papers, {}, none);
}

}  // namespace neove::definition
