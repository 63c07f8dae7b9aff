#pragma once
/// \file
/// The zip inside a docx or xlsx, read with every limit of SECURITY 7. Names of entries are looked up, never
/// used as paths; an archive inside the archive is never opened.

#include "base/bytes.h"
#include "base/result.h"

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

struct zip;

namespace neove::worker {

class Package {
public:
    /// Refuses archives over a limit (`document.zip_bomb`), encrypted ones and broken ones before anything is
    /// inflated.
    static Result<Package> open(ByteView bytes);

    const std::vector<std::string>& names() const { return names_; }
    bool has(std::string_view name) const;
    /// The inflated bytes of an XML part; refuses when it is absent, broken or over 32 MiB.
    Result<std::string> part(const std::string& name) const;

private:
    struct Close {
        void operator()(zip* archive) const;
    };
    std::unique_ptr<zip, Close> archive_;
    std::vector<std::string> names_;
};

/// One line of a relationships part: what a part refers to.
struct Relationship {
    std::string id;
    std::string type;    ///< the last step of the type's URI, e.g. `header`
    std::string target;  ///< name of an entry, or an address when external
    bool external{false};
};

/// The relationships of `part` ("" for the package itself); none when it has none or they are unreadable.
std::vector<Relationship> relationships(const Package& package, const std::string& part);

/// The part the package says is its main document; refuses when there is none.
Result<std::string> main_part(const Package& package);

}  // namespace neove::worker
