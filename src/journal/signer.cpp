#include "journal/signer.h"

#include "base/check.h"
#include "base/file.h"
#include "journal/merkle.h"

#include <algorithm>

namespace neove::journal {

namespace {

constexpr std::string_view kStateWord = "neove signing state 1";
constexpr std::string_view kKeyWord = "neove-journal-key-1 ";
constexpr std::size_t kStateLimit = 4096;
constexpr std::size_t kLogEnd = 4096;  // two lines and more

Bytes encode_state(const StoreId& store, const crypto::Secret& seed, const std::optional<Checkpoint>& last) {
    CanonicalWriter out;
    out.text(kStateWord).text(store.text()).bytes(seed.view()).text(last ? to_line(*last) : std::string());
    return out.result();
}

struct State {
    StoreId store;
    crypto::Secret seed;
    std::optional<Checkpoint> last;
};

std::optional<State> parse_state(ByteView bytes) {
    CanonicalReader in(bytes);
    const auto word = in.text();
    auto store = in.text();
    const auto seed = in.bytes();
    const auto line = in.text();
    if (!line || word != kStateWord || !is_id_text(*store) || seed->size() != 32 || !in.at_end())
        return std::nullopt;
    State state{StoreId::trusted(*std::move(store)), crypto::Secret::from(*seed), std::nullopt};
    if (line->empty()) return state;
    auto last = parse_checkpoint(*line);
    if (!last) return std::nullopt;
    state.last = *std::move(last);
    return state;
}

std::unexpected<Error> log_differs(std::string detail) {
    return refuse(ErrorKind::Internal, "journal.log_differs", {}, std::move(detail));
}

}  // namespace

std::string to_line(const FirstKey& key) {
    return std::string(kKeyWord) + key.store.text() + " " + to_hex(key.key);
}

Result<FirstKey> parse_first_key(std::string_view line) {
    FirstKey out;
    if (line.size() == kKeyWord.size() + 32 + 1 + 64 && line.starts_with(kKeyWord)) {
        const auto store = StoreId::parse(line.substr(kKeyWord.size(), 32));
        const auto key = parse_hex(line.substr(line.size() - 64));
        if (store && key) {
            out.store = *store;
            std::ranges::copy(*key, out.key.begin());
            if (to_line(out) == line) return out;
        }
    }
    return refuse(ErrorKind::Malformed, "journal.key_malformed");
}

Result<Signer> Signer::create(const SignerFiles& files, const StoreId& store) {
    auto lock = TRY(SigningLock::take(files.lock()));
    const auto first = crypto::SigningKey::random();
    Bytes state = encode_state(store, first.seed, std::nullopt);
    const auto created = create_file(files.state, state);
    crypto::wipe(state.data(), state.size());
    if (!created) return std::unexpected(created.error());
    Signer signer(files, store, first, std::nullopt);
    signer.lock_ = std::move(lock);
    return signer;
}

Result<Signer> Signer::open(const SignerFiles& files) {
    auto lock = TRY(SigningLock::take(files.lock()));
    Signer signer = TRY(look(files));
    signer.lock_ = std::move(lock);
    TRY(signer.complete_log());
    return signer;
}

Result<Signer> Signer::look(const SignerFiles& files) {
    auto bytes = read_file(files.state, kStateLimit);
    if (!bytes) return refuse(ErrorKind::Unavailable, "journal.state_absent", {}, bytes.error().code);
    auto state = parse_state(*bytes);
    crypto::wipe(bytes->data(), bytes->size());
    if (!state) return refuse(ErrorKind::Malformed, "journal.state_malformed");
    return Signer(files, state->store, crypto::SigningKey::from_seed(state->seed), state->last);
}

/// The state is written first, so the log can only lack (part of) its last line.
Result<> Signer::complete_log() const {
    auto end = read_file_end(files_.log, kLogEnd);
    if (!end && end.error().code != "file.absent") return std::unexpected(end.error());
    const std::string_view text = end ? as_text(*end) : std::string_view();
    if (!last_) return text.empty() ? Result<>() : log_differs("a log without a state");

    const std::string wanted = to_line(*last_) + "\n";
    if (text.ends_with(wanted)) return {};
    const std::size_t line_end = text.rfind('\n');
    const std::string_view partial = line_end == std::string_view::npos ? text : text.substr(line_end + 1);
    if (!std::string_view(wanted).starts_with(partial)) return log_differs("another last line");
    const std::string_view whole = text.substr(0, text.size() - partial.size());
    if (last_->number == 1 && !whole.empty()) return log_differs("lines before the first");
    if (last_->number > 1) {
        if (whole.empty()) return log_differs("lines are missing");
        const std::string_view lines = whole.substr(0, whole.size() - 1);
        const std::size_t begin = lines.rfind('\n');
        const auto before =
            parse_checkpoint(begin == std::string_view::npos ? lines : lines.substr(begin + 1));
        if (!before || digest_of(*before) != last_->previous)
            return log_differs("another line before the last");
    }
    return append_file(files_.log, as_bytes(std::string_view(wanted).substr(partial.size())));
}

Result<Checkpoint> Signer::sign(std::span<const Digest> entry_digests, const Digest& head, Instant at) {
    CHECK(!entry_digests.empty());
    CHECK(lock_.has_value());
    const auto after = crypto::SigningKey::random();
    Checkpoint checkpoint;
    checkpoint.store = store_;
    checkpoint.number = last_ ? last_->number + 1 : 1;
    checkpoint.first_seq = signed_until() + 1;
    checkpoint.last_seq = signed_until() + static_cast<std::int64_t>(entry_digests.size());
    checkpoint.head = head;
    checkpoint.root = merkle_root(entry_digests);
    if (last_) checkpoint.previous = digest_of(*last_);
    checkpoint.at = last_ ? std::max(at, last_->at) : at;
    checkpoint.key_now = next_.public_key;
    checkpoint.key_next = after.public_key;
    checkpoint.signature = next_.sign(as_bytes(signed_text(checkpoint)));

    // First the state with the next secret, then the log: a crash between them loses neither key nor
    // checkpoint.
    Bytes state = encode_state(store_, after.seed, checkpoint);
    const auto replaced = replace_secret_file(files_.state, state);
    crypto::wipe(state.data(), state.size());
    if (!replaced) return std::unexpected(replaced.error());
    next_ = after;
    last_ = checkpoint;
    TRY(append_file(files_.log, as_bytes(to_line(checkpoint) + "\n")));
    return checkpoint;
}

}  // namespace neove::journal
