#pragma once
/// \file
/// Orders to report, as a reading gives them and as they are given out: who, to whom, on which days. Pure.

#include "allotment/occurrence.h"

#include <string>
#include <vector>

namespace neove::allotment {

/// As a reading gives it: one periodicity of a sentence.
struct ReportLine {
    std::string path;
    std::vector<std::string> from;  ///< names of bodies
    std::string to;
    std::string via;
    std::string words;
    std::string content;
    Rhythm rhythm;
};

/// What a sentence orders the same bodies to send to the same one, in all its periodicities.
struct ReportOrder {
    std::string id;  ///< by what it says: another sentence has another one
    std::string path;
    std::vector<std::string> from;
    std::string to;
    std::string via;
    std::string words;
    std::string content;
    std::vector<Rhythm> rhythms;            ///< those that name a day
    std::vector<std::string> days() const;  ///< each once, in order
    /// Of each other rhythm that comes back, what the paper says of its days: it falls due never, and whoever
    /// gives the order out is to hear of it.
    std::vector<std::string> without_day{};
};
/// In the order of their first lines. What names no day ("when asked", "as is ruled") falls due never: an
/// order of such lines alone has no rhythm.
std::vector<ReportOrder> orders_of(const std::vector<ReportLine>& lines);

/// One day of an order.
struct DueReport {
    std::string order;
    std::string to;
    std::string via;
    std::string content;
    Occurrence occurrence;
    std::vector<std::string> also_known{};  ///< names by the other days that were moved to this one
};
/// What it is known by: path, receiver and the day as it was read.
std::string name_of(const ReportOrder& order, calendar::Date read_on);

}  // namespace neove::allotment
