#pragma once
/// \file
/// What a plan says, as plain values. Every item carries the place in the stored text where it was read and
/// how sure the reader is, so that a person can check each one.

#include "base/result.h"
#include "base/text.h"
#include "plan/time.h"

#include <optional>
#include <string>
#include <vector>

namespace neove::plan {

/// Code points into Reading::text, half open.
struct Span {
    std::uint32_t begin{0};
    std::uint32_t end{0};
    bool operator==(const Span&) const = default;
};

/// How sure the reader is, in percent, and why. The reason is a stable code; its sentences are in reasons.h.
struct Confidence {
    int percent{100};
    std::string reason;
    std::vector<std::string> doubts{};  ///< codes of all that had to be assumed, as far as it counts
};

struct LegalBasis {
    std::optional<std::string> type;
    std::optional<std::string> number;
    std::optional<std::string> date;
    std::string title;
    Span span;
};

struct Period {
    std::string raw;
    std::optional<std::string> start;
    std::optional<std::string> end;
    std::optional<std::string> vision;
};

enum class SecrecyLevel : std::uint8_t { Mat, ToiMat, TuyetMat };
struct SecrecyMark {
    SecrecyLevel level{SecrecyLevel::Mat};
    std::string raw;
    Span span;
};

struct Document {
    std::optional<std::string> type;
    std::optional<std::string> number;
    std::optional<std::string> issued_date;
    std::optional<std::string> issuer;
    std::optional<std::string> place;
    std::optional<std::string> title;
    std::optional<std::string> signer;
    std::optional<std::string> signer_title;
    std::vector<LegalBasis> legal_bases;
    std::vector<std::string> recipients;
    std::optional<Period> period;
    std::optional<SecrecyMark> secrecy;
    std::optional<std::string> urgency;
};

struct Goal {
    std::string path;
    std::string text;
    Span span;
    Confidence confidence;
};

struct Target {
    std::string path;
    std::string text;
    std::string value;
    std::string unit;
    std::optional<std::string> deadline;
    Span span;
    Confidence confidence;
};

struct TaskDeadline {
    DeadlineKind kind{DeadlineKind::Unspecified};
    std::string raw;
    std::optional<std::string> start;
    std::optional<std::string> end;
    std::optional<Recurrence> recurrence;
    Span span;
};

enum class Category : std::uint8_t { Action, Organisation };

struct Task {
    std::string path;
    std::string section_title;
    std::string text;
    std::vector<std::string> lead;
    std::vector<std::string> coordinate;
    std::vector<std::string> requested;
    std::vector<TaskDeadline> deadlines;
    Category category{Category::Action};
    std::optional<std::string> deliverable;
    std::optional<std::string> leader_in_charge;
    std::vector<std::string> monitoring;
    std::optional<std::string> money;
    std::optional<std::string> money_source;
    std::optional<std::string> place;
    std::optional<std::string> notes;
    Span span;
    Confidence confidence;
};

struct Report {
    std::string path;
    std::vector<std::string> from;
    std::optional<std::string> to;
    std::optional<std::string> via;
    std::optional<Recurrence> recurrence;
    std::vector<std::string> due;
    std::string raw;
    std::string content;
    Span span;
    Confidence confidence;
};

struct Funding {
    std::string path;
    std::string text;
    std::vector<std::string> responsible;
    Span span;
    Confidence confidence;
};

enum class FollowupRole : std::uint8_t { Monitor, Consolidate, Resolve };

struct Followup {
    std::string path{};
    FollowupRole role{FollowupRole::Monitor};
    std::vector<std::string> agency{};
    std::optional<std::string> to{};
    std::optional<std::string> via{};
    std::string raw{};
    Span span{};
    Confidence confidence{};
};

struct Reading {
    std::string text;          ///< the stored text: valid UTF-8, NFC
    bool was_unfolded{false};  ///< a table set in columns was put into rows
    bool was_repaired{false};  ///< some bytes were no text and stand as U+FFFD now
    Document document;
    std::vector<Goal> goals;
    std::vector<Task> tasks;
    std::vector<Report> reports;
    std::vector<Funding> funding;
    std::vector<Followup> followup;
    std::vector<Target> indicators;
    /// Set when this is no plan: `plan.empty`, `plan.not_a_plan`; the detail names what is wrong.
    std::optional<Error> refusal;
};

/// Page (by form feeds, or lines that begin with one space) and line, both from 1, of a code point of the
/// stored text.
struct PlaceInText {
    std::uint32_t page{1};
    std::uint32_t line{1};
};
PlaceInText place_of(const Reading& reading, std::uint32_t code_point);
/// The same for many code points of one text, which is walked once.
class Places {
public:
    explicit Places(std::string_view text);
    PlaceInText at(std::uint32_t code_point) const;

private:
    std::vector<std::uint32_t> lines_;  ///< code points that begin a line or a page, but the first
    std::vector<std::uint32_t> pages_;
};
/// The written words of a span.
std::string quote(const Reading& reading, Span span);

}  // namespace neove::plan
