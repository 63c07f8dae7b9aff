#include "http/listener.h"

#include <boost/asio.hpp>
#include <boost/beast/core.hpp>
#include <boost/beast/http.hpp>

#include <atomic>
#include <mutex>
#include <optional>
#include <thread>
#include <unordered_map>

namespace neove::http {

namespace asio = boost::asio;
namespace beast = boost::beast;
namespace wire = boost::beast::http;
using Tcp = asio::ip::tcp;
using Clock = std::chrono::steady_clock;
using namespace std::chrono_literals;

namespace {

constexpr std::uint32_t kHeaderMax = 8 * 1024;
constexpr int kRequestsPerConnection = 1000;
constexpr std::size_t kReadChunk = 64 * 1024;
constexpr std::size_t kLargeBody = 256 * 1024;     // bodies beyond it share one budget
constexpr std::size_t kSlowestReader = 16 * 1024;  // bytes a second of an answer, beside 30 s

/// g++ 12 destroys temporaries of a `co_await` expression twice: coroutines here take references to named
/// values only.
///
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
    for (const auto& field : header) {
        std::string name(field.name_string());
        for (char& c : name) {
            if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
        }
        head.fields.emplace_back(std::move(name), std::string(field.value()));
    }
    return head;
}

Response plain_refusal(int status, std::string code) {
    Response response;
    response.status = status;
    response.set("Content-Type", "application/problem+json");
    response.body =
        R"({"type":"about:blank","status":)" + std::to_string(status) + R"(,"code":")" + code + "\"}";
    response.close = true;
    if (status == 503) response.set("Retry-After", "2");
    return response;
}

wire::response<wire::string_body> to_wire(Response&& response, bool head_only, bool keep_alive) {
    wire::response<wire::string_body> out;
    out.version(11);
    out.result(static_cast<unsigned>(response.status));
    for (auto& [name, value] : response.fields) out.insert(name, value);
    out.keep_alive(keep_alive);
    const std::size_t size = response.body.size();
    if (!head_only) out.body() = std::move(response.body);
    if (response.status != 204 && response.status != 304) out.content_length(size);
    return out;
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

}  // namespace

struct Listener::State {
    ListenOptions options;
    BodyRuleOf body_rule;
    Handler handler;
    Admits admits;
    std::size_t large_bodies{0};  // io thread only; before `io`, whose end still gives charges back
    asio::io_context io{1};
    asio::thread_pool workers;
    Tcp::acceptor acceptor{io};
    std::thread thread;
    std::atomic<std::size_t> waiting{0};
    std::size_t connections{0};  // io thread only, as is the next
    std::unordered_map<std::string, std::size_t> per_address;

    State(ListenOptions o, BodyRuleOf b, Handler h, Admits a)
        : options(std::move(o)),
          body_rule(std::move(b)),
          handler(std::move(h)),
          admits(std::move(a)),
          workers(options.workers) {}

    asio::awaitable<void> accept_all();
    asio::awaitable<void> converse(beast::tcp_stream stream, std::string address);
    asio::awaitable<bool> exchange(
        beast::tcp_stream& stream, beast::flat_buffer& buffer, const std::string& address
    );
    asio::awaitable<bool> read_body(
        beast::tcp_stream& stream,
        beast::flat_buffer& buffer,
        wire::request_parser<wire::buffer_body>& parser,
        std::size_t bytes_max,
        int& refusal,
        std::string& body,
        Charge& charge
    );
    asio::awaitable<void> drain(
        beast::tcp_stream& stream, beast::flat_buffer& buffer, wire::request_parser<wire::buffer_body>& parser
    );
    asio::awaitable<bool> on_pool(const std::function<void()>& job);
    asio::awaitable<bool> may_send_body(const Request& request);
    asio::awaitable<void> answer(Request& request, Response& response);
    asio::awaitable<bool> send(
        beast::tcp_stream& stream, Response& response, bool head_only, bool keep_alive
    );
};

asio::awaitable<void> Listener::State::accept_all() {
    for (;;) {
        auto [error, socket] = co_await acceptor.async_accept(asio::as_tuple(asio::use_awaitable));
        if (error == asio::error::operation_aborted) co_return;
        if (error) {
            // Out of descriptors: let some connections end instead of spinning.
            asio::steady_timer pause(io, 50ms);
            co_await pause.async_wait(asio::as_tuple(asio::use_awaitable));
            continue;
        }
        beast::error_code ignored;
        std::string address = socket.remote_endpoint(ignored).address().to_string();
        if (connections >= options.connections_max || per_address[address] >= options.per_address_max) {
            socket.close(ignored);
            continue;
        }
        socket.set_option(Tcp::no_delay(true), ignored);
        asio::co_spawn(
            io, converse(beast::tcp_stream(std::move(socket)), std::move(address)), asio::detached
        );
    }
}

asio::awaitable<void> Listener::State::converse(beast::tcp_stream stream, std::string address) {
    ++connections;
    ++per_address[address];
    try {
        beast::flat_buffer buffer(kHeaderMax + kReadChunk);
        for (int i = 0; i < kRequestsPerConnection; ++i) {
            if (!co_await exchange(stream, buffer, address)) break;
        }
        beast::error_code ignored;
        stream.socket().shutdown(Tcp::socket::shutdown_send, ignored);
    } catch (const std::exception&) {
        // The peer vanished or memory ran out; either way this connection is over and no other is touched.
    }
    --connections;
    if (--per_address[address] == 0) per_address.erase(address);
}

asio::awaitable<bool> Listener::State::exchange(
    beast::tcp_stream& stream, beast::flat_buffer& buffer, const std::string& address
) {
    wire::request_parser<wire::buffer_body> parser;
    parser.header_limit(kHeaderMax);
    parser.body_limit(boost::none);
    // Idle for 60 s; once a first byte came the whole header has 10 s.
    stream.expires_after(60s);
    if (buffer.size() == 0) {
        auto [idle_error, got] =
            co_await stream.async_read_some(buffer.prepare(4096), asio::as_tuple(asio::use_awaitable));
        if (idle_error) co_return false;
        buffer.commit(got);
    }
    stream.expires_after(10s);
    auto [error, used] =
        co_await wire::async_read_header(stream, buffer, parser, asio::as_tuple(asio::use_awaitable));
    if (error == wire::error::header_limit) {
        Response refused = plain_refusal(431, "http.header_too_large");
        co_await send(stream, refused, false, false);
        co_return false;
    }
    if (error == wire::error::end_of_stream || error == beast::error::timeout) co_return false;
    if (error) {
        Response refused = plain_refusal(400, "http.framing");
        co_await send(stream, refused, false, false);
        co_return false;
    }
    auto request = check_head(to_head(parser.get().base()), options.hosts);
    if (!request) {
        Response refused = plain_refusal(400, request.error().code);
        co_await send(stream, refused, false, false);
        co_return false;
    }
    const bool head_only = request->method == "HEAD";
    const bool keep_alive = parser.get().keep_alive();
    const BodyRule rule = body_rule(*request);
    request->address = address;
    if (rule.asks_first && !parser.is_done()) {
        const bool admitted = co_await may_send_body(*request);
        if (!admitted) {
            // Without its body the request is refused for what is wrong with its caller.
            Response refused;
            co_await answer(*request, refused);
            co_await send(stream, refused, head_only, false);
            co_await drain(stream, buffer, parser);
            co_return false;
        }
    }
    if (request->field("expect") == "100-continue") {
        wire::response<wire::empty_body> go_on(wire::status::continue_, 11);
        co_await wire::async_write(stream, go_on, asio::as_tuple(asio::use_awaitable));
    }
    int refusal = 0;
    Charge charge{large_bodies};
    if (!co_await read_body(stream, buffer, parser, rule.bytes_max, refusal, request->body, charge)) {
        if (refusal != 0) {
            Response refused = plain_refusal(refusal, refusal == 413 ? "http.body_too_large" : "http.busy");
            co_await send(stream, refused, head_only, false);
            co_await drain(stream, buffer, parser);
        }
        co_return false;
    }
    Response response;
    co_await answer(*request, response);
    const bool stay = keep_alive && !response.close;
    const bool sent = co_await send(stream, response, head_only, stay);
    co_return sent&& stay;
}

asio::awaitable<bool> Listener::State::read_body(
    beast::tcp_stream& stream,
    beast::flat_buffer& buffer,
    wire::request_parser<wire::buffer_body>& parser,
    std::size_t bytes_max,
    int& refusal,
    std::string& body,
    Charge& charge
) {
    std::string chunk(kReadChunk, '\0');
    const auto started = Clock::now();
    if (parser.content_length() && *parser.content_length() > bytes_max) {
        refusal = 413;
        co_return false;
    }
    while (!parser.is_done()) {
        parser.get().body().data = chunk.data();
        parser.get().body().size = chunk.size();
        stream.expires_after(15s);
        auto [error, used] =
            co_await wire::async_read_some(stream, buffer, parser, asio::as_tuple(asio::use_awaitable));
        if (error && error != wire::error::need_buffer) co_return false;
        body.append(chunk.data(), chunk.size() - parser.get().body().size);
        if (body.size() > bytes_max) {
            refusal = 413;
            co_return false;
        }
        if (body.size() > kLargeBody) charge.grow_to(body.size());
        if (large_bodies > options.large_bodies_max) {
            refusal = 503;
            co_return false;
        }
        if (is_too_slow(body.size(), started)) co_return false;
    }
    co_return true;
}

/// Reads on and forgets for a while: closed over bytes it has not read, the socket would be reset and the
/// refusal lost on its way.
asio::awaitable<void> Listener::State::drain(
    beast::tcp_stream& stream, beast::flat_buffer& buffer, wire::request_parser<wire::buffer_body>& parser
) {
    std::string chunk(kReadChunk, '\0');
    stream.expires_after(15s);
    while (!parser.is_done()) {
        parser.get().body().data = chunk.data();
        parser.get().body().size = chunk.size();
        auto [error, used] =
            co_await wire::async_read_some(stream, buffer, parser, asio::as_tuple(asio::use_awaitable));
        if (error && error != wire::error::need_buffer) co_return;
    }
}

/// Runs a job on the pool and waits for its end; false when too many wait already.
asio::awaitable<bool> Listener::State::on_pool(const std::function<void()>& job) {
    if (waiting.fetch_add(1) >= options.queue_max) {
        waiting.fetch_sub(1);
        co_return false;
    }
    // A timer that never expires is the bell. The pool rings it through the io thread, which cannot answer
    // before this coroutine is waiting.
    const auto bell = std::make_shared<asio::steady_timer>(io);
    bell->expires_at(asio::steady_timer::time_point::max());
    asio::post(workers, [this, bell, job] {
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
            question->admitted = admits(question->request);
        } catch (const std::exception&) {
            // The handler meets the same fault and says so.
        }
    };
    const bool done = co_await on_pool(job);
    co_return done && question->admitted;
}

asio::awaitable<void> Listener::State::answer(Request& request, Response& response) {
    struct Errand {
        Request request;
        Response response;
    };
    const auto errand = std::make_shared<Errand>(Errand{std::move(request), {}});
    const std::function<void()> job = [this, errand] {
        try {
            errand->response = handler(std::move(errand->request));
        } catch (const std::exception&) {
            // Out of memory while an answer was written: a thread that throws would end the server.
            errand->response = plain_refusal(500, "internal.fault");
        }
    };
    const bool done = co_await on_pool(job);
    response = done ? std::move(errand->response) : plain_refusal(503, "http.busy");
}

asio::awaitable<bool> Listener::State::send(
    beast::tcp_stream& stream, Response& response, bool head_only, bool keep_alive
) {
    auto message = to_wire(std::move(response), head_only, keep_alive);
    wire::response_serializer<wire::string_body> serializer(message);
    if (head_only) serializer.split(true);
    // As long as a commune's line may need for an original: the deadline holds for the whole answer.
    stream.expires_after(30s + std::chrono::seconds(message.body().size() / kSlowestReader));
    if (head_only) {
        auto [error, n] =
            co_await wire::async_write_header(stream, serializer, asio::as_tuple(asio::use_awaitable));
        co_return !error;
    }
    auto [error, n] = co_await wire::async_write(stream, serializer, asio::as_tuple(asio::use_awaitable));
    co_return !error;
}

Listener::Listener(std::unique_ptr<State> state) : state_(std::move(state)) {}

Result<std::unique_ptr<Listener>> Listener::start(
    ListenOptions options, BodyRuleOf body_rule, Handler handler, Admits admits
) {
    beast::error_code error;
    const auto address = asio::ip::make_address(options.address, error);
    if (error) return refuse(ErrorKind::Invalid, "http.address", {}, options.address);
    if (!address.is_loopback() && !options.behind_proxy) return refuse(ErrorKind::Invalid, "http.address");
    auto state = std::make_unique<State>(
        std::move(options), std::move(body_rule), std::move(handler), std::move(admits)
    );
    const Tcp::endpoint endpoint(address, state->options.port);
    state->acceptor.open(endpoint.protocol(), error);
    if (!error) state->acceptor.set_option(Tcp::acceptor::reuse_address(true), error);
    if (!error) state->acceptor.bind(endpoint, error);
    if (!error) state->acceptor.listen(1024, error);
    if (error) return refuse(ErrorKind::Unavailable, "http.bind", {}, error.message());
    const std::string port = std::to_string(state->acceptor.local_endpoint().port());
    for (const std::string& name :
         {state->options.address, std::string("localhost"), std::string("127.0.0.1")}) {
        state->options.hosts.push_back(name + ":" + port);
    }
    State* raw = state.get();
    asio::co_spawn(raw->io, raw->accept_all(), asio::detached);
    raw->thread = std::thread([raw] { raw->io.run(); });
    return std::unique_ptr<Listener>(new Listener(std::move(state)));
}

std::uint16_t Listener::port() const {
    return state_->acceptor.local_endpoint().port();
}

void Listener::stop() {
    if (!state_->thread.joinable()) return;
    asio::post(state_->io, [this] {
        beast::error_code ignored;
        state_->acceptor.close(ignored);
    });
    // Requests under way get two seconds; idle connections are simply dropped.
    const auto until = Clock::now() + 2s;
    while (state_->waiting.load() > 0 && Clock::now() < until) std::this_thread::sleep_for(10ms);
    state_->io.stop();
    state_->workers.join();
    state_->thread.join();
}

Listener::~Listener() {
    stop();
}

}  // namespace neove::http
