#pragma once
/// \file
/// What the fuzzer of programmes tries; a unit test replays it over the shipped ones and slips of them.

#include "base/bytes.h"
#include "base/check.h"
#include "definition/check.h"

namespace neove::definition {

inline constexpr char kFileEnd = '\x1e';
inline constexpr char kNameEnd = '\x1f';

/// `name US text RS name US text …`.
inline Folder folder_of(ByteView bytes) {
    Folder folder{"fuzz", {}};
    std::string_view rest = as_text(bytes);
    while (!rest.empty()) {
        const std::string_view file = rest.substr(0, rest.find(kFileEnd));
        rest.remove_prefix(std::min(rest.size(), file.size() + 1));
        const std::size_t end = file.find(kNameEnd);
        if (end != std::string_view::npos) folder.files.emplace(file.substr(0, end), file.substr(end + 1));
    }
    return folder;
}

/// Nothing that is written crashes; every fault has a code; what has no fault loads to the very same.
inline void fuzz_folder(ByteView bytes) {
    const Compiled compiled = compile({folder_of(bytes)});
    const Checked checked = check(compiled);
    for (const Fault& fault : checked.faults) CHECK(!fault.code.empty());
    if (!checked.faults.empty()) return;
    const std::string text = json::write_canonical(compiled.bundle);
    const auto bundle = load_bundle(std::string_view(text));
    CHECK((bundle && json::write_canonical(bundle->source) == text));
}

/// Whatever JSON there is, the loader refuses or takes it.
inline void fuzz_bundle(ByteView bytes) {
    const auto bundle = load_bundle(as_text(bytes));
    CHECK((bundle || !bundle.error().code.empty()));
}

}  // namespace neove::definition
