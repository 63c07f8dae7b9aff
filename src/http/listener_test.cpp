#include "http/listener.h"

#include <arpa/inet.h>
#include <doctest/doctest.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <atomic>
#include <future>
#include <semaphore>
#include <thread>

namespace neove::http {

namespace {

/// A plain blocking socket: what it reads is what came over the wire.
class Wire {
public:
    explicit Wire(std::uint16_t port) : socket_(::socket(AF_INET, SOCK_STREAM, 0)) {
        sockaddr_in to{};
        to.sin_family = AF_INET;
        to.sin_port = htons(port);
        to.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
        // NOLINTNEXTLINE(cppcoreguidelines-pro-type-reinterpret-cast): what the C call asks for
        connected_ = ::connect(socket_, reinterpret_cast<const sockaddr*>(&to), sizeof(to)) == 0;
        const timeval patience{20, 0};
        ::setsockopt(socket_, SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof(patience));
    }
    ~Wire() { ::close(socket_); }
    Wire(const Wire&) = delete;
    Wire& operator=(const Wire&) = delete;
    bool connected() const { return connected_; }
    void say(std::string_view text) const { ::send(socket_, text.data(), text.size(), MSG_NOSIGNAL); }
    bool hears_within(std::chrono::milliseconds time) const {
        pollfd one{socket_, POLLIN, 0};
        return ::poll(&one, 1, static_cast<int>(time.count())) > 0;
    }
    /// Everything until the server ends the connection.
    std::string hear_all() const {
        std::string heard;
        char piece[4096];
        for (ssize_t n = 0; (n = ::recv(socket_, piece, sizeof(piece), 0)) > 0;) {
            heard.append(piece, static_cast<std::size_t>(n));
        }
        return heard;
    }

private:
    int socket_;
    bool connected_{false};
};

std::string request(std::uint16_t port, std::string_view line, std::string_view more = "\r\n") {
    return std::string(line) + " HTTP/1.1\r\nHost: localhost:" + std::to_string(port) + "\r\n" +
           std::string(more);
}

/// A site whose answers wait for the test.
struct Held {
    std::atomic<int> begun{0};
    std::counting_semaphore<64> go{0};
    std::unique_ptr<Listener> listener;

    explicit Held(std::size_t queue_max = 64, ListenOptions options = {}) {
        options.port = 0;
        options.workers = 8;
        options.readers = 8;
        options.queue_max = queue_max;
        options.drain_max = std::chrono::seconds(1);
        Site site;
        site.body_rule = [](const Request&) { return BodyRule{}; };
        site.at_once = [](const Request&) { return std::nullopt; };
        site.admits = [](const Request&) { return true; };
        site.answer = [this](const Request& asked) {
            ++begun;
            go.acquire();
            Response response;
            response.body = "whole " + asked.path + " " + asked.body;
            return response;
        };
        site.refusal = [](int status, std::string_view code, std::string_view language) {
            Response response;
            response.status = status;
            response.set("X-Marked", "yes");
            response.body = std::string(code) + " in " + std::string(language);
            return response;
        };
        auto started = Listener::start(options, site);
        REQUIRE(started);
        listener = std::move(*started);
    }
    void wait_for(int count) const {
        while (begun < count) std::this_thread::yield();
    }
};

}  // namespace

TEST_CASE("a full queue is refused by the site's own words, and who waited is served") {
    Held held(1);
    const std::uint16_t port = held.listener->port();
    const Wire first(port);
    first.say(request(port, "GET /first", "Connection: close\r\n\r\n"));
    held.wait_for(1);
    const Wire second(port);
    second.say(request(port, "GET /second", "Accept-Language: en\r\n\r\n"));
    const std::string refused = second.hear_all();
    CHECK(refused.starts_with("HTTP/1.1 503"));
    CHECK(refused.find("X-Marked: yes") != std::string::npos);
    CHECK(refused.ends_with("http.busy in en"));
    held.go.release();
    CHECK(first.hear_all().ends_with("whole /first "));
}

TEST_CASE("an answer leaves when what it waits for holds, and never when that failed") {
    std::promise<std::function<void()>> bells[2];
    std::atomic<bool> holds{true};
    std::atomic<int> asked{0};
    ListenOptions options;
    options.port = 0;
    Site site;
    site.body_rule = [](const Request&) { return BodyRule{}; };
    site.at_once = [](const Request&) { return std::nullopt; };
    site.admits = [](const Request&) { return true; };
    site.answer = [&](const Request&) {
        Response response;
        response.body = "what was read";
        auto& mine = bells[asked++];
        response.conditions.push_back(
            {[&mine](std::function<void()> bell) { mine.set_value(std::move(bell)); },
             [&holds] { return holds.load(); }}
        );
        return response;
    };
    site.refusal = [](int status, std::string_view code, std::string_view) {
        Response response;
        response.status = status;
        response.body = std::string(code);
        return response;
    };
    const auto started = Listener::start(options, site);
    REQUIRE(started);
    const std::uint16_t port = (*started)->port();

    const Wire first(port);
    first.say(request(port, "GET /first", "Connection: close\r\n\r\n"));
    const auto first_bell = bells[0].get_future().get();
    CHECK(!first.hears_within(std::chrono::milliseconds(100)));
    first_bell();
    CHECK(first.hear_all().ends_with("what was read"));

    holds = false;
    const Wire second(port);
    second.say(request(port, "GET /second", "Connection: close\r\n\r\n"));
    bells[1].get_future().get()();
    const std::string refused = second.hear_all();
    CHECK(refused.starts_with("HTTP/1.1 503"));
    CHECK(refused.ends_with("storage.unavailable"));
    CHECK(refused.find("what was read") == std::string::npos);
}

TEST_CASE("a server that stops answers every request that has begun to arrive, whole, and then closes") {
    Held held;
    const std::uint16_t port = held.listener->port();
    const Wire idle(port);
    const Wire in_hand(port);
    in_hand.say(request(port, "GET /in-hand"));
    held.wait_for(1);
    const Wire half_head(port);
    half_head.say("GET /half-head HTT");
    const Wire half_body(port);
    half_body.say(request(port, "POST /half-body", "Content-Length: 4\r\n\r\nab"));
    const Wire unheard(port);
    // A request has been answered on every one of them: the server knows them all.
    const Wire last(port);
    last.say(request(port, "GET /last"));
    held.wait_for(2);
    std::future<void> stopped = std::async(std::launch::async, [&] { held.listener->stop(); });
    CHECK(idle.hear_all().empty());
    CHECK_FALSE(Wire(port).connected());
    half_head.say(std::string_view(request(port, "GET /half-head")).substr(18));
    half_body.say("cd");
    held.wait_for(4);
    held.go.release(8);
    for (const auto& [wire, end] :
         {std::pair(&in_hand, "whole /in-hand "),
          std::pair(&half_head, "whole /half-head "),
          std::pair(&half_body, "whole /half-body abcd"),
          std::pair(&last, "whole /last ")}) {
        const std::string heard = wire->hear_all();
        CAPTURE(heard);
        CHECK(heard.starts_with("HTTP/1.1 200"));
        CHECK(heard.find("Connection: close") != std::string::npos);
        CHECK(heard.ends_with(end));
    }
    CHECK(unheard.hear_all().empty());
    stopped.get();
    CHECK(held.begun == 4);
}

TEST_CASE("a client that never finishes is told so and does not keep a stopping server") {
    Held held;
    const std::uint16_t port = held.listener->port();
    const Wire slow(port);
    slow.say(request(port, "POST /slow", "Content-Length: 4\r\n\r\nab"));
    const Wire other(port);
    other.say(request(port, "GET /other", "Connection: close\r\n\r\n"));
    held.go.release();
    CHECK(other.hear_all().ends_with("whole /other "));
    held.listener->stop();
    CHECK(slow.hear_all().starts_with("HTTP/1.1 408"));
    CHECK(held.begun == 1);
}

TEST_CASE("one address holds so many connections and no more, but a declared proxy speaks for everybody") {
    for (const bool is_proxy : {false, true}) {
        ListenOptions options;
        options.per_address_max = 2;
        options.connections_max = 4;
        if (is_proxy) options.proxies = {"loopback"};
        Held held(64, options);
        const std::uint16_t port = held.listener->port();
        const int most = is_proxy ? 4 : 2;
        std::vector<std::unique_ptr<Wire>> wires;
        for (int i = 0; i < most; ++i) {
            wires.push_back(std::make_unique<Wire>(port));
            wires.back()->say(request(port, "GET /one", "Connection: close\r\n\r\n"));
        }
        held.wait_for(most);
        const Wire beyond(port);
        beyond.say(request(port, "GET /beyond", "Connection: close\r\n\r\n"));
        CHECK(beyond.hear_all().empty());
        held.go.release(most);
        for (const auto& wire : wires) CHECK(wire->hear_all().ends_with("whole /one "));
    }
}

}  // namespace neove::http
