#include "authentication/code_card.h"

#include "base/check.h"

namespace neove::authentication {

namespace {

constexpr std::string_view kAlphabet = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";

Digest verification_of(
    const crypto::Secret& key, std::string_view card, std::size_t number, std::string_view code
) {
    CanonicalWriter out;
    out.text(card).number(number).text(code);
    return crypto::keyed_hash(key, "neove.code_card", out.result());
}

/// The typed code in the card's own spelling.
std::optional<std::string> as_printed(std::string_view typed) {
    std::string code;
    for (char c : typed) {
        if (c == ' ' || c == '-') continue;
        if (c >= 'a' && c <= 'z') c = static_cast<char>(c - 'a' + 'A');
        if (c == 'O') c = '0';
        if (c == 'I' || c == 'L') c = '1';
        if (kAlphabet.find(c) == std::string_view::npos || code.size() == kCardCodeSize) return std::nullopt;
        code += c;
    }
    if (code.size() != kCardCodeSize) return std::nullopt;
    return code;
}

}  // namespace

CodeCard make_code_card(const crypto::Secret& key, std::string_view card, ByteView random) {
    CHECK(random.size() == kCardRandomness);
    CodeCard made;
    for (std::size_t number = 1; number <= kCardCodes; ++number) {
        std::string code;
        for (const std::uint8_t byte : random.subspan((number - 1) * kCardCodeSize, kCardCodeSize)) {
            code += kAlphabet[byte % kAlphabet.size()];  // 256 is a multiple of 32: no letter is likelier
        }
        made.verifications.push_back(verification_of(key, card, number, code));
        made.codes.push_back(std::move(code));
    }
    return made;
}

std::optional<unsigned> next_card_number(std::uint64_t used) {
    for (unsigned number = 1; number <= kCardCodes; ++number) {
        if ((used >> (number - 1) & 1U) == 0) return number;
    }
    return std::nullopt;
}

std::optional<std::uint64_t> accept_card_code(
    const crypto::Secret& key,
    std::string_view card,
    const std::vector<Digest>& verifications,
    std::uint64_t used,
    std::string_view typed
) {
    const auto number = next_card_number(used);
    const auto code = as_printed(typed);
    if (!number || !code || verifications.size() != kCardCodes) return std::nullopt;
    if (!crypto::equal(verification_of(key, card, *number, *code), verifications[*number - 1]))
        return std::nullopt;
    return used | std::uint64_t{1} << (*number - 1);
}

}  // namespace neove::authentication
