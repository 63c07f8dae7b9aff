#include "http/compress.h"

#include <zlib.h>

#include <algorithm>
#include <optional>

namespace neove::http {

namespace {

constexpr std::size_t kWorthIt = 1'400;  // less goes in one packet anyway
constexpr std::size_t kMost = 64U << 20U;
constexpr int kLevel = 3;
constexpr int kGzip = 15 + 16;  // the largest window, in the gzip format
constexpr int kMemory = 8;

std::string_view field_of(const Response& response, std::string_view name) {
    const auto found = std::ranges::find(response.fields, name, &Field::first);
    return found == response.fields.end() ? std::string_view() : std::string_view(found->second);
}

std::optional<std::string> gzip(std::string_view plain) {
    z_stream stream{};
    if (deflateInit2(&stream, kLevel, Z_DEFLATED, kGzip, kMemory, Z_DEFAULT_STRATEGY) != Z_OK) {
        return std::nullopt;
    }
    std::string out(deflateBound(&stream, static_cast<uLong>(plain.size())), '\0');
    // zlib's C interface knows bytes by its own type and promises not to write to its input.
    stream.next_in = reinterpret_cast<z_const Bytef*>(const_cast<char*>(plain.data()));
    stream.avail_in = static_cast<uInt>(plain.size());
    stream.next_out = reinterpret_cast<Bytef*>(out.data());
    stream.avail_out = static_cast<uInt>(out.size());
    const int code = deflate(&stream, Z_FINISH);
    out.resize(stream.total_out);
    deflateEnd(&stream);
    if (code != Z_STREAM_END) return std::nullopt;
    return out;
}

}  // namespace

void compress_for(const Request& request, Response& response) {
    if (field_of(response, "Content-Type") != "application/json") return;
    response.set("Vary", "Accept-Encoding");
    if (response.body.size() < kWorthIt || response.body.size() > kMost) return;
    if (request.field("accept-encoding").find("gzip") == std::string_view::npos) return;
    auto zipped = gzip(response.body);
    if (!zipped) return;
    response.body = std::move(*zipped);
    response.set("Content-Encoding", "gzip");
}

}  // namespace neove::http
