#pragma once
/// \file
/// What kind of sentence it is: an order, a report, the clause on difficulties, a funding order, a formula.

#include "plan/obligation.h"

#include <vector>

namespace neove::plan {

struct Sentences {
    std::vector<Range> orders;
    std::vector<Range> reports;  ///< sentences that order nothing but a report
    std::vector<DifficultyClause> difficulties;
    std::vector<Range>
        to_annex;  ///< "Sở A thực hiện các nhiệm vụ …; nội dung … ghi tại Phụ lục": no order itself
    Range whole;  ///< from the first order to the last
};

Sentences sort_sentences(const Readers& readers, Range text);
/// An order to provide, balance or allot money, and nothing else.
bool is_funding_order(const Readers& readers, Range text);
/// Draw up your own plan, follow-up and review.
bool is_organisation(const Readers& readers, Range text, bool in_organisation_section);
/// "theo dõi, đôn đốc … thực hiện Kế hoạch này"
bool is_follow_up_duty(const Readers& readers, Range text);
/// Whether a time in an order belongs to a report that the same sentence orders.
bool is_report_time(const Readers& readers, Range time, Range sentence);

}  // namespace neove::plan
