#pragma once
/// \file
/// Bodies of the fuzz targets of forms; a unit test replays the shared vectors through them.

#include "base/bytes.h"

namespace neove::form {

/// Takes the bytes as answers to a form with every type, settles and checks them, and CHECKs what the module
/// promises of any JSON whatever. Whether they were right.
bool fuzz_answers(ByteView bytes);

/// Takes the bytes as a form in a bundle; one that passes check_form keeps the promises of answers. Whether
/// it passed.
bool fuzz_definition(ByteView bytes);

/// Takes the bytes as words that somebody typed and looks whether they name people. Whether they do.
bool fuzz_person_words(ByteView bytes);

}  // namespace neove::form
