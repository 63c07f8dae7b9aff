#include "settings/settings.h"

#include "mail/message.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <fstream>
#include <random>
#include <sstream>

namespace neove::settings {

namespace {

constexpr std::string_view kWhole = R"(listen: {address: 127.0.0.1, port: 8040}
hosts: [neove.example.vn]
behind_proxy: yes
store: /var/lib/neove/store
host_key: /etc/neove/host.key
postgres: "host=db dbname=neove"
programmes: [/usr/share/neove/programmes]
smtp: {server: mail.example.vn, port: 587, user: neove, password_file: /etc/neove/smtp, from: neove@example.vn}
anchors: {mail_to: [witness@example.vn], drop_folder: /srv/anchors, every_hours: 12}
)";

std::vector<std::string> faults_of(std::string_view text) {
    Diagnostics faults;
    read_settings(text, "neove.yaml", faults);
    std::vector<std::string> out;
    for (const Error& fault : faults) {
        // Code and line: the column is the editor's business.
        const std::string place = fault.where.substr(0, fault.where.rfind(':'));
        out.push_back(fault.code + " " + place);
    }
    return out;
}

using List = std::vector<std::string>;

}  // namespace

TEST_CASE("a whole settings file is read") {
    Diagnostics faults;
    const Settings settings = read_settings(kWhole, "neove.yaml", faults);
    REQUIRE(faults.empty());
    CHECK(settings.address == "127.0.0.1");
    CHECK(settings.port == 8040);
    CHECK(settings.hosts == List{"neove.example.vn"});
    CHECK(settings.behind_proxy == true);
    CHECK(settings.store == "/var/lib/neove/store");
    CHECK(settings.host_key == "/etc/neove/host.key");
    CHECK(settings.postgres == "host=db dbname=neove");
    CHECK(settings.programmes == List{"/usr/share/neove/programmes"});
    REQUIRE(settings.smtp.has_value());
    CHECK(settings.smtp->server == "mail.example.vn");
    CHECK(settings.smtp->password_file == "/etc/neove/smtp");
    CHECK(settings.anchors.mail_to == List{"witness@example.vn"});
    CHECK(settings.anchors.every_hours == 12);
}

TEST_CASE("an empty group of settings leaves everything to the command line") {
    Diagnostics faults;
    const Settings settings = read_settings("hosts: []\n", "neove.yaml", faults);
    CHECK(faults.empty());
    CHECK(settings.store.empty());
    CHECK(settings.programmes.empty());
    CHECK_FALSE(settings.port.has_value());
    CHECK_FALSE(settings.smtp.has_value());
    CHECK(settings.anchors.every_hours == 24);
}

TEST_CASE("every fault is listed at once, each with its line") {
    const auto found = faults_of(R"(listen: {port: 99999}
behind_proxy: true
store: relative/folder
hots: [a]
smtp:
  server: mail.example.vn
  from: "no address"
  user: neove
anchors:
  mail_to: [a@b, "x@y\r\nBcc: z@z"]
  every_hours: 0
)");
    const List wanted{
        "settings.unknown_key neove.yaml:4",
        "settings.not_number neove.yaml:1",
        "settings.not_yes_or_no neove.yaml:2",
        "settings.not_path neove.yaml:3",
        "settings.not_address neove.yaml:7",
        "settings.missing neove.yaml:6",
        "settings.not_text neove.yaml:10",
        "settings.not_number neove.yaml:11"};
    for (const std::string& one : wanted) CHECK_MESSAGE(std::ranges::find(found, one) != found.end(), one);
    CHECK(found.size() == wanted.size());
}

TEST_CASE("a secret in the file itself is refused") {
    CHECK(faults_of("postgres: host=db password=x\n") == List{"settings.secret_here neove.yaml:1"});
    CHECK(faults_of("postgres: postgresql://u:x@db/neove\n") == List{"settings.secret_here neove.yaml:1"});
    CHECK(
        faults_of("smtp: {server: localhost, from: a@b, password: geheim}\n") ==
        List{"settings.secret_here neove.yaml:1"}
    );
    // The value is nowhere in what is said.
    Diagnostics faults;
    read_settings("smtp: {server: localhost, from: a@b, password: geheim}\n", "s", faults);
    REQUIRE(faults.size() == 1);
    CHECK((faults[0].detail + faults[0].where).find("geheim") == std::string::npos);
}

TEST_CASE("witnesses by mail need a server to send through") {
    CHECK(faults_of("anchors: {mail_to: [a@b.vn]}\n") == List{"settings.needs_smtp neove.yaml:1"});
}

TEST_CASE("what is not the strict YAML is a fault with a place, not silence") {
    CHECK(faults_of("store: /a\nstore: /b\n") == List{"yaml.duplicate_key neove.yaml:2"});
    CHECK(faults_of("- a\n- b\n") == List{"settings.not_group neove.yaml:1"});
    CHECK(faults_of("smtp: text\n") == List{"settings.not_group neove.yaml:1"});
    CHECK(faults_of("programmes: [a/b]\n") == List{"settings.not_path neove.yaml:1"});
    CHECK(faults_of("hosts: a\n") == List{"settings.not_list neove.yaml:1"});
    CHECK(faults_of("store: [a]\n") == List{"settings.not_text neove.yaml:1"});
    CHECK(faults_of("hosts: [\"a b\"]\n") == List{"settings.not_host neove.yaml:1"});
}

TEST_CASE("the sample that travels with the package is sound") {
    std::ifstream file(std::string(NEOVE_SOURCE_DIR) + "/deploy/neove.yaml");
    std::stringstream text;
    text << file.rdbuf();
    REQUIRE(!text.str().empty());
    CHECK(faults_of(text.str()).empty());
    // Every line that is switched off in it is sound as well.
    std::string all;
    std::string line;
    while (std::getline(text, line)) all += (line.starts_with("#:") ? line.substr(2) : line) + "\n";
    CHECK(all != text.str());
    CHECK(faults_of(all) == List{});
}

TEST_CASE("settings keep their promises on any bytes") {
    std::mt19937 random(7);
    const std::string whole(kWhole);
    fuzz_settings(as_bytes(whole));
    for (int round = 0; round < 2'000; ++round) {
        std::string text = whole;
        for (int change = 0; change < 4; ++change) {
            text[random() % text.size()] = "\n:-{}[]\"' ax0@/#\x01\xC3"[random() % 19];
        }
        fuzz_settings(as_bytes(text));
    }
}

}  // namespace neove::settings
