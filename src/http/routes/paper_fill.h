#pragma once
/// \file
/// A template of a programme filled with what it read: the paper as it will be written. Always Vietnamese,
/// whatever language the caller's pages are in.

#include "http/routes/api.h"
#include "paper/paper.h"
#include "service/registers/papers.h"

#include <string>
#include <vector>

namespace neove::http {

/// Ways in which papers of this organisation are signed, each as its lines; one at least. Where it has
/// entered none, as bodies of its kind sign.
std::vector<std::vector<std::string>> signatures_of(
    const Api& api, const OrganisationId& sender, const service::Letterhead& letterhead
);

/// `signature`: of `signatures_of`, from 0; the first where there is no such.
paper::Paper fill_paper(
    const Api& api, const Exchange& exchange, const service::PaperMaterial& material, std::size_t signature
);

}  // namespace neove::http
