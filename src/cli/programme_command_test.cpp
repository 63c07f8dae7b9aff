#include "cli/programme_command.h"

#include "base/bytes.h"
#include "base/file.h"

#include <doctest/doctest.h>

#include <filesystem>
#include <sstream>

namespace neove::cli {
namespace {

const std::string kProgrammes = std::string(NEOVE_SOURCE_DIR) + "/programmes";

struct Said {
    int status{0};
    std::string out;
    std::string errors;
};

template <typename Run>
Said run(Run command, ProgrammeOptions options) {
    std::ostringstream out;
    std::ostringstream errors;
    const int status = command(options, out, errors);
    return {status, out.str(), errors.str()};
}

/// A copy of a shipped programme that may be spoilt.
struct Copy {
    std::filesystem::path path = std::filesystem::temp_directory_path() / "neove_programme_command_test";
    Copy() {
        std::filesystem::remove_all(path);
        std::filesystem::copy(
            kProgrammes + "/lending_library", path, std::filesystem::copy_options::recursive
        );
    }
    ~Copy() { std::filesystem::remove_all(path); }
    Copy(const Copy&) = delete;
    Copy& operator=(const Copy&) = delete;
    void change(const std::string& file, const std::string& piece, const std::string& by) const {
        const std::string name = (path / file).string();
        const auto read = read_file(name, 1'000'000);
        REQUIRE(read.has_value());
        std::string text(as_text(*read));
        const std::size_t at = text.find(piece);
        REQUIRE(at != std::string::npos);
        text.replace(at, piece.size(), by);
        REQUIRE(replace_file(name, as_bytes(text)).has_value());
    }
};

}  // namespace

TEST_CASE("the shipped programmes pass their check and all their scenarios") {
    const Said checked = run(programme_check, {kProgrammes});
    CHECK_MESSAGE(checked.status == 0, checked.errors);
    const Said tested = run(programme_test, {kProgrammes});
    CHECK_MESSAGE(tested.status == 0, tested.out);
    CHECK(tested.out.find("✗") == std::string::npos);
    CHECK(tested.out.find("✓") != std::string::npos);
}

TEST_CASE("a fault is told with its file and line and a sentence in the language that was asked for") {
    const Copy copy;
    copy.change("registers/loan/form.yaml", "domain: work", "domain: nowhere");
    const Said vietnamese = run(programme_check, {copy.path.string()});
    CHECK(vietnamese.status == 1);
    CHECK(vietnamese.errors.find("registers/loan/form.yaml:1:9") != std::string::npos);
    CHECK(vietnamese.errors.find("Từ này không nằm trong") != std::string::npos);
    ProgrammeOptions english{copy.path.string()};
    english.english = true;
    CHECK(run(programme_check, english).errors.find("None of the words") == std::string::npos);
    CHECK(run(programme_check, english).errors.find("none of the words") != std::string::npos);
    CHECK(run(programme_test, {copy.path.string()}).status == 1);
    CHECK(run(programme_check, {"/nowhere"}).status == 2);
    CHECK(run(programme_check, {"/nowhere"}).errors.find("[file.absent]") != std::string::npos);
    const Said no_head = run(programme_check, {copy.path.string() + "/registers"});
    CHECK(no_head.status == 2);
    CHECK(no_head.errors.find("[definition.no_programme]") != std::string::npos);
}

TEST_CASE("a scenario that tells otherwise fails with expected and derived") {
    const Copy copy;
    copy.change("registers/loan/scenarios/returned_late.yaml", "2026-11-24", "2026-11-25");
    const Said tested = run(programme_test, {copy.path.string()});
    CHECK(tested.status == 1);
    CHECK(tested.out.find("2026-11-25") != std::string::npos);
    CHECK(tested.out.find("2026-11-24") != std::string::npos);
}

TEST_CASE("one fault is one, and two are two") {
    const Copy copy;
    ProgrammeOptions english{copy.path.string()};
    english.english = true;
    copy.change("registers/loan/form.yaml", "max: 200", "max: many");
    CHECK(run(programme_check, english).errors.ends_with("\n1 fault.\n"));
    copy.change("registers/loan/form.yaml", "min: 1, max: 20}", "min: one, max: 20}");
    CHECK(run(programme_check, english).errors.ends_with("\n2 faults.\n"));
}

TEST_CASE("a refusal that nobody expected is told with its sentence") {
    const Copy copy;
    copy.change("registers/loan/scenarios/returned_late.yaml", "do: lend", "do: give_back");
    const Said tested = run(programme_test, {copy.path.string()});
    CHECK(tested.status == 1);
    CHECK(tested.out.find("refused: ") != std::string::npos);
    CHECK(tested.out.find(": Hồ sơ đang ở trạng thái khác") != std::string::npos);
}

TEST_CASE(
    "an access table that lies beside the programme and says something else is told, and hinders nothing"
) {
    const Copy copy;
    CHECK(run(programme_check, {copy.path.string()}).errors.empty());
    copy.change("access.tsv", "librarian", "libararian");
    const Said said = run(programme_check, {copy.path.string()});
    CHECK(said.status == 0);
    CHECK(said.errors.find("[definition.access_table_old]") != std::string::npos);
}

TEST_CASE("a difference tells what breaks, and the access table cell by cell") {
    const Copy copy;
    copy.change("registers/loan/form.yaml", "max: 20}", "max: 10}");
    copy.change(
        "registers/loan/access.yaml",
        "actions: [open, list, request]",
        "actions: [open, list, request, extend]"
    );
    ProgrammeOptions both{kProgrammes + "/lending_library"};
    both.newer = copy.path.string();
    const Said differs = run(programme_diff, both);
    CHECK(differs.status == 1);
    CHECK(differs.out.find("PHÁ VỠ   lending_library/loan/form/fields/copies") != std::string::npos);
    CHECK(differs.out.find("+ loan\treader_desk\textend") != std::string::npos);
    both.newer = both.folder;
    CHECK(run(programme_diff, both).status == 0);
}

TEST_CASE("a bundle goes to a file or to the terminal, the access table to the terminal") {
    const Copy copy;
    ProgrammeOptions options{kProgrammes};
    const Said shown = run(programme_bundle, options);
    CHECK(shown.out.starts_with("{\"format\":1"));
    options.out = (copy.path / "bundle.json").string();
    CHECK(run(programme_bundle, options).status == 0);
    CHECK(std::string(as_text(*read_file(options.out, 10'000'000))) + "\n" == shown.out);
    CHECK(run(programme_access, {kProgrammes}).out.find("loan\tlibrarian\tlend") != std::string::npos);
}

}  // namespace neove::cli
