#pragma once
/// \file
/// Records that name a body that is no more, and those who succeeded it: what is proposed, and the register's
/// own action that passes them on, taken of many at once. Who succeeds whom is the tree's word; that a record
/// is passed on is a person's, who says by which paper.

#include "service/registers/body_parts.h"
#include "service/registers/bulk_act.h"

#include <string>
#include <vector>

namespace neove::service {

struct HeirView {
    OrganisationId organisation;
    std::string name;
    std::string subject;
    std::string on;
    std::string basis;
};

/// A body that is no more, and what of it the caller may pass on.
struct SuccessionView {
    OrganisationId former;
    std::string name;
    std::string ended_on;  ///< first day on which it was no longer there
    std::vector<HeirView>
        heirs;                ///< who are there today; several: a person chooses; none: the tree says none
    std::int64_t records{0};  ///< that name it
    std::int64_t parts{0};    ///< to which it stands otherwise (`body_parts.h`)
};

struct Successions {
    Desk desk;
    std::string action;                  ///< empty: she passes on no record that names a body
    std::vector<SuccessionView> bodies;  ///< those with records, in `vi` order
    std::int64_t records{0};
    std::int64_t parts{0};
};

/// Whether the register passes records on, or what a body was to them, and the caller's role may ever do it,
/// for menus.
bool may_pass_on(const Caller& caller, const Desk& desk);

/// The action of the record's register that passes it on, where nobody could take it: the body that the
/// record names is still there, or the tree of today names nobody who carries on. Empty otherwise.
std::string passed_on_to_nobody(const House& house, const Caller& caller, const FoundRecord& found);

/// Every number is the length of a list that `succession_of` shows her: records whose column names the body,
/// that she may list, and of which she may take the action now. Refuses `access.not_found` (a register
/// without a succession, or nothing of it for her), `board.too_many`.
Result<Successions> successions_of(House& house, const Caller& caller, const std::string& register_id);

/// An open record of a successor that reads like one of the former body: perhaps both were given the same.
struct AlikeRecord {
    RecordId record;  ///< of the former body
    OrganisationId heir;
    RecordId other;
    std::string number;
};

struct SuccessionOffer {
    Desk desk;
    std::string action;
    SuccessionView about;                ///< `records`: all of them
    std::vector<OfferedRecord> records;  ///< at most `kBulkMax`, those due first before the others
    bool more{false};
    access::Classes write{0};  ///< that she may write in all of them
    std::vector<AlikeRecord> alike{};
};
/// The same refusals; of a body that is still there, or that no record names for her, `access.not_found`.
Result<SuccessionOffer> succession_of(
    House& house, const Caller& caller, const std::string& register_id, const OrganisationId& former
);

/// Records to which the body stands otherwise, and how.
struct OfferedPart {
    OfferedRecord record;
    BodyPart part;
};
struct PartsOffer {
    Desk desk;
    SuccessionView about;              ///< `parts`: all of them
    std::vector<OfferedPart> records;  ///< at most `kBulkMax`, those due first before the others
    bool more{false};
};
/// The same refusals as `succession_of`.
Result<PartsOffer> parts_of(
    House& house, const Caller& caller, const std::string& register_id, const OrganisationId& former
);

/// Of the register's own action, however it is taken, and of a correction of it: that it passes the record on
/// to whom the tree of today names as a successor of the body in `before`, and says of that body that it was.
/// `action` is the one that is taken or mended. Refuses `succession.heir`, `succession.other_body`.
Result<> check_heir(
    const House& house,
    const Caller& caller,
    const definition::Register& definition,
    std::string_view action,
    const json::Value& before,
    const json::Value& answers
);

struct PassOn {
    std::string register_id;
    OrganisationId former;
    OrganisationId heir;
    std::string paper;   ///< its number, where the register asks for one
    std::string reason;  ///< where the action asks for one
    std::vector<BulkTarget> targets;
    std::string request_key;
    std::string request_body;
    std::vector<std::string> kept_words{};  ///< as `WantedAct` says
    bool let_go{false};  ///< not passed on but ended, because the heir has the same already
};
/// Each record by itself, as `act_on_many`. Refuses as a whole `access.not_found`, `succession.heir` (the
/// tree of today does not name that successor), those of `check_targets`, `session.step_up`; of one record
/// `succession.other_body` where it names another body by now, `succession.not_twice` where it is to be let
/// go and the heir has none like it.
Result<std::vector<BulkResult>> pass_on(House& house, const Caller& caller, const PassOn& wanted);

}  // namespace neove::service
