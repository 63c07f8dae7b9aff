#include "organisation/load.h"

#include "base/crypto.h"
#include "organisation/reader.h"

#include <algorithm>
#include <map>
#include <set>

namespace neove::organisation {
namespace {

/// `{unit}` in a text becomes the unit's name with its level, `{name}` its name alone, `{key}` its key.
using Values = std::map<std::string, std::string, std::less<>>;

std::string filled(std::string text, const Values& values) {
    for (const auto& [name, value] : values) {
        const std::string hole = "{" + name + "}";
        for (std::size_t at = text.find(hole); at != std::string::npos;
             at = text.find(hole, at + value.size())) {
            text.replace(at, hole.size(), value);
        }
    }
    return text;
}

class Loader {
public:
    Loader(
        std::string_view file_name, const Vocabulary& vocabulary, const IdOfKey& id_of, Diagnostics& faults
    )
        : reader_(file_name, faults), vocabulary_(vocabulary), id_of_(id_of) {}

    std::vector<Organisation> load(std::string_view text) {
        const auto tree = reader_.parse(text);
        if (!tree) return {};
        reader_.only(*tree, {"organisations", "repeat"});
        for (const yaml::Node* row : reader_.rows(*tree, "organisations")) organisation(*row, {});
        for (const yaml::Node* group : reader_.rows(*tree, "repeat")) repeat(*group);
        for (const Mention& mention : mentions_) {
            if (!keys_.contains(mention.key))
                reader_.fault("organisation.unknown_key", *mention.at, mention.key);
        }
        return std::move(out_);
    }

private:
    struct Mention {
        std::string key;
        const yaml::Node* at;
    };

    void repeat(const yaml::Node& group) {
        reader_.only(group, {"for", "bodies"});
        for (const yaml::Node* unit : reader_.rows(group, "for")) {
            Values values;
            for (const yaml::Member& member : unit->members)
                values[member.key] = reader_.text(*unit, member.key);
            for (const yaml::Node* body : reader_.rows(group, "bodies")) organisation(*body, values);
        }
    }

    void organisation(const yaml::Node& row, const Values& values) {
        reader_.only(
            row,
            {"key",
             "name",
             "short_name",
             "kind",
             "code",
             "parent",
             "standing_agency",
             "members",
             "offline",
             "from",
             "until",
             "aliases",
             "successors",
             "unit"}
        );
        const auto text = [&](std::string_view key, bool required = false) {
            return filled(reader_.text(row, key, required), values);
        };
        Organisation one;
        const std::string key = text("key", true);
        if (!keys_.insert(key).second) reader_.fault("definition.twice", row, key);
        one.id = id_of_(key);
        one.name = text("name", true);
        one.short_name = text("short_name");
        one.kind = text("kind", true);
        if (vocabulary_.kinds.find(one.kind) == nullptr)
            reader_.fault("organisation.kind_unknown", row, one.kind);
        one.code = text("code");
        one.parent = mention(row, text("parent"));
        one.standing_agency = mention(row, text("standing_agency"));
        for (const auto& member : reader_.texts(row, "members")) {
            one.members.push_back(mention(row, filled(member, values)));
        }
        one.offline = reader_.flag(row, "offline");
        one.valid_from = date(row, "from");
        one.valid_until = date(row, "until");
        unit(row, text("unit"), one);
        aliases(row, values, one);
        successors(row, values, one);
        out_.push_back(std::move(one));
    }

    /// `LIST/CODE`: a code alone would be a fault.
    void unit(const yaml::Node& row, const std::string& text, Organisation& one) {
        if (text.empty()) return;
        const std::size_t slash = text.find('/');
        one.unit = {text.substr(0, slash), slash == std::string::npos ? "" : text.substr(slash + 1)};
        if (!Date::parse_iso(one.unit.list) || one.unit.code.empty()) {
            reader_.fault("organisation.unit_list_missing", row, text);
        }
    }

    void aliases(const yaml::Node& row, const Values& values, Organisation& one) {
        const yaml::Node* list = row.find("aliases");
        if (list == nullptr) return;
        // A bare text is a name for good.
        for (const yaml::Node& item : list->items) {
            if (item.kind == yaml::Kind::Scalar) {
                one.aliases.push_back({filled(item.text, values), {}, {}});
                continue;
            }
            reader_.only(item, {"name", "from", "until"});
            one.aliases.push_back(
                {filled(reader_.text(item, "name", true), values), date(item, "from"), date(item, "until")}
            );
        }
    }

    void successors(const yaml::Node& row, const Values& values, Organisation& one) {
        for (const yaml::Node* heir : reader_.rows(row, "successors")) {
            reader_.only(*heir, {"to", "subject", "on", "basis"});
            one.successors.push_back({
                mention(*heir, filled(reader_.text(*heir, "to", true), values)),
                filled(reader_.text(*heir, "subject"), values),
                date(*heir, "on"),
                reader_.text(*heir, "basis", true),
            });
        }
    }

    OrganisationId mention(const yaml::Node& at, const std::string& key) {
        if (key.empty()) return {};
        mentions_.push_back({key, &at});
        return id_of_(key);
    }

    Date date(const yaml::Node& row, std::string_view key) const {
        const std::string text = reader_.text(row, key);
        if (text.empty()) return {};
        const auto parsed = Date::parse_iso(text);
        if (!parsed) reader_.fault("organisation.date", row, text);
        return parsed.value_or(Date{});
    }

    Reader reader_;
    const Vocabulary& vocabulary_;
    const IdOfKey& id_of_;
    std::vector<Organisation> out_;
    std::set<std::string> keys_;
    std::vector<Mention> mentions_;
};

}  // namespace

OrganisationId id_of_key(std::string_view pack, std::string_view key) {
    CanonicalWriter writer;
    writer.text(pack).text(key);
    const Digest digest = crypto::hash("organisation.key", writer.result());
    return OrganisationId::trusted(to_hex(ByteView(digest).first(16)));
}

std::vector<Organisation> read_organisations(
    std::string_view text,
    std::string_view file_name,
    const Vocabulary& vocabulary,
    const IdOfKey& id_of,
    Diagnostics& faults
) {
    return Loader(file_name, vocabulary, id_of, faults).load(text);
}

std::vector<DemoAccount> read_accounts(
    std::string_view text,
    std::string_view file_name,
    const std::vector<Organisation>& organisations,
    const IdOfKey& id_of,
    Diagnostics& faults
) {
    std::vector<DemoAccount> out;
    const Reader reader(file_name, faults);
    const auto tree = reader.parse(text);
    if (!tree) return out;
    reader.only(*tree, {"accounts"});
    std::set<std::string> logins;
    for (const yaml::Node* row : reader.rows(*tree, "accounts")) {
        reader.only(*row, {"login", "name", "role", "organisation"});
        const std::string key = reader.text(*row, "organisation", true);
        DemoAccount one{
            reader.text(*row, "login", true),
            reader.text(*row, "name", true),
            reader.text(*row, "role", true),
            id_of(key),
        };
        if (std::ranges::find(organisations, one.organisation, &Organisation::id) == organisations.end()) {
            reader.fault("organisation.unknown_key", *row, key);
        }
        if (!logins.insert(one.login).second) reader.fault("definition.twice", *row, one.login);
        out.push_back(std::move(one));
    }
    return out;
}

}  // namespace neove::organisation
