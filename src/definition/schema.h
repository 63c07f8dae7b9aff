#pragma once
/// \file
/// What may stand in each file of a programme. One function a file; every key is written here once.

#include "definition/shape.h"

namespace neove::definition::schema {

Shape programme();
/// A list of options shared by registers: `lists/<id>.yaml`.
Shape option_list();
Shape form();
Shape workflow();
Shape deadlines();
Shape facts();
Shape list();
Shape access();
/// Its answers are typed by the fields of the register's form, as the bundle has them.
Shape scenario(const json::Value& form_fields);

}  // namespace neove::definition::schema
