#include "service/look_together.h"

#include <algorithm>
#include <tuple>

namespace neove::service {

namespace {

struct Several {
    SensitiveRead read;
    std::size_t named{1};
    bool takes(const SensitiveRead& one) const {
        if (one.record_id.empty() || read.record_id.empty() || named == kNamedAtOnce) return false;
        return std::tie(read.action, read.register_name, read.classes, read.purpose, read.reason) ==
               std::tie(one.action, one.register_name, one.classes, one.purpose, one.reason);
    }
};

}  // namespace

std::vector<SensitiveRead> together(const std::vector<SensitiveRead>& reads) {
    std::vector<Several> all;
    for (const SensitiveRead& read : reads) {
        const auto same =
            std::ranges::find_if(all, [&](const Several& several) { return several.takes(read); });
        if (same == all.end()) {
            all.push_back({read});
        } else {
            same->read.record_id += " " + read.record_id;
            ++same->named;
        }
    }
    std::vector<SensitiveRead> out;
    out.reserve(all.size());
    for (Several& one : all) out.push_back(std::move(one.read));
    return out;
}

}  // namespace neove::service
