#include "service/plan_reading.h"

#include "plan/read_plan.h"
#include "plan_format/format.h"

namespace neove::service {

namespace {

/// A reading of the largest text that extraction gives is far below this.
constexpr json::Limits kReadingLimits{.bytes = 256U << 20U, .depth = 32};

}  // namespace

ReadPlan make_plan_reader(const plan::Gazetteer& gazetteer) {
    return [&gazetteer](std::string_view text, std::string_view margins) -> Result<PlanReading> {
        plan::Reading reading = plan::read_plan(text, gazetteer);
        PlanReading out;
        out.is_secret = reading.document.secrecy.has_value() || plan::find_secrecy_mark(margins).has_value();
        if (reading.refusal) out.refusal = reading.refusal->code;
        out.reading =
            TRY(json::parse(plan_format::to_json(reading, plan_format::Rhythms::All), kReadingLimits));
        out.text = std::move(reading.text);
        return out;
    };
}

}  // namespace neove::service
