#pragma once
/// \file
/// Who is kept away from a record, by whose word, and who lets her in again: one rule (ADR 116).
///
/// 1. Whoever decides on a record (says who comes to it, erases it, passes it on to a successor) is kept
///    away by two, never by the word of one, however high that one stands: neither by name nor as one of a
///    body. So is a body of which one person could not keep everybody away by name.
/// 2. That is judged as if nothing lay on the record, in whatever state it is, whatever her account's state
///    is today, and with roles that begin later: what lasts shorter than a guard makes none possible.
/// 3. A question counts until somebody laid or lifted the same, or its asker took it back: a new one asks two
///    anew. Meanwhile those of a body whom one word keeps away are kept away.
/// 4. Nobody who is named in person reads of it or has a say in it, also when it is over.
/// 5. What keeps away is lifted by two of those who say who comes to the record.

#include "service/registers/handed_rows.h"

namespace neove::service {

/// How many have to say that somebody is kept away; `Nobodys`: nobody who stands where the caller does.
enum class Word : std::uint8_t { One, Two, Nobodys };

/// Never herself, and nobody who works for a body beyond her reach whose work the record is.
Result<Word> word_on_person(
    House& house,
    storage::Snapshot& snapshot,
    const Caller& caller,
    const FoundRecord& found,
    const AccountId& account
);
/// A body whose record it is, one above that one, or one that stands to it, is kept away by the word of
/// somebody above it.
Result<Word> word_on_body(
    House& house,
    storage::Snapshot& snapshot,
    const Caller& caller,
    const FoundRecord& found,
    const OrganisationId& body
);

/// Something that takes two, which one asked for.
struct Question {
    AccountId by;
    Instant at;
    std::string id;  ///< of the row: the one that would begin, or the one that would end
    std::string kind;
    AccountId account;
    OrganisationId organisation;
    std::string until;            ///< of a guard; empty: it has no end
    std::vector<GivenRow> given;  ///< rows that keep away until it is answered
};
/// Those of one kind of event (`guard_asked`, `lift_asked`) that count today: young enough, as the journal
/// has them, of somebody who still may, and none that was answered or taken back since. Oldest first.
Result<std::vector<Question>> questions_of(
    House& house,
    storage::Snapshot& snapshot,
    const Caller& caller,
    const FoundRecord& found,
    std::string_view kind
);

/// While a guard on a body waits for a second person, everybody of that body who could open the record now,
/// and whom one word keeps away, is kept away by name: at most as long as the question counts.
Result<RowsHanded> kept_meanwhile(
    House& house,
    storage::Snapshot& snapshot,
    const Caller& caller,
    const FoundRecord& found,
    const RecordRelation& guard
);
/// Those rows end when the guard is laid.
RowsHanded no_longer_meanwhile(
    const Caller& caller,
    const FoundRecord& found,
    const std::vector<Question>& asked,
    const RecordRelation& guard
);

}  // namespace neove::service
