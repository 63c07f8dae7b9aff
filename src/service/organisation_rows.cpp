#include "service/organisation_rows.h"

#include "keyring/row_tag.h"
#include "storage/row_digest.h"
#include "storage/statements/organisations.h"
#include "storage/statements/units.h"

#include <algorithm>
#include <map>
#include <utility>

namespace neove::service {

namespace statements = storage::statements;
using organisation::Alias;
using organisation::Date;
using organisation::Organisation;
using organisation::Successor;
using storage::Parameters;
using storage::Row;

namespace {

constexpr const char* kAlias = "organisation_alias";
constexpr const char* kSuccessor = "organisation_successor";
constexpr const char* kMember = "organisation_member";
constexpr const char* kUnit = "organisation_unit";
constexpr std::size_t kColumns = 11;  // of `organisation`, the tag behind them not counted

Date date_of(const std::string& text) {
    return Date::parse_iso(text).value_or(Date{});
}

Organisation organisation_of(const Row& row) {
    Organisation one;
    one.id = OrganisationId::trusted(row.text(0));
    one.name = row.text(1);
    one.short_name = row.text(2);
    one.kind = row.text(3);
    one.code = row.text(4);
    one.parent = OrganisationId::trusted(row.text_or(5));
    one.standing_agency = OrganisationId::trusted(row.text_or(6));
    one.offline = row.number(7) != 0;
    one.valid_from = date_of(row.text(8));
    one.valid_until = date_of(row.text(9));
    one.version = row.number(10);
    return one;
}

storage::Value optional_id(const OrganisationId& id) {
    return id.is_empty() ? storage::Value() : storage::Value(id.text());
}

Parameters columns_of(const Organisation& one) {
    return {
        one.id.text(),
        one.name,
        one.short_name,
        one.kind,
        one.code,
        optional_id(one.parent),
        optional_id(one.standing_agency),
        std::int64_t{one.offline},
        one.valid_from.iso(),
        one.valid_until.iso(),
        one.version};
}

/// Rows beside the one of the organisation, by the table they lie in.
struct Children {
    std::vector<Parameters> aliases, successors, members, units;
};

Children children_of(const Organisation& one) {
    const std::string& id = one.id.text();
    Children out;
    for (const Alias& alias : one.aliases)
        out.aliases.push_back({id, alias.name, alias.from.iso(), alias.until.iso()});
    for (const Successor& next : one.successors) {
        out.successors.push_back({id, next.organisation.text(), next.subject, next.on.iso(), next.basis});
    }
    for (const OrganisationId& member : one.members) out.members.push_back({id, member.text()});
    if (!one.unit.is_empty()) out.units.push_back({id, one.unit.list, one.unit.code});
    return out;
}

/// Every row says which table it is of, and they lie in the order of their keys: neither can be mistaken.
void add(const char* table, std::vector<Parameters> rows, Parameters& out) {
    std::ranges::sort(rows);
    for (Parameters& row : rows) {
        out.emplace_back(std::string(table));
        for (storage::Value& value : row) out.push_back(std::move(value));
    }
}

Parameters content_of(Parameters columns, Children children) {
    add(kAlias, std::move(children.aliases), columns);
    add(kSuccessor, std::move(children.successors), columns);
    add(kMember, std::move(children.members), columns);
    add(kUnit, std::move(children.units), columns);
    return columns;
}

Digest tag_of(const Keys& keys, const StoredOrganisation& one) {
    const Digest content = storage::row_digest(one.content);
    return keyring::row_tag(
        keys.row_tag,
        table_of(RowKind::Organisation),
        {{"id", one.value.id.text()}, {"content", content}},
        one.value.version
    );
}

/// Organisations by id, with what the other tables say of each.
class Reader {
public:
    Result<std::vector<StoredOrganisation>> read(storage::Snapshot& snapshot) {
        std::vector<Parameters> columns;
        for (const Row& row : TRY(snapshot.read(statements::kAllOrganisations))) {
            place_.emplace(row.text(0), all_.size());
            StoredOrganisation one;
            one.value = organisation_of(row);
            if (!row.is_null(kColumns)) one.tag = row.bytes(kColumns);
            all_.push_back(std::move(one));
            columns.emplace_back(row.values().begin(), row.values().begin() + kColumns);
        }
        children_.resize(all_.size());
        TRY(read_children(snapshot));
        columns.resize(all_.size());
        for (std::size_t i = 0; i < all_.size(); ++i)
            all_[i].content = content_of(std::move(columns[i]), std::move(children_[i]));
        return std::move(all_);
    }

private:
    std::size_t owner(const Row& row) {
        const auto [found, is_orphan] = place_.emplace(row.text(0), all_.size());
        if (is_orphan) {
            all_.emplace_back();
            all_.back().value.id = OrganisationId::trusted(row.text(0));
            all_.back().value.version = 0;
            all_.back().is_orphan = true;
            children_.emplace_back();
        }
        return found->second;
    }

    Result<> read_children(storage::Snapshot& snapshot) {
        for (const Row& row : TRY(snapshot.read(statements::kAllAliases))) {
            const std::size_t at = owner(row);
            children_[at].aliases.push_back(row.values());
            all_[at].value.aliases.push_back({row.text(1), date_of(row.text(2)), date_of(row.text(3))});
        }
        for (const Row& row : TRY(snapshot.read(statements::kAllSuccessors))) {
            const std::size_t at = owner(row);
            children_[at].successors.push_back(row.values());
            all_[at].value.successors.push_back(
                {OrganisationId::trusted(row.text(1)), row.text(2), date_of(row.text(3)), row.text(4)}
            );
        }
        for (const Row& row : TRY(snapshot.read(statements::kAllMembers))) {
            const std::size_t at = owner(row);
            children_[at].members.push_back(row.values());
            all_[at].value.members.push_back(OrganisationId::trusted(row.text(1)));
        }
        for (const Row& row : TRY(snapshot.read(statements::kAllOrganisationUnits))) {
            const std::size_t at = owner(row);
            children_[at].units.push_back(row.values());
            all_[at].value.unit = {row.text(1), row.text(2)};
        }
        return {};
    }

    std::vector<StoredOrganisation> all_;
    std::vector<Children> children_;
    std::map<std::string, std::size_t> place_;
};

void add_writes(
    const storage::Statement& statement, std::vector<Parameters> rows, std::vector<storage::Write>& out
) {
    for (Parameters& row : rows) out.push_back({&statement, std::move(row)});
}

}  // namespace

storage::RowState StoredOrganisation::state() const {
    Parameters whole = content;
    if (!is_orphan) whole.insert(whole.begin() + kColumns, tag);  // where the table has it
    return {
        std::string(table_of(RowKind::Organisation)),
        value.id.text(),
        value.version,
        storage::row_digest(whole)};
}

Result<std::vector<StoredOrganisation>> stored_organisations(storage::Snapshot& snapshot) {
    return Reader().read(snapshot);
}

Result<std::vector<Organisation>> believed_organisations(storage::Snapshot& snapshot, const Keys& keys) {
    std::vector<Organisation> out;
    for (StoredOrganisation& one : TRY(stored_organisations(snapshot))) {
        const bool is_ours = !one.is_orphan && crypto::equal(tag_of(keys, one), one.tag);
        const std::string& id = one.value.id.text();
        if (!keys.rows->admits(snapshot, RowKind::Organisation, id, one.value.version, is_ours)) continue;
        out.push_back(std::move(one.value));
    }
    return out;
}

std::vector<storage::Write> organisation_rows(const Keys& keys, const Organisation& one, bool is_new) {
    StoredOrganisation stored;
    stored.value = one;
    Parameters columns = columns_of(one);
    Children children = children_of(one);
    stored.content = content_of(columns, children);
    stored.tag = to_bytes(tag_of(keys, stored));
    columns.emplace_back(stored.tag);
    const std::string& id = one.id.text();
    std::vector<storage::Write> out;
    out.push_back(
        {is_new ? &statements::kInsertOrganisation : &statements::kUpdateOrganisation,
         std::move(columns),
         1,
         stored.state()}
    );
    if (!is_new) {
        out.push_back({&statements::kDeleteAliases, {id}});
        out.push_back({&statements::kDeleteSuccessors, {id}});
        out.push_back({&statements::kDeleteMembers, {id}});
        out.push_back({&statements::kDeleteOrganisationUnit, {id}});
    }
    add_writes(statements::kInsertAlias, std::move(children.aliases), out);
    add_writes(statements::kInsertSuccessor, std::move(children.successors), out);
    add_writes(statements::kInsertMember, std::move(children.members), out);
    add_writes(statements::kInsertOrganisationUnit, std::move(children.units), out);
    return out;
}

storage::Write tag_organisation(const Keys& keys, StoredOrganisation stored) {
    stored.tag = to_bytes(tag_of(keys, stored));
    return {
        &statements::kTagOrganisation,
        {stored.value.id.text(), stored.value.version, stored.tag},
        1,
        stored.state()};
}

}  // namespace neove::service
