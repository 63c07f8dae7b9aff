#pragma once
/// \file
/// How a child locks itself before it looks at the first byte of a document (SECURITY 7, points 3 to 5).

#include <string>

namespace neove::worker {

/// Prepared once in the zygote, after everything is warm; used by every child.
class Sandbox {
public:
    /// Enters namespaces where allowed, opens the Landlock rules where the kernel has them, builds the list
    /// of calls. Ends the process when that list cannot be built.
    static Sandbox prepare();

    /// In a child: all locks, then nothing but the descriptors 0 (in) and 1 (out) is open. Ends the child
    /// when a lock that must hold cannot be set.
    void lock(int in, int out) const;

    /// Which extras are active, e.g. `landlock=7 namespaces=user,net,ipc,uts`.
    std::string report() const;

private:
    void* filter_{nullptr};
    int rules_{-1};
    int landlock_version_{0};
    std::string namespaces_;
};

}  // namespace neove::worker
