#pragma once
/// \file
/// A fault of a programme as whoever writes it needs it: which sentence, where in the file, where in the
/// bundle. Definitions hold no person's data, so a fault may quote what was written.

#include "base/result.h"
#include "yaml/yaml.h"

#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace neove::definition {

struct Fault {
    std::string code;     ///< key of the sentence, `definition.unknown_key`
    std::string file;     ///< `lending_library/registers/loan/form.yaml`; empty where no file is at fault
    yaml::Place place;    ///< in it
    std::string pointer;  ///< into the bundle
    std::string detail;   ///< what was written, or what would be right; no sentence
    bool operator==(const Fault&) const;
};
using Faults = std::vector<Fault>;

/// Where each part of a bundle was written.
class Places {
public:
    void remember(std::string pointer, std::string_view file, yaml::Place place);
    /// A fault found in the bundle, with the place of what its pointer names or of the nearest part around
    /// it.
    Fault locate(const Error& error) const;
    /// The place of the nearest part around the pointer as `file:line:column`; empty for one of no file.
    std::string where(std::string_view pointer) const;

private:
    struct At {
        std::string file;
        yaml::Place place;
    };
    const At* nearest(std::string_view pointer) const;
    std::map<std::string, At, std::less<>> at_;
};

/// `file:line:column`, or the file alone where it is missing, or nothing.
std::string where(const Fault& fault);

/// One step more of a JSON Pointer, with `~` and `/` escaped.
std::string below(std::string_view pointer, std::string_view step);
std::string below(std::string_view pointer, std::size_t index);

}  // namespace neove::definition
