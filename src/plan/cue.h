#pragma once
/// \file
/// The grammar's terminals: what a phrase of the language pack can mean. The phrases themselves are data
/// (packs/…/language.yaml, bodies.yaml, documents.yaml); a cue's name there is its name here.

#include <cstdint>
#include <optional>
#include <string_view>

namespace neove::plan {

// clang-format off
#define NEOVE_PLAN_CUES(X)                                                                                     \
    /* who */                                                                                                  \
    X(lead) X(plain_noun) X(cooperate) X(cooperate_manner) X(mobilise) X(direct) X(lead_together) X(listing) X(with) X(request) X(assign) X(concerning) X(responsible)         \
    X(advise) X(advice) X(by) X(perform) X(coordinate_after) X(preface) X(adverb) X(stop) X(verb) X(conjunction) X(about)                   \
    /* labelled lines and columns */                                                                           \
    X(label_lead) X(label_coordinate) X(label_perform) X(label_time) X(label_content) X(label_product)         \
    X(label_funding) X(label_leader) X(label_monitor) X(label_place) X(label_audience) X(label_note)           \
    X(label_target) X(label_index) X(label_unit) X(label_value) X(as_above)                                               \
    /* sections */                                                                                             \
    X(section_goal) X(section_funding) X(section_organisation) X(section_background) X(section_time)           \
    X(section_report) X(section_task) X(section_result)                                                        \
    /* reports, follow-up, money */                                                                            \
    X(report) X(in_case_of) X(hand_over) X(report_send) X(also_send) X(report_regime) X(report_noun_before) X(report_result) X(via) X(consolidate) X(in_order_to)       \
    X(difficulty) X(difficulty_open) X(difficulty_act) X(monitor) X(review) X(own_plan) X(funding_act)         \
    X(funding_word) X(closing) X(this_document) X(responsible_formula) X(enclosed) X(signature_on_behalf)      \
    X(recipients) X(as_follows)                                                                                \
    /* when */                                                                                                 \
    X(hour) X(minute) X(weekday) X(day) X(month) X(year) X(quarter) X(week) X(before) X(until) X(from) X(within) X(complete) X(onward)      \
    X(every) X(times) X(one) X(yearly) X(quarterly) X(monthly) X(weekly) X(daily) X(periodic) X(periodic_noun) X(each) X(occasion) X(whole) X(scope_noun) X(term) X(backward) X(issued) X(after) X(ad_hoc) X(on_request)          \
    X(as_ruled) X(half_year) X(first_half) X(last_half) X(end_of) X(part_of_time) X(of) X(unspecified_time) X(effective)       \
    X(stage) X(vision) X(abbreviations) X(campaign) X(event_time) X(ad_hoc_manner) X(number_sign) X(article) X(article_head) X(annex) X(part) X(chapter)       \
    X(ordinal) X(decided) X(phrase_that_names) X(target_measure) X(secrecy) X(urgency)                         \
    /* bodies */                                                                                               \
    X(head) X(owner) X(office_head) X(honorific) X(post) X(not_a_body) X(name) X(field) X(group_noun) X(group_qualifier) X(collective) X(quantity) X(numbered) X(party) X(generic_kind) X(own_group)       \
    X(level) X(needs_level) X(role_in_parenthesis)                                                             \
    /* documents */                                                                                            \
    X(kind) X(title_kind) X(basis_open) X(basis_line) X(motto) X(number_label) X(signer_title)
// clang-format on

enum class Cue : std::uint8_t {
#define X(name) name,
    NEOVE_PLAN_CUES(X)
#undef X
};

std::optional<Cue> cue_named(std::string_view name);

}  // namespace neove::plan
