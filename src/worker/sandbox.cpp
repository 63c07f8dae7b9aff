#include "worker/sandbox.h"

#include <fcntl.h>
#include <linux/capability.h>
#include <linux/landlock.h>
#include <sched.h>
#include <seccomp.h>
#include <signal.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstdint>
#include <initializer_list>
#include <tuple>
#include <utility>

namespace neove::worker {

namespace {

constexpr int kRefused = 70;  ///< exit status of a child that could not lock itself

/// Later kernels read more fields than Debian 12's header has; the size given tells how many we filled.
struct LandlockRules {
    std::uint64_t files{0};
    std::uint64_t network{0};  ///< from ABI 4
    std::uint64_t scoped{0};   ///< from ABI 6
};

long landlock_create(const LandlockRules* rules, std::size_t size, std::uint32_t flags) {
    return syscall(SYS_landlock_create_ruleset, rules, size, flags);
}

/// Everything of the file system is forbidden but reading fonts, their caches and locale data.
std::pair<int, int> landlock_rules() {
    const int version = static_cast<int>(landlock_create(nullptr, 0, LANDLOCK_CREATE_RULESET_VERSION));
    if (version < 1) return {-1, 0};
    LandlockRules rules;
    rules.files = (LANDLOCK_ACCESS_FS_MAKE_SYM << 1U) - 1;
    if (version >= 2) rules.files |= LANDLOCK_ACCESS_FS_REFER;
    if (version >= 3) rules.files |= 1ULL << 14U;  // truncate
    if (version >= 5) rules.files |= 1ULL << 15U;  // ioctl on devices
    if (version >= 4) rules.network = 3;           // bind and connect
    if (version >= 6) rules.scoped = 3;            // abstract sockets and signals
    const std::size_t size = version >= 6 ? 24 : version >= 4 ? 16 : 8;
    const int fd = static_cast<int>(landlock_create(&rules, size, 0));
    if (fd < 0) return {-1, 0};
    for (const char* path :
         {"/usr/share/poppler",
          "/usr/share/fonts",
          "/usr/local/share/fonts",
          "/usr/share/fontconfig",
          "/etc/fonts",
          "/var/cache/fontconfig",
          "/usr/lib/locale",
          "/usr/share/locale"}) {
        landlock_path_beneath_attr rule{};
        rule.allowed_access = LANDLOCK_ACCESS_FS_READ_FILE | LANDLOCK_ACCESS_FS_READ_DIR;
        rule.parent_fd = open(path, O_PATH | O_CLOEXEC);
        if (rule.parent_fd < 0) continue;
        syscall(SYS_landlock_add_rule, fd, LANDLOCK_RULE_PATH_BENEATH, &rule, 0);
        close(rule.parent_fd);
    }
    return {fd, version};
}

std::string enter_namespaces() {
    if (unshare(CLONE_NEWUSER) != 0) return "none";
    std::string entered = "user";
    constexpr std::array<std::pair<int, const char*>, 3> kMore{
        {{CLONE_NEWNET, ",net"}, {CLONE_NEWIPC, ",ipc"}, {CLONE_NEWUTS, ",uts"}}};
    for (const auto& [flag, name] : kMore) {
        if (unshare(flag) == 0) entered += name;
    }
    return entered;
}

/// Adds a call without conditions; false when libseccomp refuses.
bool add(scmp_filter_ctx filter, std::uint32_t action, std::initializer_list<int> calls) {
    for (const int call : calls) {
        if (seccomp_rule_add(filter, action, call, 0) != 0) return false;
    }
    return true;
}

/// Adds a call that is allowed only when none of `forbidden` is set in the given argument.
bool add_without(scmp_filter_ctx filter, int call, unsigned argument, std::uint64_t forbidden) {
    const scmp_arg_cmp none_set{argument, SCMP_CMP_MASKED_EQ, forbidden, 0};
    return seccomp_rule_add_array(filter, SCMP_ACT_ALLOW, call, 1, &none_set) == 0;
}

scmp_filter_ctx call_list() {
    scmp_filter_ctx filter = seccomp_init(SCMP_ACT_KILL_PROCESS);
    if (filter == nullptr) return nullptr;
    constexpr std::uint64_t kWriting =
        O_WRONLY | O_RDWR | O_CREAT | O_TRUNC | O_APPEND | (O_TMPFILE & ~O_DIRECTORY);
    const bool good =
        seccomp_attr_set(filter, SCMP_FLTATR_ACT_BADARCH, SCMP_ACT_KILL_PROCESS) == 0 &&
        add(filter,
            SCMP_ACT_ALLOW,
            {SCMP_SYS(read),          SCMP_SYS(write),       SCMP_SYS(close),        SCMP_SYS(fstat),
             SCMP_SYS(newfstatat),    SCMP_SYS(lseek),       SCMP_SYS(pread64),      SCMP_SYS(munmap),
             SCMP_SYS(mremap),        SCMP_SYS(brk),         SCMP_SYS(madvise),      SCMP_SYS(futex),
             SCMP_SYS(clock_gettime), SCMP_SYS(getrandom),   SCMP_SYS(rt_sigaction), SCMP_SYS(rt_sigprocmask),
             SCMP_SYS(rt_sigreturn),  SCMP_SYS(sched_yield), SCMP_SYS(getdents64),   SCMP_SYS(exit),
             SCMP_SYS(exit_group)}) &&
        add_without(filter, SCMP_SYS(mmap), 2, PROT_EXEC) &&
        add_without(filter, SCMP_SYS(mprotect), 2, PROT_EXEC) &&
        add_without(filter, SCMP_SYS(openat), 2, kWriting) &&
        add(filter,
            SCMP_ACT_ERRNO(EPERM),
            {SCMP_SYS(access),
             SCMP_SYS(readlink),
             SCMP_SYS(ioctl),
             SCMP_SYS(fcntl),
             SCMP_SYS(sysinfo),
             SCMP_SYS(getpid),
             SCMP_SYS(uname),
             SCMP_SYS(sched_getaffinity)});
    if (good) return filter;
    seccomp_release(filter);
    return nullptr;
}

void must(bool holds) {
    if (!holds) _exit(kRefused);
}

void set_limit(__rlimit_resource resource, rlim_t soft, rlim_t hard) {
    const rlimit limit{soft, hard};
    must(setrlimit(resource, &limit) == 0);
}

void drop_capabilities() {
    __user_cap_header_struct header{_LINUX_CAPABILITY_VERSION_3, 0};
    const std::array<__user_cap_data_struct, 2> none{};
    must(syscall(SYS_capset, &header, none.data()) == 0);
}

}  // namespace

Sandbox Sandbox::prepare() {
    Sandbox sandbox;
    sandbox.namespaces_ = enter_namespaces();
    std::tie(sandbox.rules_, sandbox.landlock_version_) = landlock_rules();
    sandbox.filter_ = call_list();
    must(sandbox.filter_ != nullptr);
    return sandbox;
}

std::string Sandbox::report() const {
    return "landlock=" + std::to_string(landlock_version_) + " namespaces=" + namespaces_;
}

void Sandbox::lock(int in, int out) const {
    must(prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) == 0);
    must(prctl(PR_SET_PDEATHSIG, SIGKILL) == 0);
    must(prctl(PR_SET_DUMPABLE, 0) == 0);
    set_limit(RLIMIT_CORE, 0, 0);
    set_limit(RLIMIT_FSIZE, 0, 0);
    set_limit(RLIMIT_NPROC, 0, 0);
    set_limit(RLIMIT_AS, 1U << 30U, 1U << 30U);
    set_limit(RLIMIT_CPU, 20, 21);
    drop_capabilities();
    if (rules_ >= 0) must(syscall(SYS_landlock_restrict_self, rules_, 0) == 0);
    // The numbers come from the zygote, always above 2: neither copy can overwrite the other's source.
    must(dup2(in, 0) == 0 && dup2(out, 1) == 1);
    must(close_range(2, ~0U, 0) == 0);
    set_limit(RLIMIT_NOFILE, 16, 16);
    must(seccomp_load(filter_) == 0);
}

}  // namespace neove::worker
