#include "journal/checkpoint.h"

#include "base/check.h"
#include "journal/merkle.h"
#include "journal/witness.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <optional>

namespace neove::journal {

namespace {

constexpr std::string_view kCheckpointWord = "neove-checkpoint-1";
constexpr std::string_view kAnchorWord = "neove-anchor-1";
constexpr std::size_t kLongestLine = 1024;

/// Reads fields separated by single spaces; remembers whether anything was wrong.
class Fields {
public:
    explicit Fields(std::string_view line) : rest_(line), sound_(line.size() <= kLongestLine) {}
    bool is_finished() const { return sound_ && finished_; }

    std::string_view word() {
        if (finished_) sound_ = false;
        const std::size_t end = std::min(rest_.find(' '), rest_.size());
        const std::string_view field = rest_.substr(0, end);
        finished_ = end == rest_.size();
        rest_.remove_prefix(std::min(end + 1, rest_.size()));
        return field;
    }
    void expect(std::string_view wanted) { require(word() == wanted); }
    StoreId store() {
        const std::string_view text = word();
        require(is_id_text(text));
        return StoreId::trusted(std::string(text));
    }
    std::int64_t number() {
        const std::string_view text = word();
        std::int64_t value = 0;
        const auto [end, fault] = std::from_chars(text.data(), text.data() + text.size(), value);
        require(fault == std::errc() && end == text.data() + text.size() && fmt::to_string(value) == text);
        return value;
    }
    template <std::size_t N>
    std::array<std::uint8_t, N> hex() {
        const std::string_view text = word();
        std::array<std::uint8_t, N> out{};
        const auto bytes = parse_hex(text);
        require(bytes && bytes->size() == N && to_hex(*bytes) == text);
        if (sound_) std::ranges::copy(*bytes, out.begin());
        return out;
    }
    void require(bool condition) { sound_ = sound_ && condition; }

private:
    std::string_view rest_;
    bool sound_;
    bool finished_{false};
};

}  // namespace

std::string signed_text(const Checkpoint& c) {
    return fmt::format(
        "{} {} {} {} {} {} {} {} {} {} {}",
        kCheckpointWord,
        c.store.text(),
        c.number,
        c.first_seq,
        c.last_seq,
        to_hex(c.head),
        to_hex(c.root),
        to_hex(c.previous),
        c.at.micros,
        to_hex(c.key_now),
        to_hex(c.key_next)
    );
}

std::string to_line(const Checkpoint& checkpoint) {
    return signed_text(checkpoint) + " " + to_hex(checkpoint.signature);
}

Result<Checkpoint> parse_checkpoint(std::string_view line) {
    Fields in(line);
    Checkpoint out;
    in.expect(kCheckpointWord);
    out.store = in.store();
    out.number = in.number();
    out.first_seq = in.number();
    out.last_seq = in.number();
    out.head = in.hex<32>();
    out.root = in.hex<32>();
    out.previous = in.hex<32>();
    out.at = {in.number()};
    out.key_now = in.hex<32>();
    out.key_next = in.hex<32>();
    out.signature = in.hex<64>();
    in.require(out.number >= 1 && out.first_seq >= 1 && out.last_seq >= out.first_seq);
    if (!in.is_finished()) return refuse(ErrorKind::Malformed, "checkpoint.malformed");
    return out;
}

Digest digest_of(const Checkpoint& checkpoint) {
    return crypto::hash("neove.checkpoint", as_bytes(to_line(checkpoint)));
}

bool signature_holds(const Checkpoint& checkpoint) {
    return crypto::verify(checkpoint.key_now, as_bytes(signed_text(checkpoint)), checkpoint.signature);
}

Anchor anchor_of(const Checkpoint& checkpoint) {
    return {checkpoint.store, checkpoint.number, digest_of(checkpoint)};
}

std::string to_line(const Anchor& anchor) {
    return fmt::format("{} {} {} {}", kAnchorWord, anchor.store.text(), anchor.number, to_hex(anchor.digest));
}

Result<Anchor> parse_anchor(std::string_view line) {
    Fields in(line);
    Anchor out;
    in.expect(kAnchorWord);
    out.store = in.store();
    out.number = in.number();
    out.digest = in.hex<32>();
    in.require(out.number >= 1);
    if (!in.is_finished()) return refuse(ErrorKind::Malformed, "anchor.malformed");
    return out;
}

bool proof_holds(const EntryProof& proof) {
    const Checkpoint& checkpoint = proof.checkpoint;
    if (proof.entry.seq < checkpoint.first_seq || proof.entry.seq > checkpoint.last_seq) return false;
    const auto index = static_cast<std::uint64_t>(proof.entry.seq - checkpoint.first_seq);
    const auto size = static_cast<std::uint64_t>(checkpoint.last_seq - checkpoint.first_seq) + 1;
    return check_inclusion(digest_of(proof.entry), index, size, proof.path, checkpoint.root) &&
           signature_holds(checkpoint);
}

void fuzz_checkpoint(ByteView bytes) {
    const std::string_view text = as_text(bytes);
    if (const auto checkpoint = parse_checkpoint(text)) CHECK(to_line(*checkpoint) == text);
    if (const auto anchor = parse_anchor(text)) CHECK(to_line(*anchor) == text);
    if (const auto anchor = parse_any_anchor(text)) CHECK(anchor->number >= 1);
    if (const auto witness = parse_witness(text)) CHECK(to_text(*witness) == text);
}

}  // namespace neove::journal
