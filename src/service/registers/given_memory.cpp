#include "service/registers/given_memory.h"

#include <algorithm>

namespace neove::service {

GivenMemory::Names GivenMemory::names(const Basis& basis, const std::function<GivenNames()>& work_out) {
    {
        const std::scoped_lock lock(mutex_);
        const auto known = std::ranges::find(kept_, basis, &Kept::basis);
        if (known != kept_.end()) {
            std::rotate(known, known + 1, kept_.end());
            return kept_.back().names;
        }
    }
    // Two who ask at once both work it out: nobody waits for another document's.
    auto names = std::make_shared<const GivenNames>(work_out());
    const std::scoped_lock lock(mutex_);
    // What followed from another tree, day or reading of it is asked for no more, and would hold that tree.
    std::erase_if(kept_, [&](const Kept& one) {
        const bool is_same =
            one.basis.register_name == basis.register_name && one.basis.document == basis.document;
        return is_same || one.basis.live != basis.live || one.basis.programme != basis.programme;
    });
    if (kept_.size() == kDocuments) kept_.erase(kept_.begin());
    kept_.push_back({basis, names});
    return names;
}

std::optional<std::vector<RecordId>> GivenMemory::there(const Names& names, std::uint64_t arrived) {
    const std::scoped_lock lock(mutex_);
    const auto known = std::ranges::find(kept_, names, &Kept::names);
    if (known == kept_.end() || known->arrived != arrived) return std::nullopt;
    return known->there;
}

void GivenMemory::keep_there(const Names& names, std::uint64_t arrived, const std::vector<RecordId>& there) {
    const std::scoped_lock lock(mutex_);
    const auto known = std::ranges::find(kept_, names, &Kept::names);
    if (known == kept_.end()) return;
    known->arrived = arrived;
    known->there = there;
}

bool GivenMemory::is_quiet(const Basis& basis) {
    const std::scoped_lock lock(mutex_);
    return std::ranges::find(quiet_, basis) != quiet_.end();
}

void GivenMemory::keep_quiet(const Basis& basis) {
    const std::scoped_lock lock(mutex_);
    // Of another day, tree or table of access nothing is asked any more.
    std::erase_if(quiet_, [&](const Basis& one) {
        const bool is_same = one.register_name == basis.register_name && one.document == basis.document;
        return is_same || one.today != basis.today || one.live != basis.live ||
               one.programme != basis.programme;
    });
    if (quiet_.size() < kQuiet) quiet_.push_back(basis);
}

}  // namespace neove::service
