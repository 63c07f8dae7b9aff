#pragma once
/// \file
/// What a person is told about a document: one sentence per code, in Vietnamese and English, saying what is
/// wrong and what to do.

#include <span>
#include <string_view>

namespace neove::document {

struct Message {
    std::string_view code;
    std::string_view vi;
    std::string_view en;
};

/// Every code this area can give, errors first, then notices.
std::span<const Message> messages();

/// Nothing found gives the sentence of `document.worker_failed`.
const Message& message(std::string_view code);

}  // namespace neove::document
