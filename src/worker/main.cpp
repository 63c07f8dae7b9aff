/// \file
/// neove-worker: reads hostile documents for the server. Started by it, never by people.

#include "worker/handle.h"
#include "worker/zygote.h"

int main() {
    return neove::worker::run_zygote(neove::worker::warm, neove::worker::handle);
}
