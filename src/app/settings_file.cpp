#include "app/settings_file.h"

#include "app/commands.h"
#include "base/file.h"
#include "embedded/embedded.h"
#include "mail/message.h"
#include "mail/texts.h"

#include <fmt/format.h>

namespace neove::app {

namespace {

void print_faults(const Diagnostics& faults) {
    const auto sentences = http::Sentences::parse(pack_text("packs/messages/sentences.tsv"));
    for (const Error& fault : faults) {
        const std::string_view sentence =
            sentences ? sentences->of(fault.code, service::Language::Vi) : std::string_view("Lỗi.");
        fmt::print(stderr, "{}: {} ({})\n", fault.where, sentence, fault.code);
    }
}

Result<std::string> read_secret(const std::string& path) {
    if (TRY(open_to_others(path))) return refuse(ErrorKind::Forbidden, "settings.secret_open", path);
    const Bytes bytes = TRY(read_file(path, 1'024));
    std::string text(as_text(bytes));
    while (!text.empty() && (text.back() == '\n' || text.back() == '\r')) text.pop_back();
    if (text.empty()) return refuse(ErrorKind::Invalid, "settings.secret_empty", path);
    return text;
}

/// The settings, whole; their faults are printed.
std::optional<settings::Settings> read_file_of_settings(const std::string& file) {
    const auto bytes = read_file(file, 65'536);
    if (!bytes) {
        fail(bytes.error());
        return std::nullopt;
    }
    Diagnostics faults;
    settings::Settings read = settings::read_settings(as_text(*bytes), file, faults);
    print_faults(faults);
    if (!faults.empty()) return std::nullopt;
    return read;
}

/// False where the file with the password cannot be read; says why.
bool read_password(const settings::Settings& settings, std::string& password) {
    if (!settings.smtp || settings.smtp->user.empty()) return true;
    auto read = read_secret(settings.smtp->password_file);
    if (!read) {
        fail(read.error());
        return false;
    }
    password = std::move(*read);
    return true;
}

}  // namespace

bool apply_settings(
    const std::string& file, const std::function<bool(const char* option)>& given, ServeOptions& options
) {
    auto settings = read_file_of_settings(file);
    if (!settings || !read_password(*settings, options.work.smtp_password)) return false;
    const auto fill = [&](const char* option, const std::string& value, std::string& into) {
        if (!given(option) && !value.empty()) into = value;
    };
    fill("--store", settings->store, options.place.folder);
    fill("--host-key", settings->host_key, options.place.host_key);
    fill("--postgres", settings->postgres, options.place.postgres);
    fill("--metrics-token-file", settings->metrics_token_file, options.metrics_token_file);
    fill("--address", settings->address.value_or(""), options.address);
    if (!given("--port") && settings->port) options.port = *settings->port;
    if (!given("--host") && !settings->hosts.empty()) options.hosts = settings->hosts;
    if (!given("--behind-proxy") && settings->behind_proxy) options.behind_proxy = *settings->behind_proxy;
    if (!given("--programme") && !settings->programmes.empty()) options.programmes = settings->programmes;
    options.work.smtp = std::move(settings->smtp);
    options.work.anchors = std::move(settings->anchors);
    return true;
}

int run_mail_test(const std::string& settings_file, const std::string& to) {
    const auto settings = read_file_of_settings(settings_file);
    std::string password;
    if (!settings || !read_password(*settings, password)) return 2;
    if (!settings->smtp) return fail({ErrorKind::Invalid, "settings.needs_smtp", settings_file, {}});
    const auto texts = mail::Texts::parse(pack_text("packs/messages/mail.tsv"));
    if (!texts) return fail(texts.error());
    const Instant now = SystemClock().now();
    const auto text = texts->of("test", {to_iso(now)});
    if (!text) return fail(text.error());
    const std::string from = settings->smtp->from;
    const auto composed = mail::compose({crypto::random_id(), from, to, text->subject, text->body, now});
    if (!composed) return fail(composed.error());
    const auto sent = make_mailer(*settings->smtp, password)->send({from, to, *composed});
    if (!sent) {
        fmt::print(stderr, "{}\n", sent.error().detail);
        return fail(sent.error());
    }
    fmt::print("Máy chủ thư đã nhận thư thử.\n");
    return 0;
}

}  // namespace neove::app
