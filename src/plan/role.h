#pragma once
/// \file
/// Stage 4: who a sentence puts to work: who leads, with whom, and who is only asked. Those who are advised,
/// directed, informed or inspected get no role.

#include "plan/body.h"
#include "plan/field.h"

#include <string>
#include <vector>

namespace neove::plan {

struct Roles {
    std::vector<std::string> lead;
    std::vector<std::string> coordinate;
    std::vector<std::string> requested;
    bool says_lead{false};  ///< "X chủ trì" in so many words
    bool empty() const { return lead.empty() && coordinate.empty() && requested.empty(); }
};

/// Adds names that are not there yet.
void add_names(std::vector<std::string>& names, const std::vector<Body>& bodies);
void add_names(std::vector<std::string>& names, const std::vector<std::string>& more);

struct Subject {
    BodyList list;
    bool requested{false};
    bool assigned{false};  ///< behind "Giao"
};

class RoleReader {
public:
    RoleReader(const Tokens& tokens, const BodyReader& bodies) : t_(tokens), bodies_(bodies) {}

    /// Of a paragraph in prose.
    Roles read_prose(Range range) const;
    /// Of the value of a labelled line, or of a cell.
    Roles read_field(Field field, Range value) const;
    /// Whether the first sentence only says who does what stands elsewhere: "Giao A chủ trì thực hiện."
    bool only_assigns(Range range) const;
    /// The bodies with which the sentence opens, if somebody is put to work there.
    std::optional<Subject> subject(Range sentence) const;
    /// An agency as a heading: "Sở Y tế", "Đề nghị A, B", "Đối với A", "A (cơ quan thường trực)". Nothing
    /// else in it.
    std::optional<Roles> heading(Range range) const;
    /// "Đề nghị A, B phối hợp thực hiện": a line that gives roles and orders nothing else.
    std::optional<Roles> request_line(Range range) const;

private:
    enum class Part : std::uint8_t { None, Lead, Partner };
    Part part_of(const BodyList& list, Index i, Range range) const;
    bool only_names(Index open, Index close, Range range) const;
    void read_agents(Range range, Roles& roles) const;
    BodyList unknown_actor(Index i, Index end, bool told) const;
    std::vector<Range> clauses_with_whole_subjects(Range range) const;
    void add_remainder(Field field, const BodyList& list, Index end, Roles& roles) const;
    bool is_next_actor(Range clause, const Subject& subject) const;
    void share_out(const BodyList& list, Field field, Roles& roles) const;
    bool can_act(Index i, Index end) const;
    void add_partners(const BodyList& list, Range unknown, Roles& roles) const;
    Index all_cooperate(Index i, Index end) const;
    bool is_said_to_cooperate(Index i, Index end) const;
    Index directed_to(Index i, Index end) const;
    Index behind_cooperate(Index i, Index end) const;
    bool ends_with_partners(Range clause, Range next) const;
    BodyList leads_with(Index i, Index end) const;
    bool take_heading_rest(BodyList& list, Index end) const;
    BodyList listed_behind(const BodyList& list, Index end) const;
    void read_partners(Range range, Roles& roles) const;
    std::optional<Subject> subject_behind_preface(Range sentence) const;
    std::optional<Subject> subject_behind_title(Range sentence) const;

    const Tokens& t_;
    const BodyReader& bodies_;
};

/// Sentences of a range, cut behind '.', '!', '?' when a capital follows; abbreviations and numbers do not
/// end one.
std::vector<Range> sentences_of(const Tokens& tokens, Range range);
/// Sentences cut at ';' too.
std::vector<Range> clauses_of(const Tokens& tokens, Range range);
/// Without marks and spaces at both ends.
Range trimmed(const Tokens& tokens, Range range);

}  // namespace neove::plan
