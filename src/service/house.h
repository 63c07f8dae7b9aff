#pragma once
/// \file
/// Everything a use case needs, put together once by `app`. No globals: a test builds its own house.

#include "access/access.h"
#include "base/clock.h"
#include "document/pool.h"
#include "form/person_words.h"
#include "organisation/vocabulary.h"
#include "service/keys.h"
#include "service/live.h"
#include "service/memory.h"
#include "service/plan_reading.h"
#include "service/registers/person_index.h"
#include "service/registers/programmes.h"
#include "storage/store.h"

#include <functional>
#include <memory>
#include <string>

namespace neove::service {

struct HouseOptions {
    bool demo{false};
    crypto::Strength strength{crypto::Strength::SignIn};
    bool mails{false};                          ///< mails leave this machine; set by `app`
    std::int64_t utc_offset_micros{7 * kHour};  ///< what "today" means; data of the installation
};

struct MachineFacts;
class BoardIndex;

struct House {
    storage::Store& store;
    const Clock& clock;
    Keys keys;
    access::Table table;
    organisation::Vocabulary vocabulary;
    HouseOptions options;
    document::ExtractorPool& extractors;
    Live live;
    SessionMemory sessions;
    AttemptMemory attempts;
    HashingGate hashing;
    std::function<MachineFacts()> machine_facts;  ///< set by `app`
    ReadPlan read_plan;                           ///< set by `app`
    HalfMemory halves{};
    form::PersonWords person_words{};  ///< of the pack; set by `app`
    Programmes programmes{};
    PurposeMemory purposes{};
    PersonIndex persons{};
    std::shared_ptr<BoardIndex> boards{};  ///< set by `app`; where there is none, a board walks
};

}  // namespace neove::service
