#pragma once
/// \file
/// A house that lends books: the make-believe programme over a real store.

#include "access/rules.h"
#include "definition/register.h"
#include "embedded/embedded.h"
#include "json/json.h"
#include "service/registers/drafts.h"
#include "service/registers/list_records.h"
#include "service/registers/people.h"
#include "service/registers/purpose.h"
#include "service/registers/timeline.h"
#include "service/scenario/house_fixture.h"

#include <doctest/doctest.h>

#include <memory>
#include <string>

namespace neove::service::scenario {

inline constexpr const char* kDesk = "quaydoc.xa";
inline constexpr const char* kLibrarian = "thuthu.xa";
inline constexpr const char* kElsewhere = "thuthu.phuong";
inline constexpr const char* kHead = "truongthuvien";
inline constexpr const char* kPhone = "0987654321";
inline constexpr const char* kNote = "Chim-Hoàng-Yến ghi chú kín";

/// A house that lends.
class Library : public HouseFixture {
public:
    explicit Library(const Around& around = {}) : HouseFixture(around) {
        auto bundle = definition::load_bundle(bundle_text());
        REQUIRE_MESSAGE(bundle.has_value(), (bundle ? "" : bundle.error().code + bundle.error().where));
        REQUIRE(house().programmes.adopt(
            house().store,
            house().keys,
            std::make_shared<const definition::Bundle>(std::move(*bundle)),
            true,
            clock.now()
        ));
    }

    Result<OpenedRecord> request(const char* login, json::Object more = {}, const std::string& key = {}) {
        WantedAct wanted;
        wanted.action = "request";
        wanted.answers = json::Object{
            {"title", "Dế Mèn"},
            {"kind", "novel"},
            {"copies", 2},
            {"reader_kind", "adult"},
            {"reader_phone", kPhone},
            {"note", kNote},
            {"asked_on", "2026-05-20"}};
        for (auto& [field, value] : more) wanted.answers.set(field, std::move(value));
        const RecordRequest what{"loan", {}, {}, key, "body"};
        return open_record(house(), caller(login), what, wanted, faults);
    }

    Result<OpenedRecord> act(
        const char* login, const OpenedRecord& seen, WantedAct wanted, const std::string& key = {}
    ) {
        const RecordRequest what{"loan", seen.row.id, seen.etag, key, wanted.action};
        return act_on_record(house(), caller(login), what, wanted, faults);
    }

    Result<OpenedRecord> read(const char* login, const RecordId& id) {
        return read_record(house(), caller(login), "loan", id);
    }

    RecordPage list(const char* login, RecordQuery query = {}) {
        query.register_id = "loan";
        auto page = list_records(house(), caller(login), query);
        REQUIRE_MESSAGE(page.has_value(), (page ? "" : page.error().code));
        return std::move(*page);
    }

    Diagnostics faults;
};

inline WantedAct wants(const std::string& action, json::Object answers = {}, const std::string& reason = {}) {
    WantedAct wanted;
    wanted.action = action;
    wanted.answers = json::Value(std::move(answers));
    wanted.reason = reason;
    return wanted;
}

}  // namespace neove::service::scenario
