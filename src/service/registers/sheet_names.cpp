#include "base/regions.h"
#include "base/text.h"
#include "service/registers/sheet_guide.h"
#include "service/units.h"

#include <algorithm>
#include <map>
#include <memory>
#include <set>

namespace neove::service {

namespace {

constexpr std::size_t kUnitsAsked = 50;

using View = std::shared_ptr<const LiveView>;

bool is_code(std::string_view text) {
    return !text.empty() && std::ranges::all_of(text, [](char c) { return c >= '0' && c <= '9'; });
}

/// `A, B`: A below B. Nothing where there is no comma.
std::pair<std::string, std::string> with_place(const std::string& text) {
    const std::size_t comma = text.rfind(", ");
    if (comma == std::string::npos) return {text, {}};
    return {text.substr(0, comma), text.substr(comma + 2)};
}

class Bodies {
public:
    Bodies(View view, organisation::Date on) : view_(std::move(view)), on_(on) {}

    sheet::Meant find(const form::Field& field, std::string_view written) const {
        const std::string text = text::to_nfc(text::repair_utf8(written));
        std::set<OrganisationId> found = called(field, text);
        if (found.empty()) {
            const auto [name, place] = with_place(text);
            if (!place.empty()) {
                found = called(field, name);
                std::erase_if(found, [&](const OrganisationId& id) { return !is_below(id, place); });
            }
        }
        if (found.empty()) return {{}, "import.organisation_unknown"};
        if (found.size() > 1) return {{}, "import.organisation_ambiguous"};
        return {found.begin()->text(), {}};
    }

private:
    const organisation::Directory& all() const { return view_->directory; }

    bool may_be(const form::Field& field, const organisation::Organisation& one) const {
        const bool is_kind =
            field.kinds.empty() || std::ranges::find(field.kinds, one.kind) != field.kinds.end();
        return is_kind && (one.valid_until.is_open() || on_ < one.valid_until);
    }

    std::set<OrganisationId> called(const form::Field& field, const std::string& text) const {
        std::set<OrganisationId> out;
        if (const auto* by_code = all().find_code(text); by_code != nullptr && may_be(field, *by_code)) {
            return {by_code->id};
        }
        for (const auto& entry : all().entries(all().naming().key(text))) {
            using organisation::Why;
            const auto& one = all().at(entry.organisation);
            // What a body was called once, or may be meant by, is a guess.
            const bool is_sure =
                entry.why == Why::Name || entry.why == Why::ShortName || entry.why == Why::Alias;
            if (is_sure && may_be(field, one)) out.insert(one.id);
        }
        return out;
    }

    bool is_below(const OrganisationId& id, const std::string& place) const {
        const std::string key = all().naming().key(place);
        return std::ranges::any_of(all().ancestors(id), [&](const auto* one) {
            return all().naming().key(one->name) == key || all().naming().key(one->short_name) == key;
        });
    }

    View view_;
    organisation::Date on_;
};

class Places {
public:
    Places(View view, administrative_unit::Day on) : view_(std::move(view)), on_(on) {}

    sheet::Meant find(std::string_view written) const {
        const std::string text = text::to_nfc(text::repair_utf8(written));
        if (is_code(text)) return with_code(text);
        std::vector<const administrative_unit::Unit*> found = called(text);
        if (found.empty()) {
            const auto [name, place] = with_place(text);
            if (!place.empty()) {
                found = called(name);
                std::erase_if(found, [&](const auto* one) { return !is_below(*one, place); });
            }
        }
        return only(found);
    }

private:
    const administrative_unit::Directory& all() const { return *view_->units; }

    static sheet::Meant only(const std::vector<const administrative_unit::Unit*>& found) {
        if (found.empty()) return {{}, "import.unit_unknown"};
        if (found.size() > 1) return {{}, "import.unit_ambiguous"};
        const auto& reference = found.front()->reference;
        return {json::Object{{"code", reference.code}, {"list", reference.list.iso()}}, {}};
    }

    sheet::Meant with_code(const std::string& code) const {
        const auto& levels = all().vocabulary().levels;
        const bool is_length =
            std::ranges::any_of(levels, [&](const auto& level) { return level.code_length == code.size(); });
        if (!is_length) return {{}, "import.lost_zero"};
        return only(all().with_code(code, on_));
    }

    bool is_called(const administrative_unit::Unit& unit, const std::string& key) const {
        return sheet::key_of(unit.name) == key || sheet::key_of(all().vocabulary().full_name(unit)) == key;
    }

    /// The full name goes before the bare one, so that a commune is not mixed up with a province.
    std::vector<const administrative_unit::Unit*> called(const std::string& text) const {
        const std::string key = sheet::key_of(text);
        auto found = all().search(text, {{}, on_}, kUnitsAsked);
        std::erase_if(found, [&](const auto* one) { return !is_called(*one, key); });
        std::vector<const administrative_unit::Unit*> whole;
        for (const auto* one : found) {
            if (sheet::key_of(all().vocabulary().full_name(*one)) == key) whole.push_back(one);
        }
        return whole.empty() ? found : whole;
    }

    bool is_below(const administrative_unit::Unit& unit, const std::string& place) const {
        const std::string key = sheet::key_of(place);
        for (const auto* above = all().parent(unit); above != nullptr; above = all().parent(*above)) {
            if (is_called(*above, key)) return true;
        }
        return false;
    }

    View view_;
    administrative_unit::Day on_;
};

/// Remembers what a text of a field meant: tables say the same names again and again.
sheet::Mean remembered(sheet::Mean ask) {
    using Known = std::map<std::pair<std::string, std::string>, sheet::Meant>;
    return [ask = std::move(ask),
            known = std::make_shared<Known>()](const form::Field& field, std::string_view text) {
        const auto key = std::pair(field.id, std::string(text));
        auto found = known->find(key);
        if (found == known->end()) found = known->emplace(key, ask(field, text)).first;
        return found->second;
    };
}

sheet::Meant coded(std::string code, const char* fault) {
    if (code.empty()) return {{}, fault};
    return {std::move(code), {}};
}

}  // namespace

sheet::Names sheet_names(const House& house, Instant now) {
    const View view = house.live.view();
    const std::string day = calendar::date_of(now, house.options.utc_offset_micros).iso();
    const auto on = *administrative_unit::Day::parse_iso(day);
    sheet::Names out;
    out.organisation =
        remembered([bodies = Bodies(view, on)](const form::Field& field, std::string_view text) {
            return bodies.find(field, text);
        });
    out.admin_unit = remembered([places = Places(view, on)](const form::Field&, std::string_view text) {
        return places.find(text);
    });
    out.country = [](const form::Field&, std::string_view text) {
        return coded(regions::country_code(text), "import.country_unknown");
    };
    out.language = [](const form::Field&, std::string_view text) {
        return coded(regions::language_code(text), "import.language_unknown");
    };
    return out;
}

}  // namespace neove::service
