#include "service/registers/state_word.h"

#include "deadline/overall.h"
#include "service/registers/known_clocks.h"
#include "workflow/workflow.h"

#include <algorithm>

namespace neove::service {

namespace {

bool has_label(const Desk& desk, const std::string& key) {
    const json::Value* labels = desk.current->source.find("labels");
    if (labels == nullptr) return false;
    const auto says = [&](std::string_view language) {
        const json::Value* map = labels->find(language);
        return map != nullptr && map->find(key) != nullptr;
    };
    return says("vi") && says("en");
}

bool has_any_word(const Desk& desk) {
    return std::ranges::any_of(desk.current->workflow.states, [&](const workflow::State& state) {
        return std::ranges::any_of(deadline::words_of_state(state.is_final), [&](std::string_view word) {
            return has_label(desk, "states." + state.id + "." + std::string(word));
        });
    });
}

}  // namespace

std::string word_of_state(
    const Desk& desk, const std::string& state, const std::vector<deadline::Clock>& clocks, Instant now
) {
    const workflow::State* known = desk.current->workflow.find_state(state);
    if (known == nullptr) return {};
    const auto word = deadline::word_of_state(clocks, known->is_final, now);
    if (!word || !has_label(desk, "states." + state + "." + std::string(*word))) return {};
    return std::string(*word);
}

Result<std::vector<std::string>> words_of_states(
    House& house,
    storage::Snapshot& snapshot,
    const Desk& desk,
    const std::vector<const RecordRow*>& rows,
    Instant now
) {
    std::vector<std::string> out(rows.size());
    if (rows.empty() || !has_any_word(desk)) return out;
    ClocksOfPage clocks(house, snapshot, clocks_ticket(house, desk));
    for (std::size_t from = 0; from < rows.size(); from += kAtOnce) {
        const std::size_t end = std::min(from + kAtOnce, rows.size());
        std::vector<RecordId> ids;
        for (std::size_t i = from; i < end; ++i) ids.push_back(rows[i]->id);
        for (std::size_t i = from; i < end; ++i) {
            out[i] = word_of_state(desk, rows[i]->state, *TRY(clocks.of(*rows[i], ids)), now);
        }
    }
    return out;
}

}  // namespace neove::service
