#pragma once
/// \file
/// What comes back: orders to report of a reading, as tasks of an allotment, one for each day, for whoever
/// reports; rhythms of confirmed tasks. Only files that give out include it.

#include "allotment/allot.h"
#include "service/resolve_bodies.h"

#include <functional>
#include <string>
#include <vector>

namespace neove::service {

/// In choices: that an order is to be given out ("yes", of its id), and another day than the one that was
/// read
/// (`MM-DD`, of its id, a slash and that day).
inline constexpr std::string_view kGivesReport = "report";
inline constexpr std::string_view kReportDay = "report_day";
/// Days so far ahead are given; later ones when they come near.
inline constexpr std::int64_t kMonthsAhead = 12;

struct ReadOrder {
    allotment::ReportOrder order;
    bool is_given{false};  ///< whoever gives the work out ticked it
    std::map<std::string, std::string> moved{};
    std::vector<allotment::Occurrence> occurrences{};
    std::vector<allotment::Body> bodies{};
};

allotment::Outcome outcome_of(review::Choice choice);
/// Of a confirmed task, as the paper has them, whatever a person said of it.
std::vector<allotment::Rhythm> rhythms_of(const review::Task& task);

/// A year from today, or from when the plan begins.
allotment::Bounds bounds_of(
    const review::State& review, const std::string& issued_on, const std::string& today
);

/// What keeps an order from somebody: code and name of the body.
using TellOrder = std::function<void(const ReadOrder&, const std::string& code, const std::string& name)>;

/// Whatever the reading found; nobody reports to herself.
std::vector<ReadOrder> orders_in(
    const review::State& review,
    const std::string& issued_on,
    const std::string& today,
    const allotment::Choices& choices,
    BodyResolver& resolver,
    const TellOrder& tell
);
/// A task for each of its days.
std::vector<allotment::Task> tasks_of(const ReadOrder& order);

/// What an order may have been given under since its document came, on whatever day somebody said instead.
struct KnownReports {
    std::vector<std::string> from;
    std::vector<std::string> names;
    std::string order{};                    ///< its id
    std::vector<calendar::Date> read_on{};  ///< of each name
};
std::vector<KnownReports> known_reports(
    const review::State& review,
    const std::string& issued_on,
    calendar::Date came_on,
    const std::string& today
);

}  // namespace neove::service
