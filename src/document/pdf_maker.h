#pragma once
/// \file
/// A PDF of a docx that we wrote ourselves, by the LibreOffice that turns old .doc files, in the same
/// sandbox.

#include "base/bytes.h"
#include "base/result.h"

namespace neove::document {

/// Whether this machine has what makes one, so that nobody is offered what cannot be made.
bool may_make_pdf();

/// One at a time in this process. Refuses at once with `document.converter_busy` (`detail`: seconds after
/// which to try again) while another is made, with `document.legacy_word` where LibreOffice or bubblewrap is
/// missing, and what `run_in_sandbox` refuses.
Result<Bytes> pdf_of(ByteView docx);

}  // namespace neove::document
