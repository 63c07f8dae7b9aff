#pragma once
/// \file
/// How the reader's values are called in the schema.

#include "plan/reading.h"

#include <string_view>

namespace neove::plan_format {

constexpr std::string_view name_of(plan::DeadlineKind kind) {
    switch (kind) {
        case plan::DeadlineKind::Date: return "date";
        case plan::DeadlineKind::BeforeDate: return "before_date";
        case plan::DeadlineKind::Period: return "period";
        case plan::DeadlineKind::YearOnward: return "year_onward";
        case plan::DeadlineKind::Recurring: return "recurring";
        case plan::DeadlineKind::Unspecified: return "unspecified";
    }
    return "";
}

/// Empty for what the schema has no word for: then the rule stands in words in `due`.
constexpr std::string_view name_of(plan::Recurrence recurrence) {
    switch (recurrence) {
        case plan::Recurrence::Quarterly: return "quarterly";
        case plan::Recurrence::SixMonth: return "six_month";
        case plan::Recurrence::Annual: return "annual";
        case plan::Recurrence::AdHoc: return "ad_hoc";
        case plan::Recurrence::Once: return "once";
        case plan::Recurrence::Monthly:
        case plan::Recurrence::Weekly:
        case plan::Recurrence::Daily: return "";
    }
    return "";
}

/// Also of what the schema has no word for.
constexpr std::string_view rhythm_of(plan::Recurrence recurrence) {
    switch (recurrence) {
        case plan::Recurrence::Monthly: return "monthly";
        case plan::Recurrence::Weekly: return "weekly";
        case plan::Recurrence::Daily: return "daily";
        default: return name_of(recurrence);
    }
}

constexpr std::string_view name_of(plan::FollowupRole role) {
    switch (role) {
        case plan::FollowupRole::Monitor: return "monitor";
        case plan::FollowupRole::Consolidate: return "consolidate";
        case plan::FollowupRole::Resolve: return "resolve";
    }
    return "";
}

constexpr std::string_view name_of(plan::Category category) {
    return category == plan::Category::Action ? "action" : "organisation";
}

constexpr std::string_view name_of(plan::SecrecyLevel level) {
    switch (level) {
        case plan::SecrecyLevel::Mat: return "mat";
        case plan::SecrecyLevel::ToiMat: return "toi_mat";
        case plan::SecrecyLevel::TuyetMat: return "tuyet_mat";
    }
    return "";
}

}  // namespace neove::plan_format
