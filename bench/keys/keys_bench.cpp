/// \file
/// What proof and sealing cost: verifying a journal of a million rows, sealing and opening values and chunks,
/// unlocking. Prints the median and the spread of rounds; run on a quiet machine.

#include "attachment/sealed_attachment.h"
#include "authentication/password_rules.h"
#include "journal/journal_fixture.h"
#include "keyring/keyring.h"
#include "keyring/row_tag.h"
#include "keyring/syllables.h"

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <filesystem>
#include <functional>
#include <vector>

namespace neove {

namespace {

double seconds(const std::function<void()>& work) {
    const auto begin = std::chrono::steady_clock::now();
    work();
    return std::chrono::duration<double>(std::chrono::steady_clock::now() - begin).count();
}

/// Runs `work` (which does `times` of it) for some rounds and prints one of it in microseconds.
void measure(const char* name, int rounds, int times, const std::function<void()>& work) {
    std::vector<double> each;
    for (int i = 0; i < rounds; ++i) each.push_back(seconds(work) / times * 1e6);
    std::ranges::sort(each);
    const auto at = [&](double share) { return each[static_cast<std::size_t>(share * (rounds - 1))]; };
    std::printf("%-46s median %12.2f us  p10 %12.2f  p90 %12.2f\n", name, at(0.5), at(0.1), at(0.9));
}

void measure_journal() {
    constexpr std::int64_t rows = 1'000'000;
    std::vector<std::int64_t> ends;
    for (std::int64_t end = 10'000; end <= rows; end += 10'000) ends.push_back(end);
    const journal::JournalFixture fixture(rows, ends);
    measure("verify 1,000,000 rows, 100 checkpoints", 5, 1, [&] {
        if (!fixture.report().is_sound()) std::puts("FAILED");
    });
    std::vector<Digest> digests;
    for (std::size_t i = 0; i < 10'000; ++i) digests.push_back(fixture.rows[i].digest);
    measure("Merkle root of 10,000 entries", 21, 1, [&] { journal::merkle_root(digests); });
    measure("inclusion path of 1 in 10,000", 21, 1, [&] { journal::inclusion_path(digests, 4321); });
    measure("sign a checkpoint's text", 21, 100, [&] {
        for (int i = 0; i < 100; ++i)
            (void)fixture.keys[0].sign(as_bytes(signed_text(fixture.checkpoints[0])));
    });
}

void measure_sealing() {
    const crypto::Secret key = crypto::Secret::random();
    const Bytes place(200, 1);
    const Bytes small(200, 7);
    const Bytes sealed = crypto::seal_padded(key, small, place);
    measure("seal 200 bytes, padded to 256", 21, 10'000, [&] {
        for (int i = 0; i < 10'000; ++i) (void)crypto::seal_padded(key, small, place);
    });
    measure("open them", 21, 10'000, [&] {
        for (int i = 0; i < 10'000; ++i) (void)crypto::open_padded(key, sealed, place);
    });
    measure("row tag over 8 columns", 21, 10'000, [&] {
        for (int i = 0; i < 10'000; ++i) {
            (void)keyring::row_tag(
                key,
                "session",
                {{"id", "0123456789abcdef"},
                 {"account", "0123456789abcdef"},
                 {"from", i},
                 {"until", i + 5},
                 {"idle", i},
                 {"factor", i},
                 {"role", "administrator"},
                 {"ended", std::monostate{}}}
            );
        }
    });
    const Bytes file(20U << 20U, 9);
    std::vector<Bytes> chunks;
    Bytes head;
    measure("seal an attachment of 20 MiB (320 chunks)", 11, 1, [&] {
        attachment::Writer writer(key, place);
        chunks = writer.write(file);
        auto end = writer.finish("a", "b");
        chunks.insert(chunks.end(), end.chunks.begin(), end.chunks.end());
        head = end.head;
    });
    measure("open and verify it", 11, 1, [&] {
        auto reader = attachment::Reader::open(key, place, head);
        for (const Bytes& chunk : chunks) (void)reader->read(chunk);
        if (!reader->finish()) std::puts("FAILED");
    });
}

void measure_keyring() {
    const std::string directory =
        (std::filesystem::temp_directory_path() / ("neove-bench-" + crypto::random_id())).string();
    int number = 0;
    std::string path;
    std::string recovery;
    std::filesystem::create_directory(directory);
    measure("create a keyring of three domains", 5, 1, [&] {
        path = directory + "/keyring" + std::to_string(++number);
        const keyring::NewKeyring settings{
            path,
            directory + "/host.key",
            StoreId::trusted(crypto::random_id()),
            Instant{1},
            {keyring::Domain::Work, keyring::Domain::Auth, keyring::Domain::System},
            crypto::Strength::SignIn};
        recovery = keyring::Keyring::create(settings)->recovery_keys[0].text;
    });
    measure("load it and unlock with the host key", 21, 1, [&] {
        auto keys = keyring::Keyring::load(path);
        if (!keys->unlock_with_host(directory + "/host.key")) std::puts("FAILED");
    });
    measure("unlock a domain with its recovery key", 5, 1, [&] {
        auto keys = keyring::Keyring::load(path);
        if (!keys->unlock_with_recovery(keyring::Domain::Work, recovery)) std::puts("FAILED");
    });
    std::filesystem::remove_all(directory);
    std::string joined;
    for (const char c : recovery) {
        if (c != ' ') joined += c;
    }
    measure("read a recovery key typed without spaces", 21, 1, [&] {
        (void)keyring::read_syllables(joined, 11);
    });
    measure("read the worst text without spaces", 21, 1, [&] {
        (void)keyring::read_syllables(std::string(60, 'o'), 11);
    });
    const auto& words = authentication::shipped_common_words();
    measure("check a password of 128 characters", 21, 1, [&] {
        (void)authentication::check_password(std::string(128, 'k'), words, {"Nguyễn Thị Lan"});
    });
}

}  // namespace

}  // namespace neove

int main() {
    neove::crypto::initialise();
    neove::measure_sealing();
    neove::measure_keyring();
    neove::measure_journal();
}
