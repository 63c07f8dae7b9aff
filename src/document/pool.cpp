#include "document/pool.h"

#include <fcntl.h>
#include <poll.h>
#include <pthread.h>
#include <signal.h>
#include <spawn.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstring>
#include <system_error>
#include <utility>

namespace neove::document {

namespace {

using SteadyTime = std::chrono::steady_clock::time_point;

constexpr int kControl = 3;  ///< the zygote finds its socket here
constexpr std::chrono::seconds kStartLimit{30};

std::unexpected<Error> failed(std::string detail) {
    return refuse(ErrorKind::Unavailable, "document.worker_failed", {}, std::move(detail));
}
std::unexpected<Error> failed_call(const char* call) {
    return failed(std::string(call) + ": " + std::strerror(errno));
}

int left_ms(SteadyTime until) {
    const auto left =
        std::chrono::duration_cast<std::chrono::milliseconds>(until - std::chrono::steady_clock::now());
    return static_cast<int>(std::max<std::int64_t>(0, left.count()));
}

/// A write into a pipe whose reader died must be an error here, not a signal that ends the server.
class NoBrokenPipeSignal {
public:
    NoBrokenPipeSignal() {
        sigemptyset(&pipe_);
        sigaddset(&pipe_, SIGPIPE);
        pthread_sigmask(SIG_BLOCK, &pipe_, &before_);
    }
    ~NoBrokenPipeSignal() {
        constexpr timespec kNow{};
        while (sigtimedwait(&pipe_, nullptr, &kNow) > 0) {
        }
        pthread_sigmask(SIG_SETMASK, &before_, nullptr);
    }
    NoBrokenPipeSignal(const NoBrokenPipeSignal&) = delete;
    NoBrokenPipeSignal& operator=(const NoBrokenPipeSignal&) = delete;

private:
    sigset_t pipe_{};
    sigset_t before_{};
};

/// The two pipes of one child and the socket that tells of its end; closing the socket ends the child.
struct Line {
    Descriptor request_read, request_write, answer_read, answer_write, status, status_far;
};

Result<Line> open_line() {
    std::array<int, 2> pair{};
    Line line;
    if (pipe2(pair.data(), O_CLOEXEC) != 0) return failed_call("pipe2");
    line.request_read = Descriptor(pair[0]);
    line.request_write = Descriptor(pair[1]);
    if (pipe2(pair.data(), O_CLOEXEC) != 0) return failed_call("pipe2");
    line.answer_read = Descriptor(pair[0]);
    line.answer_write = Descriptor(pair[1]);
    if (socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, pair.data()) != 0)
        return failed_call("socketpair");
    line.status = Descriptor(pair[0]);
    line.status_far = Descriptor(pair[1]);
    fcntl(line.request_write.get(), F_SETFL, O_NONBLOCK);
    fcntl(line.answer_read.get(), F_SETFL, O_NONBLOCK);
    return line;
}

std::uint64_t little_endian(ByteView bytes) {
    std::uint64_t value = 0;
    for (unsigned i = 0; i < 8; ++i) value |= static_cast<std::uint64_t>(bytes[i]) << (8 * i);
    return value;
}

/// Sends the request and collects the answer at the same time: neither side may wait for the other's pipe.
class Exchange {
public:
    Exchange(const Line& line, ByteView request) : line_(line), body_(request) {
        for (unsigned i = 0; i < 8; ++i) head_[i] = static_cast<std::uint8_t>(request.size() >> (8 * i));
    }

    enum class End { Answered, ChildGone, TooLong, TooMuch };
    End run(SteadyTime until) {
        while (true) {
            std::array<pollfd, 2> waits{
                pollfd{line_.answer_read.get(), POLLIN, 0},
                pollfd{sending_ ? line_.request_write.get() : -1, POLLOUT, 0}};
            const int ready = poll(waits.data(), waits.size(), left_ms(until));
            if (ready == 0) return End::TooLong;
            if (ready < 0 && errno != EINTR) return End::ChildGone;
            if ((waits[1].revents & (POLLERR | POLLHUP)) != 0) sending_ = false;
            if ((waits[1].revents & POLLOUT) != 0) send_some();
            if (waits[0].revents == 0) continue;
            if (const auto end = receive_some()) return *end;
        }
    }
    ByteView answer() const { return ByteView(received_).subspan(8); }

private:
    void send_some() {
        const ByteView part = sent_ < 8 ? ByteView(head_).subspan(sent_) : body_.subspan(sent_ - 8);
        const ssize_t written = write(line_.request_write.get(), part.data(), part.size());
        if (written > 0) sent_ += static_cast<std::size_t>(written);
        if (written < 0 && errno != EAGAIN && errno != EINTR) sending_ = false;
        if (sent_ == body_.size() + 8) sending_ = false;
    }
    std::optional<End> receive_some() {
        std::array<std::uint8_t, 65'536> buffer;
        const ssize_t count = read(line_.answer_read.get(), buffer.data(), buffer.size());
        if (count < 0)
            return errno == EAGAIN || errno == EINTR ? std::nullopt : std::optional(End::ChildGone);
        if (count == 0) return End::ChildGone;
        received_.insert(received_.end(), buffer.begin(), buffer.begin() + count);
        if (received_.size() < 8) return std::nullopt;
        const std::uint64_t wanted = little_endian(received_);
        if (wanted > kMaxAnswer || received_.size() - 8 > wanted) return End::TooMuch;
        if (received_.size() - 8 < wanted) return std::nullopt;
        return End::Answered;
    }

    const Line& line_;
    ByteView body_;
    std::array<std::uint8_t, 8> head_{};
    std::size_t sent_{0};
    bool sending_{true};
    Bytes received_;
};

/// How the child ended, told by the zygote that reaped it.
std::unexpected<Error> explain_end(int status_socket) {
    pollfd wait{status_socket, POLLIN, 0};
    int status = 0;
    if (poll(&wait, 1, 2'000) <= 0 || read(status_socket, &status, sizeof status) != sizeof status) {
        return failed("the worker could not start a child or has gone");
    }
    if (WIFSIGNALED(status) && WTERMSIG(status) == SIGXCPU) {
        return refuse(ErrorKind::Invalid, "document.timeout", {}, "processor time used up");
    }
    if (WIFSIGNALED(status)) return failed("child ended by signal " + std::to_string(WTERMSIG(status)));
    return failed("child ended with status " + std::to_string(WEXITSTATUS(status)));
}

ErrorKind kind_of(std::string_view code) {
    if (code == "document.too_large" || code == "document.zip_bomb") return ErrorKind::TooLarge;
    if (code == "document.unsupported" || code == "document.encrypted") return ErrorKind::Unsupported;
    if (code == "document.no_such_page") return ErrorKind::NotFound;
    if (code == "document.worker_failed" || code == "document.ocr_missing") return ErrorKind::Unavailable;
    return ErrorKind::Invalid;
}

}  // namespace

ExtractorPool::ExtractorPool(Options options)
    : options_(std::move(options)), word_(options_.word), seats_(options_.concurrent) {
    if (!options_.worker.empty()) return;
    std::error_code ignored;
    options_.worker = std::filesystem::read_symlink("/proc/self/exe", ignored).parent_path() / "neove-worker";
}

ExtractorPool::~ExtractorPool() {
    stop();
}

void ExtractorPool::stop() {
    control_.reset();  // the zygote ends itself and its children when this socket closes
    if (zygote_ <= 0) return;
    for (int i = 0; i < 200; ++i) {
        if (waitpid(zygote_, nullptr, WNOHANG) != 0) break;
        usleep(5'000);
        if (i == 100) kill(zygote_, SIGKILL);
    }
    zygote_ = -1;
}

Result<> ExtractorPool::start() {
    if (control_.is_open()) return {};
    std::array<int, 2> pair{};
    if (socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, pair.data()) != 0)
        return failed_call("socketpair");
    Descriptor near(pair[0]);
    const Descriptor far(pair[1]);
    posix_spawn_file_actions_t actions;
    posix_spawn_file_actions_init(&actions);
    posix_spawn_file_actions_adddup2(&actions, far.get(), kControl);
    for (int i = 0; i < 3; ++i) posix_spawn_file_actions_addopen(&actions, i, "/dev/null", O_RDWR, 0);
    posix_spawn_file_actions_addclosefrom_np(&actions, kControl + 1);
    posix_spawnattr_t attributes;
    posix_spawnattr_init(&attributes);
    sigset_t none;
    sigemptyset(&none);
    posix_spawnattr_setsigmask(&attributes, &none);
    posix_spawnattr_setpgroup(&attributes, 0);  // a Ctrl-C at the terminal is the server's to handle
    posix_spawnattr_setflags(&attributes, POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETPGROUP);
    std::string name = options_.worker.string();
    std::array<std::string, 3> settings{"OMP_THREAD_LIMIT=1", "LC_ALL=C.UTF-8", "PATH=/nonexistent"};
    const std::array<char*, 2> arguments{name.data(), nullptr};
    const std::array<char*, 4> environment{
        settings[0].data(), settings[1].data(), settings[2].data(), nullptr};
    const int error =
        posix_spawn(&zygote_, name.c_str(), &actions, &attributes, arguments.data(), environment.data());
    posix_spawnattr_destroy(&attributes);
    posix_spawn_file_actions_destroy(&actions);
    if (error != 0) {
        zygote_ = -1;
        return failed("cannot start " + name + ": " + std::strerror(error));
    }
    control_ = std::move(near);
    return {};
}

Result<std::string> ExtractorPool::report() {
    const std::scoped_lock lock(mutex_);
    const bool fresh = !control_.is_open();
    TRY(start());
    if (!fresh) return report_;
    pollfd wait{control_.get(), POLLIN, 0};
    std::array<char, 512> text{};
    const int ready = poll(&wait, 1, static_cast<int>(std::chrono::milliseconds(kStartLimit).count()));
    const ssize_t count = ready > 0 ? read(control_.get(), text.data(), text.size()) : -1;
    if (count <= 0) {
        stop();
        return failed("the worker did not become ready");
    }
    report_.assign(text.data(), static_cast<std::size_t>(count));
    return report_;
}

Result<> ExtractorPool::hand_over(int request_read, int answer_write, int status) {
    const std::array<int, 3> descriptors{request_read, answer_write, status};
    for (int attempt = 0; attempt < 2; ++attempt) {
        TRY(report());
        const std::scoped_lock lock(mutex_);
        char job = 'J';
        iovec part{&job, 1};
        alignas(cmsghdr) std::array<char, CMSG_SPACE(sizeof descriptors)> space{};
        msghdr message{};
        message.msg_iov = &part;
        message.msg_iovlen = 1;
        message.msg_control = space.data();
        message.msg_controllen = space.size();
        cmsghdr* const rights = CMSG_FIRSTHDR(&message);
        rights->cmsg_level = SOL_SOCKET;
        rights->cmsg_type = SCM_RIGHTS;
        rights->cmsg_len = CMSG_LEN(sizeof descriptors);
        std::memcpy(CMSG_DATA(rights), descriptors.data(), sizeof descriptors);
        if (control_.is_open() && sendmsg(control_.get(), &message, MSG_NOSIGNAL) == 1) return {};
        stop();  // it died between two documents: a new one is started once
    }
    return failed("the worker does not stay alive");
}

Result<Answer> ExtractorPool::run(const Request& request) {
    if (request.content.size() > kMaxDocument) return refuse(ErrorKind::TooLarge, "document.too_large");
    if (!seats_.try_acquire_for(options_.wall)) return failed("all readers are busy");
    struct Seat {
        std::counting_semaphore<>& seats;
        ~Seat() { seats.release(); }
    } const seat{seats_};
    const NoBrokenPipeSignal guard;
    Line line = TRY(open_line());
    TRY(hand_over(line.request_read.get(), line.answer_write.get(), line.status_far.get()));
    line.request_read.reset();
    line.answer_write.reset();
    line.status_far.reset();
    const Bytes message = encode(request);
    Exchange exchange(line, message);
    switch (exchange.run(std::chrono::steady_clock::now() + options_.wall)) {
        case Exchange::End::Answered: break;
        case Exchange::End::TooLong: return refuse(ErrorKind::Invalid, "document.timeout", {}, "wall clock");
        case Exchange::End::TooMuch: return failed("the answer is larger than any answer may be");
        case Exchange::End::ChildGone: return explain_end(line.status.get());
    }
    std::optional<Answer> answer = decode_answer(exchange.answer());
    if (!answer) return failed("the answer breaks the protocol");
    if (!answer->code.empty()) return refuse(kind_of(answer->code), answer->code);
    return *std::move(answer);
}

}  // namespace neove::document
