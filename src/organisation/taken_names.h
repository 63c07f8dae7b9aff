#pragma once
/// \file
/// Whether a body would come to be meant where a text means somebody else. A name in a plan gives work and
/// opens the document it stands in: whoever chooses a name must not choose another's.

#include "organisation/directory.h"
#include "organisation/vocabulary.h"

#include <functional>
#include <string>

namespace neove::organisation {

/// Bodies whose names may be handed about by whoever asks.
using IsHers = std::function<bool(const OrganisationId&)>;

/// Where (`/name`, `/short_name`, `/aliases/2/name`) the first name stands that is new in `after` and that
/// today means, without an issuer, a body that is not hers, several of them, or a collective; empty: none. A
/// desk may be called what other desks are called: `Phòng Tham mưu` then asks a person which one.
/// `before` is null for a new body; all names are asked again when it is to be there on more days than it
/// was. Short names and aliases are refused too where the whole name of such a body or collective is a part
/// of them (`Lực lượng Công an tỉnh`), and all names where two scripts look like one.
std::string taken_name(
    const Directory& directory,
    const Vocabulary& vocabulary,
    const Organisation* before,
    const Organisation& after,
    const Date& on,
    const IsHers& is_hers
);

}  // namespace neove::organisation
