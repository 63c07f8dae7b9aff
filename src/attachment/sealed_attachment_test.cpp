#include "attachment/sealed_attachment.h"

#include <doctest/doctest.h>

#include <set>

namespace neove::attachment {

namespace {

const bool kReady = (crypto::initialise(), true);
const Bytes kPlace{'p'};

struct Sealed {
    std::vector<Bytes> chunks;
    Finished end;
};

Sealed seal(const crypto::Secret& key, const Bytes& plain, std::size_t step = 10'000) {
    Writer writer(key, kPlace);
    Sealed out;
    for (std::size_t at = 0; at < plain.size(); at += step) {
        for (Bytes& chunk : writer.write(ByteView(plain).subspan(at, std::min(step, plain.size() - at)))) {
            out.chunks.push_back(std::move(chunk));
        }
    }
    out.end = writer.finish("ảnh.jpg", "image/jpeg");
    out.chunks.insert(out.chunks.end(), out.end.chunks.begin(), out.end.chunks.end());
    return out;
}

/// The plaintext, or the code of the first refusal.
std::string open(
    const crypto::Secret& key, const Bytes& place, ByteView head, const std::vector<Bytes>& chunks
) {
    auto reader = Reader::open(key, place, head);
    if (!reader) return reader.error().code;
    std::string out;
    for (const Bytes& chunk : chunks) {
        const auto part = reader->read(chunk);
        if (!part) return part.error().code;
        out += as_text(*part);
    }
    const auto finished = reader->finish();
    return finished ? out : finished.error().code;
}

Bytes some_bytes(std::size_t size) {
    Bytes out(size);
    for (std::size_t i = 0; i < size; ++i) out[i] = static_cast<std::uint8_t>(i * 31 + i / 251);
    return out;
}

}  // namespace

TEST_CASE("an attachment of any size comes back whole, with its name, type, size and hash") {
    REQUIRE(kReady);
    const crypto::Secret key = crypto::Secret::random();
    for (const std::size_t size :
         {std::size_t{0},
          std::size_t{1},
          std::size_t{256},
          std::size_t{257},
          kChunkSize - 1,
          kChunkSize,
          kChunkSize + 1,
          2 * kChunkSize,
          2 * kChunkSize + 1,
          9 * kChunkSize + 77}) {
        const Bytes plain = some_bytes(size);
        const Sealed sealed = seal(key, plain);
        CHECK(open(key, kPlace, sealed.end.head, sealed.chunks) == as_text(plain));
        const auto reader = Reader::open(key, kPlace, sealed.end.head);
        CHECK(reader->head().name == "ảnh.jpg");
        CHECK(reader->head().type == "image/jpeg");
        CHECK(reader->head().size == size);
        std::size_t total = 0;
        crypto::Hasher ciphertext("neove.attachment");
        for (const Bytes& chunk : sealed.chunks) {
            total += chunk.size() - crypto::kStreamOverhead;
            ciphertext.add(chunk);
        }
        CHECK(total == padded_size(size));
        CHECK(ciphertext.finish() == sealed.end.ciphertext_digest);
    }
}

TEST_CASE("the hash inside is what b2sum -l 256 gives") {
    const crypto::Secret key = crypto::Secret::random();
    const Sealed sealed = seal(key, {'a', 'b', 'c'});
    CHECK(
        to_hex(Reader::open(key, kPlace, sealed.end.head)->head().plain_digest) ==
        "bddd813c634239723171ef3fee98579b94964e3bb1cb3e427262c8c068d52319"
    );
}

TEST_CASE("wrong order, missing, doubled, truncated, foreign and changed chunks fail") {
    const crypto::Secret key = crypto::Secret::random();
    const Sealed sealed = seal(key, some_bytes(5 * kChunkSize + 5));
    const Bytes& head = sealed.end.head;
    const auto after = [&](auto change) {
        std::vector<Bytes> chunks = sealed.chunks;
        change(chunks);
        return open(key, kPlace, head, chunks);
    };
    REQUIRE(sealed.chunks.size() >= 5);
    CHECK(after([](auto& c) { std::swap(c[1], c[2]); }) == "attachment.altered");
    CHECK(after([](auto& c) { c.erase(c.begin()); }) == "attachment.altered");
    CHECK(after([](auto& c) { c.erase(c.begin() + 2); }) == "attachment.altered");
    CHECK(after([](auto& c) { c.insert(c.begin() + 2, c[1]); }) == "attachment.altered");
    CHECK(after([](auto& c) { c.pop_back(); }) == "attachment.incomplete");
    CHECK(after([](auto& c) { c.clear(); }) == "attachment.incomplete");
    CHECK(after([](auto& c) { c.push_back(c.back()); }) == "attachment.altered");
    CHECK(after([](auto& c) { c[3].pop_back(); }) == "attachment.altered");
    CHECK(after([](auto& c) { c[3].resize(3); }) == "attachment.altered");
    CHECK(after([](auto& c) { c[0][100] ^= 1U; }) == "attachment.altered");
    const Sealed other = seal(key, some_bytes(5 * kChunkSize + 5));
    CHECK(after([&](auto& c) { c[1] = other.chunks[1]; }) == "attachment.altered");
    CHECK(open(key, kPlace, other.end.head, sealed.chunks) == "attachment.altered");
}

TEST_CASE("moved to another place or opened with another key it does not open") {
    const crypto::Secret key = crypto::Secret::random();
    const Sealed sealed = seal(key, some_bytes(1000));
    CHECK(open(key, {'q'}, sealed.end.head, sealed.chunks) == "attachment.altered");
    CHECK(open(crypto::Secret::random(), kPlace, sealed.end.head, sealed.chunks) == "attachment.altered");
    Bytes head = sealed.end.head;
    for (std::size_t i = 0; i < head.size(); i += 11) {
        head[i] ^= 1U;
        CHECK(!Reader::open(key, kPlace, head));
        head[i] ^= 1U;
    }
    CHECK(!Reader::open(key, kPlace, {}));
}

TEST_CASE("padded sizes are few, never smaller and at most 12 percent larger") {
    CHECK(padded_size(0) == 256);
    CHECK(padded_size(257) == 272);
    CHECK(padded_size(1'000'000) == 1'015'808);
    std::set<std::uint64_t> sizes;
    for (std::uint64_t size = 1; size <= 1'000'000; size += 97) {
        const std::uint64_t padded = padded_size(size);
        REQUIRE(padded >= size);
        if (size > 256) REQUIRE(padded * 100 <= size * 112);
        REQUIRE(padded_size(padded) == padded);
        sizes.insert(padded);
    }
    CHECK(sizes.size() < 256);
}

TEST_CASE("how plaintext is cut on its way in does not change what comes out") {
    const crypto::Secret key = crypto::Secret::random();
    const Bytes plain = some_bytes(3 * kChunkSize);
    for (const std::size_t step : {std::size_t{999}, kChunkSize, kChunkSize + 1, plain.size()}) {
        const Sealed sealed = seal(key, plain, step);
        CHECK(open(key, kPlace, sealed.end.head, sealed.chunks) == as_text(plain));
    }
}

}  // namespace neove::attachment
