#include "journal/signing_lock.h"

#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>

namespace neove::journal {

Result<SigningLock> SigningLock::take(const std::string& path) {
    // A file of its own: the state is replaced by renaming, and a lock on a name that is gone holds nobody.
    const int file = ::open(path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0600);
    if (file < 0) return refuse(ErrorKind::Internal, "file.unwritable", path, std::strerror(errno));
    SigningLock lock(file);
    if (::flock(file, LOCK_EX | LOCK_NB) == 0) return lock;
    if (errno == EWOULDBLOCK) return refuse(ErrorKind::Conflict, "journal.in_use", path);
    return refuse(ErrorKind::Internal, "file.unwritable", path, std::strerror(errno));
}

SigningLock::~SigningLock() {
    if (file_ >= 0) ::close(file_);
}

}  // namespace neove::journal
