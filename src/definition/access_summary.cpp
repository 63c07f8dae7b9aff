#include "definition/access_summary.h"

#include <algorithm>
#include <array>
#include <functional>
#include <map>
#include <set>
#include <utility>

namespace neove::definition {

namespace {

using Words = std::vector<std::string>;
/// Columns: how one stands to a record, each with the further reaches that give exactly the same.
struct Standing {
    std::string relation;
    Words alike{};
};

struct Told {
    std::string_view word, vi, en;
};
constexpr std::array kWords{
    Told{"own", "Đơn vị quản lý hồ sơ", "Body whose record it is"},
    Told{"above", "Cấp trên của đơn vị quản lý", "Body above that one"},
    Told{"created", "Người mở hồ sơ", "Whoever opened it"},
    Told{"any", "Mọi người có vai trò", "Whoever has the role"},
    Told{"monitor", "Đơn vị theo dõi", "Monitor"},
    Told{"receiving", "Đơn vị tiếp nhận", "Receiving body"},
    Told{"responsible", "Người phụ trách", "Person responsible"},
    Told{"assigned", "Người được phân công", "Person assigned"},
    Told{"consent", "Theo sự đồng ý", "By consent"},
    Told{"open", "Mở xem", "Open"},
    Told{"list", "Thấy trong danh sách", "See in lists"},
    Told{"export", "Xuất bảng, soạn văn bản", "Export, draft papers"},
    Told{"correct", "Đính chính", "Correct"},
    Told{"link", "Liên kết hồ sơ", "Link records"},
    Told{"assign", "Phân công", "Assign"},
    Told{"attach", "Đính kèm tệp", "Attach files"},
    Told{"original", "Tải tệp gốc", "Download originals"},
    Told{"erase", "Xóa hồ sơ", "Erase"},
    Told{"import", "Nhập từ tệp", "Import"},
    Told{"succeed", "Chuyển sang đơn vị kế thừa", "Pass on to a successor"},
    Told{"public", "công khai", "public"},
    Told{"internal", "nội bộ", "internal"},
    Told{"confidential", "bảo mật", "confidential"},
    Told{"identity", "thông tin định danh", "identity"}};

std::string joined(const Words& words, std::string_view between = ", ") {
    std::string out;
    for (const std::string& word : words) out += (out.empty() ? "" : std::string(between)) + word;
    return out;
}
std::string code(std::string_view id) {
    return "`" + std::string(id) + "`";
}

/// One register's part.
class Summary {
public:
    Summary(const Bundle& bundle, const Programme& programme, const Register& definition, bool english)
        : bundle_(bundle), programme_(programme), register_(definition), english_(english) {
        for (const access::Cell& cell : bundle.access.cells()) {
            if (cell.register_name == definition.id) cells_.push_back(&cell);
        }
    }
    std::string text() {
        find_standings();
        std::string out = "\n## " + label("title_many") + " " + code(register_.id) + "\n\n";
        Words states;
        for (const workflow::State& one : register_.workflow.states) {
            states.push_back(state(one.id) + " " + code(one.id));
        }
        out += either("Trạng thái: ", "States: ") + joined(states) + ".\n\n|";
        for (const Standing& one : standings_) out += " | " + heading(one);
        out += " |\n|---" + repeated("|---", standings_.size()) + "|\n";
        out += classes_row(either("**Xem được phần**", "**Reads**"), &access::Cell::read, true);
        out += classes_row(
            either("**Xem khi nêu mục đích**", "**Reads with a purpose**"), &access::Cell::with_purpose, true
        );
        out += classes_row(either("**Ghi được phần**", "**Writes**"), &access::Cell::write, false);
        for (const std::string_view action : access::record_actions()) out += action_row(std::string(action));
        for (const workflow::Action& action : register_.workflow.actions) out += action_row(action.id);
        return out;
    }

private:
    std::string either(std::string_view vi, std::string_view en) const {
        return std::string(english_ ? en : vi);
    }
    static std::string repeated(std::string_view text, std::size_t times) {
        std::string out;
        for (std::size_t i = 0; i < times; ++i) out += text;
        return out;
    }
    std::string label(const std::string& key) const { return bundle_.label(register_.id, key, english_); }
    /// The register's own word, or the platform's.
    std::string word(const std::string& key, const std::string& id) const {
        const std::string own = label(key + id);
        if (own != key + id) return own;
        for (const Told& one : kWords) {
            if (one.word == id) return either(one.vi, one.en);
        }
        return id;
    }
    /// Two states of one name are told apart.
    std::string state(const std::string& id) const {
        const std::string name = label("states." + id);
        const auto shares = [&](const workflow::State& one) { return label("states." + one.id) == name; };
        const bool is_alone = std::ranges::count_if(register_.workflow.states, shares) == 1;
        return is_alone ? name : name + " " + id;
    }
    std::string role(const std::string& id) const {
        const json::Value* labels = programme_.source.find("labels");
        const json::Value* told = labels == nullptr ? nullptr : labels->find(english_ ? "en" : "vi");
        return told == nullptr ? id : told->text_or("roles." + id, id);
    }
    std::string heading(const Standing& one) const {
        const std::string row(access::row_word(one.relation));
        std::string out = word("relations.", row);
        const auto says = [&](std::string_view reach) {
            return std::ranges::any_of(one.alike, [&](const auto& alike) { return alike.ends_with(reach); });
        };
        if (one.relation.ends_with(access::kToBelow)) out = either("Cấp trên của: ", "Above: ") + out;
        if (one.relation.ends_with(access::kToDesks)) out = either("Bộ phận của: ", "Desks of: ") + out;
        if (says(access::kToDesks)) out += either(" và bộ phận của đơn vị ấy", " and its desks");
        if (says(access::kToBelow)) out += either(" và cấp trên", " and bodies above");
        std::string ids = code(one.relation);
        for (const std::string& alike : one.alike) ids += " " + code(alike);
        return out + "<br>" + ids;
    }

    /// What a column gives, without its own name.
    using Given = std::set<std::string>;
    Given given(const std::string& relation) const {
        Given out;
        for (const access::Cell* cell : cells_) {
            if (cell->relation != relation) continue;
            out.insert(joined(
                {cell->role,
                 cell->action,
                 cell->state,
                 cell->condition.text(),
                 access::classes_text(cell->read),
                 access::classes_text(cell->write),
                 access::classes_text(cell->with_purpose)},
                "\t"
            ));
        }
        return out;
    }
    void find_standings() {
        std::set<std::string> left;
        for (const access::Cell* cell : cells_) left.insert(cell->relation);
        Words order{"own", "above", "created", "any", "monitor"};
        // Whoever may do most stands nearest.
        Words rest(left.begin(), left.end());
        std::ranges::stable_sort(rest, std::greater(), [&](const std::string& one) {
            return given(one).size();
        });
        order.insert(order.end(), rest.begin(), rest.end());
        for (const std::string& relation : order) {
            if (access::has_reach(relation) || !left.contains(relation)) continue;
            add(relation, left);
        }
        for (const std::string& relation : Words(left.begin(), left.end())) add(relation, left);
    }
    void add(const std::string& relation, std::set<std::string>& left) {
        left.erase(relation);
        standings_.push_back({relation, {}});
        for (const std::string_view reach : {access::kToDesks, access::kToBelow}) {
            const std::string further = relation + std::string(reach);
            if (access::has_reach(relation) || !left.contains(further)) continue;
            left.erase(further);
            if (given(further) == given(relation))
                standings_.back().alike.push_back(further);
            else
                standings_.push_back({further, {}});
        }
    }

    /// States in which it can be done at all; one without a name is before the record exists.
    std::set<std::string> possible(const std::string& action) const {
        const workflow::Action* own = register_.workflow.find(action);
        if (own != nullptr && own->creates) return {""};
        if (own != nullptr) return {own->from.begin(), own->from.end()};
        if (action == access::kImport) return {""};
        std::set<std::string> out;
        for (const workflow::State& one : register_.workflow.states) out.insert(one.id);
        return out;
    }
    /// Roles by what narrows them and by what they get, `what` of each state joined.
    std::string place(
        const std::string& action,
        const std::string& relation,
        const std::function<std::string(const access::Cell&)>& what
    ) const {
        using Key = std::pair<std::string, std::string>;  // condition, what
        std::map<std::string, std::map<Key, std::set<std::string>>> by_role;
        for (const access::Cell* cell : cells_) {
            if (cell->action != action || cell->relation != relation) continue;
            if (const std::string got = what(*cell); got != "-") {
                by_role[cell->role][{cell->condition.text(), got}].insert(cell->state);
            }
        }
        std::map<std::pair<Key, std::set<std::string>>, std::set<std::string>> roles;
        for (const auto& [role, keys] : by_role) {
            for (const auto& [key, states] : keys) roles[{key, states}].insert(role);
        }
        Words out;
        for (const auto& [key, who] : roles) {
            const auto& [narrowed, states] = key;
            out.push_back(told(action, narrowed.first, narrowed.second, states, who));
        }
        return joined(out, "; ");
    }
    std::string told(
        const std::string& action,
        const std::string& condition,
        const std::string& what,
        const std::set<std::string>& states,
        const std::set<std::string>& who
    ) const {
        Words names;
        for (const std::string& one : programme_.roles) {
            if (who.contains(one)) names.push_back(role(one));
        }
        const bool is_all = who.size() == programme_.roles.size();
        std::string out = is_all ? either("mọi vai trò", "every role") : joined(names);
        if (!what.empty()) out += ": " + what;
        Words narrowed;
        if (states != possible(action)) {
            for (const workflow::State& one : register_.workflow.states) {
                if (states.contains(one.id)) narrowed.push_back(state(one.id));
            }
        }
        if (condition != "-") narrowed.push_back(condition);
        return narrowed.empty() ? out : out + " (" + joined(narrowed) + ")";
    }
    std::string action_row(const std::string& action) const {
        const auto is_this = [&](const access::Cell* cell) { return cell->action == action; };
        if (std::ranges::none_of(cells_, is_this)) return {};
        const bool is_own = register_.workflow.find(action) != nullptr;
        std::string out =
            "| " + (is_own ? label("actions." + action) : word("", action)) + " " + code(action);
        for (const Standing& one : standings_) {
            out += " | " + place(action, one.relation, [](const access::Cell&) { return std::string(); });
        }
        return out + " |\n";
    }
    std::string classes(access::Classes some) const {
        Words out;
        for (const access::Classes one :
             {access::kPublic, access::kInternal, access::kConfidential, access::kIdentity}) {
            if ((some & one) != 0) out.push_back(word("", access::classes_text(one)));
        }
        return out.empty() ? "-" : joined(out);
    }
    /// Reading is what opening gives; writing is what any action does.
    std::string classes_row(const std::string& name, access::Classes access::Cell::*which, bool is_open)
        const {
        std::string out = "| " + name;
        bool says = false;
        for (const Standing& one : standings_) {
            std::string text;
            if (is_open) {
                text = place("open", one.relation, [&](const access::Cell& cell) {
                    return classes(cell.*which);
                });
            } else {
                text = written(one.relation);
            }
            says = says || !text.empty();
            out += " | " + text;
        }
        return says ? out + " |\n" : std::string();
    }
    std::string written(const std::string& relation) const {
        std::map<std::string, access::Classes> by_role;
        for (const access::Cell* cell : cells_) {
            if (cell->relation == relation) by_role[cell->role] |= cell->write;
        }
        std::map<access::Classes, std::set<std::string>> roles;
        for (const auto& [role, some] : by_role) {
            if (some != 0) roles[some].insert(role);
        }
        Words out;
        for (const auto& [some, who] : roles) {
            out.push_back(told("open", "-", classes(some), possible("open"), who));
        }
        return joined(out, "; ");
    }

    const Bundle& bundle_;
    const Programme& programme_;
    const Register& register_;
    bool english_;
    std::vector<const access::Cell*> cells_;
    std::vector<Standing> standings_;
};

}  // namespace

std::string access_summary(const Bundle& bundle, const Programme& programme, bool english) {
    const auto either = [&](std::string_view vi, std::string_view en) {
        return std::string(english ? en : vi);
    };
    const json::Value* labels = programme.source.find("labels");
    const json::Value* told = labels == nullptr ? nullptr : labels->find(english ? "en" : "vi");
    const auto label = [&](const std::string& key, const std::string& other) {
        return told == nullptr ? other : told->text_or(key, other);
    };
    std::string out = "<!-- neove programme access programmes/" + programme.id + " --summary" +
                      (english ? " --english" : "") + " -->\n";
    out += "# " + either("Ai được làm gì: ", "Who may do what: ") + label("title", programme.id) + "\n\n";
    out += either(
        "Cột là cách một đơn vị hay một người gắn với hồ sơ; dòng là việc; ô ghi vai trò được làm. Ô trống: "
        "không ai. "
        "Trong ngoặc là trạng thái, khi việc chỉ được làm ở một số trạng thái. Bảng này do máy lập từ bảng "
        "quyền đang biên "
        "dịch, không sửa bằng tay.\n\n",
        "Columns are how a body or a person stands to a record, rows what is done, places the roles that "
        "may. An empty "
        "place: nobody. In brackets the states, where it may be done in some alone. Made from the compiled "
        "table, never by "
        "hand.\n\n"
    );
    out += either(
        "Ai đứng ở nhiều cột thì được việc của mọi cột ấy. Ai bị giữ ngoài một hồ sơ (do có "
        "liên quan) thì không được gì ở hồ sơ đó, dù đứng ở cột nào. \"Xem được phần\", \"Ghi được "
        "phần\" nói mức bảo mật của từng câu trả lời trong hồ sơ: công khai, nội bộ, bảo mật; "
        "phần không xem được thì không hiện.\n\n",
        "Whoever stands in several columns has what each of them gives. Whoever is kept away "
        "from a record (as having a stake in it) gets nothing of it, in whichever column. The "
        "rows on what is read and written say it by the class of each answer: public, internal, "
        "confidential; what may not be read is not shown.\n\n"
    );
    Words roles;
    for (const std::string& one : programme.roles)
        roles.push_back(label("roles." + one, one) + " " + code(one));
    out += either("Vai trò: ", "Roles: ") + joined(roles) + ".\n";
    for (const Register& one : programme.registers) out += Summary(bundle, programme, one, english).text();
    return out;
}

}  // namespace neove::definition
