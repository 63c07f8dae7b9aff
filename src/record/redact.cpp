#include "record/redact.h"

#include "record/history.h"

#include <algorithm>
#include <string>
#include <unordered_set>

namespace neove::record {

namespace {

constexpr std::string_view kReason = "@redacted ";
constexpr std::string_view kRow = "row.";

std::unexpected<Error> wrong(std::string_view code, std::size_t part) {
    return refuse(ErrorKind::Invalid, std::string(code), "/parts/" + std::to_string(part));
}

const json::Value* answer_in(const Event& event, std::string_view field) {
    const json::Value* answer = event.answers.object() == nullptr ? nullptr : event.answers.find(field);
    return answer == nullptr || answer->is_null() ? nullptr : answer;
}

const Event* event_of(const std::vector<Event>& history, const EventId& id) {
    const auto found = std::ranges::find(history, id, &Event::id);
    return found == history.end() ? nullptr : &*found;
}

bool reads(const expression::Expression& rule, std::string_view field) {
    return std::ranges::any_of(expression::names_of(rule), [&](const std::string& name) {
        return name.substr(0, name.find('.')) == field;
    });
}

/// Whether what is computed in the field, or whether it is computed at all, hangs on one of `ids`. An answer
/// that somebody typed stays, whatever becomes of the question.
bool is_computed_from(const form::Field& field, const std::set<std::string>& ids) {
    const auto is_read_by = [&](const std::optional<expression::Expression>& rule) {
        return rule && std::ranges::any_of(ids, [&](const std::string& id) { return reads(*rule, id); });
    };
    if (field.compute && (is_read_by(field.compute) || is_read_by(field.show_when))) return true;
    return std::ranges::any_of(field.fields, [&](const form::Field& member) {
        return is_computed_from(member, ids);
    });
}

/// The field and all that is computed from it.
std::set<std::string> with_computed(const form::Form& form, const std::string& field) {
    std::set<std::string> out{field};
    for (std::size_t before = 0; before != out.size();) {
        before = out.size();
        for (const form::Field& one : form.fields) {
            if (is_computed_from(one, out)) out.insert(one.id);
        }
    }
    return out;
}

/// A row as somebody answered it.
json::Value without_computed(const form::Field& rows, json::Value row) {
    if (row.object() == nullptr) return row;
    std::erase_if(*row.object(), [&](const json::Member& one) {
        const auto member = std::ranges::find(rows.fields, one.first, &form::Field::id);
        return member != rows.fields.end() && member->type == form::Type::Computed;
    });
    return row;
}

/// A part, and the value whose equals go where it names a row or a file.
struct Aim {
    const RedactedPart& part;
    const form::Field* field{nullptr};
    const form::Field* member{nullptr};
    json::Value same{};
    std::size_t at{0};    ///< place of its event
    json::Array stays{};  ///< rows of its event that nobody named
};

Result<Aim> aim_of(
    const definition::Register& definition,
    const std::vector<Event>& history,
    const std::vector<RedactedPart>& parts,
    std::size_t number
) {
    const RedactedPart& part = parts[number];
    Aim aim{part};
    const Event* event = event_of(history, part.event);
    if (event == nullptr && (part.earlier || !part.event.is_empty())) return wrong("redact.part", number);
    if (event != nullptr) aim.at = static_cast<std::size_t>(event - history.data());
    if (part.field.empty()) {
        const bool is_right =
            event != nullptr && !event->reason.empty() && !part.row && part.member.empty() && !part.earlier;
        if (!is_right) return wrong("redact.part", number);
        return aim;
    }
    aim.field = definition.form.find(part.field);
    if (aim.field == nullptr || aim.field->type == form::Type::Computed) return wrong("redact.part", number);
    if (!part.member.empty()) {
        const auto& members = aim.field->fields;
        const auto found = std::ranges::find(members, part.member, &form::Field::id);
        if (found == members.end() || found->type == form::Type::Computed) {
            return wrong("redact.part", number);
        }
        aim.member = &*found;
    }
    if (is_in_the_clear(definition, *aim.field)) return wrong("redact.in_the_clear", number);
    if (event != nullptr && answer_in(*event, part.field) == nullptr) return wrong("redact.part", number);
    if (!part.row) return aim;
    const json::Value* answer = event == nullptr ? nullptr : answer_in(*event, part.field);
    const bool has_rows = aim.field->type == form::Type::Rows || aim.field->type == form::Type::Attachment;
    if (!has_rows || answer == nullptr || answer->array() == nullptr ||
        *part.row >= answer->array()->size()) {
        return wrong("redact.part", number);
    }
    aim.same = without_computed(*aim.field, (*answer->array())[*part.row]);
    for (std::size_t i = 0; i < answer->array()->size(); ++i) {
        const bool is_named = std::ranges::any_of(parts, [&](const RedactedPart& one) {
            return one.field == part.field && one.event == part.event && one.row == i;
        });
        if (!is_named) aim.stays.push_back(without_computed(*aim.field, (*answer->array())[i]));
    }
    return aim;
}

class Redactor {
public:
    Redactor(const form::Form& form, std::vector<Event> history, calendar::Date on)
        : form_(form),
          mark_(form::redacted_mark(on)),
          on_(on),
          original_(std::move(history)),
          history_(original_) {}

    void take(const Aim& aim) {
        for (std::size_t i = 0; i < history_.size(); ++i) {
            Event& event = history_[i];
            if (aim.field == nullptr) {
                if (event.id == aim.part.event) event.reason = redacted_reason(on_);
                continue;
            }
            const bool is_before = aim.part.earlier && i < aim.at;
            const bool is_meant =
                aim.part.event.is_empty() || aim.part.row || is_before || event.id == aim.part.event;
            if (!is_meant || answer_in(event, aim.field->id) == nullptr) continue;
            json::Value answer = *answer_in(event, aim.field->id);
            take_answer(aim, *answer_in(original_[i], aim.field->id), answer, is_before);
            event.answers.set(aim.field->id, std::move(answer));
        }
    }

    /// A file goes as a whole: nothing may go on naming it.
    void take_files() {
        for (Event& event : history_) {
            for (const form::Field& field : form_.fields) {
                if (answer_in(event, field.id) == nullptr) continue;
                json::Value answer = *answer_in(event, field.id);
                if (field.type == form::Type::Attachment) take_ids(answer);
                if (field.type == form::Type::Rows) take_ids_of_rows(field, answer);
                event.answers.set(field.id, std::move(answer));
            }
        }
    }

    /// What is computed in a row says something of what it read. Outside of rows nothing computed is kept in
    /// events.
    void take_computed() {
        for (bool is_more = true; is_more;) {
            const std::size_t before = gone_.size();
            for (const form::Field& field : form_.fields) {
                if (field.compute && reads_gone(*field.compute, field.id)) gone_.insert(field.id);
                for (const form::Field& member : field.fields) {
                    if (!member.compute || !reads_gone(*member.compute, field.id)) continue;
                    gone_.insert(field.id + "." + member.id);
                    take_member(field, member);
                }
            }
            is_more = gone_.size() != before;
        }
    }

    std::vector<Event>& history() { return history_; }
    std::set<std::string>& files() { return files_; }

private:
    /// `rows`: the field that a name of a row is of.
    bool reads_gone(const expression::Expression& rule, const std::string& rows) const {
        return std::ranges::any_of(expression::names_of(rule), [&](const std::string& name) {
            const bool is_of_row = name.starts_with(kRow);
            const std::string whole = is_of_row ? rows + "." + name.substr(kRow.size()) : name;
            const std::size_t dot = whole.find('.');
            const std::string two =
                dot == std::string::npos ? whole : whole.substr(0, whole.find('.', dot + 1));
            return gone_.contains(two) || (!is_of_row && gone_.contains(whole.substr(0, dot)));
        });
    }

    void take_member(const form::Field& rows, const form::Field& member) {
        for (Event& event : history_) {
            const json::Value* answer = answer_in(event, rows.id);
            if (answer == nullptr || answer->array() == nullptr) continue;
            json::Value changed = *answer;
            for (json::Value& row : *changed.array()) {
                if (row.object() != nullptr && row.find(member.id) != nullptr) row.set(member.id, mark_);
            }
            event.answers.set(rows.id, std::move(changed));
        }
    }

    /// `was`: the answer before any part was taken, which rows are known by.
    void take_answer(const Aim& aim, const json::Value& was, json::Value& answer, bool is_before) {
        if (!aim.part.row && aim.member == nullptr) {
            gone_.insert(aim.field->id);
            return go(*aim.field, was, answer);
        }
        json::Array* elements = answer.array();
        if (elements == nullptr || was.array() == nullptr) return;
        for (std::size_t i = 0; i < elements->size(); ++i) {
            const json::Value& before = (*was.array())[i];
            if (aim.part.row && !is_meant(aim, before, is_before)) continue;
            json::Value& element = (*elements)[i];
            if (aim.field->type != form::Type::Rows) {
                gone_.insert(aim.field->id);
                go(*aim.field, before, element);
            } else if (element.object() != nullptr) {
                take_row(aim, element);
            }
        }
    }

    static bool is_meant(const Aim& aim, const json::Value& row, bool is_before) {
        const json::Value said = without_computed(*aim.field, row);
        if (said == aim.same) return true;
        return is_before && std::ranges::find(aim.stays, said) == aim.stays.end();
    }

    void take_row(const Aim& aim, json::Value& row) {
        for (const form::Field& member : aim.field->fields) {
            if (member.type == form::Type::Computed || (aim.member != nullptr && aim.member != &member))
                continue;
            const json::Value* answer = row.find(member.id);
            if (answer == nullptr || answer->is_null() || form::is_redacted(*answer)) continue;
            gone_.insert(aim.field->id + "." + member.id);
            const json::Value was = *answer;
            json::Value gone;
            go(member, was, gone);
            row.set(member.id, std::move(gone));
        }
    }

    /// Files in it go with it.
    void go(const form::Field& field, const json::Value& was, json::Value& answer) {
        note_files(field, was);
        if (!form::is_redacted(answer)) answer = mark_;
    }

    void note_files(const form::Field& field, const json::Value& answer) {
        if (field.type == form::Type::Attachment) {
            if (answer.string() != nullptr) files_.insert(*answer.string());
            if (answer.array() == nullptr) return;
            for (const json::Value& id : *answer.array()) note_files(field, id);
        }
        if (field.type != form::Type::Rows || answer.array() == nullptr) return;
        for (const json::Value& row : *answer.array()) {
            for (const form::Field& member : field.fields) {
                const json::Value* inner = row.object() == nullptr ? nullptr : row.find(member.id);
                if (inner != nullptr) note_files(member, *inner);
            }
        }
    }

    void take_ids(json::Value& ids) {
        if (ids.array() == nullptr) return;
        for (json::Value& id : *ids.array()) {
            if (id.string() != nullptr && files_.contains(*id.string())) id = mark_;
        }
    }

    void take_ids_of_rows(const form::Field& field, json::Value& rows) {
        if (rows.array() == nullptr) return;
        for (json::Value& row : *rows.array()) {
            for (const form::Field& member : field.fields) {
                if (member.type != form::Type::Attachment || row.object() == nullptr) continue;
                if (const json::Value* found = row.find(member.id)) {
                    json::Value ids = *found;
                    take_ids(ids);
                    row.set(member.id, std::move(ids));
                }
            }
        }
    }

    const form::Form& form_;
    json::Value mark_;
    calendar::Date on_;
    std::vector<Event> original_;
    std::vector<Event> history_;
    std::set<std::string> files_;
    std::set<std::string> gone_;  ///< fields, `rows.member`
};

void add_places(const form::Form& form, const Event& before, const Event& after, Redaction& out) {
    if (before.reason != after.reason) out.places.push_back({after.id, {}, true, {}});
    for (const form::Field& field : form.fields) {
        const json::Value* was = answer_in(before, field.id);
        const json::Value* is = answer_in(after, field.id);
        if (was == nullptr || is == nullptr || *was == *is) continue;
        RedactedPlace place{after.id, field.id, form::is_redacted(*is), {}};
        if (!place.is_whole && was->array() != nullptr && is->array() != nullptr) {
            for (std::size_t i = 0; i < was->array()->size() && i < is->array()->size(); ++i) {
                if ((*was->array())[i] != (*is->array())[i]) place.rows.push_back(i);
            }
        }
        out.places.push_back(std::move(place));
    }
}

/// Rows or files of an answer as somebody answered them, that can be read still, as texts: a history of
/// thousands of events compares them all. Of rows without their files: one file may hang on many, and goes
/// from all.
std::vector<std::string> kept_rows(const form::Field& field, const json::Value& answer) {
    std::vector<std::string> out;
    if (answer.array() == nullptr) return out;
    for (const json::Value& row : *answer.array()) {
        json::Value said = without_computed(field, row);
        for (const form::Field& member : field.fields) {
            if (member.type != form::Type::Attachment || said.object() == nullptr) continue;
            std::erase_if(*said.object(), [&](const json::Member& one) { return one.first == member.id; });
        }
        if (!form::has_redacted(said)) out.push_back(json::write_canonical(said));
    }
    return out;
}

/// In how many events something is said of the field, though something of it goes elsewhere.
std::size_t still_said(
    const form::Field& field, const std::vector<Event>& before, const std::vector<Event>& after
) {
    const bool has_rows = field.type == form::Type::Rows || field.type == form::Type::Attachment;
    bool goes_somewhere = false;
    std::unordered_set<std::string> beside;
    std::vector<const json::Value*> others;
    for (std::size_t i = 0; i < before.size(); ++i) {
        const json::Value* was = answer_in(before[i], field.id);
        const json::Value* is = answer_in(after[i], field.id);
        if (was == nullptr || is == nullptr || form::is_redacted(*was)) continue;
        // What nothing was taken from is the same value still.
        const bool is_touched = has_rows && *was != *is;
        const bool goes = form::is_redacted(*is) ||
                          (is_touched && kept_rows(field, *was).size() != kept_rows(field, *is).size());
        goes_somewhere = goes_somewhere || goes;
        if (!goes) {
            others.push_back(is);
            continue;
        }
        for (std::string& row : kept_rows(field, *is)) beside.insert(std::move(row));
    }
    if (!goes_somewhere) return 0;
    return static_cast<std::size_t>(std::ranges::count_if(others, [&](const json::Value* answer) {
        if (!has_rows) return true;
        return std::ranges::any_of(kept_rows(field, *answer), [&](const std::string& row) {
            return !beside.contains(row);
        });
    }));
}

/// What nobody decided about reads as before.
bool keeps_the_rest(const form::Form& form, const Record& before, const Record& after) {
    return std::ranges::all_of(form.fields, [&](const form::Field& field) {
        if (field.type == form::Type::Computed) return true;
        const json::Value* was = before.answers.find(field.id);
        const json::Value* is = after.answers.find(field.id);
        if (is != nullptr && form::has_redacted(*is)) return was != nullptr;
        return (was == nullptr) == (is == nullptr) && (was == nullptr || *was == *is);
    });
}

}  // namespace

bool is_in_the_clear(const definition::Register& definition, const form::Field& field) {
    const bool is_sealed =
        definition.form.persons || form::class_of(definition.form, field) >= form::Class::Confidential;
    const auto all = with_computed(definition.form, field.id);
    return !is_sealed || std::ranges::any_of(definition.list.columns, [&](const definition::Column& column) {
        return std::ranges::any_of(all, [&](const std::string& id) { return reads(column.from, id); });
    });
}

std::string redacted_reason(calendar::Date on) {
    return std::string(kReason) + on.iso();
}

std::optional<calendar::Date> reason_redacted_on(std::string_view reason) {
    if (!reason.starts_with(kReason)) return std::nullopt;
    return calendar::Date::parse_iso(reason.substr(kReason.size()));
}

Result<Redaction> redact(
    const definition::Register& definition,
    const std::vector<Event>& history,
    const std::vector<RedactedPart>& parts,
    calendar::Date on,
    const form::References& references,
    std::int64_t utc_offset_micros
) {
    Redactor redactor(definition.form, history, on);
    for (std::size_t i = 0; i < parts.size(); ++i) {
        redactor.take(TRY(aim_of(definition, history, parts, i)));
    }
    redactor.take_files();
    redactor.take_computed();
    Redaction out;
    for (std::size_t i = 0; i < history.size(); ++i) {
        add_places(definition.form, history[i], redactor.history()[i], out);
    }
    if (out.places.empty()) return refuse(ErrorKind::Invalid, "redact.nothing", "/parts");
    out.history = std::move(redactor.history());
    for (const form::Field& field : definition.form.fields) {
        if (const std::size_t count = still_said(field, history, out.history)) {
            out.still_said[field.id] = count;
        }
    }
    out.files = std::move(redactor.files());
    out.record = derive(definition, out.history, references, utc_offset_micros);
    const Record before = derive(definition, history, references, utc_offset_micros);
    // Clocks run on columns: one that came or went would start or end a limit that nobody decided about.
    const bool keeps_columns =
        columns_of(definition, before.answers, on) == columns_of(definition, out.record.answers, on);
    if (!keeps_columns || !keeps_the_rest(definition.form, before, out.record)) {
        return refuse(ErrorKind::Conflict, "redact.would_change");
    }
    return out;
}

}  // namespace neove::record
