#include "organisation/date.h"

namespace neove::organisation {

bool covers(Date from, Date until, Date on) {
    if (on.is_open()) return until.is_open();
    return from <= on && (until.is_open() || on < until);
}

}  // namespace neove::organisation
