#include "cli/programme_command.h"

#include "access/access.h"
#include "base/bytes.h"
#include "base/crypto.h"
#include "base/file.h"
#include "calendar_pack/calendar_pack.h"
#include "definition/access_summary.h"
#include "definition/check.h"
#include "definition/diff.h"
#include "definition/folder.h"
#include "definition/scenario/scenario.h"
#include "definition/sentences.h"
#include "embedded/embedded.h"

#include <CLI/CLI.hpp>

#include <iostream>
#include <memory>
#include <set>
#include <sstream>

namespace neove::cli {

namespace {

constexpr std::int64_t kOffset = 7 * kHour;
constexpr std::string_view kCalendar = "packs/vn_administration/working_calendar.yaml";

/// What is said to a person, in the language she asked for.
class Voice {
public:
    explicit Voice(bool english) : table_(pack_text("packs/messages/sentences.tsv")), english_(english) {}
    std::string sentence(std::string_view code) const { return table_.of(code, english_); }
    std::string_view either(std::string_view vi, std::string_view en) const { return english_ ? en : vi; }
    std::string told(const definition::Fault& fault) const {
        return definition::told(fault, [this](std::string_view code) { return sentence(code); });
    }

private:
    definition::SentenceTable table_;
    bool english_;
};

std::set<std::string> roles_of_the_house() {
    Diagnostics faults;
    const auto table = access::Table::compile(pack_text("packs/house/access.yaml"), faults);
    std::set<std::string> out;
    if (!table) return out;
    for (const access::Role& role : table->roles()) out.insert(role.name);
    return out;
}

/// A programme read from disk; faults told, the bundle only where there are none.
struct Opened {
    definition::Compiled compiled;
    std::optional<definition::Bundle> bundle;
    int status{0};
};

Opened open(const std::string& folder, const Voice& voice, std::ostream& errors) {
    Opened out;
    const auto folders = definition::read_folders(folder);
    if (!folders) {
        const Error& error = folders.error();
        errors << error.where << ": " << voice.sentence(error.code) << " [" << error.code << "]\n";
        out.status = 2;
        return out;
    }
    out.compiled = definition::compile(*folders);
    definition::Checked checked = definition::check(out.compiled, roles_of_the_house());
    for (const definition::Fault& fault : checked.faults) errors << voice.told(fault) << "\n";
    if (!checked.faults.empty()) {
        const std::string_view many = voice.either("lỗi.", checked.faults.size() == 1 ? "fault." : "faults.");
        errors << checked.faults.size() << " " << many << "\n";
        out.status = 1;
        return out;
    }
    out.bundle = std::move(checked.bundle);
    return out;
}

calendar::WorkingCalendar working_calendar() {
    Diagnostics faults;
    calendar::CalendarData data =
        calendar_pack::read_working_calendar(pack_text(kCalendar), kCalendar, faults);
    return faults.empty() ? calendar::WorkingCalendar(std::move(data)) : calendar::WorkingCalendar();
}

void print(const definition::Mismatch& one, const Voice& voice, std::ostream& out) {
    out << "  " << one.where << ": " << one.what << "\n"
        << "    " << voice.either("mong đợi: ", "expected: ") << one.expected << "\n"
        << "    " << voice.either("thực tế:  ", "derived:  ") << one.derived << "\n";
    // A code alone says little to whoever wrote the scenario.
    std::istringstream words(one.derived);
    std::set<std::string> said;
    for (std::string word; words >> word;) {
        while (word.ends_with(';')) word.pop_back();
        const std::string sentence = voice.sentence(word);
        if (sentence != word && said.insert(word).second) out << "      " << word << ": " << sentence << "\n";
    }
}

void print(const access::Change& one, const Voice& voice, std::ostream& out) {
    using Kind = access::Change::Kind;
    const std::string_view wider = one.wider ? voice.either("  (rộng hơn)", "  (wider)") : "";
    if (one.kind != Kind::Added)
        out << "- " << one.before << (one.kind == Kind::Removed ? wider : "") << "\n";
    if (one.kind != Kind::Removed) out << "+ " << one.after << wider << "\n";
}

int write(
    const ProgrammeOptions& options,
    const std::string& text,
    const Voice& voice,
    std::ostream& out,
    std::ostream& errors
) {
    if (options.out.empty()) {
        out << text << "\n";
        return 0;
    }
    const auto done = replace_file(options.out, as_bytes(text));
    if (!done) errors << options.out << ": " << voice.sentence(done.error().code) << "\n";
    return done ? 0 : 2;
}

/// The access table that lies beside a programme is read by people: one that says something else than the
/// rules is worse than none. No fault: whoever is at work on the rules prints it when they stand.
void tell_old_tables(const std::string& folder, const Voice& voice, std::ostream& errors) {
    const auto folders = definition::read_folders(folder);
    if (!folders) return;
    for (const definition::Folder& one : *folders) {
        const auto written = one.files.find("access.tsv");
        if (written == one.files.end()) continue;
        const definition::Checked alone = definition::check(definition::compile({one}));
        if (!alone.faults.empty() || !alone.bundle || alone.bundle->access.to_tsv() == written->second)
            continue;
        errors << one.name << "/access.tsv: " << voice.sentence("definition.access_table_old")
               << " [definition.access_table_old] neove programme access " << one.name << " > " << one.name
               << "/access.tsv\n";
    }
}

}  // namespace

int programme_check(const ProgrammeOptions& options, std::ostream& out, std::ostream& errors) {
    const Voice voice(options.english);
    const Opened opened = open(options.folder, voice, errors);
    if (!opened.bundle) return opened.status;
    std::size_t registers = 0;
    for (const definition::Programme& one : opened.bundle->programmes) registers += one.registers.size();
    out << voice.either("Không có lỗi: ", "No fault: ") << registers << voice.either(" sổ, ", " registers, ")
        << opened.compiled.scenarios.size() << voice.either(" tình huống. Mã: ", " scenarios. Digest: ")
        << opened.bundle->digest << "\n";
    tell_old_tables(options.folder, voice, errors);
    return 0;
}

int programme_test(const ProgrammeOptions& options, std::ostream& out, std::ostream& errors) {
    const Voice voice(options.english);
    const Opened opened = open(options.folder, voice, errors);
    if (!opened.bundle) return opened.status;
    const calendar::WorkingCalendar calendar = working_calendar();
    const definition::Setting setting{calendar, kOffset};
    std::size_t failed = 0;
    for (const definition::Scenario& scenario : opened.compiled.scenarios) {
        const auto found = run_scenario(*opened.bundle, scenario, opened.compiled.places, setting);
        out << (found.empty() ? "✓ " : "✗ ") << scenario.register_id << ": " << scenario.name << "\n";
        for (const definition::Mismatch& one : found) print(one, voice, out);
        if (!found.empty()) ++failed;
    }
    out << opened.compiled.scenarios.size() << voice.either(" tình huống, ", " scenarios, ") << failed
        << voice.either(" không đúng.\n", " failed.\n");
    return failed == 0 ? 0 : 1;
}

int programme_diff(const ProgrammeOptions& options, std::ostream& out, std::ostream& errors) {
    const Voice voice(options.english);
    const Opened before = open(options.folder, voice, errors);
    const Opened after = open(options.newer, voice, errors);
    if (!before.bundle || !after.bundle) return std::max(before.status, after.status);
    const definition::BundleDifference found = diff(*before.bundle, *after.bundle);
    for (const definition::Change& one : found.changes) {
        out << (one.breaking ? voice.either("PHÁ VỠ   ", "BREAKING ") : voice.either("bổ sung  ", "additive ")
               )
            << one.where << ": " << voice.sentence(one.code) << (one.detail.empty() ? "" : " ") << one.detail
            << "\n";
    }
    if (!found.access.empty()) {
        out << voice.either("Bảng quyền:\n", "Access table:\n");
        for (const access::Change& one : found.access) print(one, voice, out);
    }
    if (found.is_empty()) out << voice.either("Không có gì khác.\n", "Nothing differs.\n");
    return found.is_breaking() ? 1 : 0;
}

int programme_bundle(const ProgrammeOptions& options, std::ostream& out, std::ostream& errors) {
    const Voice voice(options.english);
    const Opened opened = open(options.folder, voice, errors);
    if (!opened.bundle) return opened.status;
    return write(options, json::write_canonical(opened.compiled.bundle), voice, out, errors);
}

int programme_access(const ProgrammeOptions& options, std::ostream& out, std::ostream& errors) {
    const Voice voice(options.english);
    const Opened opened = open(options.folder, voice, errors);
    if (!opened.bundle) return opened.status;
    if (!options.summary) out << opened.bundle->access.to_tsv();
    if (!options.summary) return 0;
    for (const definition::Programme& one : opened.bundle->programmes) {
        out << definition::access_summary(*opened.bundle, one, options.english);
    }
    return 0;
}

void add_programme_command(CLI::App& app, int& exit_code) {
    CLI::App* programme = app.add_subcommand("programme", "Chương trình: sổ đăng ký dưới dạng dữ liệu");
    programme->require_subcommand(1);
    auto options = std::make_shared<ProgrammeOptions>();
    using Run = int (*)(const ProgrammeOptions&, std::ostream&, std::ostream&);
    const auto add = [&](const char* name, const char* about, Run run) {
        CLI::App* command = programme->add_subcommand(name, about);
        command
            ->add_option(
                "folder", options->folder, "Thư mục chương trình, hoặc thư mục chứa các chương trình"
            )
            ->required();
        command->add_flag("--english", options->english, "Trả lời bằng tiếng Anh");
        command->callback([options, run, &exit_code] {
            crypto::initialise();
            exit_code = run(*options, std::cout, std::cerr);
        });
        return command;
    };
    add("check", "Mọi lỗi của chương trình, mỗi lỗi kèm tệp, dòng và lời giải thích", programme_check);
    add("test", "Chạy các tình huống thử", programme_test);
    add("diff", "So sánh hai phiên bản: bổ sung hay phá vỡ, và bảng quyền từng ô", programme_diff)
        ->add_option("newer", options->newer, "Phiên bản mới")
        ->required();
    add("bundle", "Biên dịch thành một bộ định nghĩa JSON", programme_bundle)
        ->add_option("--out", options->out, "Tệp kết quả");
    add("access", "Bảng quyền đã biên dịch", programme_access)
        ->add_flag(
            "--summary", options->summary, "Bảng để người đọc: ai, gắn với hồ sơ thế nào, được làm gì"
        );
}

}  // namespace neove::cli
