/// \file
/// The binary `neove`.

#include <CLI/CLI.hpp>

#include <exception>
#include <iostream>

#include "cli/plan_command.h"

int main(int argc, char** argv) {
    CLI::App app("Nẻo Về");
    app.require_subcommand(1);
    int exit_code = 0;
    neove::cli::add_plan_command(app, exit_code);
    try {
        app.parse(argc, argv);
    } catch (const CLI::ParseError& fault) {
        return app.exit(fault);
    } catch (const std::exception& bug) {
        std::cerr << "bug: " << bug.what() << "\n";
        return 70;
    }
    return exit_code;
}
