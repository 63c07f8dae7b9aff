#include "definition/compile.h"

#include "definition/labels.h"
#include "definition/schema.h"
#include "form/form_json.h"

#include <algorithm>
#include <array>
#include <list>
#include <optional>
#include <set>
#include <tuple>

namespace neove::definition {

namespace {

constexpr std::array<std::string_view, 2> kLanguages{"vi", "en"};

/// One programme on its way into the bundle.
class Programme {
public:
    Programme(const Folder& folder, std::string pointer, Compiled& out)
        : folder_(folder), pointer_(std::move(pointer)), out_(out) {}

    json::Value compile() {
        json::Value value = read("programme.yaml", schema::programme(), pointer_);
        if (value.is_null()) return value;
        labels_ = labels("", pointer_);
        value.set("labels", labels_);
        read_lists();
        json::Array registers;
        if (const json::Value* named = value.find("registers");
            named != nullptr && named->array() != nullptr) {
            for (const json::Value& id : *named->array()) {
                const std::string at = below(below(pointer_, "registers"), registers.size());
                if (id.string() != nullptr) named_.insert(*id.string());
                registers.push_back(
                    id.string() == nullptr ? json::Value() : compile_register(*id.string(), at)
                );
            }
        }
        value.set("registers", std::move(registers));
        read_papers(value);
        refuse_the_rest();
        return value;
    }

private:
    Reading reading(std::string_view path) {
        names_.push_back(folder_.name.empty() ? std::string(path) : folder_.name + "/" + std::string(path));
        return {names_.back(), out_.faults, out_.places};
    }

    /// The file as a tree; nothing where it is absent or no YAML.
    std::optional<yaml::Node> tree(const std::string& path, const Reading& from, const std::string& pointer) {
        const auto found = folder_.files.find(path);
        if (found == folder_.files.end()) return std::nullopt;
        used_.insert(path);
        auto parsed = yaml::parse(found->second, from.file);
        if (parsed) return *std::move(parsed);
        from.fault(parsed.error().code, place_in(parsed.error().where), pointer, parsed.error().detail);
        return std::nullopt;
    }

    /// `name:line:column`, as the reader of YAML tells it.
    static yaml::Place place_in(std::string_view where) {
        yaml::Place place;
        const std::size_t second = where.rfind(':');
        const std::size_t first = second == 0 ? 0 : where.rfind(':', second - 1);
        if (second == std::string_view::npos || first == std::string_view::npos) return place;
        const auto number = [](std::string_view text) {
            std::uint32_t value = 0;
            for (const char c : text) value = value * 10 + static_cast<std::uint32_t>(c - '0');
            return value;
        };
        place.line = number(where.substr(first + 1, second - first - 1));
        place.column = number(where.substr(second + 1));
        return place;
    }

    json::Value read(
        const std::string& path, const Shape& shape, const std::string& pointer, bool must = true
    ) {
        const Reading from = reading(path);
        if (!folder_.files.contains(path)) {
            if (must) from.fault("definition.file_missing", {}, pointer);
            return {};
        }
        const auto node = tree(path, from, pointer);
        if (!node) return {};
        from.places.remember(pointer, from.file, node->place);
        return shape(from, *node, pointer);
    }

    /// {"vi": {key: text}, "en": …} of the two files in a folder.
    json::Value labels(const std::string& folder, const std::string& pointer) {
        json::Value out{json::Object{}};
        for (const std::string_view language : kLanguages) {
            const std::string path = folder + "labels." + std::string(language) + ".yaml";
            const std::string at = below(below(pointer, "labels"), language);
            json::Value flat = read(path, labels_shape(), at);
            out.set(std::string(language), flat.is_null() ? json::Value(json::Object{}) : std::move(flat));
        }
        return out;
    }

    void read_lists() {
        constexpr std::string_view kFolder = "lists/";
        for (const auto& [path, text] : folder_.files) {
            if (!path.starts_with(kFolder) || !path.ends_with(".yaml")) continue;
            const std::string id = path.substr(kFolder.size(), path.size() - kFolder.size() - 5);
            const json::Value list = read(path, schema::option_list(), below(below(pointer_, "lists"), id));
            if (const json::Value* options = list.find("options")) lists_.emplace(id, *options);
        }
    }

    /// Absent where there are none, so that a programme without papers is what it was.
    void read_papers(json::Value& value) {
        constexpr std::string_view kFolder = "papers/";
        json::Array papers;
        for (const auto& [path, text] : folder_.files) {
            if (!path.starts_with(kFolder) || !path.ends_with(".yaml")) continue;
            const std::string id = path.substr(kFolder.size(), path.size() - kFolder.size() - 5);
            const std::string at = below(below(pointer_, "papers"), papers.size());
            if (!is_id(id)) reading(path).fault("definition.not_an_id", {}, at, id);
            json::Value paper = read(path, schema::paper(), at);
            if (paper.object() != nullptr) paper.set("id", id);
            papers.push_back(std::move(paper));
        }
        if (!papers.empty()) value.set("papers", std::move(papers));
    }

    json::Value compile_register(const std::string& id, const std::string& pointer) {
        const std::string folder = "registers/" + id + "/";
        json::Value out = {json::Object{{"id", id}}};
        const auto put = [&](std::string file, std::string key, const Shape& shape, bool must) {
            json::Value part = read(folder + file + ".yaml", shape, below(pointer, key), must);
            if (!part.is_null()) out.set(std::move(key), std::move(part));
        };
        put("form", "form", schema::form(), true);
        put("workflow", "workflow", schema::workflow(), true);
        put("deadlines", "limits", schema::deadlines(), false);
        put("facts", "facts", schema::facts(), false);
        put("list", "list", schema::list(), true);
        put("allotments", "allotments", schema::allotments(), false);
        put("access", "access", schema::access(), true);
        out.set("labels", labels(folder, pointer));
        lacks_a_form_ |= fields_of(out) == nullptr;
        if (json::Array* fields = fields_of(out)) {
            const std::string at = below(below(pointer, "form"), "fields");
            give_classes(*fields);
            expand_lists(*fields, at, "options.", *out.find("labels"));
            give_computed_classes(*out.find("form"));
        }
        read_scenarios(id, folder, out);
        return out;
    }

    static json::Array* fields_of(json::Value& one_register) {
        json::Value* form = one_register.find("form");
        json::Value* fields = form == nullptr ? nullptr : form->find("fields");
        return fields == nullptr ? nullptr : fields->array();
    }

    /// A computed field has the highest class of what it reads; the pages need to know it too.
    static void give_computed_classes(json::Value& form) {
        Diagnostics aside;
        const form::Form read = form::read_form(form, aside);
        for (json::Value& field : *form.find("fields")->array()) {
            const form::Field* known = read.find(field.text_or("id"));
            if (known == nullptr || known->type != form::Type::Computed) continue;
            field.set("class", form::name_of(form::class_of(read, *known)));
        }
    }

    /// Unsaid, a long text is confidential and everything else internal.
    static void give_classes(json::Array& fields) {
        for (json::Value& field : fields) {
            const std::string type = field.text_or("type");
            if (field.object() == nullptr || type == "computed" || field.find("class") != nullptr) continue;
            field.set("class", type == "long_text" ? "confidential" : "internal");
        }
    }

    /// A field that names a list gets its options and their labels.
    void expand_lists(
        json::Array& fields, const std::string& pointer, const std::string& key, json::Value& labels
    ) {
        for (std::size_t i = 0; i < fields.size(); ++i) {
            json::Value& field = fields[i];
            if (field.object() == nullptr) continue;
            const std::string at = below(pointer, i);
            const std::string own_key = key + field.text_or("id") + ".";
            if (json::Value* inner = field.find("fields"); inner != nullptr && inner->array() != nullptr) {
                expand_lists(*inner->array(), below(at, "fields"), own_key, labels);
            }
            const std::string name = field.text_or("list");
            if (name.empty()) continue;
            const auto list = lists_.find(name);
            if (list == lists_.end()) {
                tell("definition.unknown_list", below(at, "list"), name);
                continue;
            }
            field.set("options", list->second);
            used_lists_.insert(name);
            copy_labels(name, own_key, list->second, labels);
        }
    }

    void copy_labels(
        const std::string& list, const std::string& key, const json::Value& options, json::Value& labels
    ) {
        for (const std::string_view language : kLanguages) {
            const json::Value& written = *labels_.find(language);
            json::Value* own = labels.find(language);
            if (own == nullptr || options.array() == nullptr) continue;
            for (const json::Value& option : *options.array()) {
                const std::string code = option.text_or("code");
                const std::string label = written.text_or("lists." + list + "." + code);
                if (!label.empty() && own->find(key + code) == nullptr) own->set(key + code, label);
            }
        }
    }

    void tell(std::string_view code, const std::string& pointer, const std::string& detail) {
        out_.faults.push_back(out_.places.locate({ErrorKind::Invalid, std::string(code), pointer, detail}));
    }

    void read_scenarios(const std::string& id, const std::string& folder, const json::Value& out) {
        json::Value copy = out;
        const json::Array* fields = fields_of(copy);
        const Shape shape = schema::scenario(fields == nullptr ? json::Value() : json::Value(*fields));
        const std::string under = folder + "scenarios/";
        for (auto at = folder_.files.lower_bound(under); at != folder_.files.end(); ++at) {
            if (!at->first.starts_with(under)) break;
            if (!at->first.ends_with(".yaml")) continue;
            const std::string pointer = below("/scenarios", out_.scenarios.size());
            json::Value read_one = read(at->first, shape, pointer);
            Scenario scenario{id, read_one.text_or("name", at->first), pointer, {}};
            if (const json::Value* steps = read_one.find("steps")) scenario.steps = *steps;
            out_.scenarios.push_back(std::move(scenario));
        }
    }

    /// A file that nothing reads is a slip of the pen.
    void refuse_the_rest() {
        for (const auto& [path, text] : folder_.files) {
            // The compiled access table lies beside its rules, so that a change of it is seen.
            if (used_.contains(path) || path == "access.tsv" || path.ends_with(".md")) continue;
            if (is_of_unnamed(path)) continue;
            reading(path).fault("definition.file_unknown", {}, pointer_);
        }
        for (const auto& [name, options] : lists_) {
            // Which lists a form names that could not be read nobody knows.
            if (used_lists_.contains(name) || lacks_a_form_) continue;
            const std::string at = below(below(pointer_, "lists"), name);
            tell("definition.list_unused", at, name);
        }
    }

    /// Of a folder that programme.yaml does not name nothing is read: told once, at the list that lacks it.
    bool is_of_unnamed(std::string_view path) {
        constexpr std::string_view kFolder = "registers/";
        const std::size_t end =
            path.starts_with(kFolder) ? path.find('/', kFolder.size()) : std::string::npos;
        if (end == std::string::npos) return false;
        const std::string id(path.substr(kFolder.size(), end - kFolder.size()));
        if (named_.contains(id)) return false;
        if (unnamed_.insert(id).second) tell("definition.register_unnamed", below(pointer_, "registers"), id);
        return true;
    }

    const Folder& folder_;
    std::string pointer_;
    Compiled& out_;
    std::list<std::string> names_;  ///< of files, for the views that a reading holds
    std::set<std::string> used_;
    std::map<std::string, json::Value> lists_;
    std::set<std::string> used_lists_;
    bool lacks_a_form_{false};
    std::set<std::string> named_;    ///< registers of programme.yaml
    std::set<std::string> unnamed_;  ///< folders of registers that it does not name, and that were told
    json::Value labels_;
};

}  // namespace

Compiled compile(const std::vector<Folder>& folders) {
    Compiled out;
    json::Array programmes;
    for (const Folder& folder : folders) {
        Programme programme(folder, below("/programmes", programmes.size()), out);
        programmes.push_back(programme.compile());
    }
    out.bundle = json::Object{{"format", 1}, {"programmes", std::move(programmes)}};
    std::ranges::stable_sort(out.faults, {}, [](const Fault& fault) {
        return std::tie(fault.file, fault.place.line, fault.place.column);
    });
    return out;
}

}  // namespace neove::definition
