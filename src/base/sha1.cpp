#include "base/check.h"
#include "base/crypto.h"

#include <openssl/evp.h>
#include <openssl/hmac.h>

namespace neove::crypto {

std::array<std::uint8_t, 20> hmac_sha1(ByteView key, ByteView data) {
    std::array<std::uint8_t, 20> out{};
    unsigned size = 0;
    CHECK(HMAC(
        EVP_sha1(), key.data(), static_cast<int>(key.size()), data.data(), data.size(), out.data(), &size
    ));
    CHECK(size == out.size());
    return out;
}

}  // namespace neove::crypto
