/// \file
/// Run by the build: folders of programmes into the one bundle that is embedded. A fault fails the build.
///
///     neove-bundle SENTENCES.tsv OUT.json FOLDER…        each a programme, or a folder of programmes

#include "base/bytes.h"
#include "base/crypto.h"
#include "base/file.h"
#include "definition/check.h"
#include "definition/folder.h"

#include <cstdio>
#include <map>

namespace {

using namespace neove;

/// `code\tvi\ten`: both languages, because whoever builds may read either.
std::map<std::string, std::string, std::less<>> sentences_of(std::string_view tsv) {
    std::map<std::string, std::string, std::less<>> out;
    while (!tsv.empty()) {
        const std::string_view line = tsv.substr(0, tsv.find('\n'));
        tsv.remove_prefix(std::min(tsv.size(), line.size() + 1));
        const std::size_t first = line.find('\t');
        const std::size_t second = first == std::string_view::npos ? first : line.find('\t', first + 1);
        if (second == std::string_view::npos) continue;
        const std::string vi(line.substr(first + 1, second - first - 1));
        out.emplace(line.substr(0, first), vi + " / " + std::string(line.substr(second + 1)));
    }
    return out;
}

int refuse_with(const Error& error) {
    std::fprintf(stderr, "%s: %s %s\n", error.where.c_str(), error.code.c_str(), error.detail.c_str());
    return 2;
}

/// Only where it changed: what embeds it is then not built anew.
int write(const std::string& path, const std::string& text) {
    constexpr std::size_t kLargest = 64UL * 1024 * 1024;
    const auto old = read_file(path, kLargest);
    if (old && as_text(*old) == text) return 0;
    const auto done = replace_file(path, as_bytes(text));
    return done ? 0 : refuse_with(done.error());
}

}  // namespace

int main(int count, char** words) {
    if (count < 3) {
        std::fputs("neove-bundle SENTENCES.tsv OUT.json FOLDER...\n", stderr);
        return 2;
    }
    crypto::initialise();
    constexpr std::size_t kLargest = 4UL * 1024 * 1024;
    const auto tsv = read_file(words[1], kLargest);
    if (!tsv) return refuse_with(tsv.error());
    std::vector<definition::Folder> folders;
    for (int i = 3; i < count; ++i) {
        auto read = definition::read_folders(words[i]);
        if (!read) return refuse_with(read.error());
        for (definition::Folder& folder : *read) folders.push_back(std::move(folder));
    }
    const definition::Compiled compiled = definition::compile(folders);
    const definition::Checked checked = definition::check(compiled);
    const auto sentences = sentences_of(as_text(*tsv));
    for (const definition::Fault& fault : checked.faults) {
        const std::string line = definition::told(fault, [&](std::string_view code) {
            const auto found = sentences.find(code);
            return found == sentences.end() ? std::string(code) : found->second;
        });
        std::fprintf(stderr, "%s\n", line.c_str());
    }
    if (!checked.faults.empty()) return 1;
    return write(words[2], json::write_canonical(compiled.bundle));
}
