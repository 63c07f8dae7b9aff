#pragma once
/// \file
/// `neove plan …`: what an administrator can ask about plan documents from a terminal.

#include <iosfwd>
#include <string>

namespace CLI {
class App;
}

namespace neove::cli {

struct PlanReadOptions {
    std::string file;
    std::string format{"text"};
};

/// Reads one plan and prints what it says. 0 when it was read, 2 when it was refused; the reason goes to
/// `errors`.
int plan_read(const PlanReadOptions& options, std::ostream& out, std::ostream& errors);

/// Adds `plan read` to the command line; `exit_code` receives the result when the command ran.
void add_plan_command(CLI::App& app, int& exit_code);

}  // namespace neove::cli
