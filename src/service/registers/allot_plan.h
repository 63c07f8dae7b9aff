#pragma once
/// \file
/// What of a document is given out already, and what is still to be. Only allot.cpp includes it.

#include "service/document_record.h"
#include "service/registers/allot.h"
#include "service/registers/allot_reports.h"
#include "service/registers/found_record.h"
#include "service/registers/given_ids.h"

#include <map>
#include <set>
#include <span>
#include <unordered_map>

namespace neove::service {

/// A record that is to be opened, or one that gets more rows.
struct PlannedRecord {
    allotment::Opening opening;
    RecordId id;
    bool widens{false};
};

class AllotmentPlan {
public:
    AllotmentPlan(
        House& house,
        storage::Snapshot& snapshot,
        const Caller& caller,
        Desk desk,
        const DocumentRecord& document,
        const allotment::Choices& choices
    );
    AllotmentPlan(const AllotmentPlan&) = delete;

    /// Reads the tasks, whom they name today, and what there is of them. By memory where nothing is written
    /// after it.
    Result<> look(ThereBy by);

    const Desk& desk() const { return desk_; }
    const definition::Register& definition() const { return *desk_.current; }
    const std::vector<PlannedRecord>& planned() const { return planned_; }
    void problem(const std::string& code, const std::string& field, const allotment::Opening& of);
    /// A report whose time was over before anybody had it: told, and not left to be given.
    void too_late(const allotment::Opening& of);
    /// Whether the caller may take the opening action of a rule.
    bool may(const allotment::Rule& rule) const;
    /// As it is to be shown; `problem`s that came later are in it.
    Allotment told() const;

private:
    struct Group {
        const allotment::Rule* rule;
        OrganisationId body;
        std::string group;
        auto operator<=>(const Group&) const = default;
    };

    void read_tasks();
    void read_orders(BodyResolver& resolver);
    bool is_given_whole(const TaskId& task, const OrganisationId& body) const;
    const allotment::Answer* day_asked(const allotment::Task& task, const allotment::Body& body) const;
    bool is_wanted_whole(const allotment::Task& task, const allotment::Body& body) const;
    Result<std::set<OrganisationId>> with_days(
        const allotment::Task& task, const std::vector<allotment::Rhythm>& rhythms
    );
    Result<> split_repeating();
    bool is_wanted(const allotment::Task& task) const;
    Result<> find_reports();
    void find_predecessors();
    std::span<const OrganisationId> predecessors(const OrganisationId& body) const;
    std::set<OrganisationId> with_predecessors(const OrganisationId& body) const;
    AllotmentReport told(const ReadOrder& order) const;
    std::vector<AllotmentRepeat> told_repeating() const;
    std::vector<AllotmentBody> told_bodies() const;
    void add_bodies(const review::Task& task, BodyResolver& resolver, allotment::Task& out);
    void name_unresolved(const review::Task& task, const std::string& name, const char* code);
    RecordId id_of(const std::string& key) const;
    Result<> read_links();
    void find_linked();
    const allotment::Rule* folded_by(const std::string& record) const;
    void add_folded_of_all();
    bool is_allotted(const std::string& task, const std::string& record);
    Result<> read_rows(std::span<const RecordId> ids);
    const std::string* given(const TaskId& task, const OrganisationId& body) const;
    std::vector<std::string> given_before(const TaskId& task, const OrganisationId& body) const;
    Result<> read_copies();
    bool is_held(const allotment::Wish& wish);
    bool is_passed_on(const std::string& record, const OrganisationId& to) const;
    Result<std::vector<allotment::Wish>> still_to_give();
    Result<> read_folded(const std::vector<allotment::Opening>& openings);
    void open(const allotment::Opening& opening, const RecordId& id);
    Result<> hide_closed();
    void plan(const std::vector<allotment::Opening>& openings);
    void plan_folded(const allotment::Opening& opening, std::map<Group, std::uint64_t>& next);
    Result<> compare();
    Result<bool> differs(const allotment::Wish& wish, const RecordRow& row);
    void differ(const char* code, const std::string& record, const std::string& path);
    const std::string& path_of(const std::string& task) const;
    allotment::Setting setting() const;

    House& house_;
    storage::Snapshot& snapshot_;
    const Caller& caller_;
    Desk desk_;
    std::vector<allotment::Rule> rules_;
    const DocumentRecord& document_;
    const allotment::Choices& choices_;
    allotment::LabelOf label_of_;
    allotment::Document about_;
    std::vector<ReadOrder> orders_;
    std::vector<allotment::Task> tasks_;  ///< then the days of the orders and of those that repeat
    std::vector<allotment::Wish> wishes_;
    std::map<std::string, std::set<std::string>> linked_;  ///< by task: records of this register
    std::map<OrganisationId, std::vector<OrganisationId>> predecessors_;  ///< of those that have some
    GivenMemory::Names names_;                                            ///< of all bodies that may have one
    std::set<OrganisationId> all_bodies_;  ///< there ever were; only where it was asked
    std::set<std::string> all_folded_;     ///< likewise: ids of folded records
    ThereBy by_{ThereBy::Database};
    std::map<std::pair<std::string, OrganisationId>, std::string> given_;  ///< by task and body
    std::unordered_map<std::string, RecordRow> rows_;
    std::set<std::string> there_;  ///< records that were read, whether their row opened or not
    std::set<std::pair<std::string, std::string>> matched_;  ///< task and record that still belong together
    std::map<std::string, std::size_t> rows_of_;             ///< by folded record: tasks it has
    std::vector<PlannedRecord> planned_;
    std::map<AllotmentProblem, std::int64_t> problems_;
    std::set<const allotment::Opening*> faulty_;  ///< of `planned_`: they are no records that can be given
    std::set<std::pair<std::string, OrganisationId>> late_;  ///< reports that are `too_late`
    std::vector<AllotmentDifference> differences_;
    std::int64_t more_differences_{0};
    std::map<OrganisationId, std::vector<std::string>> held_;  ///< numbers of what runs of other copies
};

}  // namespace neove::service
