#include "http/client_address.h"

#include <arpa/inet.h>

#include <algorithm>
#include <array>

namespace neove::http {

namespace {

bool is_loopback(std::string_view address) {
    return address == "::1" || address.starts_with("127.");
}

/// One spelling for each address, /64 for IPv6; nothing where it is none.
std::string counted(const std::string& address) {
    std::array<unsigned char, 16> bytes{};
    std::array<char, INET6_ADDRSTRLEN> text{};
    if (::inet_pton(AF_INET, address.c_str(), bytes.data()) == 1) return address;
    if (::inet_pton(AF_INET6, address.c_str(), bytes.data()) != 1) return {};
    const bool is_mapped = std::all_of(bytes.begin(), bytes.begin() + 10, [](auto b) { return b == 0; }) &&
                           bytes[10] == 0xFF && bytes[11] == 0xFF;
    if (is_mapped) {
        ::inet_ntop(AF_INET, bytes.data() + 12, text.data(), text.size());
        return text.data();
    }
    if (address == "::1") return address;
    std::fill(bytes.begin() + 8, bytes.end(), static_cast<unsigned char>(0));
    ::inet_ntop(AF_INET6, bytes.data(), text.data(), text.size());
    return text.data();
}

}  // namespace

bool is_proxy(std::string_view address, const std::vector<std::string>& proxies) {
    return std::ranges::any_of(proxies, [&](const std::string& proxy) {
        return proxy == address || (proxy == "loopback" && is_loopback(address));
    });
}

std::string client_address(const Request& request, const std::vector<std::string>& proxies) {
    if (is_proxy(request.address, proxies)) {
        // A proxy may add to the line that came or write one of its own behind it.
        std::string_view chain;
        for (const Field& field : request.fields) {
            if (field.first == "x-forwarded-for") chain = field.second;
        }
        const std::size_t comma = chain.rfind(',');
        if (comma != std::string_view::npos) chain.remove_prefix(comma + 1);
        while (chain.starts_with(' ')) chain.remove_prefix(1);
        while (chain.ends_with(' ')) chain.remove_suffix(1);
        if (std::string forwarded = counted(std::string(chain)); !forwarded.empty()) return forwarded;
    }
    std::string peer = counted(request.address);
    return peer.empty() ? request.address : peer;
}

}  // namespace neove::http
