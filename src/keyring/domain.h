#pragma once
/// \file
/// The words keys are kept apart by: domains, classes of fields, and what a subkey is for. Their numbers are
/// part of stored bytes: never renumber, never reuse.

#include <array>
#include <cstdint>
#include <optional>
#include <string_view>

namespace neove::keyring {

/// A domain separates keys and people (SECURITY 1).
enum class Domain : std::uint8_t {
    Work = 1,
    Auth = 2,
    System = 3,
    Cases = 4,
    Crime = 5,
    Tips = 6,
    Audit = 7
};

inline constexpr std::array kDomains{
    Domain::Work, Domain::Auth, Domain::System, Domain::Cases, Domain::Crime, Domain::Tips, Domain::Audit};

/// What every new store has keys for.
inline constexpr std::array kStoreDomains{Domain::Work, Domain::Auth, Domain::System, Domain::Cases};

std::string_view name_of(Domain domain);  ///< `work`, `auth`…
std::optional<Domain> domain_named(std::string_view name);
std::optional<Domain> domain_numbered(std::uint64_t number);

/// How much a field gives away. `None` where a sealed value is of no class (keys, seeds, drafts of settings).
enum class FieldClass : std::uint8_t { None = 0, Public = 1, Internal = 2, Confidential = 3, Identity = 4 };

std::string_view name_of(FieldClass field_class);

/// What a subkey or a sealed value is for; one key is never used for two jobs. The number is the number of
/// the derivation and, written out, the `purpose` of the associated data.
enum class Purpose : std::uint8_t {
    Field = 1,         ///< sealed answers and free text
    SearchCard = 2,    ///< sealed names and numbers, opened into memory
    Attachment = 3,    ///< streams of chunks
    Draft = 4,         ///< one overwritten row per user and form
    RecordKey = 5,     ///< wrapping of a record's own key
    RowTag = 6,        ///< rows that confer power
    EntityTag = 7,     ///< ETags
    Cursor = 8,        ///< page cursors
    FormToken = 9,     ///< tokens of forms
    Idempotency = 10,  ///< digests of request keys and bodies
    FactSubject = 11,  ///< subjects of facts
    Session = 12,      ///< stored form of session cookies
    PasswordVerifier = 13,
    FactorSeed = 14,    ///< TOTP seeds
    CodeCard = 15,      ///< verification values of printed codes
    SealedReason = 16,  ///< reasons and search texts of the journal
    Receipt = 17,       ///< pepper of the public door's receipts
    RootKey = 18,       ///< R_d under an unlock method (the keyring's own)
    EpochKey = 19,      ///< E_d,n under R_d (the keyring's own)
    KeyringTag = 20,    ///< the keyring file's own tag
    SigningState = 21,  ///< the journal's next signing secret
    FileMark = 22,      ///< digests by which a file that is already there is found
    Mail = 23,          ///< waiting mails: their address, their text, their natural key
    Erasure = 24,       ///< why a record was erased
    BreakGlass = 25,    ///< why somebody broke the glass, and what was thought of it
    Export = 26,        ///< what an export that waits for others is to carry, and why
};

std::string_view name_of(Purpose purpose);  ///< `field`, `search_card`…

}  // namespace neove::keyring
