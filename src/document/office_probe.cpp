/// \file
/// neove-office-probe: stands in LibreOffice's place within its sandbox and does what a program taken over by
/// a document would do; the document says what. Built for tests, never installed.

#include <fcntl.h>
#include <sched.h>
#include <sys/mman.h>
#include <sys/mount.h>
#include <sys/ptrace.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <iterator>
#include <string>
#include <string_view>
#include <vector>

namespace {

std::string outcome(bool done) {
    return done ? "done" : "refused";
}

bool can_read(const char* path) {
    return std::ifstream(path).get() != EOF;
}
bool can_write(const char* path) {
    return static_cast<bool>(std::ofstream(path) << "x" << std::flush);
}

std::string descriptors() {
    std::string open;
    for (int i = 0; i < 1024; ++i) {
        if (fcntl(i, F_GETFD) != -1) open += std::to_string(i) + " ";
    }
    return open;
}

std::string joined(std::vector<std::string> words) {
    std::ranges::sort(words);
    std::string all;
    for (const std::string& word : words) all += word + " ";
    return all;
}

std::string settings() {
    std::vector<std::string> all;
    for (char** one = environ; *one != nullptr; ++one) all.emplace_back(*one);
    return joined(all);
}

std::string names_in(const char* folder) {
    std::vector<std::string> all;
    std::error_code ignored;
    for (const auto& entry : std::filesystem::directory_iterator(folder, ignored)) {
        const std::string name = entry.path().filename().string();
        if (name != "fonts" && name != "libreoffice") all.push_back(name);  // those it needs, where they are
    }
    return joined(all);
}

/// How many MiB of memory the file system in there takes.
int fill() {
    const std::string block(1U << 20U, 'x');
    int written = 0;
    {
        std::ofstream file("/tmp/fill", std::ios::binary);
        while (file << block << std::flush) ++written;
    }
    std::filesystem::remove("/tmp/fill");
    return written;
}

/// One line for each thing a thief would try.
void look_around(std::ostream& out, const std::string& secret, const std::string& open) {
    out << "passwd " << outcome(can_read("/etc/passwd")) << "\n";
    out << "secret " << outcome(can_read(secret.c_str())) << "\n";
    out << "proc " << outcome(can_read("/proc/self/environ")) << "\n";
    out << "program " << outcome(can_write("/usr/lib/planted")) << "\n";
    out << "root " << outcome(can_write("/planted")) << "\n";
    out << "device " << outcome(can_write("/dev/shm/planted")) << "\n";
    out << "document " << outcome(can_write("/in/tep.doc")) << "\n";
    out << "own " << outcome(can_write("/tmp/own")) << "\n";
    out << "network " << outcome(socket(AF_INET, SOCK_STREAM, 0) >= 0) << "\n";
    out << "netlink " << outcome(socket(AF_NETLINK, SOCK_RAW, 0) >= 0) << "\n";
    out << "namespace " << outcome(unshare(CLONE_NEWUSER) == 0) << "\n";
    out << "mount " << outcome(mount("none", "/tmp", "tmpfs", 0, nullptr) == 0) << "\n";
    out << "trace " << outcome(ptrace(PTRACE_TRACEME, 0, nullptr, nullptr) == 0) << "\n";
    constexpr int kWriteAndRun = PROT_READ | PROT_WRITE | PROT_EXEC;
    void* const code = mmap(nullptr, 4096, kWriteAndRun, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    out << "code " << outcome(code != MAP_FAILED) << "\n";
    out << "user " << getuid() << " " << outcome(setuid(0) == 0) << "\n";
    out << "parent " << getppid() << "\n";
    out << "descriptors " << open << "\n";
    out << "settings " << settings() << "\n";
    out << "etc " << names_in("/etc") << "\n";
    out << "var " << names_in("/var") << "home " << names_in("/home") << "run " << names_in("/run") << "\n";
}

}  // namespace

int main(int count, char** arguments) {
    if (count > 1 && std::string_view(arguments[count - 1]) == "--version") {
        std::cout << "LibreOffice's place\n";
        return 0;
    }
    const std::string open = descriptors();
    std::ifstream document("/in/tep.doc", std::ios::binary);
    const std::string order{std::istreambuf_iterator<char>(document), {}};
    std::ofstream out("/tmp/out/tep.docx", std::ios::binary);
    if (order.starts_with("look ")) look_around(out, order.substr(5), open);
    if (order == "hang") {
        while (true) pause();
    }
    if (order == "spin") {
        while (true) asm volatile("");
    }
    if (order == "flood") {
        const std::string block(1U << 20U, 'x');
        while (out << block << std::flush) {
        }
    }
    if (order == "fill") out << fill();
    if (order == "memory") {
        std::string all;
        all.resize(std::size_t{4} << 30U, 'x');
        out << all.size();
    }
    if (order == "crash") __builtin_trap();
    if (order == "copy") out << order;
    return order == "nothing" ? 1 : 0;
}
