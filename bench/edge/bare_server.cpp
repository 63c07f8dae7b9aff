/// \file
/// What Beast alone can do: one thread, one fixed answer with the headers of ours, no check, no pool, no log.
/// `skeleton` adds what no honest read of a sealed record can go without: the session's row, the record's
/// row, unsealing, an entry in the journal that is synced before the first byte, and an answer of the real
/// size. Both print their port. Usage: edge_bare [skeleton FOLDER SEALED_BYTES ANSWER_BYTES]

#include "base/crypto.h"
#include "storage/sqlite/store.h"

#include <boost/asio.hpp>
#include <boost/beast/core.hpp>
#include <boost/beast/http.hpp>
#include <sqlite3.h>

#include <cstdio>
#include <cstdlib>
#include <functional>
#include <memory>
#include <string>

namespace {

namespace asio = boost::asio;
namespace beast = boost::beast;
namespace wire = boost::beast::http;
using Tcp = asio::ip::tcp;
using Answer = wire::response<wire::string_body>;

Answer headers_of_ours(std::string body, const char* type) {
    Answer answer;
    answer.version(11);
    answer.result(200);
    answer.insert("Content-Type", type);
    answer.insert("X-Content-Type-Options", "nosniff");
    answer.insert("Referrer-Policy", "no-referrer");
    answer.insert(
        "Content-Security-Policy",
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' blob:; font-src 'self'; "
        "connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'; "
        "require-trusted-types-for 'script'; trusted-types svelte-trusted-html"
    );
    answer.insert("Cross-Origin-Opener-Policy", "same-origin");
    answer.insert("Cross-Origin-Resource-Policy", "same-origin");
    answer.insert("Permissions-Policy", "camera=(), microphone=(), geolocation=()");
    answer.insert("Cache-Control", "no-store");
    answer.body() = std::move(body);
    answer.content_length(answer.body().size());
    return answer;
}

using Work = std::function<std::string()>;  ///< empty: a fixed answer

struct Bare {
    asio::io_context io{1};
    asio::thread_pool pool{64};
    Work work{};

    asio::awaitable<void> converse(Tcp::socket socket) {
        beast::flat_buffer buffer;
        for (;;) {
            wire::request<wire::string_body> request;
            auto [error, read] =
                co_await wire::async_read(socket, buffer, request, asio::as_tuple(asio::use_awaitable));
            if (error) co_return;
            std::string body = "ok\n";
            if (work) {
                asio::steady_timer bell(io, asio::steady_timer::time_point::max());
                asio::post(pool, [&] {
                    body = work();
                    asio::post(io, [&] { bell.cancel(); });
                });
                boost::system::error_code rung;
                co_await bell.async_wait(asio::redirect_error(asio::use_awaitable, rung));
            }
            Answer answer =
                headers_of_ours(std::move(body), work ? "application/json" : "text/plain; charset=utf-8");
            answer.keep_alive(request.keep_alive());
            auto [failed, wrote] =
                co_await wire::async_write(socket, answer, asio::as_tuple(asio::use_awaitable));
            if (failed) co_return;
        }
    }

    asio::awaitable<void> accept(Tcp::acceptor& acceptor) {
        for (;;) {
            auto [error, socket] = co_await acceptor.async_accept(asio::as_tuple(asio::use_awaitable));
            if (error) co_return;
            socket.set_option(Tcp::no_delay(true));
            asio::co_spawn(io, converse(std::move(socket)), asio::detached);
        }
    }

    int serve() {
        Tcp::acceptor acceptor(io, Tcp::endpoint(asio::ip::address_v4::loopback(), 0));
        std::printf("%u\n", static_cast<unsigned>(acceptor.local_endpoint().port()));
        std::fflush(stdout);
        asio::co_spawn(io, accept(acceptor), asio::detached);
        io.run();
        return 0;
    }
};

constexpr std::string_view kPlace = "bench.skeleton";

/// One connection to a file of two tables, one for each thread of the pool.
class Reader {
public:
    explicit Reader(const std::string& path) {
        if (sqlite3_open_v2(path.c_str(), &base_, SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE, nullptr) != 0) {
            std::abort();
        }
        sqlite3_exec(base_, "PRAGMA journal_mode=WAL", nullptr, nullptr, nullptr);
    }
    ~Reader() {
        sqlite3_finalize(session_);
        sqlite3_finalize(record_);
        sqlite3_close(base_);
    }
    Reader(const Reader&) = delete;
    Reader& operator=(const Reader&) = delete;

    void fill(const neove::Bytes& sealed) {
        sqlite3_exec(
            base_, "CREATE TABLE session(id TEXT PRIMARY KEY, account TEXT)", nullptr, nullptr, nullptr
        );
        sqlite3_exec(
            base_, "CREATE TABLE record(id TEXT PRIMARY KEY, sealed BLOB)", nullptr, nullptr, nullptr
        );
        sqlite3_exec(base_, "INSERT INTO session VALUES('s','a')", nullptr, nullptr, nullptr);
        sqlite3_stmt* insert = nullptr;
        sqlite3_prepare_v2(base_, "INSERT INTO record VALUES('r',?)", -1, &insert, nullptr);
        sqlite3_bind_blob(insert, 1, sealed.data(), static_cast<int>(sealed.size()), SQLITE_TRANSIENT);
        if (sqlite3_step(insert) != SQLITE_DONE) std::abort();
        sqlite3_finalize(insert);
    }

    neove::Bytes read() {
        row(session_, "SELECT account FROM session WHERE id='s'");
        sqlite3_reset(session_);
        row(record_, "SELECT sealed FROM record WHERE id='r'");
        const auto* bytes = static_cast<const std::uint8_t*>(sqlite3_column_blob(record_, 0));
        neove::Bytes sealed(bytes, bytes + sqlite3_column_bytes(record_, 0));
        sqlite3_reset(record_);
        return sealed;
    }

private:
    void row(sqlite3_stmt*& statement, const char* text) {
        if (statement == nullptr) sqlite3_prepare_v2(base_, text, -1, &statement, nullptr);
        if (sqlite3_step(statement) != SQLITE_ROW) std::abort();
    }
    sqlite3* base_{nullptr};
    sqlite3_stmt* session_{nullptr};
    sqlite3_stmt* record_{nullptr};
};

int serve_skeleton(const std::string& folder, std::size_t sealed_bytes, std::size_t answer_bytes) {
    using namespace neove;
    auto store = storage::open_sqlite(folder + "/journal.db");
    if (!store) return 1;
    const crypto::Secret key = crypto::Secret::random();
    const std::string path = folder + "/records.db";
    const Bytes plain(sealed_bytes, 'x');
    Reader(path).fill(crypto::seal_padded(key, plain, as_bytes(kPlace)));
    Bare bare;
    bare.work = [&]() -> std::string {
        thread_local Reader reader(path);
        const auto opened = crypto::open_padded(key, reader.read(), as_bytes(kPlace));
        if (!opened || opened->size() != sealed_bytes) std::abort();
        storage::Commit commit;
        storage::JournalDraft draft;
        draft.actor = "a";
        draft.action = "record.open";
        draft.record_id = "r";
        commit.journal.push_back(std::move(draft));
        if (!(*store)->commit(std::move(commit))) std::abort();
        return std::string(answer_bytes, 'x');
    };
    return bare.serve();
}

}  // namespace

int main(int count, char** words) {
    neove::crypto::initialise();
    if (count == 5 && std::string_view(words[1]) == "skeleton") {
        return serve_skeleton(words[2], std::stoul(words[3]), std::stoul(words[4]));
    }
    return Bare().serve();
}
