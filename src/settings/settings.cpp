#include "settings/settings.h"

#include "base/check.h"
#include "mail/message.h"
#include "yaml/yaml.h"

#include <algorithm>
#include <charconv>
#include <initializer_list>

namespace neove::settings {

namespace {

constexpr std::size_t kTextMax = 1'000;
constexpr std::size_t kListMax = 50;
constexpr std::int64_t kWeekHours = 168;

/// Walks the tree and collects every fault with its place.
class Reader {
public:
    Reader(std::string_view name, Diagnostics& faults) : name_(name), faults_(faults) {}

    void fault(const char* code, yaml::Place place) const {
        faults_.push_back({ErrorKind::Invalid, code, yaml::where(name_, place), {}});
    }

    /// A typo in a key must not be silence.
    void only(const yaml::Node& group, std::initializer_list<std::string_view> keys) const {
        for (const yaml::Member& member : group.members) {
            const bool is_secret = member.key.find("password") != std::string::npos ||
                                   member.key.find("secret") != std::string::npos;
            if (std::ranges::find(keys, member.key) != keys.end()) continue;
            fault(is_secret ? "settings.secret_here" : "settings.unknown_key", member.place);
        }
    }

    const yaml::Node* group(const yaml::Node& of, std::string_view key) const {
        const yaml::Node* found = of.find(key);
        if (found == nullptr || found->kind == yaml::Kind::Mapping) return found;
        fault("settings.not_group", found->place);
        return nullptr;
    }

    /// One line of text, or nothing.
    const yaml::Node* scalar(const yaml::Node& of, std::string_view key) const {
        const yaml::Node* found = of.find(key);
        if (found == nullptr) return nullptr;
        if (is_line(*found)) return found;
        fault("settings.not_text", found->place);
        return nullptr;
    }

    std::string text(const yaml::Node& of, std::string_view key) const {
        const yaml::Node* found = scalar(of, key);
        return found == nullptr ? std::string() : found->text;
    }

    std::string path(const yaml::Node& of, std::string_view key) const {
        const yaml::Node* found = scalar(of, key);
        if (found == nullptr) return {};
        if (found->text.front() == '/') return found->text;
        fault("settings.not_path", found->place);
        return {};
    }

    std::optional<std::int64_t> number(
        const yaml::Node& of, std::string_view key, std::int64_t least, std::int64_t most
    ) const {
        const yaml::Node* found = scalar(of, key);
        if (found == nullptr) return std::nullopt;
        std::int64_t value = 0;
        const char* const end = found->text.data() + found->text.size();
        const auto read = std::from_chars(found->text.data(), end, value);
        if (read.ec == std::errc() && read.ptr == end && value >= least && value <= most) return value;
        fault("settings.not_number", found->place);
        return std::nullopt;
    }

    std::optional<bool> flag(const yaml::Node& of, std::string_view key) const {
        const yaml::Node* found = scalar(of, key);
        if (found == nullptr) return std::nullopt;
        if (found->text == "yes" || found->text == "no") return found->text == "yes";
        fault("settings.not_yes_or_no", found->place);
        return std::nullopt;
    }

    std::vector<const yaml::Node*> lines(const yaml::Node& of, std::string_view key) const {
        const yaml::Node* found = of.find(key);
        if (found == nullptr) return {};
        if (found->kind != yaml::Kind::Sequence || found->items.size() > kListMax) {
            fault("settings.not_list", found->place);
            return {};
        }
        std::vector<const yaml::Node*> out;
        for (const yaml::Node& item : found->items) {
            if (is_line(item)) {
                out.push_back(&item);
            } else {
                fault("settings.not_text", item.place);
            }
        }
        return out;
    }

private:
    static bool is_line(const yaml::Node& node) {
        return node.kind == yaml::Kind::Scalar && !node.text.empty() && node.text.size() <= kTextMax &&
               std::ranges::none_of(node.text, [](char c) {
                   return static_cast<std::uint8_t>(c) < 0x20 || c == 0x7F;
               });
    }

    std::string_view name_;
    Diagnostics& faults_;
};

bool is_host_name(std::string_view text) {
    return text.size() <= 253 && std::ranges::all_of(text, [](char c) {
               return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
                      std::string_view(".-:").find(c) != std::string_view::npos;
           });
}

std::string address_of(const Reader& in, const yaml::Node& group, std::string_view key) {
    const yaml::Node* found = in.scalar(group, key);
    if (found == nullptr) return {};
    if (!mail::is_address(found->text)) in.fault("settings.not_address", found->place);
    return found->text;
}

std::string host_of(const Reader& in, const yaml::Node& group, std::string_view key) {
    const yaml::Node* found = in.scalar(group, key);
    if (found == nullptr) return {};
    if (!is_host_name(found->text)) in.fault("settings.not_host", found->place);
    return found->text;
}

void read_listen(const Reader& in, const yaml::Node& root, Settings& out) {
    const yaml::Node* group = in.group(root, "listen");
    if (group == nullptr) return;
    in.only(*group, {"address", "port"});
    if (group->find("address") != nullptr) out.address = host_of(in, *group, "address");
    if (const auto port = in.number(*group, "port", 0, 65'535)) {
        out.port = static_cast<std::uint16_t>(*port);
    }
}

void read_smtp(const Reader& in, const yaml::Node& root, Settings& out) {
    const yaml::Node* group = in.group(root, "smtp");
    if (group == nullptr) return;
    in.only(*group, {"server", "port", "user", "password_file", "from"});
    Smtp smtp;
    smtp.server = host_of(in, *group, "server");
    if (const auto port = in.number(*group, "port", 1, 65'535)) smtp.port = static_cast<std::uint16_t>(*port);
    smtp.user = in.text(*group, "user");
    smtp.password_file = in.path(*group, "password_file");
    smtp.from = address_of(in, *group, "from");
    if (group->find("server") == nullptr || group->find("from") == nullptr)
        in.fault("settings.missing", group->place);
    if ((group->find("user") == nullptr) != (group->find("password_file") == nullptr))
        in.fault("settings.missing", group->place);
    out.smtp = std::move(smtp);
}

void read_anchors(const Reader& in, const yaml::Node& root, Settings& out) {
    const yaml::Node* group = in.group(root, "anchors");
    if (group == nullptr) return;
    in.only(*group, {"mail_to", "drop_folder", "every_hours"});
    for (const yaml::Node* line : in.lines(*group, "mail_to")) {
        if (!mail::is_address(line->text)) in.fault("settings.not_address", line->place);
        out.anchors.mail_to.push_back(line->text);
    }
    out.anchors.drop_folder = in.path(*group, "drop_folder");
    out.anchors.every_hours = in.number(*group, "every_hours", 1, kWeekHours).value_or(24);
    if (!out.anchors.mail_to.empty() && root.find("smtp") == nullptr)
        in.fault("settings.needs_smtp", group->place);
}

/// A connection string may name a file with the password, never the password.
void read_postgres(const Reader& in, const yaml::Node& root, Settings& out) {
    const yaml::Node* found = in.scalar(root, "postgres");
    if (found == nullptr) return;
    out.postgres = found->text;
    const bool holds_password = out.postgres.find("password") != std::string::npos;
    const bool is_address = out.postgres.find("://") != std::string::npos;
    if (holds_password || is_address) in.fault("settings.secret_here", found->place);
}

}  // namespace

Settings read_settings(std::string_view text, std::string_view name, Diagnostics& faults) {
    Settings out;
    const auto tree = yaml::parse(text, name, {.bytes = 65'536, .depth = 8, .nodes = 2'000});
    if (!tree) {
        faults.push_back(tree.error());
        // What concerns the whole text has no place of its own.
        if (!faults.back().where.starts_with(std::string(name) + ":"))
            faults.back().where = yaml::where(name, {1, 1});
        return out;
    }
    const Reader in(name, faults);
    if (tree->kind != yaml::Kind::Mapping) {
        in.fault("settings.not_group", tree->place);
        return out;
    }
    in.only(
        *tree,
        {"listen",
         "hosts",
         "behind_proxy",
         "metrics_token_file",
         "store",
         "host_key",
         "postgres",
         "programmes",
         "smtp",
         "anchors"}
    );
    read_listen(in, *tree, out);
    for (const yaml::Node* line : in.lines(*tree, "hosts")) {
        if (!is_host_name(line->text)) in.fault("settings.not_host", line->place);
        out.hosts.push_back(line->text);
    }
    out.behind_proxy = in.flag(*tree, "behind_proxy");
    out.metrics_token_file = in.path(*tree, "metrics_token_file");
    out.store = in.path(*tree, "store");
    out.host_key = in.path(*tree, "host_key");
    read_postgres(in, *tree, out);
    for (const yaml::Node* line : in.lines(*tree, "programmes")) {
        if (line->text.front() != '/') in.fault("settings.not_path", line->place);
        out.programmes.push_back(line->text);
    }
    read_smtp(in, *tree, out);
    read_anchors(in, *tree, out);
    return out;
}

void fuzz_settings(ByteView bytes) {
    Diagnostics faults;
    const Settings settings = read_settings(as_text(bytes), "s", faults);
    for (const Error& fault : faults) CHECK(fault.where.starts_with("s:"));
    if (!faults.empty()) return;
    for (const std::string* path :
         {&settings.store, &settings.host_key, &settings.anchors.drop_folder, &settings.metrics_token_file}) {
        CHECK(path->empty() || path->front() == '/');
    }
    for (const std::string& to : settings.anchors.mail_to) CHECK(mail::is_address(to));
    for (const std::string& folder : settings.programmes) CHECK(folder.front() == '/');
    CHECK(settings.anchors.mail_to.empty() || settings.smtp.has_value());
    CHECK(settings.postgres.find("password") == std::string::npos);
    if (settings.smtp) CHECK(settings.smtp->user.empty() == settings.smtp->password_file.empty());
    CHECK(settings.anchors.every_hours >= 1);
}

}  // namespace neove::settings
