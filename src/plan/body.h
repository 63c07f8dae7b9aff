#pragma once
/// \file
/// Names of bodies: where one begins and ends, lists of them, and how a name is written out. Known names come
/// from the gazetteer; unknown ones are recognised by their head noun.

#include "plan/gazetteer.h"
#include "plan/token.h"

#include <optional>
#include <string>
#include <unordered_map>
#include <vector>

namespace neove::plan {

/// Letters only → spelled out.
using ShortForms = std::unordered_map<std::string, std::string>;
/// A short form without the marks inside it: "LĐ-TB&XH" → "LĐTBXH".
std::string short_letters(std::string_view text);

struct Body {
    Range range;
    std::string name{};  ///< abbreviations spelled out
    bool is_collective{false};
    bool needs_level{false};   ///< bare: its level may follow at the end of the list
    bool says_lead{false};     ///< "(chủ trì)" stands behind it
    bool says_partner{false};  ///< "(phối hợp)"
    bool is_unknown{false};    ///< no known name and no known head: only the words around tell
    std::string level{};       ///< the level it ended with, to share with bare neighbours
    Index place_at{0};         ///< where "xã Vân Sơn" begins, if it ends with a place
};

/// A mark at which every name ends.
inline bool is_separator_mark(char32_t mark) {
    return mark == U',' || mark == U';' || mark == U'.' || mark == U':' || mark == U'(' || mark == U')' ||
           mark == U'"' || mark == kCell || mark == U'!' || mark == U'?' || mark == kEllipsis;
}

/// Where the name stands decides how far it may reach.
enum class BodyPlace : std::uint8_t {
    Sentence,  ///< capital letters or "các …" only
    Partner,   ///< behind "phối hợp với": small nouns count too
    Field,     ///< in a labelled line or a cell: everything up to the separator is name
};

struct BodyList {
    std::vector<Body> bodies;
    std::vector<Body> requested;  ///< behind a "đề nghị" inside the list
    Index end{0};                 ///< the first token behind the list
};

class BodyReader {
public:
    /// `own` are the short forms that the document defines; they win over those of the gazetteer.
    BodyReader(const Tokens& tokens, const Gazetteer& gazetteer, ShortForms own = {})
        : t_(tokens), g_(gazetteer), own_(std::move(own)) {}

    const Gazetteer& gazetteer() const { return g_; }
    std::optional<Body> read(Index i, Index end, BodyPlace place) const;
    /// Bodies joined by commas, semicolons and "và"; no bodies when none begins at `i`.
    BodyList read_list(Index i, Index end, BodyPlace place) const;
    /// Whether the range is nothing but a list of bodies.
    bool is_only_bodies(Range range) const;
    /// The words with abbreviations spelled out.
    std::string spell_out(Range range) const;
    /// What an abbreviation made of the tokens from `i` stands for, and its length; 0 tokens if it is none.
    std::pair<std::string_view, Index> abbreviation(Index i, Index end) const;

private:
    struct Reach {
        Index end{0};
        bool known{false};
        std::vector<Range> skipped;  ///< parentheses that are no part of the name
        std::string level;
        bool is_collective{false};
        bool says_lead{false};
        bool says_partner{false};
        bool plural_place{false};  ///< "các huyện A, B"
        bool has_field{false};     ///< head and field: what follows is no more of the name
        Index place_at{0};         ///< where a named place begins
    };

    /// A group while it is read.
    struct Group {
        Index first{0};
        Index end{0};
        BodyPlace place{BodyPlace::Sentence};
        bool plural{false};
        bool capital{false};   ///< of the last noun
        bool narrowed{false};  ///< a qualifier stood behind a noun
        Reach reach{};
    };
    bool take_kind_of_body(Group& group) const;
    bool take_owner(Group& group) const;
    bool take_qualifier(Group& group) const;
    bool take_place(Group& group) const;
    bool take_noun(Group& group) const;
    bool take_small_word(Group& group) const;
    void take_rest_of_field(Group& group) const;
    Index behind_joint(Index i, Index end) const;

    bool starts_proper(Index i, Index end) const;
    bool starts_body(Index i, Index end) const;
    std::optional<Reach> read_office(Index i, Index end, BodyPlace place) const;
    std::optional<Reach> read_collective(Index i, Index end, BodyPlace place) const;
    std::optional<Reach> read_group(Index i, Index end, BodyPlace place, bool plural) const;
    std::optional<Reach> read_proper(Index i, Index end, BodyPlace place) const;
    void read_tail(Reach& reach, Index end, BodyPlace place) const;
    bool extend_tail(Reach& reach, Index end, BodyPlace place) const;
    bool extend_words(Reach& reach, Index end, BodyPlace place) const;
    bool read_owned_group(Reach& reach, Index noun, Index end) const;
    bool shares_qualifier(Index comma, Index end) const;
    bool read_levels(Reach& reach, Index end) const;
    bool read_parenthesis(Reach& reach, Index end) const;
    std::optional<Reach> reach_at(Index i, Index end, BodyPlace place) const;
    Body make(Index i, const Reach& reach) const;
    bool stops_name(Index i, Index end) const;
    bool names_place(Index i, Index end) const;
    bool separator(Index& i, Index end, BodyPlace place) const;
    bool read_shared_head(Index& i, Index end, BodyList& list) const;
    void read_more_fields(Index& i, Index end, BodyPlace place, std::vector<Body>& bodies) const;
    void read_more_places(Index& i, Index end, BodyPlace place, std::vector<Body>& bodies) const;
    bool read_named_behind(Index& i, Index end, std::vector<Body>& bodies) const;
    static void share_levels(std::vector<Body>& bodies);
    bool is_field_alone(Index i, Index end) const;
    bool is_field(std::string_view full) const;
    Index field_words(Index i, Index end) const;

    const std::string* spelled(const std::string& letters) const;
    bool read_number(Reach& reach, Index end) const;

    const Tokens& t_;
    const Gazetteer& g_;
    ShortForms own_;
};

}  // namespace neove::plan
