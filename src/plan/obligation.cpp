#include "plan/obligation.h"

#include "plan/assembler.h"

namespace neove::plan {

void Assembler::run() {
    Context root;
    visit_children(0, root);
}

void read_obligations(const Outline& outline, const Readers& readers, Reading& reading) {
    Assembler(outline, readers, reading).run();
}

}  // namespace neove::plan
