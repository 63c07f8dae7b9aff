#pragma once
/// \file
/// Walks the outline and writes the reading: what every item inherits, and what it says for itself. Inside of
/// plan/obligation.h; its methods stand by what they are about: obligation_tree.cpp, obligation_line.cpp,
/// obligation_order.cpp, obligation_row.cpp, obligation_report.cpp.

#include "plan/assignment.h"
#include "plan/doubt.h"
#include "plan/obligation.h"
#include "plan/scope.h"
#include "plan/sentence.h"

#include <unordered_map>
#include <unordered_set>

namespace neove::plan {

/// What holds for everything below a node.
struct Context {
    Section section{Section::Task};
    std::string title;
    Roles heading;          ///< from an agency heading or an introductory order
    Assignment assignment;  ///< from labelled lines
};

class Assembler {
public:
    Assembler(const Outline& outline, const Readers& readers, Reading& reading)
        : outline_(outline),
          r_(readers),
          t_(readers.tokens),
          reading_(reading),
          offsets_(reading.text),
          doubter_(readers),
          scopes_(outline, readers) {}

    void run();

private:
    const Node& node(std::uint32_t n) const { return outline_.nodes[n]; }

    // obligation_tree.cpp
    void visit_children(std::uint32_t n, const Context& context);
    void visit(std::uint32_t n, Context context);
    void visit_order(std::uint32_t n, Range body, const std::vector<std::uint32_t>& items, Context context);
    void visit_goal(std::uint32_t n, Range body, bool is_heading, const Context& context);
    void visit_funding(std::uint32_t n, Range body, bool is_heading, const Context& context);
    void add_funding(const std::string& path, Range text);
    void add_targets(const std::string& path, Range text, bool is_goal);
    std::vector<std::uint32_t> items_of(std::uint32_t n) const;
    Index heading_colon(const Node& item) const;
    bool ends_order(Range body) const;
    std::string path_of(std::uint32_t n) const;
    Span span_of(Range range) const;

    // obligation_line.cpp
    bool is_field(std::uint32_t n) const;
    bool orders_behind_time(std::uint32_t n, Range value) const;
    bool is_item_among_items(std::uint32_t n) const;
    bool closes_items(std::uint32_t n) const;
    bool has_field_sibling(std::uint32_t n) const;
    bool has_role_line(std::uint32_t parent) const;
    bool has_lead_line(const std::vector<std::uint32_t>& children) const;
    Assignment read_fields(const std::vector<std::uint32_t>& fields) const;
    void read_field_node(std::uint32_t f, bool lead_named, Assignment& assignment) const;
    static void add_nested(const Assignment& nested, Assignment& assignment);
    void visit_orders_inside(std::uint32_t f, const Context& context);
    void visit_time_reports(std::uint32_t f);

    // obligation_order.cpp
    void emit(const std::string& path, Range text, const Assignment& labelled, const Context& context);
    void read_annex_lead(Range sentence);
    static void give_roles(
        Task& task, const Roles& own, const Assignment& assignment, const Context& context
    );
    static bool names_others(const Roles& own, const Roles& labelled);
    void add_times(Task& task, const Assignment& assignment) const;
    void resolve_campaign(Task& task, Range text);
    void copy_extras(Task& task, const Assignment& assignment) const;
    TaskDeadline to_task_deadline(const Deadline& deadline) const;
    std::string written(const std::vector<Range>& ranges) const;

    // obligation_report.cpp
    void add_reports(const std::string& path, Range sentence, const std::vector<std::string>& actors);
    void add_consolidation(const std::string& path, Range sentence);
    void add_difficulty(const std::string& path, const DifficultyClause& clause);
    void add_followup(const std::string& path, Range text, const std::vector<std::string>& actors);

    // obligation_row.cpp
    void visit_row(std::uint32_t n, Context& context);
    bool has_sub_rows(std::uint32_t n) const;
    void date_reports(const std::vector<Deadline>& times, std::size_t first_report);
    void share_recurrence(Task& task, std::size_t first_report);

    const Outline& outline_;
    const Readers& r_;
    const Tokens& t_;
    Reading& reading_;
    text::CodePointIndex offsets_;
    std::vector<std::string> last_actors_;
    std::optional<TaskDeadline> campaign_;
    Doubter doubter_;
    Scopes scopes_;
    std::vector<Range> report_ranges_;  ///< of the item at hand
    bool row_names_bodies_{false};
    bool in_row_{false};  ///< a row is a task by its place in the table, though it speaks of money
    std::string row_title_;
    Roles row_heading_;                    ///< of a group's title that names bodies
    std::vector<std::string> annex_lead_;  ///< whoever carries out what the annex lists
    std::string row_parent_;
    Assignment row_assignment_;
    mutable std::unordered_map<std::uint32_t, bool> has_role_lines_;  ///< by parent
    std::unordered_set<std::uint32_t> shifted_;  ///< nodes whose own words are already p1
};

}  // namespace neove::plan
