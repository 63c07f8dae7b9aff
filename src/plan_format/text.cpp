#include "plan_format/format.h"
#include "plan_format/names.h"

namespace neove::plan_format {
namespace {

void add_names(std::string& out, std::string_view label, const std::vector<std::string>& names) {
    if (names.empty()) return;
    out += "    ";
    out += label;
    out += ": ";
    for (std::size_t i = 0; i < names.size(); ++i) out += (i > 0 ? "; " : "") + names[i];
    out += "\n";
}

void add_task(std::string& out, const plan::Task& task) {
    out += "  [" + task.path + "] " + task.text + "\n";
    add_names(out, "chủ trì", task.lead);
    add_names(out, "phối hợp", task.coordinate);
    add_names(out, "đề nghị", task.requested);
    for (const plan::TaskDeadline& deadline : task.deadlines) {
        out += "    thời hạn: " + deadline.raw + " (" + std::string(name_of(deadline.kind)) + ")\n";
    }
    out += "    độ tin cậy: " + std::to_string(task.confidence.percent) + "%\n";
}

void add_report(std::string& out, const plan::Report& report) {
    out += "  [" + report.path + "] " + report.content;
    if (report.to) out += " → " + *report.to;
    if (report.via) out += " (qua " + *report.via + ")";
    if (report.recurrence) out += " · " + std::string(name_of(*report.recurrence));
    for (const std::string& due : report.due) out += " · " + due;
    out += "\n";
}

}  // namespace

std::string to_text(const plan::Reading& reading) {
    std::string out;
    if (reading.refusal) {
        const Sentence sentence = sentence_of(reading.refusal->code);
        out += std::string(sentence.vi) + " (" + reading.refusal->code + ")\n";
    }
    if (reading.document.title) out += *reading.document.title + "\n";
    out += "\nNHIỆM VỤ (" + std::to_string(reading.tasks.size()) + ")\n";
    for (const plan::Task& task : reading.tasks) add_task(out, task);
    out += "\nBÁO CÁO (" + std::to_string(reading.reports.size()) + ")\n";
    for (const plan::Report& report : reading.reports) add_report(out, report);
    return out;
}

}  // namespace neove::plan_format
