#include "app/programmes.h"

#include "calendar/working_calendar.h"
#include "calendar_pack/calendar_pack.h"
#include "definition/check.h"
#include "definition/folder.h"
#include "embedded/embedded.h"
#include "service/registers/sign_access.h"

#include <fmt/format.h>

#include <algorithm>
#include <set>

namespace neove::app {

namespace {

/// In the place of a folder: no programme at all.
constexpr std::string_view kNone = "none";

std::set<std::string> house_roles_of(const Installation& installation) {
    std::set<std::string> out;
    for (const access::Role& role : installation.house->table.roles()) out.insert(role.name);
    return out;
}

Result<definition::Bundle> bundle_of(
    const Installation& installation, const std::vector<std::string>& folders
) {
    if (folders.empty()) return definition::load_bundle(bundle_text());
    std::vector<definition::Folder> read;
    for (const std::string& folder : folders) {
        if (folder == kNone) continue;
        auto found = TRY(definition::read_folders(folder));
        for (definition::Folder& one : found) read.push_back(std::move(one));
    }
    definition::Checked checked = definition::check(definition::compile(read), house_roles_of(installation));
    for (const definition::Fault& fault : checked.faults) {
        const auto sentence = [&](std::string_view code) {
            return std::string(installation.sentences.of(code, service::Language::Vi));
        };
        fmt::print(stderr, "{}\n", definition::told(fault, sentence));
    }
    if (!checked.faults.empty() || !checked.bundle) {
        return refuse(ErrorKind::Invalid, "programme.faulty");
    }
    return std::move(*checked.bundle);
}

std::vector<access::Role> roles_of(const definition::Bundle& bundle, bool demo) {
    std::vector<access::Role> roles;
    for (const definition::Programme& programme : bundle.programmes) {
        if (programme.make_believe && !demo) continue;
        const json::Value* labels = programme.source.find("labels");
        const auto label = [&](const char* language, const std::string& role) {
            const json::Value* told = labels == nullptr ? nullptr : labels->find(language);
            return told == nullptr ? role : told->text_or("roles." + role, role);
        };
        for (const std::string& role : programme.roles) {
            roles.push_back({role, label("vi", role), label("en", role), {}, {}});
        }
    }
    return roles;
}

/// Also of a bundle that was compiled where the house was not known.
Result<> check_house_roles(const access::Table& table, const definition::Bundle& bundle) {
    for (const definition::Programme& programme : bundle.programmes) {
        for (const std::string& role : programme.roles) {
            const bool is_meant =
                std::ranges::find(programme.house_roles, role) != programme.house_roles.end();
            if (table.find_role(role) == nullptr || is_meant) continue;
            return refuse(ErrorKind::Invalid, "definition.house_role", programme.id + "/" + role);
        }
    }
    return {};
}

/// To whoever started the server.
void tell_stand(const Installation& installation, const service::Programme& programme) {
    const auto say = [&](const char* code) {
        fmt::print(stderr, "{}\n", installation.sentences.of(code, service::Language::Vi));
    };
    if (!programme.lost.empty()) {
        const bool is_held = programme.held == service::HeldBack::ByRecords;
        say(is_held ? "programme.held_by_records" : "programme.lost_records");
        for (const service::LostRecords& one : programme.lost) {
            fmt::print(stderr, "  {}{}{}\n", one.register_name, one.state.empty() ? "" : "/", one.state);
        }
        if (is_held) return;
    }
    if (programme.access == service::AccessStand::InForce) return;
    if (service::is_closed_until_signed(programme)) return say("programme.closed_until_signed");
    say(programme.access == service::AccessStand::Closed ? "access_table.closed" : "access_table.waits");
}

}  // namespace

Result<> adopt_programmes(Installation& installation, const std::vector<std::string>& folders) {
    service::House& house = *installation.house;
    auto bundle = std::make_shared<const definition::Bundle>(TRY(bundle_of(installation, folders)));
    TRY(check_house_roles(house.table, *bundle));
    TRY(take_calendar(installation));
    house.table.add_roles(roles_of(*bundle, house.options.demo));
    // A demonstration runs its own programmes as they are; one that somebody brings waits like in earnest.
    const auto wider = folders.empty() ? service::Wider::IsTaken : service::Wider::Waits;
    TRY(house.programmes.adopt(
        house.store, house.keys, std::move(bundle), house.options.demo, house.clock.now(), wider
    ));
    const auto programme = house.programmes.current();
    // The one that goes on where this one is held back has roles of its own.
    house.table.add_roles(roles_of(*programme->bundle, house.options.demo));
    tell_stand(installation, *programme);
    return {};
}

Result<> take_calendar(Installation& installation) {
    Diagnostics faults;
    const std::string_view calendar = pack_text("packs/vn_administration/working_calendar.yaml");
    calendar::CalendarData days =
        calendar_pack::read_working_calendar(calendar, "working_calendar.yaml", faults);
    if (!faults.empty()) return std::unexpected(faults.front());
    installation.house->programmes.set_calendar(calendar::WorkingCalendar(std::move(days)));
    return {};
}

Result<deadline::Phrases> deadline_phrases() {
    return deadline::Phrases::parse(pack_text("packs/messages/deadline.tsv"));
}

}  // namespace neove::app
