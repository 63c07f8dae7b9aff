#include "attachment/sealed_attachment.h"

#include "base/check.h"

#include <algorithm>
#include <bit>
#include <optional>

namespace neove::attachment {

namespace {

constexpr std::uint64_t kSmallest = 256;
constexpr std::uint64_t kLargest = std::uint64_t{1} << 40U;

crypto::Secret stream_key(const crypto::Secret& key) {
    return crypto::derive(key, "neoveAtt", 1);
}
crypto::Secret head_key(const crypto::Secret& key) {
    return crypto::derive(key, "neoveAtt", 2);
}

Bytes chunk_place(const Bytes& associated, std::uint64_t index) {
    CanonicalWriter out;
    out.bytes(associated).number(index);
    return out.result();
}

Bytes encode(const Head& head) {
    CanonicalWriter out;
    out.text(head.name)
        .text(head.type)
        .number(head.size)
        .bytes(head.plain_digest)
        .number(head.chunks)
        .bytes(head.stream_header);
    return out.result();
}

std::optional<Head> parse_head(ByteView bytes) {
    CanonicalReader in(bytes);
    auto name = in.text();
    auto type = in.text();
    const auto size = in.number();
    const auto digest = in.bytes();
    const auto chunks = in.number();
    const auto header = in.bytes();
    if (!header || !in.at_end() || digest->size() != 32 || *size > kLargest) return std::nullopt;
    Head head{*std::move(name), *std::move(type), *size, {}, *chunks, Bytes(header->begin(), header->end())};
    std::ranges::copy(*digest, head.plain_digest.begin());
    if (head.chunks != (padded_size(head.size) + kChunkSize - 1) / kChunkSize) return std::nullopt;
    return head;
}

std::unexpected<Error> altered() {
    return refuse(ErrorKind::Internal, "attachment.altered");
}

}  // namespace

std::uint64_t padded_size(std::uint64_t size) {
    if (size <= kSmallest) return kSmallest;
    const auto exponent = static_cast<std::uint64_t>(std::bit_width(size)) - 1;
    const auto kept = static_cast<std::uint64_t>(std::bit_width(exponent));
    const std::uint64_t mask = (std::uint64_t{1} << (exponent - kept)) - 1;
    return (size + mask) & ~mask;
}

Writer::Writer(const crypto::Secret& key, Bytes associated)
    : key_(key),
      associated_(std::move(associated)),
      stream_(stream_key(key)),
      plain_hash_(crypto::Hasher::plain()),
      ciphertext_hash_("neove.attachment") {}

Bytes Writer::seal(ByteView plain, bool is_last) {
    Bytes sealed = stream_.seal(plain, chunk_place(associated_, chunks_++), is_last);
    ciphertext_hash_.add(sealed);
    return sealed;
}

std::vector<Bytes> Writer::write(ByteView plain) {
    std::vector<Bytes> full;
    plain_hash_.add(plain);
    size_ += plain.size();
    CHECK(size_ <= kLargest);
    while (!plain.empty()) {
        if (waiting_.size() == kChunkSize) {  // more follows, so this one is not the last
            full.push_back(seal(waiting_, false));
            waiting_.clear();
        }
        const std::size_t count = std::min(plain.size(), kChunkSize - waiting_.size());
        waiting_.insert(waiting_.end(), plain.begin(), plain.begin() + static_cast<std::ptrdiff_t>(count));
        plain = plain.subspan(count);
    }
    return full;
}

Finished Writer::finish(const std::string& name, const std::string& type) {
    Finished out;
    std::uint64_t left = padded_size(size_) - chunks_ * kChunkSize;
    for (; left > kChunkSize; left -= kChunkSize) {
        waiting_.resize(kChunkSize, 0);
        out.chunks.push_back(seal(waiting_, false));
        crypto::wipe(waiting_.data(), waiting_.size());
        waiting_.clear();
    }
    waiting_.resize(left, 0);
    out.chunks.push_back(seal(waiting_, true));
    crypto::wipe(waiting_.data(), waiting_.size());
    const Head head{name, type, size_, plain_hash_.finish(), chunks_, stream_.header()};
    out.head = crypto::seal_padded(head_key(key_), encode(head), associated_);
    out.ciphertext_digest = ciphertext_hash_.finish();
    out.size = size_;
    return out;
}

Result<Reader> Reader::open(const crypto::Secret& key, Bytes associated, ByteView sealed_head) {
    const auto bytes = crypto::open_padded(head_key(key), sealed_head, associated);
    if (!bytes) return altered();
    auto head = parse_head(*bytes);
    if (!head) return altered();
    auto stream = crypto::StreamOpener::start(stream_key(key), head->stream_header);
    if (!stream) return altered();
    return Reader(*std::move(head), std::move(associated), *std::move(stream));
}

Result<Bytes> Reader::read(ByteView sealed_chunk) {
    auto chunk = stream_.open(sealed_chunk, chunk_place(associated_, chunks_));
    if (!chunk) return altered();
    ++chunks_;
    is_over_ = chunk->is_last;
    const std::uint64_t content = std::min<std::uint64_t>(chunk->plain.size(), head_.size - read_);
    chunk->plain.resize(content);
    read_ += content;
    plain_hash_.add(chunk->plain);
    return std::move(chunk->plain);
}

Result<> Reader::finish() {
    if (!is_over_) return refuse(ErrorKind::Internal, "attachment.incomplete");
    const bool whole = chunks_ == head_.chunks && read_ == head_.size;
    if (!whole || plain_hash_.finish() != head_.plain_digest) return altered();
    return {};
}

}  // namespace neove::attachment
