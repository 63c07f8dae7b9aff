#include "journal/witness.h"

#include "base/check.h"

#include <fmt/format.h>

#include <algorithm>

namespace neove::journal {

namespace {

constexpr std::string_view kWord = "neove-witness-1 ";
constexpr std::string_view kStateWord = "neove-witness-state-1 ";
constexpr std::size_t kKeyAndSignature = 1 + 64 + 1 + 128;

std::string signed_part(const Anchor& anchor, const crypto::PublicKey& witness) {
    const std::string plain = to_line(anchor);
    return std::string(kWord) + plain.substr(plain.find(' ') + 1) + " " + to_hex(witness);
}

template <std::size_t N>
bool read_hex(std::string_view text, std::array<std::uint8_t, N>& out) {
    const auto bytes = parse_hex(text);
    if (!bytes || bytes->size() != N || to_hex(*bytes) != text) return false;
    std::ranges::copy(*bytes, out.begin());
    return true;
}

std::string_view take_line(std::string_view& rest) {
    const std::size_t end = std::min(rest.find('\n'), rest.size());
    const std::string_view line = rest.substr(0, end);
    rest.remove_prefix(std::min(end + 1, rest.size()));
    return line;
}

}  // namespace

std::string to_line(const CoSigned& one) {
    return signed_part(one.anchor, one.witness) + " " + to_hex(one.signature);
}

Result<Anchor> parse_any_anchor(std::string_view line) {
    if (!line.starts_with(kWord)) return parse_anchor(line);
    const auto malformed = [] { return refuse(ErrorKind::Malformed, "anchor.malformed"); };
    if (line.size() <= kWord.size() + kKeyAndSignature) return malformed();
    const std::size_t key_at = line.size() - kKeyAndSignature;
    const std::string_view middle = line.substr(kWord.size(), key_at - kWord.size());
    CoSigned one;
    one.anchor = TRY(parse_anchor("neove-anchor-1 " + std::string(middle)));
    const bool is_whole = read_hex(line.substr(key_at + 1, 64), one.witness) &&
                          read_hex(line.substr(line.size() - 128), one.signature) && to_line(one) == line;
    if (!is_whole) return malformed();
    if (!crypto::verify(one.witness, as_bytes(signed_part(one.anchor, one.witness)), one.signature)) {
        return refuse(ErrorKind::Malformed, "anchor.signature");
    }
    return one.anchor;
}

std::string to_text(const Witness& witness) {
    return fmt::format(
        "{}{}\n{}\n{}\n",
        kStateWord,
        to_hex(witness.seed.view()),
        to_line(witness.first_key),
        witness.last ? to_line(*witness.last) : std::string()
    );
}

Result<Witness> parse_witness(std::string_view text) {
    const auto malformed = [] { return refuse(ErrorKind::Malformed, "witness.state_malformed"); };
    const std::string_view head = take_line(text);
    if (!head.starts_with(kStateWord)) return malformed();
    auto seed = parse_hex(head.substr(kStateWord.size()));
    if (!seed || seed->size() != 32) return malformed();
    Witness witness{TRY(parse_first_key(take_line(text))), crypto::Secret::from(*seed), std::nullopt};
    crypto::wipe(seed->data(), seed->size());
    const std::string_view last = take_line(text);
    if (!last.empty()) witness.last = TRY(parse_checkpoint(last));
    if (!text.empty()) return malformed();
    return witness;
}

Result<> take_lines(Witness& witness, std::string_view lines) {
    std::optional<Checkpoint> last = witness.last;
    const auto wrong = [](FindingKind kind, std::int64_t number) {
        return refuse(ErrorKind::Conflict, std::string(code_of(kind)), {}, std::to_string(number));
    };
    while (!lines.empty()) {
        const Checkpoint next = TRY(parse_checkpoint(take_line(lines)));
        if (last && next.number < last->number) continue;  // only the newest is kept to compare with
        if (last && next.number == last->number) {
            if (digest_of(next) != digest_of(*last)) return wrong(FindingKind::AnchorDiffers, next.number);
            continue;
        }
        const auto fault = fault_of(next, last ? &*last : nullptr, witness.first_key);
        if (fault) return wrong(fault->kind, fault->number);
        last = next;
    }
    witness.last = last;
    return {};
}

CoSigned co_sign(const Witness& witness) {
    CHECK(witness.last);
    const auto key = crypto::SigningKey::from_seed(witness.seed);
    CoSigned out{anchor_of(*witness.last), key.public_key, {}};
    out.signature = key.sign(as_bytes(signed_part(out.anchor, out.witness)));
    return out;
}

}  // namespace neove::journal
