/// \file
/// neove-worker-probe: the worker plus the requests of probe.h. Built for tests, never installed.

#include "worker/handle.h"
#include "worker/probe.h"
#include "worker/zygote.h"

int main() {
    return neove::worker::run_zygote(neove::worker::warm, neove::worker::handle_probe);
}
