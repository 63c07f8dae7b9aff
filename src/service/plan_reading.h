#pragma once
/// \file
/// What the services need of a plan reader: a function from text to the reading's JSON, put into the house by
/// `app`.

#include "base/result.h"
#include "json/json.h"

#include <functional>
#include <string>
#include <string_view>

namespace neove::plan {
struct Gazetteer;
}

namespace neove::service {

struct PlanReading {
    std::string text;       ///< the stored text that spans count in: valid UTF-8, NFC
    json::Value reading;    ///< as plan_format writes it
    bool is_secret{false};  ///< the text or a header or footer carries a secrecy mark
    std::string refusal;    ///< code where this is no plan; else empty
};

/// `margins` holds headers and footers, where a secrecy mark may stand.
using ReadPlan = std::function<Result<PlanReading>(std::string_view text, std::string_view margins)>;

/// The platform's own reader. `gazetteer` must outlive the function.
ReadPlan make_plan_reader(const plan::Gazetteer& gazetteer);

}  // namespace neove::service
