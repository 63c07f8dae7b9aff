#include "cli/plan_command.h"

#include "document/extract.h"
#include "document/messages.h"
#include "plan/read_plan.h"
#include "plan_format/format.h"
#include "plan_pack/pack.h"

#include <CLI/CLI.hpp>

#include <fstream>
#include <iostream>
#include <memory>

namespace neove::cli {
namespace {

constexpr std::streamoff kLargestFile = 64LL * 1024 * 1024;

Result<Bytes> read_file(const std::string& name) {
    std::ifstream file(name, std::ios::binary | std::ios::ate);
    if (!file) return refuse(ErrorKind::NotFound, "plan.file_unreadable", name);
    const std::streamoff size = file.tellg();
    if (size < 0) return refuse(ErrorKind::NotFound, "plan.file_unreadable", name);
    if (size > kLargestFile) return refuse(ErrorKind::TooLarge, "document.too_large", name);
    Bytes bytes(static_cast<std::size_t>(size));
    file.seekg(0);
    file.read(reinterpret_cast<char*>(bytes.data()), size);
    if (!file) return refuse(ErrorKind::NotFound, "plan.file_unreadable", name);
    return bytes;
}

/// The text of any kind of file we read; hostile formats go to the worker. Headers and footers stand before
/// the text, as they do on paper: the number and the marks may be there.
Result<std::string> text_of(const std::string& name) {
    const Bytes bytes = TRY(read_file(name));
    document::ExtractorPool pool;
    auto extracted = document::extract(bytes, pool);
    if (!extracted) {
        extracted.error().where = name;
        return std::unexpected(std::move(extracted).error());
    }
    return extracted->margins.empty() ? extracted->text : extracted->margins + "\n" + extracted->text;
}

int say(const Error& error, std::ostream& errors) {
    plan_format::Sentence sentence = plan_format::sentence_of(error.code);
    if (error.code.starts_with("document.")) {
        const document::Message& message = document::message(error.code);
        sentence = {message.vi, message.en};
    }
    errors << error.where << (error.where.empty() ? "" : ": ") << sentence.vi << " / " << sentence.en << " ("
           << error.code << ")\n";
    return 2;
}

}  // namespace

int plan_read(const PlanReadOptions& options, std::ostream& out, std::ostream& errors) {
    const auto text = text_of(options.file);
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
    read->add_option(
            "file", options->file, "txt, docx, pdf, a picture, or a doc where LibreOffice is installed"
    )
        ->required();
    read->add_option("--format", options->format, "json, csv or text")
        ->check(CLI::IsMember({"json", "csv", "text"}));
    read->callback([options, &exit_code] { exit_code = plan_read(*options, std::cout, std::cerr); });
}

}  // namespace neove::cli
