#include "document/word_sandbox.h"

#include "document/descriptor.h"
#include "document/forbidden_calls.h"
#include "document/pdf_script.h"

#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <spawn.h>
#include <sys/mman.h>
#include <sys/syscall.h>
#include <sys/wait.h>

#include <array>
#include <cerrno>
#include <cstring>
#include <string>
#include <vector>

namespace neove::document {

namespace {

using SteadyTime = std::chrono::steady_clock::time_point;

// Where bubblewrap finds what it is handed; everything above is closed.
constexpr int kDocument = 3;
constexpr int kForbidden = 4;
constexpr int kFirstFree = 10;  ///< ours lie from here on, so that no copy overwrites another's source

std::unexpected<Error> failed(std::string detail) {
    return refuse(ErrorKind::Unavailable, "document.worker_failed", {}, std::move(detail));
}
std::unexpected<Error> failed_call(const char* call) {
    return failed(std::string(call) + ": " + std::strerror(errno));
}

Result<Descriptor> out_of_the_way(int number) {
    const Descriptor given(number);
    Descriptor moved(fcntl(number, F_DUPFD_CLOEXEC, kFirstFree));
    if (!moved.is_open()) return failed_call("fcntl");
    return moved;
}

/// A file that is nowhere but in memory.
Result<Descriptor> memory_file(ByteView content) {
    const int number = memfd_create("neove", MFD_CLOEXEC);
    if (number < 0) return failed_call("memfd_create");
    Descriptor file = TRY(out_of_the_way(number));
    while (!content.empty()) {
        const ssize_t count = write(file.get(), content.data(), content.size());
        if (count <= 0) return failed_call("write");
        content = content.subspan(static_cast<std::size_t>(count));
    }
    lseek(file.get(), 0, SEEK_SET);
    return file;
}

/// The order matters to bubblewrap: each line is done in its turn, and the root is closed last.
std::vector<std::string> arguments_of(const WordSandbox& sandbox, std::string_view script) {
    const std::string office = sandbox.office.string();
    std::vector<std::string> all{
        "bwrap", "--unshare-user", "--unshare-all", "--die-with-parent", "--new-session"};
    const auto add = [&](std::initializer_list<std::string> more) { all.insert(all.end(), more); };
    add({"--cap-drop", "ALL", "--uid", "65534", "--gid", "65534", "--clearenv"});
    add({"--setenv", "HOME", "/tmp/home", "--setenv", "PATH", "/bin", "--setenv", "LC_ALL", "C.UTF-8"});
    add({"--setenv", "SAL_USE_VCLPLUGIN", "svp"});
    // There is no /proc in there, by which a program finds the libraries beside it.
    add({"--setenv", "LD_LIBRARY_PATH", sandbox.office.parent_path().string()});
    add({"--ro-bind", "/usr/lib", "/usr/lib", "--ro-bind-try", "/usr/lib64", "/usr/lib64"});
    add({"--symlink", "usr/lib", "/lib", "--symlink", "usr/lib64", "/lib64"});
    add({"--ro-bind", "/bin/dash", "/bin/sh", "--ro-bind", "/bin/cat", "/bin/cat"});
    for (const char* path : {"/usr/share/fonts", "/usr/share/fontconfig", "/etc/fonts", "/etc/libreoffice"}) {
        add({"--ro-bind-try", path, path});
    }
    add({"--dev", "/dev", "--remount-ro", "/dev", "--size", "268435456", "--tmpfs", "/tmp"});
    add({"--dir", "/tmp/home", "--dir", "/tmp/out", "--dir", "/tmp/profile/user"});
    if (!office.starts_with("/usr/lib/")) add({"--ro-bind", office, office});
    add({"--ro-bind-data", std::to_string(kDocument), "/in/tep.doc", "--remount-ro", "/", "--chdir", "/tmp"});
    add({"--seccomp", std::to_string(kForbidden), "/bin/sh", "-c", std::string(script), "sh", office});
    return all;
}

/// A running tree; whatever is left of it goes with this.
class Tree {
public:
    explicit Tree(pid_t pid) : pid_(pid), end_(static_cast<int>(syscall(SYS_pidfd_open, pid, 0))) {}
    ~Tree() {
        if (pid_ <= 0) return;
        kill(-pid_, SIGKILL);  // bubblewrap and all that are not locked in; those die with it
        waitpid(pid_, nullptr, 0);
    }
    Tree(const Tree&) = delete;
    Tree& operator=(const Tree&) = delete;

    int end() const { return end_.get(); }
    /// Only after `end` said that it is over: the number is still ours, and so is its group.
    int reap() {
        kill(-pid_, SIGKILL);
        int status = 0;
        waitpid(pid_, &status, 0);
        pid_ = -1;
        constexpr int kBySignal = 128;
        return WIFSIGNALED(status) ? kBySignal + WTERMSIG(status) : WEXITSTATUS(status);
    }

private:
    pid_t pid_;
    Descriptor end_;
};

Result<pid_t> start(
    const WordSandbox& sandbox, std::string_view script, int document, int out, Errors errors
) {
    const int list = TRY(forbidden_calls());
    const Descriptor forbidden = TRY(out_of_the_way(list));
    posix_spawn_file_actions_t actions;
    posix_spawn_file_actions_init(&actions);
    posix_spawn_file_actions_adddup2(&actions, out, STDOUT_FILENO);
    posix_spawn_file_actions_addopen(&actions, STDIN_FILENO, "/dev/null", O_RDWR, 0);
    if (errors == Errors::WithOutput) posix_spawn_file_actions_adddup2(&actions, out, STDERR_FILENO);
    if (errors == Errors::Dropped) {
        posix_spawn_file_actions_addopen(&actions, STDERR_FILENO, "/dev/null", O_RDWR, 0);
    }
    posix_spawn_file_actions_adddup2(&actions, document, kDocument);
    posix_spawn_file_actions_adddup2(&actions, forbidden.get(), kForbidden);
    posix_spawn_file_actions_addclosefrom_np(&actions, kForbidden + 1);
    posix_spawnattr_t attributes;
    posix_spawnattr_init(&attributes);
    sigset_t none;
    sigset_t all;
    sigemptyset(&none);
    sigfillset(&all);
    posix_spawnattr_setsigmask(&attributes, &none);
    posix_spawnattr_setsigdefault(&attributes, &all);
    posix_spawnattr_setpgroup(&attributes, 0);
    posix_spawnattr_setflags(
        &attributes, POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF | POSIX_SPAWN_SETPGROUP
    );
    std::vector<std::string> words = arguments_of(sandbox, script);
    std::vector<char*> arguments;
    for (std::string& word : words) arguments.push_back(word.data());
    arguments.push_back(nullptr);
    std::array<char*, 1> environment{nullptr};
    pid_t pid = -1;
    const int error = posix_spawn(
        &pid, sandbox.bubblewrap.c_str(), &actions, &attributes, arguments.data(), environment.data()
    );
    posix_spawnattr_destroy(&attributes);
    posix_spawn_file_actions_destroy(&actions);
    if (error != 0)
        return failed("cannot start " + sandbox.bubblewrap.string() + ": " + std::strerror(error));
    return pid;
}

/// Waits until it can be read or has gone; false when the time is up.
bool wait_for(int descriptor, SteadyTime until) {
    while (true) {
        const auto left =
            std::chrono::duration_cast<std::chrono::milliseconds>(until - std::chrono::steady_clock::now());
        if (left.count() <= 0) return false;
        pollfd one{descriptor, POLLIN, 0};
        const int ready = poll(&one, 1, static_cast<int>(left.count()));
        if (ready > 0) return true;
        if (ready < 0 && errno != EINTR) return false;
    }
}

std::unexpected<Error> too_long() {
    return refuse(ErrorKind::Invalid, "document.timeout", {}, "wall clock of the converter");
}

Result<Bytes> read_all(int from, std::size_t largest, SteadyTime until) {
    Bytes output;
    std::array<std::uint8_t, 65'536> buffer;
    while (true) {
        if (!wait_for(from, until)) return too_long();
        const ssize_t count = read(from, buffer.data(), buffer.size());
        if (count < 0 && errno == EINTR) continue;
        if (count < 0) return failed_call("read");
        if (count == 0) return output;
        output.insert(output.end(), buffer.begin(), buffer.begin() + count);
        if (output.size() > largest) {
            return refuse(ErrorKind::TooLarge, "document.too_large", {}, "what the converter gave");
        }
    }
}

}  // namespace

Result<SandboxEnd> run_in_sandbox(
    const WordSandbox& sandbox, std::string_view script, ByteView document, Errors errors
) {
    const SteadyTime until = std::chrono::steady_clock::now() + sandbox.wall;
    const Descriptor file = TRY(memory_file(document));
    std::array<int, 2> pair{};
    if (pipe2(pair.data(), O_CLOEXEC) != 0) return failed_call("pipe2");
    const Descriptor near(pair[0]);
    Descriptor far = TRY(out_of_the_way(pair[1]));
    Tree tree(TRY(start(sandbox, script, file.get(), far.get(), errors)));
    far.reset();
    SandboxEnd ended;
    ended.output = TRY(read_all(near.get(), sandbox.largest, until));
    if (!wait_for(tree.end(), until)) return too_long();
    ended.status = tree.reap();
    return ended;
}

namespace {

// What the limits leave is far above what a document needs (measured: 0.5 GiB of addresses, 0.5 s, 6
// threads). The number of processes does not bind root. 81: a fresh profile asks to be started once more.
std::string script_of(std::string_view filter, std::string_view to, std::string_view ending) {
    std::string out = R"sh(ulimit -c 0 && ulimit -v 1048576 && ulimit -t 40 && ulimit -p 16 || exit 41
cat > /tmp/profile/user/registrymodifications.xcu <<'END'
<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry">
<item oor:path="/org.openoffice.Office.Common/Security/Scripting"><prop oor:name="DisableMacrosExecution" oor:op="fuse"><value>true</value></prop></item>
<item oor:path="/org.openoffice.Office.Common/Security/Scripting"><prop oor:name="MacroSecurityLevel" oor:op="fuse"><value>3</value></prop></item>
<item oor:path="/org.openoffice.Office.Common/Security/Scripting"><prop oor:name="BlockUntrustedRefererLinks" oor:op="fuse"><value>true</value></prop></item>
</oor:items>
END
for try in 1 2; do
    "$1" -env:UserInstallation=file:///tmp/profile --headless --norestore --nologo --nodefault --nolockcheck \
        --infilter='@FILTER@' --convert-to '@TO@' --outdir /tmp/out /in/tep.doc \
        < /dev/null > /dev/null 2>&1
    status=$?
    [ $status = 81 ] || break
done
[ $status = 137 ] || [ $status = 152 ] && exit 43
[ $status -gt 128 ] && exit 42
[ $status = 0 ] && [ -s /tmp/out/tep.@ENDING@ ] || exit 40
exec cat /tmp/out/tep.@ENDING@
)sh";
    const auto put = [&](std::string_view hole, std::string_view what) {
        for (std::size_t at = out.find(hole); at != std::string::npos; at = out.find(hole, at)) {
            out.replace(at, hole.size(), what);
        }
    };
    put("@FILTER@", filter);
    put("@TO@", to);
    put("@ENDING@", ending);
    return out;
}

}  // namespace

std::string_view conversion_script() {
    static const std::string script = script_of("MS Word 97", "docx:MS Word 2007 XML", "docx");
    return script;
}

std::string_view pdf_script() {
    static const std::string script = script_of("MS Word 2007 XML", "pdf:writer_pdf_Export", "pdf");
    return script;
}

std::string_view version_script() {
    return R"sh(exec "$1" -env:UserInstallation=file:///tmp/profile --headless --version < /dev/null)sh";
}

}  // namespace neove::document
