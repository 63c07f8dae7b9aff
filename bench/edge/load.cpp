/// \file
/// A small load generator over loopback, one thread, for `tools/dev/bench_table.py`. Closed loop: every
/// connection asks again as soon as it was answered. Open loop (`--rate`): arrivals are planned ahead with
/// exponential gaps, and each latency counts from the planned time, so a server that stalls is charged for
/// everybody who would have come. `--hold` opens connections and keeps them. Prints one line of JSON.
///
/// Requests, one a line: METHOD, path, body, tag, separated by tabs. A line with a tag is a record that is
/// changed: the answer's ETag is its next If-Match, and it is never asked twice at once. `{n}` in a path or a
/// body is a counter of eight digits.

#include <arpa/inet.h>
#include <fcntl.h>
#include <netinet/tcp.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <charconv>
#include <chrono>
#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <deque>
#include <fstream>
#include <map>
#include <random>
#include <string>
#include <vector>

namespace {

using Clock = std::chrono::steady_clock;
using Micros = std::int64_t;

struct Options {
    std::uint16_t port{0};
    std::size_t connections{64};
    double seconds{3};
    double rate{0};  ///< arrivals a second; 0: closed loop
    std::size_t hold{0};
    std::string from;       ///< the loopback address to come from; empty: any
    std::string hold_text;  ///< what a held connection sends and then falls silent
    std::string requests;
    std::string fields;  ///< header fields of every request, each with its line end
};

struct Slot {
    std::string method;
    std::string path;
    std::string body;
    std::string tag;
    bool busy{false};
};

struct Connection {
    int socket{-1};
    std::size_t slot{0};
    Micros planned{0};
    bool busy{false};
    std::string heard;
};

[[noreturn]] void give_up(const char* what) {
    std::perror(what);
    std::exit(1);
}

int connect_to(std::uint16_t port, const std::string& from = {}) {
    const int socket = ::socket(AF_INET, SOCK_STREAM, 0);
    if (socket < 0) give_up("socket");
    if (!from.empty()) {
        sockaddr_in own{};
        own.sin_family = AF_INET;
        ::inet_pton(AF_INET, from.c_str(), &own.sin_addr);
        if (::bind(socket, reinterpret_cast<const sockaddr*>(&own), sizeof(own)) != 0) give_up("bind");
    }
    sockaddr_in to{};
    to.sin_family = AF_INET;
    to.sin_port = htons(port);
    to.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    if (::connect(socket, reinterpret_cast<const sockaddr*>(&to), sizeof(to)) != 0) give_up("connect");
    const int yes = 1;
    ::setsockopt(socket, IPPROTO_TCP, TCP_NODELAY, &yes, sizeof(yes));
    return socket;
}

std::vector<Slot> read_slots(const std::string& path) {
    std::vector<Slot> slots;
    std::ifstream file(path);
    for (std::string line; std::getline(file, line);) {
        std::vector<std::string> parts{""};
        for (const char c : line) {
            if (c == '\t') {
                parts.emplace_back();
            } else {
                parts.back() += c;
            }
        }
        parts.resize(4);
        slots.push_back({parts[0], parts[1], parts[2], parts[3], false});
    }
    if (slots.empty()) give_up("no requests");
    return slots;
}

class Load {
public:
    explicit Load(const Options& options)
        : options_(options), slots_(read_slots(options.requests)), epoll_(::epoll_create1(0)) {
        for (std::size_t i = 0; i < options.connections; ++i) {
            connections_.push_back({connect_to(options.port), 0, 0, false, {}});
            epoll_event event{};
            event.events = EPOLLIN;
            event.data.u64 = i;
            ::epoll_ctl(epoll_, EPOLL_CTL_ADD, connections_.back().socket, &event);
            idle_.push_back(i);
        }
    }

    void run() {
        start_ = Clock::now();
        const Micros end = static_cast<Micros>(options_.seconds * 1e6);
        plan_next();
        epoll_event events[256];
        while (now() < end || in_flight_ > 0) {
            const bool open = now() < end;
            if (open) send_what_is_due(end);
            const Micros pause = options_.rate > 0 && open ? std::max<Micros>(next_ - now(), 0) : 100'000;
            const timespec wait{pause / 1'000'000, pause % 1'000'000 * 1000};
            const int ready = ::epoll_pwait2(epoll_, events, 256, &wait, nullptr);
            for (int i = 0; i < ready; ++i) hear(events[i].data.u64);
            if (now() > end + 20'000'000) break;
        }
        took_ = now();
        report();
    }

private:
    Micros now() const {
        return std::chrono::duration_cast<std::chrono::microseconds>(Clock::now() - start_).count();
    }

    void plan_next() {
        if (options_.rate <= 0) return;
        std::exponential_distribution<double> gap(options_.rate);
        planned_at_ += gap(random_) * 1e6;
        next_ = static_cast<Micros>(planned_at_);
    }

    void send_what_is_due(Micros end) {
        if (options_.rate > 0) {
            for (const Micros at = now(); next_ <= at && next_ < end; plan_next()) due_.push_back(next_);
            while (!due_.empty() && !idle_.empty()) {
                if (!ask(idle_.back(), due_.front())) return;
                idle_.pop_back();
                due_.pop_front();
            }
            return;
        }
        while (!idle_.empty() && ask(idle_.back(), now())) idle_.pop_back();
    }

    /// False where every record that could be asked is being changed.
    bool ask(std::size_t number, Micros planned) {
        Slot* slot = nullptr;
        std::size_t at = 0;
        for (std::size_t tried = 0; tried < slots_.size() && slot == nullptr; ++tried) {
            at = turn_++ % slots_.size();
            if (slots_[at].tag.empty() || !slots_[at].busy) slot = &slots_[at];
        }
        if (slot == nullptr) return false;
        Connection& one = connections_[number];
        one.slot = at;
        one.planned = planned;
        one.busy = true;
        slot->busy = true;
        const std::string body = counted(slot->body);
        std::string text = slot->method + " " + counted(slot->path) + " HTTP/1.1\r\n" + options_.fields;
        if (!slot->tag.empty()) text += "If-Match: " + slot->tag + "\r\n";
        if (slot->method != "GET") {
            text +=
                "Content-Type: application/json\r\nContent-Length: " + std::to_string(body.size()) + "\r\n";
        }
        text += "\r\n" + body;
        if (::send(one.socket, text.data(), text.size(), MSG_NOSIGNAL) < 0) give_up("send");
        ++in_flight_;
        return true;
    }

    std::string counted(std::string text) {
        const std::size_t at = text.find("{n}");
        if (at == std::string::npos) return text;
        char number[16];
        std::snprintf(number, sizeof(number), "%08zu", counter_++ % 100'000'000);
        return text.replace(at, 3, number);
    }

    void hear(std::size_t number) {
        Connection& one = connections_[number];
        char piece[65536];
        const ssize_t n = ::recv(one.socket, piece, sizeof(piece), MSG_DONTWAIT);
        if (n < 0 && (errno == EAGAIN || errno == EINTR)) return;
        if (n <= 0) return replace(number);
        one.heard.append(piece, static_cast<std::size_t>(n));
        const std::size_t head = one.heard.find("\r\n\r\n");
        if (head == std::string::npos) return;
        const std::string_view length = field(one.heard, head, "\r\nContent-Length: ");
        std::size_t size = 0;
        std::from_chars(length.data(), length.data() + length.size(), size);
        if (one.heard.size() < head + 4 + size) return;
        Slot& slot = slots_[one.slot];
        ++statuses_[one.heard.substr(9, 3)];
        if (!slot.tag.empty()) {
            const std::string_view tag = field(one.heard, head, "\r\nETag: ");
            if (!tag.empty()) slot.tag = tag;
        }
        bytes_ += one.heard.size();
        times_.push_back(now() - one.planned);
        const bool over = field(one.heard, head, "\r\nConnection: ") == "close";
        one.heard.clear();
        finish(number);
        if (over) replace(number);
    }

    static std::string_view field(const std::string& heard, std::size_t head, const char* name) {
        const std::size_t at = heard.find(name);
        if (at == std::string::npos || at > head) return {};
        const std::size_t from = at + std::strlen(name);
        return std::string_view(heard).substr(from, heard.find('\r', from) - from);
    }

    void finish(std::size_t number) {
        Connection& one = connections_[number];
        slots_[one.slot].busy = false;
        if (one.busy) --in_flight_;
        one.busy = false;
        idle_.push_back(number);
    }

    /// The server ends a connection after a thousand requests.
    void replace(std::size_t number) {
        Connection& one = connections_[number];
        const bool lost = one.busy;
        ::close(one.socket);
        one.socket = connect_to(options_.port);
        one.heard.clear();
        epoll_event event{};
        event.events = EPOLLIN;
        event.data.u64 = number;
        ::epoll_ctl(epoll_, EPOLL_CTL_ADD, one.socket, &event);
        if (!lost) return;
        ++lost_;
        finish(number);
    }

    void report() {
        std::ranges::sort(times_);
        const auto at = [&](double share) -> Micros {
            return times_.empty() ? 0 : times_[static_cast<std::size_t>(share * double(times_.size() - 1))];
        };
        std::printf(
            "{\"answers\":%zu,\"per_second\":%.0f,\"p50\":%ld,\"p90\":%ld,\"p99\":%ld,\"max\":%ld,\"bytes\":%"
            "zu,"
            "\"lost\":%zu,\"unsent\":%zu,\"statuses\":{",
            times_.size(),
            double(times_.size()) * 1e6 / double(std::max<Micros>(took_, 1)),
            at(0.5),
            at(0.9),
            at(0.99),
            at(1),
            bytes_,
            lost_,
            due_.size()
        );
        const char* comma = "";
        for (const auto& [status, count] : statuses_) {
            std::printf("%s\"%s\":%zu", comma, status.c_str(), count);
            comma = ",";
        }
        std::printf("}}\n");
    }

    Options options_;
    std::vector<Slot> slots_;
    int epoll_;
    std::vector<Connection> connections_;
    std::vector<std::size_t> idle_;
    std::deque<Micros> due_;
    std::vector<Micros> times_;
    std::map<std::string, std::size_t> statuses_;
    std::mt19937_64 random_{7};
    Clock::time_point start_;
    double planned_at_{0};
    Micros next_{0};
    Micros took_{0};
    std::size_t turn_{0};
    std::size_t counter_{static_cast<std::size_t>(::getpid()) * 1000};
    std::size_t in_flight_{0};
    std::size_t bytes_{0};
    std::size_t lost_{0};
};

/// Holds connections until its own input ends.
int hold(const Options& options) {
    std::vector<int> held;
    for (std::size_t i = 0; i < options.hold; ++i) {
        held.push_back(connect_to(options.port, options.from));
        if (!options.hold_text.empty() &&
            ::send(held.back(), options.hold_text.data(), options.hold_text.size(), MSG_NOSIGNAL) < 0) {
            give_up("send");
        }
    }
    std::printf("{\"held\":%zu}\n", held.size());
    std::fflush(stdout);
    char any = 0;
    while (::read(0, &any, 1) > 0) {
    }
    std::size_t alive = 0;
    for (const int socket : held)
        alive += ::recv(socket, &any, 1, MSG_DONTWAIT) < 0 && errno == EAGAIN ? 1 : 0;
    std::printf("{\"alive\":%zu}\n", alive);
    return 0;
}

std::string unescaped(std::string_view text) {
    std::string out;
    for (std::size_t i = 0; i < text.size(); ++i) {
        if (text[i] == '\\' && i + 1 < text.size()) {
            ++i;
            out += text[i] == 'r' ? '\r' : text[i] == 'n' ? '\n' : text[i];
        } else {
            out += text[i];
        }
    }
    return out;
}

}  // namespace

int main(int count, char** words) {
    Options options;
    for (int i = 1; i + 1 < count; i += 2) {
        const std::string name = words[i];
        const std::string value = words[i + 1];
        if (name == "--port")
            options.port = static_cast<std::uint16_t>(std::stoul(value));
        else if (name == "--connections")
            options.connections = std::stoul(value);
        else if (name == "--seconds")
            options.seconds = std::stod(value);
        else if (name == "--rate")
            options.rate = std::stod(value);
        else if (name == "--hold")
            options.hold = std::stoul(value);
        else if (name == "--from")
            options.from = value;
        else if (name == "--say")
            options.hold_text = unescaped(value);
        else if (name == "--requests")
            options.requests = value;
        else if (name == "--field")
            options.fields += value + "\r\n";
        else
            return 2;
    }
    if (options.hold > 0) return hold(options);
    Load(options).run();
    return 0;
}
