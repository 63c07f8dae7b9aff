#pragma once
/// \file
/// All organisations at one moment, immutable, with the indices that questions need. A new tree is a new
/// Directory; readers keep the one they began with.

#include "organisation/naming.h"
#include "organisation/organisation.h"

#include <span>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace neove::organisation {

/// Why a name led to an organisation.
enum class Why : std::uint8_t { Name, ShortName, Alias, FormerName, Possible };
std::string_view why_code(Why why);  ///< `name`, `short_name`, `alias`, `former_name`, `possible`

class Directory {
public:
    using Index = std::uint32_t;

    /// How closely an entry's key follows the written name.
    enum class Closeness : std::uint8_t {
        Full,        ///< the whole name
        InProvince,  ///< without the province that the store serves
        InUnit,      ///< without the name of the unit it stands in; only asked below a known body
    };
    struct Entry {
        Index organisation;
        std::uint16_t alias;  ///< which alias; meaningful with Why::Alias
        Why why;
        Closeness closeness;
    };

    Directory() = default;
    /// Ids must differ. A parent that is not there, or a circle of parents, makes roots: asking never fails.
    Directory(std::vector<Organisation> organisations, Naming naming);
    Directory(Directory&&) = default;  ///< never copied: the indices point into it
    Directory& operator=(Directory&&) = default;

    const std::vector<Organisation>& all() const { return organisations_; }
    const Organisation& at(Index index) const { return organisations_[index]; }
    const Organisation* find(const OrganisationId& id) const;
    const Organisation* find_code(std::string_view code) const;
    const Organisation* parent(const Organisation& one) const;

    std::vector<const Organisation*> children(const OrganisationId& id) const;   ///< in `vi` order
    std::vector<const Organisation*> ancestors(const OrganisationId& id) const;  ///< nearest first
    std::vector<const Organisation*> below(const OrganisationId& id
    ) const;  ///< without itself, in `vi` order
    bool is_below(const OrganisationId& id, const OrganisationId& ancestor) const;
    std::vector<const Organisation*> of_kind(std::string_view kind) const;  ///< in `vi` order
    std::vector<const Organisation*> in_order() const;                      ///< all, in `vi` order
    std::vector<const Organisation*> in_order_of(std::vector<const Organisation*> some) const;  ///< each once
    /// Whose successors name this one.
    std::vector<const Organisation*> predecessors(const OrganisationId& id) const;

    /// Without accents, any order of words, words may be begun only. Best first: whole names, then names that
    /// begin so, then `vi` order. An empty query gives all in order.
    std::vector<const Organisation*> search(std::string_view query, std::size_t limit) const;

    /// Entries under a key (see Naming::key). `reduced` takes the own province's name off a key first.
    std::span<const Entry> entries(std::string_view key) const;
    std::string reduced(std::string_view key) const;
    /// The level noun and name of the province the store serves, as a key; empty if no root tells.
    const std::string& province() const { return province_; }
    const Naming& naming() const { return naming_; }

private:
    struct Range {
        Index begin{0}, end{0};
    };
    void link();
    void rank();
    void index_names();
    void add(std::string_view name, Entry entry);
    void index_search();
    std::string territory_of(const Organisation& one) const;
    Index index_of(const OrganisationId& id) const;
    std::vector<const Organisation*> sorted(std::vector<Index> found) const;

    std::vector<Organisation> organisations_;
    Naming naming_;
    std::unordered_map<std::string_view, Index> by_id_;
    std::unordered_map<std::string_view, Index> by_code_;
    std::unordered_map<std::string_view, std::vector<Index>> by_kind_;
    std::unordered_map<std::string, std::vector<Entry>> by_key_;
    std::vector<Index> parent_;
    std::vector<std::vector<Index>> children_;
    std::vector<Index> order_;         ///< all, in `vi` order
    std::vector<Index> rank_;          ///< place of each in `order_`
    std::vector<std::string> search_;  ///< folded names, each with a blank before every word and `|` between
    std::string province_;
    std::string province_level_;
    std::string province_name_;
};

}  // namespace neove::organisation
