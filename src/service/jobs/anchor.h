#pragma once
/// \file
/// Gives the newest checkpoint's number and digest to other bodies, without hands (SECURITY 3): by mail, by a
/// file in a folder, or both. Two jobs: one that fails does not hold up the other.

#include "journal/checkpoint.h"
#include "service/jobs/jobs.h"
#include "service/keys.h"

#include <functional>
#include <string>
#include <vector>

namespace neove::service {

struct AnchorPlan {
    std::vector<std::string> mail_to;  ///< addresses of the witnesses
    std::string drop_folder;           ///< empty: no files
    std::int64_t every{kDay};
};

/// The newest checkpoint of this node, signed just before where there was news.
using NewestAnchor = std::function<Result<journal::Anchor>()>;

/// The jobs of a plan: none, one or two. `keys` must outlive them.
std::vector<JobKind> anchor_jobs(const Keys& keys, const AnchorPlan& plan, NewestAnchor newest);

/// The name of the file that is dropped for an anchor.
std::string anchor_file_name(const journal::Anchor& anchor);

}  // namespace neove::service
