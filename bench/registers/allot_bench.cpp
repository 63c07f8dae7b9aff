/// \file
/// How long it takes until the confirmed tasks of a plan are records of 102 communes and more, durable: the
/// look beforehand, and the commit. SQLite; PostgreSQL with NEOVE_SCENARIO_POSTGRES.

#include "definition/allotments.h"
#include "definition/check.h"
#include "definition/folder.h"
#include "organisation/load.h"
#include "service/documents.h"
#include "service/organisations.h"
#include "service/registers/allot.h"
#include "service/review_document.h"
#include "service/scenario/house_fixture.h"
#include "service/upload_document.h"

#include <fmt/format.h>

#include <chrono>
#include <cstdlib>

namespace neove::bench {
namespace {

using service::scenario::HouseFixture;

constexpr const char* kFocal = "daumoi.congan";
constexpr std::size_t kCommunes = 102;
constexpr std::size_t kTasks = 19;

template <typename T>
T must(Result<T> result, const char* what) {
    if (result) return std::move(*result);
    fmt::print(stderr, "{}: {} {}\n", what, result.error().code, result.error().where);
    std::exit(1);
}

double millis(const auto& work) {
    const auto begun = std::chrono::steady_clock::now();
    work();
    return std::chrono::duration<double, std::milli>(std::chrono::steady_clock::now() - begun).count();
}

std::string adopt(HouseFixture& at, const std::string& path) {
    const auto checked =
        definition::check(definition::compile({must(definition::read_folder(path), "folder")}));
    auto bundle = must(definition::load_bundle(checked.bundle->source), "bundle");
    std::string takes;
    for (const definition::Programme& programme : bundle.programmes) {
        for (const definition::Register& one : programme.registers) {
            if (definition::takes_tasks(one)) takes = one.id;
        }
    }
    auto& house = at.house();
    auto shared = std::make_shared<const definition::Bundle>(std::move(bundle));
    const auto adopted = house.programmes.adopt(house.store, house.keys, shared, true, at.clock.now());
    if (!adopted) std::exit(1);
    return takes;
}

/// As many communes as the province has, in the place of those of the demonstration.
void settle_communes(HouseFixture& at) {
    const auto model = organisation::id_of_key("demo_province", "may_truc");
    const auto view = at.house().live.view();
    const auto* one = view->directory.find(model);
    const std::size_t there = view->directory.of_kind(one->kind).size();
    for (std::size_t i = there; i < kCommunes; ++i) {
        Diagnostics faults;
        service::OrganisationChange wanted;
        wanted.name = fmt::format("Ủy ban nhân dân xã Thử {}", i);
        wanted.kind = one->kind;
        wanted.parent = one->parent;
        must(service::create_organisation(at.house(), at.caller(kFocal), wanted, {}, {}, faults), "commune");
    }
}

DocumentId confirmed_plan(HouseFixture& at, review::Choice choice, std::size_t tasks) {
    std::string text = service::scenario::pack("demo_province/sample_plan.txt");
    text += fmt::format("\n(bản {})\n", choice == review::Choice::Dated ? 1 : 2);
    auto& house = at.house();
    const auto done = must(
        service::upload_document(house, at.caller(kFocal), {as_bytes(text), "plan.txt", {}, true}), "plan"
    );
    service::DocumentChange described;
    described.issued_on = "2026-01-05";
    const auto now = [&] {
        service::ReviewRequest request;
        request.document = done.id;
        const auto record = must(service::open_document(house, at.caller(kFocal), done.id), "document");
        request.etag = service::document_etag(house, record.row);
        return request;
    };
    must(
        service::change_document(house, at.caller(kFocal), done.id, now().etag, described, {}, {}),
        "described"
    );
    std::vector<TaskId> all;
    const auto record = must(service::open_document(house, at.caller(kFocal), done.id), "document");
    for (const review::Task& task : record.review.tasks) {
        if (all.size() == tasks) break;
        review::Edit edit;
        edit.choice = choice;
        edit.due = choice == review::Choice::Dated ? "2027-03-31" : "";
        edit.lead = review::Bodies{{"Ủy ban nhân dân các xã, phường", {}, false}};
        edit.coordinate = review::Bodies{};
        edit.requested = review::Bodies{};
        must(service::edit_task(house, at.caller(kFocal), now(), task.id, edit), "edit");
        all.push_back(task.id);
    }
    must(service::confirm_tasks(house, at.caller(kFocal), now(), all), "confirm");
    return done.id;
}

void measure(HouseFixture& at, const std::string& takes, const char* name, const DocumentId& id) {
    const service::Caller caller = at.caller(kFocal);
    service::AllotmentRequest request{id, takes, {}, false};
    service::Allotment seen, done;
    const double look = millis([&] { seen = must(service::allot(at.house(), caller, request), "look"); });
    request.apply = true;
    const double give = millis([&] { done = must(service::allot(at.house(), caller, request), "give"); });
    const double again = millis([&] { must(service::allot(at.house(), caller, request), "again"); });
    fmt::print(
        "{:<10} {:>5} task(s) of bodies, {:>5} records: look {:>7.1f} ms, give {:>8.1f} ms, again {:>7.1f} "
        "ms\n",
        name,
        done.given,
        done.opened,
        look,
        give,
        again
    );
}

}  // namespace
}  // namespace neove::bench

int main(int argc, char** argv) {
    using namespace neove;
    if (argc != 2) {
        fmt::print(stderr, "allot_bench PROGRAMME: the folder of one whose register takes tasks\n");
        return 2;
    }
    service::scenario::HouseFixture at;
    const std::string takes = bench::adopt(at, argv[1]);
    bench::settle_communes(at);
    bench::measure(at, takes, "one dated", bench::confirmed_plan(at, review::Choice::Dated, 1));
    bench::measure(at, takes, "standing", bench::confirmed_plan(at, review::Choice::Standing, bench::kTasks));
    return 0;
}
