#include "service/proposal.h"

#include "base/check.h"
#include "keyring/row_tag.h"
#include "service/placed_bodies.h"
#include "storage/row_digest.h"
#include "storage/statements/accounts.h"

namespace neove::service {

namespace statements = storage::statements;
using storage::Row;
using storage::Write;

namespace {

constexpr std::size_t kSealedMax = 128U * 1024 * 1024;  // a whole list of bodies, before and after

Bytes place_of(const Keys& keys, const ProposalId& id, const std::string& event = {}) {
    keyring::SealedPlace place;
    place.purpose = keyring::Purpose::PasswordVerifier;
    place.store = keys.store;
    place.domain = keyring::Domain::Auth;
    place.register_name = "proposal";
    place.record = RecordId::trusted(id.text());
    place.event = EventId::trusted(event);
    return keyring::associated_data(place);
}

Bytes seal(const Keys& keys, const Proposal& proposal) {
    json::Array grants;
    for (const NewGrant& grant : proposal.change.grants) {
        grants.push_back(json::Object{{"role", grant.role}, {"organisation", grant.organisation.text()}});
    }
    json::Value value(json::Object{
        {"login", proposal.change.login},
        {"name", proposal.change.name},
        {"grants", std::move(grants)},
        {"grant", proposal.change.grant_id},
        {"reason", proposal.reason},
        {"decision", proposal.decision},
        {"half", proposal.state == "waiting" ? proposal.first_half : std::string()}});
    if (proposal.change.is_of_tree()) value.set("bodies", bodies_to_json(proposal.change.bodies));
    return crypto::seal_padded(
        keys.account, as_bytes(json::write_canonical(value)), place_of(keys, proposal.id)
    );
}

Bytes tag_of(const Keys& keys, const Proposal& proposal, ByteView sealed, std::int64_t version) {
    const std::string& account = proposal.change.account.text();
    const std::string& proposer = proposal.proposed_by.text();
    const std::string& decider = proposal.decided_by.text();
    const std::int64_t decided_at = proposal.decided_at ? proposal.decided_at->micros : 0;
    const Digest tag = keyring::row_tag(
        keys.row_tag,
        "proposal",
        {{"id", proposal.id.text()},
         {"state", proposal.state},
         {"action", proposal.change.action},
         {"account_id", account},
         {"proposed_by", proposer},
         {"proposed_at", proposal.proposed_at.micros},
         {"expires_at", proposal.expires_at.micros},
         {"decided_by", decider},
         {"decided_at", decided_at},
         {"sealed", sealed},
         {"version", version}}
    );
    return {tag.begin(), tag.end()};
}

std::optional<Proposal> proposal_of(storage::Snapshot& snapshot, const Keys& keys, const Row& row) {
    Proposal one;
    one.id = ProposalId::trusted(row.text(0));
    one.state = row.text(1);
    one.change.action = row.text(2);
    one.change.account = AccountId::trusted(row.text(3));
    one.proposed_by = AccountId::trusted(row.text(4));
    one.proposed_at = {row.number(5)};
    one.expires_at = {row.number(6)};
    one.decided_by = AccountId::trusted(row.text(7));
    if (!row.is_null(8)) one.decided_at = Instant{row.number(8)};
    one.tag = row.bytes(10);
    one.version = row.number(11);
    const bool is_ours = crypto::equal(tag_of(keys, one, row.bytes(9), one.version), one.tag);
    if (!keys.rows->admits(snapshot, RowKind::Proposal, one.id.text(), one.version, is_ours))
        return std::nullopt;
    const auto opened = crypto::open_padded(keys.account, row.bytes(9), place_of(keys, one.id));
    if (!opened) return std::nullopt;
    const auto value = json::parse(as_text(*opened), {.bytes = kSealedMax});
    if (!value) return std::nullopt;
    one.change.login = value->text_or("login");
    one.change.name = value->text_or("name");
    one.change.grant_id = value->text_or("grant");
    one.reason = value->text_or("reason");
    one.decision = value->text_or("decision");
    one.first_half = value->text_or("half");
    if (const json::Value* bodies = value->find("bodies")) one.change.bodies = bodies_from_json(*bodies);
    const json::Value* grants = value->find("grants");
    if (grants != nullptr && grants->array() != nullptr) {
        for (const json::Value& grant : *grants->array()) {
            one.change.grants.push_back(
                {grant.text_or("role"), OrganisationId::trusted(grant.text_or("organisation"))}
            );
        }
    }
    return one;
}

std::vector<Proposal> valid_of(storage::Snapshot& snapshot, const Keys& keys, const storage::Rows& rows) {
    std::vector<Proposal> out;
    for (const Row& row : rows) {
        if (auto one = proposal_of(snapshot, keys, row)) out.push_back(std::move(*one));
    }
    return out;
}

storage::Value decided_at(const Proposal& proposal) {
    return proposal.decided_at ? storage::Value(proposal.decided_at->micros) : storage::Value();
}

/// The row as it stands in its table, columns in the table's order.
storage::Parameters row_of(const Keys& keys, const Proposal& proposal, std::int64_t version) {
    Bytes sealed = seal(keys, proposal);
    Bytes tag = tag_of(keys, proposal, sealed, version);
    return {
        proposal.id.text(),
        proposal.state,
        proposal.change.action,
        proposal.change.account.text(),
        proposal.proposed_by.text(),
        proposal.proposed_at.micros,
        proposal.expires_at.micros,
        proposal.decided_by.text(),
        decided_at(proposal),
        std::move(sealed),
        std::move(tag),
        version};
}

storage::RowState state_of(const storage::Parameters& row, std::int64_t version) {
    return {
        std::string(table_of(RowKind::Proposal)),
        std::get<std::string>(row.front()),
        version,
        storage::row_digest(row)};
}

}  // namespace

Write insert_proposal(const Keys& keys, const Proposal& proposal) {
    storage::Parameters row = row_of(keys, proposal, 1);
    storage::RowState state = state_of(row, 1);
    return {&statements::kInsertProposal, std::move(row), std::nullopt, std::move(state)};
}

Write decide_proposal(const Keys& keys, const Proposal& proposal) {
    CHECK(!proposal.tag.empty());
    CHECK(proposal.state != "waiting");
    const std::int64_t version = proposal.version + 1;
    const storage::Parameters row = row_of(keys, proposal, version);
    return {
        &statements::kDecideProposal,
        {row[0], row[1], row[7], row[8], row[9], row[10], version, proposal.tag},
        1,
        state_of(row, version)};
}

Result<std::optional<Proposal>> find_proposal(
    storage::Snapshot& snapshot, const Keys& keys, const ProposalId& id
) {
    auto found = valid_of(snapshot, keys, TRY(snapshot.read(statements::kProposalById, {id.text()})));
    if (found.empty()) return std::nullopt;
    return std::move(found.front());
}

Result<std::vector<Proposal>> newest_proposals(storage::Snapshot& snapshot, const Keys& keys, int limit) {
    return valid_of(snapshot, keys, TRY(snapshot.read(statements::kNewestProposals, {std::int64_t{limit}})));
}

Result<std::vector<Proposal>> waiting_proposals(storage::Snapshot& snapshot, const Keys& keys) {
    return valid_of(snapshot, keys, TRY(snapshot.read(statements::kWaitingProposals)));
}

Bytes sealed_reason(
    const Keys& keys, const ProposalId& proposal, const std::string& event, const std::string& reason
) {
    const json::Value value(json::Object{{"reason", reason}});
    return crypto::seal_padded(
        keys.account, as_bytes(json::write_canonical(value)), place_of(keys, proposal, event)
    );
}

}  // namespace neove::service
