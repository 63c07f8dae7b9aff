#pragma once
/// \file
/// CHECK: for what can only be false when we have a bug. On in every build; ends at the request or job edge.

#include <stdexcept>
#include <string>

namespace neove {

/// Thrown by CHECK and caught only at the edges (a request, a job, main). Never for control flow.
class Bug : public std::logic_error {
public:
    using std::logic_error::logic_error;
};

[[noreturn]] inline void report_bug(const char* condition, const char* file, int line) {
    throw Bug(std::string(file) + ":" + std::to_string(line) + ": CHECK(" + condition + ") failed");
}

}  // namespace neove

// In test files doctest owns the name.
#ifndef DOCTEST_LIBRARY_INCLUDED
#define CHECK(condition) \
    ((condition) ? static_cast<void>(0) : ::neove::report_bug(#condition, __FILE__, __LINE__))
#endif
