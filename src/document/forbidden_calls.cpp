#include "document/forbidden_calls.h"

#include <sched.h>
#include <seccomp.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <unistd.h>

#include <cerrno>

namespace neove::document {

namespace {

/// Kernel interfaces that only tools of the system use.
constexpr const char* kRefused[] = {
    "acct",
    "add_key",
    "bpf",
    "chroot",
    "clock_adjtime",
    "clock_settime",
    "delete_module",
    "fanotify_init",
    "finit_module",
    "fsconfig",
    "fsmount",
    "fsopen",
    "fspick",
    "init_module",
    "io_uring_enter",
    "io_uring_register",
    "io_uring_setup",
    "ioperm",
    "iopl",
    "kcmp",
    "kexec_file_load",
    "kexec_load",
    "keyctl",
    "lookup_dcookie",
    "mbind",
    "migrate_pages",
    "mknod",
    "mknodat",
    "mount",
    "mount_setattr",
    "move_mount",
    "move_pages",
    "name_to_handle_at",
    "nfsservctl",
    "open_by_handle_at",
    "open_tree",
    "perf_event_open",
    "personality",
    "pidfd_getfd",
    "pivot_root",
    "process_madvise",
    "process_vm_readv",
    "process_vm_writev",
    "ptrace",
    "quotactl",
    "reboot",
    "request_key",
    "setdomainname",
    "sethostname",
    "setns",
    "settimeofday",
    "swapoff",
    "swapon",
    "sysfs",
    "syslog",
    "umount",
    "umount2",
    "unshare",
    "uselib",
    "userfaultfd",
    "vhangup",
    "vmsplice"};

bool add_rules(scmp_filter_ctx filter) {
    const std::uint32_t refused = SCMP_ACT_ERRNO(EPERM);
    for (const char* name : kRefused) {
        const int call = seccomp_syscall_resolve_name(name);
        if (call == __NR_SCMP_ERROR) continue;  // an older library than the kernel: nothing to name it by
        if (seccomp_rule_add(filter, refused, call, 0) != 0) return false;
    }
    // Its own pipe to a second start of itself is of the first kind; no network of any kind.
    const scmp_arg_cmp not_local{0, SCMP_CMP_NE, AF_UNIX, 0};
    if (seccomp_rule_add_array(filter, refused, SCMP_SYS(socket), 1, &not_local) != 0) return false;
    constexpr int kNamespaces[] = {
        CLONE_NEWUSER, CLONE_NEWNS, CLONE_NEWNET, CLONE_NEWPID, CLONE_NEWIPC, CLONE_NEWUTS, CLONE_NEWCGROUP};
    for (const int flag : kNamespaces) {
        const auto bits = static_cast<scmp_datum_t>(flag);
        const scmp_arg_cmp asks{0, SCMP_CMP_MASKED_EQ, bits, bits};
        if (seccomp_rule_add_array(filter, refused, SCMP_SYS(clone), 1, &asks) != 0) return false;
    }
    // No memory that is written and run: of all that LibreOffice does, it can do without this one page.
    constexpr scmp_datum_t kWriteAndRun = PROT_WRITE | PROT_EXEC;
    const scmp_arg_cmp both{2, SCMP_CMP_MASKED_EQ, kWriteAndRun, kWriteAndRun};
    for (const int call : {SCMP_SYS(mmap), SCMP_SYS(mprotect), SCMP_SYS(pkey_mprotect)}) {
        if (seccomp_rule_add_array(filter, refused, call, 1, &both) != 0) return false;
    }
    // Its flags lie in memory, where no list can look; glibc then takes the older call.
    return seccomp_rule_add(filter, SCMP_ACT_ERRNO(ENOSYS), SCMP_SYS(clone3), 0) == 0;
}

}  // namespace

Result<int> forbidden_calls() {
    const auto failed = [] {
        return refuse(ErrorKind::Unavailable, "document.worker_failed", {}, "the list of forbidden calls");
    };
    const scmp_filter_ctx filter = seccomp_init(SCMP_ACT_ALLOW);
    if (filter == nullptr) return failed();
    const int file = memfd_create("neove", MFD_CLOEXEC);
    const bool good = file >= 0 && add_rules(filter) && seccomp_export_bpf(filter, file) == 0 &&
                      lseek(file, 0, SEEK_SET) == 0;
    seccomp_release(filter);
    if (good) return file;
    if (file >= 0) close(file);
    return failed();
}

}  // namespace neove::document
