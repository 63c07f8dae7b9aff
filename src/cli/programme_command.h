#pragma once
/// \file
/// `neove programme …`: what whoever writes a programme asks of it. Needs no store, no key and no server.

#include <iosfwd>
#include <string>

namespace CLI {
class App;
}

namespace neove::cli {

struct ProgrammeOptions {
    std::string folder;   ///< of a programme, or of several
    std::string newer{};  ///< of `diff`
    std::string out{};    ///< of `bundle`: a file instead of the terminal
    bool english{false};
    bool summary{false};  ///< of `access`: as people read it
};

/// Every fault at once. All return 0 where nothing is wrong, 1 where something is, 2 where nothing could be
/// read.
int programme_check(const ProgrammeOptions& options, std::ostream& out, std::ostream& errors);
/// Every scenario; what came otherwise as expected against derived.
int programme_test(const ProgrammeOptions& options, std::ostream& out, std::ostream& errors);
/// What changed, additive or breaking, and the access table cell by cell. 1 where something breaks.
int programme_diff(const ProgrammeOptions& options, std::ostream& out, std::ostream& errors);
/// The canonical JSON.
int programme_bundle(const ProgrammeOptions& options, std::ostream& out, std::ostream& errors);
/// The access table as TSV, or as Markdown for people (`access_summary`).
int programme_access(const ProgrammeOptions& options, std::ostream& out, std::ostream& errors);

/// Adds `programme …` to the command line; `exit_code` receives the result when a command ran.
void add_programme_command(CLI::App& app, int& exit_code);

}  // namespace neove::cli
