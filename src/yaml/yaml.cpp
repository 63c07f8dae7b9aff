#include "yaml/yaml.h"

#include "base/text.h"

#include <yaml-cpp/eventhandler.h>
#include <yaml-cpp/exceptions.h>
#include <yaml-cpp/mark.h>
#include <yaml-cpp/parser.h>

#include <algorithm>
#include <istream>
#include <streambuf>
#include <unordered_set>

namespace neove::yaml {
namespace {

/// yaml-cpp counts bytes; people and editors count characters.
class Ruler {
public:
    explicit Ruler(std::string_view text) : text_(text) {}

    Place place_of(const YAML::Mark& mark) {
        const auto at = std::min(static_cast<std::size_t>(std::max(mark.pos, 0)), text_.size());
        if (mark.line != line_ || at < at_) {
            line_ = mark.line;
            at_ = at - std::min(static_cast<std::size_t>(std::max(mark.column, 0)), at);
            column_ = 0;
        }
        column_ += text::count_code_points(text_.substr(at_, at - at_));
        at_ = at;
        return {static_cast<std::uint32_t>(line_ + 1), static_cast<std::uint32_t>(column_ + 1)};
    }

private:
    std::string_view text_;
    int line_{0};
    std::size_t at_{0};      ///< byte up to which was counted
    std::size_t column_{0};  ///< characters of the line before it
};

/// A stream over borrowed bytes.
class View : public std::streambuf {
public:
    explicit View(std::string_view text) {
        char* begin = const_cast<char*>(text.data());  // streambuf's get area is never written to
        setg(begin, begin, begin + text.size());
    }
};

/// Builds the tree. The first fault is kept; later events are ignored, because the handler cannot stop the
/// parser.
class Builder final : public YAML::EventHandler {
public:
    Builder(std::string_view text, std::string_view name, Limits limits)
        : ruler_(text), name_(name), limits_(limits) {}

    void OnDocumentStart(const YAML::Mark&) override {}
    void OnDocumentEnd() override {}
    void OnNull(const YAML::Mark& mark, YAML::anchor_t anchor) override {
        if (!admit(mark, "", anchor)) return;
        add(Node{.kind = Kind::Null, .place = ruler_.place_of(mark), .members = {}});
    }
    void OnAlias(const YAML::Mark& mark, YAML::anchor_t) override { fault("yaml.anchor", mark); }
    void OnAnchor(const YAML::Mark& mark, const std::string&) override { fault("yaml.anchor", mark); }
    void OnScalar(
        const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor, const std::string& value
    ) override {
        if (!admit(mark, tag, anchor)) return;
        add(Node{
            .kind = Kind::Scalar,
            .place = ruler_.place_of(mark),
            .text = value,
            .quoted = tag == "!",
            .members = {}});
    }
    void OnSequenceStart(
        const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor, YAML::EmitterStyle::value
    ) override {
        open(mark, tag, anchor, Kind::Sequence);
    }
    void OnSequenceEnd() override { close(); }
    void OnMapStart(
        const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor, YAML::EmitterStyle::value
    ) override {
        open(mark, tag, anchor, Kind::Mapping);
    }
    void OnMapEnd() override { close(); }

    Result<Node> finish() && {
        if (fault_) return std::unexpected(std::move(*fault_));
        return std::move(root_);
    }

private:
    struct Open {
        Node node;
        std::optional<std::pair<std::string, Place>> key;  ///< read, its value still to come
        std::unordered_set<std::string> keys;
    };

    void fault(std::string_view code, const YAML::Mark& mark, std::string detail = {}) {
        if (fault_) return;
        fault_ = Error{
            ErrorKind::Malformed, std::string(code), where(name_, ruler_.place_of(mark)), std::move(detail)};
    }

    bool admit(const YAML::Mark& mark, std::string_view tag, YAML::anchor_t anchor) {
        if (fault_) return false;
        if (anchor != 0) fault("yaml.anchor", mark);
        // "?" is "no tag written", "!" is what yaml-cpp says of quoted scalars.
        if (!tag.empty() && tag != "?" && tag != "!") fault("yaml.tag", mark, std::string(tag));
        if (++nodes_ > limits_.nodes) fault("yaml.too_large", mark);
        return !fault_;
    }

    void open(const YAML::Mark& mark, std::string_view tag, YAML::anchor_t anchor, Kind kind) {
        if (!admit(mark, tag, anchor)) return;
        if (open_.size() >= limits_.depth) return fault("yaml.too_deep", mark);
        if (!open_.empty() && open_.back().node.kind == Kind::Mapping && !open_.back().key) {
            return fault("yaml.key_not_scalar", mark);
        }
        open_.push_back({Node{.kind = kind, .place = ruler_.place_of(mark), .members = {}}, {}, {}});
    }

    void close() {
        if (fault_ || open_.empty()) return;
        Node done = std::move(open_.back().node);
        open_.pop_back();
        add(std::move(done));
    }

    void add(Node node) {
        if (open_.empty()) {
            root_ = std::move(node);
            return;
        }
        Open& parent = open_.back();
        if (parent.node.kind == Kind::Sequence) {
            parent.node.items.push_back(std::move(node));
        } else if (parent.key) {
            // What is not there stands nowhere: the parser would point at whatever comes next.
            if (node.kind == Kind::Null) node.place = parent.key->second;
            parent.node.members.push_back({std::move(parent.key->first), parent.key->second, std::move(node)}
            );
            parent.key.reset();
        } else {
            add_key(parent, std::move(node));
        }
    }

    void add_key(Open& parent, Node node) {
        const auto refuse_key = [&](std::string_view code) {
            if (!fault_)
                fault_ = Error{ErrorKind::Malformed, std::string(code), where(name_, node.place), node.text};
        };
        if (node.kind != Kind::Scalar) return refuse_key("yaml.key_not_scalar");
        if (!parent.keys.insert(node.text).second) return refuse_key("yaml.duplicate_key");
        parent.key.emplace(std::move(node.text), node.place);
    }

    Ruler ruler_;
    std::string_view name_;
    Limits limits_;
    std::size_t nodes_{0};
    std::vector<Open> open_;
    Node root_;
    std::optional<Error> fault_;
};

/// yaml-cpp recurses once per level before our handler hears of it, so brackets are counted first.
bool is_nested_deeper_than(std::string_view text, std::size_t depth) {
    std::size_t open = 0;
    for (const char c : text) {
        if (c == '[' || c == '{') {
            if (++open > depth) return true;
        } else if ((c == ']' || c == '}') && open > 0) {
            --open;
        }
    }
    return false;
}

}  // namespace

const Node* Node::find(std::string_view key) const {
    const auto found = std::ranges::find(members, key, &Member::key);
    return found == members.end() ? nullptr : &found->value;
}

std::string where(std::string_view name, Place place) {
    return std::string(name) + ":" + std::to_string(place.line) + ":" + std::to_string(place.column);
}

Result<Node> parse(std::string_view text, std::string_view name, Limits limits) {
    if (text.size() > limits.bytes) return refuse(ErrorKind::TooLarge, "yaml.too_large", std::string(name));
    if (!text::is_valid_utf8(text) || text.contains('\0')) {
        return refuse(ErrorKind::Malformed, "yaml.not_text", std::string(name));
    }
    // Generous: brackets in comments and quoted text count too.
    if (is_nested_deeper_than(text, 8 * limits.depth)) {
        return refuse(ErrorKind::Malformed, "yaml.too_deep", std::string(name));
    }
    Builder builder(text, name, limits);
    try {
        View view(text);
        std::istream stream(&view);
        YAML::Parser parser(stream);
        parser.HandleNextDocument(builder);
        Builder rest(text, name, limits);
        if (parser.HandleNextDocument(rest)) {
            return refuse(ErrorKind::Malformed, "yaml.many_documents", std::string(name));
        }
    } catch (const YAML::Exception& fault) {
        return refuse(
            ErrorKind::Malformed, "yaml.malformed", where(name, Ruler(text).place_of(fault.mark)), fault.msg
        );
    }
    return std::move(builder).finish();
}

}  // namespace neove::yaml
