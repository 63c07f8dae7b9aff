#pragma once
/// \file
/// A record as a caller stands to it: found, its tag and relations checked, its seal still closed. Every use
/// case begins here, so that what is not there and what is not hers cannot be told apart.

#include "service/caller.h"
#include "service/registers/stored_record.h"

#include <map>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace neove::service {

/// A register as a request works with it.
struct Desk {
    std::shared_ptr<const Programme> programme;
    const definition::Register* current{nullptr};  ///< of the bundle in force
    keyring::Domain domain{keyring::Domain::Work};
};
/// Refuses `access.not_found` for a register that is not there.
Result<Desk> desk_of(const House& house, std::string_view register_id);

/// A row of `relation` that is believed. One of no kind stands for a row that is not, or that is gone: it may
/// have kept anybody away, so while it is there nobody stands to the record at all (ADR 118).
struct RecordRelation {
    std::string id;
    std::string kind;
    AccountId account;
    OrganisationId organisation;
    Instant from;
    std::optional<Instant> until;
    AccountId given_by;
    std::int64_t version{0};
    bool holds_at(Instant now) const { return from <= now && (!until || now < *until); }
};
/// Beside a row of the same snapshot: where fewer are there than its events gave, one of no kind is added.
void doubt_missing(const Keys& keys, const RecordRow& row, std::vector<RecordRelation>& relations);
bool is_doubted(const std::vector<RecordRelation>& relations);
Result<std::vector<RecordRelation>> relations_of(
    storage::Snapshot& snapshot, const Keys& keys, const std::string& register_name, const RecordId& record
);
/// The same for several, by id of the record; at most `kAtOnce`.
using RelationsOf = std::map<std::string, std::vector<RecordRelation>>;
Result<RelationsOf> relations_of(
    storage::Snapshot& snapshot,
    const Keys& keys,
    const std::string& register_name,
    std::span<const RecordId> records
);
storage::Write insert_relation(
    const Keys& keys, const std::string& register_name, const RecordId& record, const RecordRelation& relation
);
storage::Write end_relation(
    const Keys& keys, const std::string& register_name, const RecordId& record, RecordRelation relation
);

struct FoundRecord {
    Desk desk;
    std::shared_ptr<const definition::Bundle> pinned;
    const definition::Register* definition{nullptr};  ///< as it was when the record was opened
    RecordRow row;
    std::vector<RecordRelation> relations;
    access::Standing standing;
    Bytes sealed;
    std::optional<SealedRecord> seal;
    const std::string& register_name() const { return row.register_name; }
};

/// How a caller stands to a row.
access::Standing standing_of(
    const House& house,
    const Caller& caller,
    const RecordRow& row,
    const std::vector<RecordRelation>& relations
);
access::Verdict verdict_of(const Caller& caller, const FoundRecord& found, std::string_view action);

/// Refuses `access.not_found` for an unknown record, one of another register, and one whose key is gone;
/// `keyring.behind` where this node's keys are older than the last key day.
Result<FoundRecord> find_record(
    House& house,
    storage::Snapshot& snapshot,
    const Caller& caller,
    std::string_view register_id,
    const RecordId& id
);
/// Several of a register, at most `kAtOnce`, in two reads: those she may open or list, that are there and
/// that open, by id. One that does not open must not take the others with it.
Result<std::map<std::string, FoundRecord>> find_records(
    House& house,
    storage::Snapshot& snapshot,
    const Caller& caller,
    std::string_view register_id,
    std::span<const RecordId> ids
);
/// The same as `find_record`, for a caller who may do this; anybody else gets what an unknown id gets.
Result<FoundRecord> record_for(
    House& house,
    storage::Snapshot& snapshot,
    const Caller& caller,
    std::string_view register_id,
    const RecordId& id,
    std::string_view action
);

/// Whether somebody else, as she is today, may do this to the record: the power of what she asked for is not
/// kept in a drawer.
Result<bool> still_may(
    House& house,
    storage::Snapshot& snapshot,
    const Caller& caller,
    const FoundRecord& found,
    const AccountId& account,
    std::string_view action
);

/// Keyed over the version as this caller sees it (`seen_version`), the earliest due date and what she may
/// read: a change that she cannot read is none to her.
std::string record_etag(const House& house, const RecordRow& row, access::Classes readable);
/// Refuses `version.stale`.
Result<> check_record_etag(
    const House& house, const RecordRow& row, access::Classes readable, std::string_view tag
);

/// What the form cannot know by itself.
form::References references_of(const House& house, Instant now);

}  // namespace neove::service
