#include "mail/smtp/smtp.h"

#include "base/check.h"

#include <curl/curl.h>

#include <algorithm>
#include <cstring>
#include <string_view>

namespace neove::mail {

namespace {

constexpr long kConnectSeconds = 10;
constexpr long kSeconds = 30;

/// What is left of the text to send.
struct Rest {
    std::string_view text;
};

std::size_t read_some(char* out, std::size_t size, std::size_t count, void* rest) {
    auto* left = static_cast<Rest*>(rest);
    const std::size_t take = std::min(size * count, left->text.size());
    std::memcpy(out, left->text.data(), take);
    left->text.remove_prefix(take);
    return take;
}

struct Close {
    void operator()(CURL* handle) const { curl_easy_cleanup(handle); }
    void operator()(curl_slist* list) const { curl_slist_free_all(list); }
};

auto refused(ErrorKind kind, const char* code, CURLcode what, long answer) {
    return refuse(
        kind, code, {}, std::string(curl_easy_strerror(what)) + ", answer " + std::to_string(answer)
    );
}

/// Only an answer to sender, address or text itself is for good; a greeting or a sign-in may pass.
Result<> outcome(CURLcode done, long answer, bool was_sent) {
    constexpr auto kLater = ErrorKind::Unavailable;
    switch (done) {
        case CURLE_OK: return {};
        case CURLE_USE_SSL_FAILED:
        case CURLE_PEER_FAILED_VERIFICATION:
        case CURLE_SSL_CONNECT_ERROR: return refused(kLater, "mail.no_tls", done, answer);
        case CURLE_LOGIN_DENIED: return refused(kLater, "mail.sign_in_refused", done, answer);
        default: break;
    }
    const bool is_about_this_mail = done == CURLE_SEND_ERROR || was_sent;
    if (is_about_this_mail && answer >= 500 && answer < 600) {
        return refused(ErrorKind::Invalid, "mail.refused", done, answer);
    }
    if (answer >= 400 && answer < 600) return refused(kLater, "mail.refused_for_now", done, answer);
    return refused(kLater, "mail.unreachable", done, answer);
}

class Smtp final : public Mailer {
public:
    explicit Smtp(SmtpOptions options) : options_(std::move(options)) {}

    Result<> send(const Envelope& envelope) override {
        const std::unique_ptr<CURL, Close> handle(curl_easy_init());
        CHECK(handle != nullptr);
        const std::unique_ptr<curl_slist, Close> to(curl_slist_append(nullptr, envelope.to.c_str()));
        CHECK(to != nullptr);
        Rest rest{envelope.text};
        address(handle.get());
        CURL* const curl = handle.get();
        curl_easy_setopt(curl, CURLOPT_MAIL_FROM, envelope.from.c_str());
        curl_easy_setopt(curl, CURLOPT_MAIL_RCPT, to.get());
        curl_easy_setopt(curl, CURLOPT_READFUNCTION, &read_some);
        curl_easy_setopt(curl, CURLOPT_READDATA, &rest);
        curl_easy_setopt(curl, CURLOPT_UPLOAD, 1L);
        const CURLcode done = curl_easy_perform(curl);
        long answer = 0;
        curl_easy_getinfo(curl, CURLINFO_RESPONSE_CODE, &answer);
        return outcome(done, answer, rest.text.empty());
    }

private:
    void address(CURL* curl) const {
        const bool is_here = is_this_machine(options_.server);
        const bool is_v6 = options_.server.find(':') != std::string::npos;
        const std::string host = is_v6 ? "[" + options_.server + "]" : options_.server;
        // The name of this machine is nobody's business: greeted as localhost.
        const std::string url = "smtp://" + host + ":" + std::to_string(options_.port) + "/localhost";
        curl_easy_setopt(curl, CURLOPT_URL, url.c_str());
        curl_easy_setopt(curl, CURLOPT_PROTOCOLS_STR, "smtp");
        curl_easy_setopt(curl, CURLOPT_PROXY, "");
        curl_easy_setopt(curl, CURLOPT_NOSIGNAL, 1L);
        curl_easy_setopt(curl, CURLOPT_CONNECTTIMEOUT, kConnectSeconds);
        curl_easy_setopt(curl, CURLOPT_TIMEOUT, kSeconds);
        curl_easy_setopt(curl, CURLOPT_USE_SSL, is_here ? CURLUSESSL_NONE : CURLUSESSL_ALL);
        curl_easy_setopt(curl, CURLOPT_SSLVERSION, CURL_SSLVERSION_TLSv1_2);
        if (options_.user.empty()) return;
        curl_easy_setopt(curl, CURLOPT_USERNAME, options_.user.c_str());
        curl_easy_setopt(curl, CURLOPT_PASSWORD, options_.password.c_str());
    }

    const SmtpOptions options_;
};

}  // namespace

bool is_this_machine(const std::string& server) {
    return server == "127.0.0.1" || server == "::1" || server == "localhost";
}

std::unique_ptr<Mailer> make_smtp(SmtpOptions options) {
    static const bool kReady = curl_global_init(CURL_GLOBAL_DEFAULT) == CURLE_OK;
    CHECK(kReady);
    return std::make_unique<Smtp>(std::move(options));
}

}  // namespace neove::mail
