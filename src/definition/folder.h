#pragma once
/// \file
/// A programme's folder from disk.

#include "definition/compile.h"

namespace neove::definition {

/// All its files. Refuses with `file.absent` for what is no folder
/// with a programme.yaml, `file.too_large` for a file over 1 MiB or more than 4,000 files, `file.unreadable`.
Result<Folder> read_folder(const std::string& path);

/// Every folder in `path` that holds a programme.yaml, by name; `path` itself where it holds one. Refuses
/// with `definition.no_programme` for a folder that is and holds none.
Result<std::vector<Folder>> read_folders(const std::string& path);

}  // namespace neove::definition
