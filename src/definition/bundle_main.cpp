/// \file
/// Run by the build: folders of programmes into the one bundle that is embedded. A fault fails the build.
///
///     neove-bundle SENTENCES.tsv OUT.json FOLDER…        each a programme, or a folder of programmes

#include "base/bytes.h"
#include "base/crypto.h"
#include "base/file.h"
#include "definition/check.h"
#include "definition/folder.h"
#include "definition/sentences.h"

#include <cstdio>

namespace {

using namespace neove;

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
    const definition::SentenceTable sentences(as_text(*tsv));
    for (const definition::Fault& fault : checked.faults) {
        // Whoever builds may read either language.
        const std::string line = definition::told(fault, [&](std::string_view code) {
            return sentences.of(code, false) + " / " + sentences.of(code, true);
        });
        std::fprintf(stderr, "%s\n", line.c_str());
    }
    if (!checked.faults.empty()) return 1;
    return write(words[2], json::write_canonical(compiled.bundle));
}
