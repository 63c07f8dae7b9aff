#pragma once
/// \file
/// The socket side: accepts, reads strictly with time and size limits, hands whole requests to a fixed pool
/// of workers and writes their answers. `listener.cpp` is the only file with Beast or a coroutine.

#include "base/result.h"
#include "http/message.h"
#include "http/strict_request.h"

#include <chrono>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace neove::http {

struct ListenOptions {
    std::string address{"127.0.0.1"};  ///< loopback only, unless `behind_proxy`
    std::uint16_t port{8040};          ///< 0: any free port
    HostList hosts;              ///< more names for the Host field, beside address:port and localhost:port
    bool behind_proxy{false};    ///< TLS ends in a proxy in front of us: other addresses allowed
    std::size_t workers{4};      ///< for requests that write: each may wait for the disk
    std::size_t readers{4};      ///< for those that read
    std::size_t queue_max{256};  ///< requests waiting for a worker; beyond it 503 with Retry-After
    std::size_t connections_max{12'000};  ///< in all
    std::size_t per_address_max{512};     ///< a whole office may stand behind one address
    std::vector<std::string> proxies;  ///< as for `client_address`: whoever they are, `connections_max` alone
    std::size_t large_bodies_max{256U << 20U};  ///< bytes of uploads in memory at once; beyond it 503
    std::chrono::seconds drain_max{10};         ///< what `stop` waits for clients that are still sending
};

/// What the listener asks of the program behind it. `answer` and `admits` run on the pool, the others on the
/// io thread, where nothing may wait.
struct Site {
    /// How large a body the route takes; called before the body is read.
    std::function<BodyRule(const Request&)> body_rule;
    /// An answer that lies ready in memory: no thread needs to be woken for it.
    std::function<std::optional<Response>(const Request&)> at_once;
    std::function<Response(Request)> answer;
    /// For rules that ask first: whether this caller may send a body at all. Judged on the header alone.
    std::function<bool(const Request&)> admits;
    /// What to say where no request was understood or none could be taken: status, code, Accept-Language.
    std::function<Response(int, std::string_view, std::string_view)> refusal;
};

class Listener {
public:
    /// Binds and starts. Refuses `http.address` when the address is not loopback and no proxy was declared.
    static Result<std::unique_ptr<Listener>> start(ListenOptions options, Site site);
    ~Listener();
    std::uint16_t port() const;
    /// Stops accepting, answers every request that has begun to arrive (within `drain_max`), ends the idle
    /// connections, and returns when all threads ended: no act is done whose reply was not written.
    void stop();

private:
    struct State;
    explicit Listener(std::unique_ptr<State> state);
    std::unique_ptr<State> state_;
};

}  // namespace neove::http
