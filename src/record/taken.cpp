#include "record/taken.h"

#include <algorithm>

namespace neove::record {

const std::string& done_by(const History& history, const Event& event) {
    if (event.kind != kCorrected) return event.kind;
    const auto mended = std::ranges::find(history, event.corrects, &Event::id);
    return mended == history.end() ? event.kind : (*mended)->kind;
}

std::vector<workflow::Taken> taken_in(const History& history) {
    std::vector<workflow::Taken> out;
    out.reserve(history.size());
    for (const Event* event : history) out.push_back({done_by(history, *event), event->actor.text()});
    return out;
}

}  // namespace neove::record
