#include "worker/probe.h"

#include "worker/handle.h"

#include <fcntl.h>
#include <sys/mman.h>
#include <sys/ptrace.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <array>
#include <cstdlib>

namespace neove::worker {

namespace {

using document::Answer;

[[noreturn]] void flood() {
    const std::array<char, 65'536> zeros{};
    while (write(1, zeros.data(), zeros.size()) > 0) {
    }
    _exit(0);
}

std::string readable(const char* path) {
    const int fd = open(path, O_RDONLY);
    if (fd < 0) return "refused";
    std::array<char, 4096> text{};
    const ssize_t count = read(fd, text.data(), text.size());
    return count > 0 ? std::string(text.data(), static_cast<std::size_t>(count)) : "refused";
}

std::string open_descriptors() {
    std::string found;
    for (int fd = 0; fd < 1024; ++fd) {
        if (lseek(fd, 0, SEEK_CUR) >= 0 || errno != EBADF) found += std::to_string(fd) + " ";
    }
    return found;
}

std::string environment() {
    std::string found;
    for (char** line = environ; *line != nullptr; ++line) found.append(*line) += '\n';
    return found;
}

/// Each of these must end the child; the answer says what did not.
void forbidden(Probe probe) {
    switch (probe) {
        case Probe::Socket: socket(AF_INET, SOCK_STREAM, 0); break;
        case Probe::Execute: execl("/bin/true", "true", nullptr); break;
        case Probe::CreateFile: open("/tmp/neove-probe", O_CREAT | O_WRONLY, 0600); break;
        case Probe::Trace: ptrace(PTRACE_TRACEME, 0, nullptr, nullptr); break;
        case Probe::MapCode: {
            constexpr int kAll = PROT_READ | PROT_WRITE | PROT_EXEC;
            [[maybe_unused]] void* const code = mmap(nullptr, 4096, kAll, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
            break;
        }
        case Probe::Fork: {
            [[maybe_unused]] const pid_t child = fork();
            break;
        }
        case Probe::Crash: __builtin_trap();
        case Probe::Spin:
            while (true) asm volatile("");
        case Probe::Sleep: {
            int never = 0;
            while (true) syscall(SYS_futex, &never, 0 /* wait */, 0, nullptr, nullptr, 0);
        }
        case Probe::EndlessOutput: flood();
        default: break;
    }
}

}  // namespace

Answer handle_probe(const document::Request& request) {
    if (request.job < static_cast<std::uint8_t>(document::Job::FirstProbe)) return handle(request);
    const auto probe = static_cast<Probe>(request.job);
    Answer answer;
    answer.text = "still alive";
    forbidden(probe);
    if (probe == Probe::WrongAnswer) answer.text = "\xFF not UTF-8";
    if (probe == Probe::ReadSecret) answer.text = readable("/etc/passwd");
    if (probe == Probe::OpenDescriptors) answer.text = open_descriptors();
    if (probe == Probe::Environment) answer.text = environment();
    if (probe == Probe::EatMemory) answer.text = std::string(std::size_t{2} << 30U, 'x');
    return answer;
}

}  // namespace neove::worker
