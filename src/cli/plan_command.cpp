#include "cli/plan_command.h"

#include <CLI/CLI.hpp>

#include <fstream>
#include <iostream>
#include <memory>

#include "plan/read_plan.h"
#include "plan_format/format.h"
#include "plan_pack/pack.h"

namespace neove::cli {
namespace {

constexpr std::streamoff kLargestFile = 64LL * 1024 * 1024;

Result<std::string> read_file(const std::string& name) {
    if (!name.ends_with(".txt")) return refuse(ErrorKind::Unsupported, "plan.file_kind", name);
    std::ifstream file(name, std::ios::binary | std::ios::ate);
    if (!file) return refuse(ErrorKind::NotFound, "plan.file_unreadable", name);
    const std::streamoff size = file.tellg();
    if (size < 0) return refuse(ErrorKind::NotFound, "plan.file_unreadable", name);
    if (size > kLargestFile) return refuse(ErrorKind::TooLarge, "plan.too_large", name);
    std::string text(static_cast<std::size_t>(size), '\0');
    file.seekg(0);
    file.read(text.data(), size);
    if (!file) return refuse(ErrorKind::NotFound, "plan.file_unreadable", name);
    return text;
}

int say(const Error& error, std::ostream& errors) {
    const plan_format::Sentence sentence = plan_format::sentence_of(error.code);
    errors << error.where << (error.where.empty() ? "" : ": ") << sentence.vi << " / " << sentence.en << " ("
           << error.code << ")\n";
    return 2;
}

}  // namespace

int plan_read(const PlanReadOptions& options, std::ostream& out, std::ostream& errors) {
    const auto text = read_file(options.file);
    if (!text) return say(text.error(), errors);
    const plan::Reading reading = plan::read_plan(*text, plan_pack::built_in_gazetteer());
    if (options.format == "json") {
        out << plan_format::to_json(reading) << "\n";
    } else if (options.format == "csv") {
        out << plan_format::to_csv(reading);
    } else {
        out << plan_format::to_text(reading);
    }
    if (!reading.refusal) return 0;
    Error refusal = *reading.refusal;
    refusal.where = options.file;
    return say(refusal, errors);
}

void add_plan_command(CLI::App& app, int& exit_code) {
    CLI::App* plan = app.add_subcommand("plan", "Plan documents");
    plan->require_subcommand(1);
    CLI::App* read = plan->add_subcommand("read", "Read a plan and print its tasks");
    auto options = std::make_shared<PlanReadOptions>();
    read->add_option("file", options->file, "The plan's text (.txt)")->required();
    read->add_option("--format", options->format, "json, csv or text")->check(CLI::IsMember({"json", "csv", "text"}));
    read->callback([options, &exit_code] { exit_code = plan_read(*options, std::cout, std::cerr); });
}

}  // namespace neove::cli
