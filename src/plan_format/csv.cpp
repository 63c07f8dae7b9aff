#include "base/csv.h"

#include "plan_format/format.h"
#include "plan_format/names.h"

namespace neove::plan_format {
namespace {

std::string joined(const std::vector<std::string>& list) {
    std::string out;
    for (const std::string& text : list) out += (out.empty() ? "" : "; ") + text;
    return out;
}

}  // namespace

std::string to_csv(const plan::Reading& reading) {
    std::string out =
        "\xEF\xBB\xBFpath,section_title,text,lead,coordinate,requested,deadlines,start,end,category,"
        "deliverable,"
        "confidence\r\n";
    for (const plan::Task& task : reading.tasks) {
        std::string times;
        std::string start;
        std::string end;
        for (const plan::TaskDeadline& deadline : task.deadlines) {
            times += (times.empty() ? "" : "; ") + deadline.raw;
            if (start.empty() && deadline.start) start = *deadline.start;
            if (end.empty() && deadline.end) end = *deadline.end;
        }
        std::string row;
        for (const std::string& cell :
             {task.path,
              task.section_title,
              task.text,
              joined(task.lead),
              joined(task.coordinate),
              joined(task.requested),
              times,
              start,
              end,
              std::string(name_of(task.category)),
              task.deliverable.value_or(""),
              std::to_string(task.confidence.percent)}) {
            csv::add_cell(row, cell);
        }
        out += row + "\r\n";
    }
    return out;
}

}  // namespace neove::plan_format
