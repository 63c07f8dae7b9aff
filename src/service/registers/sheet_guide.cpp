#include "service/registers/sheet_guide.h"

#include "allotment/rule.h"
#include "workflow/workflow.h"

#include <algorithm>
#include <array>

namespace neove::service {

namespace {

constexpr std::array<std::string_view, 5> kPapers{"citizen", "old_citizen", "passport", "birth", "other"};
constexpr std::size_t kOptionsTold = 60;

bool contains(const std::vector<std::string>& list, std::string_view one) {
    return std::ranges::find(list, one) != list.end();
}

/// In both languages, the wanted one first.
std::vector<std::string> both(bool english, const std::function<std::string(bool)>& say) {
    std::vector<std::string> out{say(english)};
    std::string other = say(!english);
    if (other != out.front()) out.push_back(std::move(other));
    return out;
}

bool is_of_a_cell(form::Type type) {
    return type != form::Type::Rows && type != form::Type::Attachment && type != form::Type::Computed;
}

struct Maker {
    const definition::Bundle& bundle;
    const definition::Register& definition;
    const workflow::Action& action;
    const WordOf& word;
    bool english;

    std::vector<std::string> label(const std::string& key) const {
        return both(english, [&](bool in) { return bundle.label(definition.id, key, in); });
    }
    sheet::Word platform_word(std::string code, const std::string& key) const {
        return {std::move(code), both(english, [&](bool in) { return word(key, in); })};
    }

    std::vector<sheet::Word> options(const form::Field& field) const {
        std::vector<sheet::Word> out;
        for (const form::Option& one : field.options) {
            out.push_back({one.code, label("options." + field.id + "." + one.code)});
        }
        if (field.may_decline) out.push_back(platform_word(std::string(form::kDeclined), "sheet.declined"));
        if (field.may_be_not_asked) {
            out.push_back(platform_word(std::string(form::kNotAsked), "sheet.not_asked"));
        }
        return out;
    }

    /// Sheets rather say the short word that everybody uses.
    sheet::Word paper(const std::string& code) const {
        sheet::Word out = platform_word(code, "sheet.paper." + code);
        for (const bool in : {english, !english}) {
            const std::string also = word("sheet.paper." + code + ".also", in);
            for (std::size_t at = 0; at < also.size();) {
                const std::size_t end = std::min(also.find("; ", at), also.size());
                out.written.push_back(also.substr(at, end - at));
                at = end + 2;
            }
        }
        return out;
    }

    sheet::Column part(const form::Field& field, sheet::Part which, const std::string& name) const {
        sheet::Column out;
        out.id = field.id + "." + name;
        out.field = &field;
        out.part = which;
        out.headings = both(english, [&](bool in) {
            return bundle.label(definition.id, "fields." + field.id, in) + " (" + word("sheet." + name, in) +
                   ")";
        });
        if (which == sheet::Part::Kind) {
            for (const std::string_view one : kPapers) out.words.push_back(paper(std::string(one)));
        }
        return out;
    }

    sheet::Column plain(std::string_view id, const char* key) const {
        sheet::Column out;
        out.id = id;
        out.headings = both(english, [&](bool in) { return word(key, in); });
        return out;
    }

    void add(const form::Field& field, sheet::Guide& guide) const {
        sheet::Column column;
        column.id = field.id;
        column.field = &field;
        column.headings = label("fields." + field.id);
        column.words = options(field);
        column.is_needed = !field.show_when && (field.required || contains(action.requires_fields, field.id));
        guide.push_back(std::move(column));
        if (field.type == form::Type::Person) {
            guide.push_back(part(field, sheet::Part::OtherNames, "other_names"));
            guide.push_back(part(field, sheet::Part::Born, "born"));
        }
        if (field.type == form::Type::IdentityNumber) guide.push_back(part(field, sheet::Part::Kind, "kind"));
    }

    /// `role` may be empty.
    void add_link(const workflow::LinkKind& kind, const std::string& role, sheet::Guide& guide) const {
        sheet::Column column;
        column.id = std::string(kLinkColumn) + kind.id + (role.empty() ? "" : "." + role);
        column.is_link = true;
        column.is_needed = kind.required && kind.roles.size() < 2;
        const auto called = [&](bool in) {
            std::string label = bundle.label(definition.id, "links." + kind.id, in);
            if (!role.empty()) label += ", " + bundle.label(definition.id, "roles." + role, in);
            return label;
        };
        column.headings =
            both(english, [&](bool in) { return called(in) + " (" + word("sheet.link", in) + ")"; });
        // The bare name too, where no question has it.
        for (const std::string& name : both(english, called)) {
            const bool is_taken = std::ranges::any_of(guide, [&](const sheet::Column& one) {
                return std::ranges::any_of(one.headings, [&](const std::string& heading) {
                    return sheet::key_of(heading) == sheet::key_of(name);
                });
            });
            if (!is_taken) column.headings.push_back(name);
        }
        guide.push_back(std::move(column));
    }

    std::string told(const sheet::Column& column) const {
        if (column.is_link) return word("sheet.help.link", english);
        if (column.field == nullptr) {
            return word(
                column.id == sheet::kReason ? "sheet.help.reason" : "sheet.help.occurred_on", english
            );
        }
        if (!column.words.empty()) {
            const bool is_many = column.field->type == form::Type::MultiChoice;
            std::string out = word(is_many ? "sheet.help.multi_choice" : "sheet.help.choice", english);
            std::size_t count = 0;
            for (const sheet::Word& one : column.words) {
                if (++count > kOptionsTold) return out + "; …";
                out += (count == 1 ? " " : "; ") + one.written.front();
            }
            return out;
        }
        if (column.part == sheet::Part::Born) return word("sheet.help.partial_date", english);
        if (column.part == sheet::Part::OtherNames) return word("sheet.help.other_names", english);
        return word("sheet.help." + std::string(form::name_of(column.field->type)), english);
    }
};

}  // namespace

sheet::Guide guide_of(
    const definition::Bundle& bundle,
    const definition::Register& definition,
    const workflow::Action& action,
    access::Classes write,
    const WordOf& word,
    bool english
) {
    const Maker maker{bundle, definition, action, word, english};
    sheet::Guide guide;
    for (const form::Field& field : definition.form.fields) {
        const bool is_hers = (bit_of(form::class_of(definition.form, field)) & write) != 0;
        if (is_hers && is_of_a_cell(field.type) && contains(action.fields, field.id)) maker.add(field, guide);
    }
    guide.push_back(maker.plain(sheet::kOccurredOn, "sheet.occurred_on"));
    if (action.needs_reason) {
        guide.push_back(maker.plain(sheet::kReason, "sheet.reason"));
        guide.back().is_needed = true;
    }
    return guide;
}

void add_links(
    sheet::Guide& guide,
    const definition::Bundle& bundle,
    const definition::Register& definition,
    const WordOf& word,
    bool english
) {
    static const workflow::Action kNone;
    const Maker maker{bundle, definition, kNone, word, english};
    for (const workflow::LinkKind& kind : definition.workflow.links) {
        // A document's task is no record: it has no number.
        if (kind.to_register == allotment::kDocumentTask) continue;
        if (kind.roles.empty()) maker.add_link(kind, {}, guide);
        for (const std::string& role : kind.roles) maker.add_link(kind, role, guide);
    }
}

sheet::Column row_code_column(const WordOf& word, bool english) {
    sheet::Column out;
    out.id = sheet::kRowCode;
    out.headings = both(english, [&](bool in) { return word("sheet.row_code", in); });
    out.is_needed = true;
    return out;
}

std::string help_of(
    const definition::Bundle& bundle,
    const definition::Register& definition,
    const sheet::Column& column,
    const WordOf& word,
    bool english
) {
    static const workflow::Action kNone;
    return Maker{bundle, definition, kNone, word, english}.told(column);
}

std::vector<std::string> kept_in_row(
    const sheet::Guide& guide,
    const sheet::Reading& reading,
    std::uint32_t row,
    const std::set<std::string>& kept
) {
    std::vector<std::string> out;
    if (kept.empty()) return out;
    for (const sheet::Placed& placed : reading.columns) {
        const form::Field* field = guide[placed.at].field;
        if (field == nullptr || !kept.contains(sheet::place_of(row, placed.column))) continue;
        out.push_back("/answers/" + field->id);
    }
    return out;
}

workbook::Table template_table(
    const definition::Bundle& bundle,
    const definition::Register& definition,
    const workflow::Action& action,
    access::Classes write,
    const sheet::Guide& guide,
    const WordOf& word,
    bool english
) {
    const Maker maker{bundle, definition, action, word, english};
    workbook::Table out;
    out.name = bundle.label(definition.id, "title_many", english);
    out.head.emplace_back(out.name, word("sheet.help", english));
    for (const sheet::Column& column : guide) {
        // A row of two cells names one column, the heading row all of them: the reader takes the latter.
        std::string heading = column.headings.front() + (column.is_needed ? " *" : "");
        out.head.emplace_back(heading, maker.told(column));
        out.headings.push_back(std::move(heading));
    }
    for (const form::Field& field : definition.form.fields) {
        const bool is_hers = (bit_of(form::class_of(definition.form, field)) & write) != 0;
        const bool is_asked = is_hers && contains(action.fields, field.id);
        if (!is_asked || (field.type != form::Type::Attachment && field.type != form::Type::Rows)) continue;
        out.head.emplace_back(
            bundle.label(definition.id, "fields." + field.id, english),
            word("sheet.help." + std::string(form::name_of(field.type)), english)
        );
    }
    return out;
}

}  // namespace neove::service
