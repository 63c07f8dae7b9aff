#pragma once
/// \file
/// Short forms that a document defines itself: "Sở Thông tin và Truyền thông (STTTT)", "… (sau đây viết tắt là
/// BCĐ)", or a legend "Chữ viết tắt: CAT: Công an tỉnh; …".

#include "plan/body.h"

namespace neove::plan {

/// Letters only → spelled out, as in Gazetteer::abbreviations.
ShortForms find_short_forms(const Tokens& tokens, const BodyReader& bodies);

}  // namespace neove::plan
