#pragma once
/// \file
/// How expected refusals travel: `Result<T>` passed up with `TRY`. Bugs use CHECK (base/check.h) instead.

#include <cstdint>
#include <expected>
#include <string>
#include <utility>
#include <vector>

namespace neove {

/// What kind of refusal it is; the HTTP edge maps each kind to one status.
enum class ErrorKind : std::uint8_t {
    Invalid,       ///< the input breaks a rule (422)
    Malformed,     ///< the input cannot even be read (400)
    Unauthorised,  ///< nobody is signed in (401)
    Forbidden,     ///< signed in, but not for this (403)
    NotFound,      ///< absent, or not visible to the caller: the two are never told apart (404)
    Conflict,      ///< somebody else was first (409)
    Stale,         ///< the version the caller knew is not the current one (412)
    TooLarge,      ///< over a stated limit (413)
    Unsupported,   ///< a kind of file or content we do not read (415)
    TooMany,       ///< slow down (429)
    Unavailable,   ///< try again later (503)
    Internal,      ///< a fault of ours or of the machine (500)
};

/// An expected refusal. `code` is stable, has the shape `area.reason` and is the key of the sentence in vi
/// and en.
struct Error {
    ErrorKind kind{ErrorKind::Invalid};
    std::string code;    ///< e.g. `plan.not_a_plan`
    std::string where;   ///< JSON Pointer, or file:line; empty if none
    std::string detail;  ///< for the log only: never sent to a client, never personal data
};

/// A class, not an alias, so that ignoring one fails the build.
template <typename T = void>
class [[nodiscard]] Result : public std::expected<T, Error> {
public:
    using std::expected<T, Error>::expected;
};

/// Many faults at once (definitions, imports, form answers): all are collected, each with its place.
using Diagnostics = std::vector<Error>;

inline std::unexpected<Error> refuse(
    ErrorKind kind, std::string code, std::string where = {}, std::string detail = {}
) {
    return std::unexpected(Error{kind, std::move(code), std::move(where), std::move(detail)});
}

}  // namespace neove

/// Unwraps a `Result`, or returns its error from the enclosing function. One per statement; a nested one
/// trips -Wshadow on purpose. Not for coroutines: g++ 12 cannot compile it there.
#define TRY(expression)                                             \
    __extension__({                                                 \
        auto&& try_result_ = (expression);                          \
        if (!try_result_) [[unlikely]]                              \
            return std::unexpected(std::move(try_result_).error()); \
        *std::move(try_result_);                                    \
    })
