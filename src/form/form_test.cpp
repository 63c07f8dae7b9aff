#include "form/form.h"

#include <doctest/doctest.h>
