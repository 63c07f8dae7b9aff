#include "http/listener.h"

#include "http/client_address.h"

#include <boost/asio.hpp>
#include <boost/beast/core.hpp>
#include <boost/beast/http.hpp>

#include <array>
#include <atomic>
#include <optional>
#include <thread>
#include <unordered_map>
#include <unordered_set>

namespace neove::http {

namespace asio = boost::asio;
namespace beast = boost::beast;
namespace wire = boost::beast::http;
using Tcp = asio::ip::tcp;
using Clock = std::chrono::steady_clock;
using namespace std::chrono_literals;

namespace {

constexpr int kRequestsPerConnection = 1000;
constexpr std::size_t kReadChunk = 64 * 1024;
constexpr std::size_t kLargeBody = 256 * 1024;     // bodies beyond it share one budget
constexpr std::size_t kSlowestReader = 16 * 1024;  // bytes a second of an answer, beside 30 s
constexpr auto kPulse = 250ms;                     // how exactly deadlines are kept

using Parser = wire::request_parser<wire::buffer_body>;

/// One client. Its deadline is looked at by the pulse, not by a timer of its own: ten thousand idle
/// connections cost no timers, and a deadline cancels what is awaited but leaves the socket open for a 408.
struct Connection {
    Tcp::socket socket;
    std::string address;
    beast::flat_buffer buffer{kHeadMax + kReadChunk};
    Clock::time_point deadline{Clock::time_point::max()};
    Clock::duration patience{2s};  ///< how long its last answer may stay unread
    std::string language{};        ///< Accept-Language of the request under way
    int answered{0};               ///< requests so far
    bool head_only{false};         ///< its method is HEAD
    bool is_idle{true};            ///< between requests: nothing is lost when it ends

    void allow(Clock::duration length) { deadline = Clock::now() + length; }
    std::string_view raw() const { return {static_cast<const char*>(buffer.data().data()), buffer.size()}; }
};

/// SECURITY 8: after 15 s a body must have come at 512 bytes a second or more.
bool is_too_slow(std::size_t received, Clock::time_point started) {
    const auto elapsed = std::chrono::duration_cast<std::chrono::seconds>(Clock::now() - started).count();
    return elapsed > 15 && received < static_cast<std::size_t>(elapsed) * 512;
}

Head to_head(const wire::request_header<>& header) {
    Head head;
    head.method = std::string(header.method_string());
    head.target = std::string(header.target());
    head.version = static_cast<int>(header.version());
    head.fields.reserve(16);
    for (const auto& field : header) {
        std::string name(field.name_string());
        for (char& c : name) {
            if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
        }
        head.fields.emplace_back(std::move(name), std::string(field.value()));
    }
    return head;
}

/// The head as it goes out; `Response::set` has kept line ends out of the values.
std::string head_of(const Response& response, bool keep_alive) {
    std::string head;
    head.reserve(1024);
    head += "HTTP/1.1 " + std::to_string(response.status) + " ";
    head += wire::obsolete_reason(static_cast<wire::status>(response.status));
    head += "\r\n";
    for (const auto& [name, value] : response.fields) {
        head += name;
        head += ": ";
        head += value;
        head += "\r\n";
    }
    if (!keep_alive) head += "Connection: close\r\n";
    if (response.status != 204 && response.status != 304) {
        head += "Content-Length: " + std::to_string(response.body.size()) + "\r\n";
    }
    return head += "\r\n";
}

/// What one request holds of the budget for large bodies, given back when its answer is on the way.
struct Charge {
    std::size_t& total;
    std::size_t held{0};
    ~Charge() { total -= held; }
    void grow_to(std::size_t bytes) {
        total += bytes - held;
        held = bytes;
    }
};

/// Why a request is refused by the listener itself; status 0: it is not, or the peer is gone.
struct Refusal {
    int status{0};
    std::string code{};
};

}  // namespace

/// g++ 12 destroys temporaries of a `co_await` expression twice: coroutines here take references to named
/// values only. All but `on_pool`'s jobs runs on the one io thread, so nothing here is locked.
struct Listener::State {
    ListenOptions options;
    Site site;
    std::size_t large_bodies{0};  // before `io`, whose end still gives charges back
    bool stopping{false};
    Clock::time_point drain_until{};
    std::unordered_map<std::string, std::size_t> per_address;
    std::unordered_set<Connection*> open;
    std::atomic<std::size_t> waiting{0};
    asio::io_context io{1};
    asio::thread_pool workers;
    asio::thread_pool readers;
    Tcp::acceptor acceptor{io};
    asio::steady_timer pulse{io};
    std::thread thread;

    State(ListenOptions o, Site s)
        : options(std::move(o)), site(std::move(s)), workers(options.workers), readers(options.readers) {}

    asio::awaitable<void> accept_all();
    void take_in(Tcp::socket socket);
    asio::awaitable<void> keep_deadlines();
    asio::awaitable<void> converse(Tcp::socket socket, std::string address);
    asio::awaitable<bool> exchange(Connection& one, std::size_t head_size);
    asio::awaitable<std::size_t> read_head(Connection& one, Refusal& refusal);
    asio::awaitable<bool> read_body(
        Connection& one,
        Parser& parser,
        std::size_t bytes_max,
        Refusal& refusal,
        std::string& body,
        Charge& charge
    );
    asio::awaitable<bool> refuse(Connection& one, const Refusal& refusal);
    asio::awaitable<void> linger(Connection& one);
    asio::awaitable<bool> on_pool(asio::thread_pool& pool, const std::function<void()>& job);
    asio::awaitable<bool> hold(const std::vector<Condition>& conditions);
    asio::awaitable<bool> may_send_body(const Request& request);
    asio::awaitable<void> answer(Request& request, Response& response);
    asio::awaitable<bool> send(Connection& one, Response& response, bool keep_alive);
    Response refusal_of(const Refusal& refusal, std::string_view language) const;
    void begin_to_stop();
};

asio::awaitable<void> Listener::State::accept_all() {
    for (;;) {
        auto [error, socket] = co_await acceptor.async_accept(asio::as_tuple(asio::use_awaitable));
        if (!acceptor.is_open()) co_return;
        if (error) {
            // Out of descriptors: let some connections end instead of spinning.
            asio::steady_timer pause(io, 50ms);
            co_await pause.async_wait(asio::as_tuple(asio::use_awaitable));
            continue;
        }
        take_in(std::move(socket));
    }
}

void Listener::State::take_in(Tcp::socket socket) {
    beast::error_code ignored;
    std::string address = socket.remote_endpoint(ignored).address().to_string();
    const auto known = per_address.find(address);
    const std::size_t of_address = known == per_address.end() ? 0 : known->second;
    // All who come through our proxy come from its address: there the proxy itself counts
    // (deploy/nginx.conf).
    const bool is_too_many = of_address >= options.per_address_max && !is_proxy(address, options.proxies);
    if (open.size() >= options.connections_max || is_too_many) {
        socket.close(ignored);
        return;
    }
    socket.set_option(Tcp::no_delay(true), ignored);
    socket.non_blocking(true, ignored);
    asio::co_spawn(io, converse(std::move(socket), std::move(address)), asio::detached);
}

/// Four times a second: whoever missed a deadline is woken with "aborted".
asio::awaitable<void> Listener::State::keep_deadlines() {
    beast::error_code ignored;
    while (!stopping || !open.empty()) {
        pulse.expires_after(kPulse);
        co_await pulse.async_wait(asio::as_tuple(asio::use_awaitable));
        const auto now = Clock::now();
        const bool drained = stopping && now >= drain_until;
        for (Connection* one : open) {
            if (drained || one->deadline <= now) one->socket.cancel(ignored);
        }
    }
}

asio::awaitable<void> Listener::State::converse(Tcp::socket socket, std::string address) {
    Connection one{std::move(socket), std::move(address)};
    open.insert(&one);
    ++per_address[one.address];
    try {
        for (;;) {
            // Apart from `exchange`, so that an idle connection holds no frame of a whole request.
            Refusal refusal;
            const std::size_t head_size = co_await read_head(one, refusal);
            one.head_only = one.raw().starts_with("HEAD ");
            if (head_size == 0) {
                one.language = raw_field(one.raw(), "accept-language");
                co_await refuse(one, refusal);
            }
            if (head_size == 0 || !co_await exchange(one, head_size)) break;
        }
        co_await linger(one);
    } catch (const std::exception&) {
        // The peer vanished or memory ran out; either way this connection is over and no other is touched.
    }
    open.erase(&one);
    if (--per_address[one.address] == 0) per_address.erase(one.address);
    if (stopping && open.empty()) pulse.cancel();
}

/// The length of the head that begins the buffer; 0 where the peer left or `refusal` says why there is none.
asio::awaitable<std::size_t> Listener::State::read_head(Connection& one, Refusal& refusal) {
    HeadScan scan;
    beast::error_code error;
    one.is_idle = one.buffer.size() == 0;
    if (one.is_idle) one.buffer.shrink_to_fit();  // an idle connection holds no buffer
    // Idle for 60 s; once a first byte came the whole header has 10 s.
    one.allow(one.is_idle ? 60s : 10s);
    for (;;) {
        const HeadScan::State state = scan.look(one.raw());
        if (state == HeadScan::State::Complete) co_return scan.size();
        if (state == HeadScan::State::Malformed) refusal = {400, "http.framing"};
        if (state == HeadScan::State::TooLarge) refusal = {431, "http.header_too_large"};
        if (refusal.status != 0) co_return 0;
        // Waits without a buffer, then reads what is there. Who is idle when the server stops is let go.
        if (one.is_idle && stopping && one.socket.available(error) == 0) co_return 0;
        auto [aborted] =
            co_await one.socket.async_wait(Tcp::socket::wait_read, asio::as_tuple(asio::use_awaitable));
        if (aborted && one.is_idle && stopping) continue;
        if (aborted && !one.is_idle) refusal = {408, "http.slow"};
        if (aborted) co_return 0;
        const std::size_t read = one.socket.read_some(one.buffer.prepare(4096), error);
        if (error == asio::error::would_block) continue;
        if (error) co_return 0;
        one.buffer.commit(read);
        if (one.is_idle) one.allow(10s);
        one.is_idle = false;
    }
}

asio::awaitable<bool> Listener::State::exchange(Connection& one, std::size_t head_size) {
    Refusal refusal;
    Parser parser;
    parser.header_limit(kHeadMax + 1);  // the limit is ours, judged on the raw bytes
    parser.body_limit(boost::none);
    beast::error_code error;
    const std::size_t used = parser.put(asio::buffer(one.buffer.data(), head_size), error);
    const auto language = parser.get()[wire::field::accept_language];
    one.language = error ? raw_field(one.raw(), "accept-language") : std::string_view(language);
    one.buffer.consume(used);
    if (error || !parser.is_header_done()) refusal = {400, "http.framing"};
    if (refusal.status != 0) co_return co_await refuse(one, refusal);
    auto request = check_head(to_head(parser.get().base()), options.hosts);
    if (!request) refusal = {400, request.error().code};
    if (refusal.status != 0) co_return co_await refuse(one, refusal);
    const bool keep_alive = parser.get().keep_alive();
    const BodyRule rule = site.body_rule(*request);
    request->address = one.address;
    Response response;
    if (rule.asks_first && !parser.is_done()) {
        const bool admitted = co_await may_send_body(*request);
        if (!admitted) {
            // Without its body the request is refused for what is wrong with its caller.
            co_await answer(*request, response);
            one.patience = stopping ? 2s : 15s;
            co_await send(one, response, false);
            co_return false;
        }
    }
    Charge charge{large_bodies};
    const bool whole = co_await read_body(one, parser, rule.bytes_max, refusal, request->body, charge);
    if (!whole) co_return co_await refuse(one, refusal);
    auto ready = site.at_once(*request);
    if (ready) response = std::move(*ready);
    if (!ready) co_await answer(*request, response);
    const bool stay = keep_alive && !response.close && !stopping && ++one.answered < kRequestsPerConnection;
    const bool sent = co_await send(one, response, stay);
    co_return sent&& stay;
}

asio::awaitable<bool> Listener::State::read_body(
    Connection& one,
    Parser& parser,
    std::size_t bytes_max,
    Refusal& refusal,
    std::string& body,
    Charge& charge
) {
    if (parser.is_done()) co_return true;
    if (parser.content_length() && *parser.content_length() > bytes_max) {
        refusal = {413, "http.body_too_large"};
        co_return false;
    }
    if (parser.get()[wire::field::expect] == "100-continue") {
        wire::response<wire::empty_body> go_on(wire::status::continue_, 11);
        one.allow(15s);
        co_await wire::async_write(one.socket, go_on, asio::as_tuple(asio::use_awaitable));
    }
    std::string chunk(kReadChunk, '\0');
    const auto started = Clock::now();
    while (!parser.is_done()) {
        parser.get().body().data = chunk.data();
        parser.get().body().size = chunk.size();
        one.allow(15s);
        auto [error, used] = co_await wire::async_read_some(
            one.socket, one.buffer, parser, asio::as_tuple(asio::use_awaitable)
        );
        if (error == asio::error::operation_aborted) refusal = {408, "http.slow"};
        if (error == wire::error::bad_chunk || error == wire::error::bad_chunk_extension) {
            refusal = {400, "http.framing"};
        }
        if (error && error != wire::error::need_buffer) co_return false;
        body.append(chunk.data(), chunk.size() - parser.get().body().size);
        if (body.size() > bytes_max) refusal = {413, "http.body_too_large"};
        if (body.size() > kLargeBody) charge.grow_to(body.size());
        if (large_bodies > options.large_bodies_max) refusal = {503, "http.busy"};
        if (is_too_slow(body.size(), started)) refusal = {408, "http.slow"};
        if (refusal.status != 0) co_return false;
    }
    co_return true;
}

Response Listener::State::refusal_of(const Refusal& refusal, std::string_view language) const {
    Response response;
    try {
        response = site.refusal(refusal.status, refusal.code, language);
    } catch (const std::exception&) {
        // Not even memory for a sentence: the status alone.
        response = Response();
        response.status = refusal.status;
    }
    response.close = true;
    return response;
}

/// The last answer of a connection; always false, as `exchange` says "over".
asio::awaitable<bool> Listener::State::refuse(Connection& one, const Refusal& refusal) {
    if (refusal.status == 0) co_return false;
    // A whole upload may be on its way.
    if (refusal.status == 413 && !stopping) one.patience = 15s;
    Response response = refusal_of(refusal, one.language);
    co_await send(one, response, false);
    co_return false;
}

/// Says "that was all", then reads on and forgets for a while: closed over bytes it has not read,
/// the socket would be reset and the last answer lost on its way.
asio::awaitable<void> Listener::State::linger(Connection& one) {
    beast::error_code error;
    one.socket.shutdown(Tcp::socket::shutdown_send, error);
    if (error || one.is_idle) co_return;
    one.allow(one.patience);
    std::string chunk(4096, '\0');
    const auto buffer = asio::buffer(chunk);
    for (;;) {
        auto [over, read] = co_await one.socket.async_read_some(buffer, asio::as_tuple(asio::use_awaitable));
        if (over) co_return;
    }
}

/// Runs a job on the pool and waits for its end; false when too many wait already.
asio::awaitable<bool> Listener::State::on_pool(asio::thread_pool& pool, const std::function<void()>& job) {
    if (waiting.fetch_add(1) >= options.queue_max) {
        waiting.fetch_sub(1);
        co_return false;
    }
    // A timer that never expires is the bell. The pool rings it through the io thread, which
    // cannot answer before this coroutine is waiting.
    const auto bell = std::make_shared<asio::steady_timer>(io);
    bell->expires_at(asio::steady_timer::time_point::max());
    asio::post(pool, [this, bell, job] {
        job();
        asio::post(io, [bell] { bell->cancel(); });
    });
    boost::system::error_code rung;
    co_await bell->async_wait(asio::redirect_error(asio::use_awaitable, rung));
    waiting.fetch_sub(1);
    co_return true;
}

/// Fifty mebibytes are read into memory only for somebody who may send them.
asio::awaitable<bool> Listener::State::may_send_body(const Request& request) {
    struct Question {
        Request request;
        bool admitted{false};
    };
    const auto question = std::make_shared<Question>(Question{request});
    const std::function<void()> job = [this, question] {
        try {
            question->admitted = site.admits(question->request);
        } catch (const std::exception&) {
            // The handler meets the same fault and says so.
        }
    };
    const bool done = co_await on_pool(workers, job);
    co_return done && question->admitted;
}

asio::awaitable<void> Listener::State::answer(Request& request, Response& response) {
    struct Errand {
        Request request;
        Response response;
        std::string language;
    };
    const bool reads = request.method == "GET" || request.method == "HEAD";
    const auto errand = std::make_shared<Errand>(Errand{std::move(request), {}, {}});
    errand->language = std::string(errand->request.field("accept-language"));
    const std::function<void()> job = [this, errand] {
        try {
            errand->response = site.answer(std::move(errand->request));
        } catch (const std::exception&) {
            // Out of memory while an answer was written: a thread that throws would end the
            // server.
            errand->response = refusal_of({500, "internal.fault"}, errand->language);
        }
    };
    asio::thread_pool& pool = reads ? readers : workers;
    const bool done = co_await on_pool(pool, job);
    response = done ? std::move(errand->response) : refusal_of({503, "http.busy"}, errand->language);
    const bool may_leave = co_await hold(response.conditions);
    if (!may_leave) response = refusal_of({503, "storage.unavailable"}, errand->language);
}

/// Waits for what an answer waits for, on no thread; false when some of it failed.
asio::awaitable<bool> Listener::State::hold(const std::vector<Condition>& conditions) {
    for (const Condition& one : conditions) {
        const auto bell = std::make_shared<asio::steady_timer>(io);
        bell->expires_at(asio::steady_timer::time_point::max());
        one.ring([this, bell] { asio::post(io, [bell] { bell->cancel(); }); });
        boost::system::error_code rung;
        co_await bell->async_wait(asio::redirect_error(asio::use_awaitable, rung));
        try {
            if (!one.holds()) co_return false;
        } catch (const std::exception&) {
            co_return false;
        }
    }
    co_return true;
}

asio::awaitable<bool> Listener::State::send(Connection& one, Response& response, bool keep_alive) {
    const std::string head = head_of(response, keep_alive);
    const std::array<asio::const_buffer, 2> parts{
        asio::buffer(head), asio::buffer(response.body.data(), one.head_only ? 0 : response.body.size())};
    // As long as a commune's line may need for an original: the deadline holds for the whole
    // answer.
    one.allow(30s + std::chrono::seconds(response.body.size() / kSlowestReader));
    auto [error, n] = co_await asio::async_write(one.socket, parts, asio::as_tuple(asio::use_awaitable));
    co_return !error;
}

/// On the io thread. Who has already connected is still heard; who is between two requests is let
/// go.
void Listener::State::begin_to_stop() {
    stopping = true;
    drain_until = Clock::now() + options.drain_max;
    beast::error_code error;
    acceptor.non_blocking(true, error);
    for (;;) {
        Tcp::socket socket(io);
        acceptor.accept(socket, error);
        if (error) break;
        take_in(std::move(socket));
    }
    acceptor.close(error);
    for (Connection* one : open) {
        if (one->is_idle) one->socket.cancel(error);
    }
    pulse.cancel();
}

Listener::Listener(std::unique_ptr<State> state) : state_(std::move(state)) {}

Result<std::unique_ptr<Listener>> Listener::start(ListenOptions options, Site site) {
    beast::error_code error;
    const auto address = asio::ip::make_address(options.address, error);
    if (error) return neove::refuse(ErrorKind::Invalid, "http.address", {}, options.address);
    if (!address.is_loopback() && !options.behind_proxy) {
        return neove::refuse(ErrorKind::Invalid, "http.address");
    }
    auto state = std::make_unique<State>(std::move(options), std::move(site));
    const Tcp::endpoint endpoint(address, state->options.port);
    state->acceptor.open(endpoint.protocol(), error);
    if (!error) state->acceptor.set_option(Tcp::acceptor::reuse_address(true), error);
    if (!error) state->acceptor.bind(endpoint, error);
    if (!error) state->acceptor.listen(1024, error);
    if (error) return neove::refuse(ErrorKind::Unavailable, "http.bind", {}, error.message());
    const std::string port = std::to_string(state->acceptor.local_endpoint().port());
    for (const std::string& name :
         {state->options.address, std::string("localhost"), std::string("127.0.0.1")}) {
        state->options.hosts.push_back(name + ":" + port);
    }
    State* raw = state.get();
    asio::co_spawn(raw->io, raw->accept_all(), asio::detached);
    asio::co_spawn(raw->io, raw->keep_deadlines(), asio::detached);
    raw->thread = std::thread([raw] { raw->io.run(); });
    return std::unique_ptr<Listener>(new Listener(std::move(state)));
}

std::uint16_t Listener::port() const {
    return state_->acceptor.local_endpoint().port();
}

void Listener::stop() {
    if (!state_->thread.joinable()) return;
    State* raw = state_.get();
    asio::post(raw->io, [raw] { raw->begin_to_stop(); });
    // The io thread ends by itself when the last connection did; jobs on the pool end first.
    raw->thread.join();
    raw->workers.join();
    raw->readers.join();
}

Listener::~Listener() {
    stop();
}

}  // namespace neove::http
