#pragma once
/// \file
/// What may stand in each file of a programme. One function a file; every key is written here once.

#include "definition/shape.h"

namespace neove::definition::schema {

const Shape& programme();
/// A list of options shared by registers: `lists/<id>.yaml`.
const Shape& option_list();
const Shape& form();
const Shape& workflow();
const Shape& deadlines();
const Shape& facts();
const Shape& list();
const Shape& allotments();
const Shape& access();
/// A paper to be written: `papers/<id>.yaml`.
const Shape& paper();
/// Its answers are typed by the fields of the register's form, as the bundle has them.
Shape scenario(const json::Value& form_fields);

}  // namespace neove::definition::schema
