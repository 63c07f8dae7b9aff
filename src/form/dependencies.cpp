#include "form/dependencies.h"

#include <algorithm>
#include <cstdint>

namespace neove::form {
namespace {

constexpr std::string_view kRow = "row.";

void add(const std::optional<expression::Expression>& rule, Names& names) {
    if (rule) names.merge(expression::names_of(*rule));
}

class Sorter {
public:
    Sorter(const std::vector<Field>& fields, bool in_row)
        : fields_(fields), in_row_(in_row), marks_(fields.size(), Mark::Unseen) {}

    Order sort() {
        for (std::size_t i = 0; i < fields_.size(); ++i) {
            if (marks_[i] == Mark::Unseen) visit(i);
        }
        return std::move(order_);
    }

private:
    enum class Mark : std::uint8_t { Unseen, Open, Done };

    // As deep as a chain of fields is long, and a form has at most 200.
    void visit(std::size_t index) {
        marks_[index] = Mark::Open;
        bool is_circular = false;
        for (const std::string& name : reads_of(fields_[index])) {
            const Reference read = reference_of(name);
            if (read.in_row != in_row_) continue;
            const auto found = std::ranges::find(fields_, read.id, &Field::id);
            if (found == fields_.end()) continue;
            const auto other = static_cast<std::size_t>(found - fields_.begin());
            if (marks_[other] == Mark::Unseen) visit(other);
            is_circular |= marks_[other] == Mark::Open;
        }
        marks_[index] = Mark::Done;
        order_.sequence.push_back(index);
        if (is_circular) order_.circular.push_back(index);
    }

    const std::vector<Field>& fields_;
    bool in_row_;
    std::vector<Mark> marks_;
    Order order_;
};

}  // namespace

Reference reference_of(std::string_view name) {
    const bool in_row = name.starts_with(kRow);
    if (in_row) name.remove_prefix(kRow.size());
    return {name.substr(0, name.find('.')), in_row};
}

Names reads_of(const Field& field) {
    Names names;
    add(field.show_when, names);
    add(field.compute, names);
    for (const Field& inner : field.fields) {
        // What a row reads of itself is ordered within it.
        for (const std::string& name : reads_of(inner)) {
            if (!reference_of(name).in_row) names.insert(name);
        }
    }
    return names;
}

Order order_of(const std::vector<Field>& fields, bool in_row) {
    return Sorter(fields, in_row).sort();
}

}  // namespace neove::form
