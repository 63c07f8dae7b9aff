#include "worker/zygote.h"

#include "worker/sandbox.h"

#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <sys/prctl.h>
#include <sys/signalfd.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstring>
#include <exception>
#include <map>
#include <new>

namespace neove::worker {

namespace {

using document::Answer;

constexpr int kControl = 3;
constexpr int kBroken = 71;  ///< exit status of a child whose request cannot be read

bool read_all(std::uint8_t* to, std::size_t size) {
    while (size > 0) {
        const ssize_t count = read(0, to, size);
        if (count <= 0) return false;
        to += count;
        size -= static_cast<std::size_t>(count);
    }
    return true;
}

void write_all(const std::uint8_t* from, std::size_t size) {
    while (size > 0) {
        const ssize_t count = write(1, from, size);
        if (count <= 0) _exit(kBroken);
        from += count;
        size -= static_cast<std::size_t>(count);
    }
}

/// A parser that runs out of memory, or a library that throws, ends as an answer: the child dies anyway.
Answer answer_to(Handler handler, const document::Request& request) {
    Answer refusal;
    try {
        return handler(request);
    } catch (const std::bad_alloc&) {
        refusal.code = "document.too_large";
    } catch (const std::exception&) {
        refusal.code = "document.corrupt";
    }
    return refusal;
}

[[noreturn]] void serve(Handler handler) {
    std::array<std::uint8_t, 8> head{};
    if (!read_all(head.data(), head.size())) _exit(kBroken);
    std::uint64_t size = 0;
    for (unsigned i = 0; i < 8; ++i) size |= static_cast<std::uint64_t>(head[i]) << (8 * i);
    if (size > document::kMaxRequest) _exit(kBroken);
    Bytes bytes(size);
    if (!read_all(bytes.data(), bytes.size())) _exit(kBroken);
    const auto request = document::decode_request(bytes);
    if (!request) _exit(kBroken);
    const Bytes answer = document::encode(answer_to(handler, *request));
    for (unsigned i = 0; i < 8; ++i) head[i] = static_cast<std::uint8_t>(answer.size() >> (8 * i));
    write_all(head.data(), head.size());
    write_all(answer.data(), answer.size());
    _exit(0);
}

class Zygote {
public:
    Zygote(Handler handler, const Sandbox& sandbox, int ended)
        : handler_(handler), sandbox_(sandbox), ended_(ended) {}

    int run() {
        while (true) {
            std::vector<pollfd> waits{{kControl, POLLIN, 0}, {ended_, POLLIN, 0}};
            std::vector<pid_t> pids;
            for (const auto& [pid, status] : children_) {
                waits.push_back({status, 0, 0});  // only its closing matters
                pids.push_back(pid);
            }
            if (poll(waits.data(), waits.size(), -1) < 0 && errno != EINTR) return 1;
            for (std::size_t i = 0; i < pids.size(); ++i) {
                if (waits[i + 2].revents != 0) kill(pids[i], SIGKILL);  // still ours: reaped only below
            }
            if ((waits[1].revents & POLLIN) != 0) reap();
            if (waits[0].revents != 0 && !accept_job()) return end_all();
        }
    }

private:
    void reap() {
        signalfd_siginfo ignored;
        [[maybe_unused]] const ssize_t count = read(ended_, &ignored, sizeof ignored);
        int status = 0;
        for (pid_t pid = 0; (pid = waitpid(-1, &status, WNOHANG)) > 0;) {
            const auto child = children_.find(pid);
            if (child == children_.end()) continue;
            send(child->second, &status, sizeof status, MSG_NOSIGNAL | MSG_DONTWAIT);
            close(child->second);
            children_.erase(child);
        }
    }

    int end_all() {
        for (const auto& [pid, status] : children_) kill(pid, SIGKILL);
        return 0;
    }

    /// False when the server has gone.
    bool accept_job() {
        std::array<int, 3> descriptors{-1, -1, -1};
        char job = 0;
        iovec part{&job, 1};
        alignas(cmsghdr) std::array<char, CMSG_SPACE(sizeof descriptors)> space{};
        msghdr message{};
        message.msg_iov = &part;
        message.msg_iovlen = 1;
        message.msg_control = space.data();
        message.msg_controllen = space.size();
        if (recvmsg(kControl, &message, MSG_CMSG_CLOEXEC) != 1) return false;
        const cmsghdr* const rights = CMSG_FIRSTHDR(&message);
        if (rights == nullptr || rights->cmsg_len != CMSG_LEN(sizeof descriptors)) return false;
        std::memcpy(descriptors.data(), CMSG_DATA(rights), sizeof descriptors);
        fork_child(descriptors[0], descriptors[1], descriptors[2]);
        return true;
    }

    void fork_child(int in, int out, int status) {
        const pid_t zygote = getpid();
        const pid_t pid = fork();
        if (pid == 0) {
            sigset_t none;
            sigemptyset(&none);
            sigprocmask(SIG_SETMASK, &none, nullptr);
            signal(SIGPIPE, SIG_DFL);
            prctl(PR_SET_PDEATHSIG, SIGKILL);
            if (getppid() != zygote) _exit(kBroken);  // it died before the line above could tell us
            sandbox_.lock(in, out);
            serve(handler_);
        }
        close(in);
        close(out);
        if (pid < 0) {
            close(status);
        } else {
            children_[pid] = status;
        }
    }

    Handler handler_;
    const Sandbox& sandbox_;
    int ended_;
    std::map<pid_t, int> children_;
};

}  // namespace

int run_zygote(std::string (*warm)(), Handler handler) {
    const std::string found = warm();
    const Sandbox sandbox = Sandbox::prepare();
    sigset_t child;
    sigemptyset(&child);
    sigaddset(&child, SIGCHLD);
    sigprocmask(SIG_BLOCK, &child, nullptr);
    const int ended = signalfd(-1, &child, SFD_CLOEXEC);
    const std::string report = sandbox.report() + " " + found;
    if (ended < 0 || send(kControl, report.data(), report.size(), MSG_NOSIGNAL) < 0) return 1;
    return Zygote(handler, sandbox, ended).run();
}

}  // namespace neove::worker
