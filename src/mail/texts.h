#pragma once
/// \file
/// The fixed sentences of mails (packs/messages/mail.tsv): a kind, subject and body, in vi with en below.
/// Values go into numbered holes and are visible ASCII: a link, a number, an anchor line; never what a person
/// wrote.

#include "base/bytes.h"
#include "base/result.h"

#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace neove::mail {

/// Whether a value may stand in a mail: visible ASCII and single spaces, at most 300 characters.
bool is_value(std::string_view text);

struct Text {
    std::string subject;
    std::string body;
};

class Texts {
public:
    /// `kind TAB part TAB vi TAB en`, part `subject` or `body`; `\n` in a text is a new line, `{1}` a hole.
    /// Refusal: `mail.texts` with the line.
    static Result<Texts> parse(std::string_view tsv);

    /// Refusals: `mail.no_such_kind`, `mail.value` (a value that may not stand in a mail, or of the wrong
    /// number).
    Result<Text> of(std::string_view kind, const std::vector<std::string>& values) const;

private:
    std::map<std::string, Text, std::less<>> texts_;
};

void fuzz_texts(ByteView bytes);

}  // namespace neove::mail
