#pragma once
/// \file
/// What conditions outside the form may read: a register's columns and dimensions, its state and the day.

#include "definition/register.h"

namespace neove::definition {

/// The names and types of what lies in the clear. The register must outlive it. With what happened, also
/// the actions: each stands for the days on which it was taken, for `count(action)`.
class ClearNames {
public:
    enum class Happened : bool { No, Yes };
    explicit ClearNames(const Register& one, Happened happened = Happened::No);
    expression::Types types() const;
    bool has(std::string_view name) const { return known_.contains(name); }

private:
    struct Known {
        expression::Type type{expression::Type::Text};
        std::vector<std::string> options{};
    };
    std::map<std::string, Known, std::less<>> known_;
};

}  // namespace neove::definition
