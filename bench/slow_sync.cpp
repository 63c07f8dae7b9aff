/// \file
/// For LD_PRELOAD: every sync takes some milliseconds longer. Works on the store's process and on
/// PostgreSQL's alike.

#include <dlfcn.h>
#include <time.h>

#include <cstdlib>

namespace {

void dawdle() {
    static const long kMillis = [] {
        const char* wish = std::getenv("NEOVE_SYNC_MILLIS");
        return wish != nullptr ? std::strtol(wish, nullptr, 10) : 5L;
    }();
    const timespec pause{kMillis / 1000, kMillis % 1000 * 1'000'000};
    nanosleep(&pause, nullptr);
}

int call_next(const char* name, int file) {
    dawdle();
    using Sync = int (*)(int);
    return reinterpret_cast<Sync>(dlsym(RTLD_NEXT, name))(file);
}

}  // namespace

extern "C" int fsync(int file) {
    return call_next("fsync", file);
}
extern "C" int fdatasync(int file) {
    return call_next("fdatasync", file);
}
