#pragma once
/// \file
/// A record as one person sees it: the answers she may read, what runs, what it points at, who stands to it,
/// and what she may do now.

#include "service/registers/keep_away.h"

#include <map>
#include <string>
#include <vector>

namespace neove::service {

struct ShownLink {
    std::string id;
    record::Link link;
    std::string number;   ///< empty where she may not open what it points at; `link.to` is empty then too
    std::string words{};  ///< of a document's task, or what a list calls the record
};

struct ShownPerson {
    RecordRelation relation;
    std::string name;  ///< of the account or the organisation
};

/// A guard that takes two and that one asked for.
struct ShownQuestion {
    Question question;
    std::string name;  ///< of whom it keeps away
    std::string by;    ///< who asked
};

struct May {
    std::vector<std::string> actions;
    bool correct{false};
    bool link{false};
    bool assign{false};
    bool attach{false};
    bool original{false};  ///< files as they came in
    bool erase{false};
    bool lift{false};  ///< end what keeps somebody away, as one of two
};

struct OpenedRecord {
    RecordRow row;
    const definition::Register* definition{nullptr};  ///< lives as long as `pinned`
    std::shared_ptr<const definition::Bundle> pinned;
    json::Value answers;          ///< readable ones, in the form's order
    access::Classes readable{0};  ///< what she may read
    access::Classes hidden{0};    ///< exist, and are closed to her
    access::Classes write{0};
    bool needs_purpose{false};  ///< more can be read once a purpose was given
    std::vector<deadline::Clock> clocks;
    std::vector<ShownLink> links;
    std::vector<ShownPerson> people;
    std::vector<ShownQuestion> asked{};  ///< for whoever may assign, and never of her whom it names
    May may;
    std::string word;  ///< how the matter stands with its limits (`word_of_state`); empty: nothing to say
    std::map<std::string, std::int64_t> times;  ///< of actions that conditions count (`offered_of`)
    std::string etag;
    bool repeated{
        false};  ///< of an act: the same request was carried out before, and nothing was written now
};

/// What a reply with these classes says in the journal; empty where nothing sensitive was opened.
std::string sensitive_classes(access::Classes opened);

/// Puts together what the caller sees of a record whose answers were opened as far as she may read.
Result<OpenedRecord> show_record(
    House& house,
    storage::Snapshot& snapshot,
    const Caller& caller,
    const FoundRecord& found,
    const OpenedAnswers& opened,
    std::vector<deadline::Clock> clocks,
    const std::vector<record::Link>& links
);

/// Links as rows say them.
Result<std::vector<record::Link>> links_of(storage::Snapshot& snapshot, const RecordId& record);

/// `access.not_found` for whoever may not open it. Opened confidential and identity answers are journalled.
Result<OpenedRecord> read_record(
    House& house, const Caller& caller, std::string_view register_id, const RecordId& id
);

/// The same for paper: whoever may read it may print what she reads, and the journal calls it an export.
Result<OpenedRecord> print_record(
    House& house, const Caller& caller, std::string_view register_id, const RecordId& id
);

}  // namespace neove::service
