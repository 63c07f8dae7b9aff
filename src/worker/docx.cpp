#include "worker/docx.h"

#include "worker/flow.h"
#include "worker/numbering.h"
#include "worker/package.h"
#include "worker/text.h"
#include "worker/xml.h"

#include <algorithm>

namespace neove::worker {

namespace {

using document::Answer;

constexpr std::size_t kMaxMargins = 20;

void add_once(std::vector<std::string>& list, std::string value) {
    if (std::ranges::find(list, value) == list.end()) list.push_back(std::move(value));
}

/// Things in the package that are never opened, only told of.
void note_foreign_parts(const Package& package, Answer& answer) {
    for (const std::string& name : package.names()) {
        if (name.ends_with("vbaProject.bin")) add_once(answer.notices, "document.macros_ignored");
        if (name.find("/embeddings/") != std::string::npos) {
            add_once(answer.notices, "document.embedded_objects_ignored");
        }
    }
}

using Tree = std::unique_ptr<pugi::xml_document>;

/// A helper part (styles, numbering); an unreadable one is as good as none, for the text stands without it.
Tree helper_part(const Package& package, const std::vector<Relationship>& relations, std::string_view type) {
    for (const Relationship& one : relations) {
        if (one.type != type || one.external) continue;
        const auto bytes = package.part(one.target);
        if (!bytes) break;
        if (auto tree = parse_xml(*bytes)) return *std::move(tree);
    }
    return std::make_unique<pugi::xml_document>();
}

void read_margins(
    const Package& package, const std::vector<Relationship>& relations, Numbering& numbering, Answer& answer
) {
    std::size_t parts = 0;
    for (const Relationship& one : relations) {
        if ((one.type != "header" && one.type != "footer") || one.external || ++parts > kMaxMargins) continue;
        const auto bytes = package.part(one.target);
        if (!bytes) continue;
        const auto tree = parse_xml(*bytes);
        if (!tree) continue;
        const std::string text = clean_text(read_flow((*tree)->document_element(), numbering).text);
        const std::string_view line = trimmed(text);
        if (!line.empty() && answer.margins.find(line) == std::string::npos)
            answer.margins.append(line) += '\n';
    }
}

}  // namespace

Flow read_flow(const pugi::xml_node& root, Numbering& numbering) {
    FlowReader reader(numbering, root);
    walk(
        root,
        [&](const pugi::xml_node& node) { return reader.enter(node); },
        [&](const pugi::xml_node& node) { reader.leave(node); }
    );
    return reader.finish();
}

Result<Answer> read_docx(ByteView bytes) {
    const Package package = TRY(Package::open(bytes));
    const std::string main = TRY(main_part(package));
    const std::vector<Relationship> relations = relationships(package, main);
    Answer answer;
    note_foreign_parts(package, answer);
    for (const Relationship& one : relations) {
        if (one.external) add_once(answer.notices, "document.external_links_ignored");
    }
    const Tree styles = helper_part(package, relations, "styles");
    const Tree lists = helper_part(package, relations, "numbering");
    Numbering numbering(lists->document_element(), styles->document_element());
    const std::string part = TRY(package.part(main));
    const Tree tree = TRY(parse_xml(part));
    Flow flow = read_flow(tree->document_element(), numbering);
    for (std::string& notice : flow.notices) add_once(answer.notices, std::move(notice));
    answer.text = clean_text(flow.text);
    if (answer.text.size() > document::kMaxText) return refuse(ErrorKind::TooLarge, "document.too_large");
    answer.pages = static_cast<std::uint32_t>(std::min<std::size_t>(
        document::kMaxPages, static_cast<std::size_t>(std::ranges::count(answer.text, '\f')) + 1
    ));
    answer.next_page = answer.pages;
    read_margins(package, relations, numbering, answer);
    return answer;
}

}  // namespace neove::worker
