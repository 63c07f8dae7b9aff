/// \file
/// Old .doc files: never is one opened outside the sandbox, never does what opens it see anything of this
/// machine.

#include "document/word_converter.h"

#include "document/extract.h"
#include "document/fixture.h"
#include "document/messages.h"

#include <doctest/doctest.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <atomic>
#include <cstdlib>
#include <fstream>
#include <iterator>
#include <thread>

namespace neove::document {

using fixture::paragraph;

namespace {

namespace fs = std::filesystem;

/// A folder of the test's own, under the home of nobody else.
class Folder {
public:
    Folder() {
        std::string name = (fs::temp_directory_path() / "neove-word-XXXXXX").string();
        REQUIRE(mkdtemp(name.data()) != nullptr);
        path_ = name;
    }
    ~Folder() { fs::remove_all(path_); }
    Folder(const Folder&) = delete;
    Folder& operator=(const Folder&) = delete;
    fs::path operator/(const std::string& name) const { return path_ / name; }
    fs::path script(const std::string& name, const std::string& text) const {
        std::ofstream(path_ / name) << "#!/bin/sh\n" << text;
        fs::permissions(path_ / name, fs::perms::owner_all);
        return path_ / name;
    }

private:
    fs::path path_;
};

Bytes bytes_of(std::string_view text) {
    return {as_bytes(text).begin(), as_bytes(text).end()};
}

Bytes old_word() {
    return fixture::compound({{"WordDocument", fixture::word_head()}, {"1Table", "x"}});
}

/// LibreOffice's place taken by the program that does what a document in power would do.
WordSandbox with_probe() {
    WordSandbox sandbox;
    sandbox.office = fs::read_symlink("/proc/self/exe").parent_path() / "neove-office-probe";
    return sandbox;
}

/// Says so where the machine has no bubblewrap or forbids it.
bool can_lock_here() {
    static const WordConverter::Finding finding = WordConverter(with_probe()).finding();
    if (finding.state == WordConverter::State::Ready) return true;
    if (finding.state == WordConverter::State::NoBubblewrap) {
        MESSAGE("skipped: bubblewrap is not installed");
    } else {
        MESSAGE("skipped: bubblewrap cannot lock anything in here: ", finding.words);
    }
    return false;
}
bool has_office_here() {
    static const WordConverter::Finding finding = WordConverter(WordSandbox{}).finding();
    if (finding.state == WordConverter::State::Ready) return true;
    if (finding.state == WordConverter::State::NoOffice) {
        MESSAGE("skipped: LibreOffice is not installed (libreoffice-writer-nogui); no real .doc was read");
    } else {
        MESSAGE("skipped: LibreOffice cannot be locked in here: ", finding.words);
    }
    return false;
}

Result<SandboxEnd> in_lock(const std::string& order, WordSandbox sandbox = with_probe()) {
    return run_in_sandbox(sandbox, conversion_script(), as_bytes(order));
}

std::string text_of(const Result<SandboxEnd>& ended) {
    return ended ? std::string(as_text(ended->output)) : ended.error().detail;
}

std::string code_of(ByteView bytes, ExtractorPool& pool) {
    const auto extracted = extract(bytes, pool);
    return extracted ? "read" : extracted.error().code;
}

bool runs_now(const fs::path& program) {
    std::error_code ignored;
    for (const auto& process : fs::directory_iterator("/proc", ignored)) {
        std::ifstream file(process.path() / "cmdline");
        std::string line;
        std::getline(
            file, line, '\n'
        );  // unlike an iterator it does not throw where the process ended meanwhile
        if (line.find(program.string()) != std::string::npos) return true;
    }
    return false;
}

/// Whether some process still runs this program: nothing may be left behind. What is killed needs a moment to
/// go.
bool runs_on(const fs::path& program) {
    for (int i = 0; i < 200; ++i) {
        if (!runs_now(program)) return false;
        usleep(10'000);
    }
    return true;
}

/// A copy of the probe under a name that no other test run has.
fs::path own_probe(const Folder& folder) {
    fs::copy_file(with_probe().office, folder / "office");
    return folder / "office";
}

}  // namespace

TEST_CASE("without LibreOffice or bubblewrap an old .doc is refused with a sentence that names them") {
    WordSandbox no_office;
    no_office.office = "/nonexistent/soffice.bin";
    WordSandbox no_lock;
    no_lock.office = "/bin/true";
    no_lock.bubblewrap = "/nonexistent/bwrap";
    for (const WordSandbox& sandbox : {no_office, no_lock}) {
        ExtractorPool pool({.word = sandbox});
        CHECK(code_of(old_word(), pool) == "document.legacy_word");
    }
    CHECK(WordConverter(no_office).finding().state == WordConverter::State::NoOffice);
    CHECK(WordConverter(no_lock).finding().state == WordConverter::State::NoBubblewrap);
    const Message& said = message("document.legacy_word");
    for (const std::string_view text : {said.vi, said.en}) {
        CHECK(text.find("LibreOffice") != std::string_view::npos);
        CHECK(text.find("bubblewrap") != std::string_view::npos);
    }
}

TEST_CASE("where the lock does not close no document is opened, and the installer is told why") {
    const Folder folder;
    WordSandbox refused;
    refused.office = "/bin/true";
    refused.bubblewrap =
        folder.script("bwrap", "echo 'bwrap: No permissions to make a namespace' >&2\nexit 1\n");
    WordConverter converter(refused);
    CHECK(converter.finding().state == WordConverter::State::NoSandbox);
    CHECK(converter.finding().words == "bwrap: No permissions to make a namespace");
    ExtractorPool pool({.word = refused});
    CHECK(code_of(old_word(), pool) == "document.legacy_word_locked");
    refused.bubblewrap = folder.script("silent", "exit 0\n");
    CHECK(WordConverter(refused).finding().state == WordConverter::State::NoSandbox);
}

TEST_CASE("what the converter says is held to its limits, whoever stands in its place") {
    const Folder folder;
    WordSandbox sandbox;
    sandbox.office = "/bin/true";
    const auto with = [&](const std::string& name, const std::string& conversion) {
        sandbox.bubblewrap = folder.script(
            name, "case \"$*\" in *--version*) echo LibreOffice 0.0; exit;; esac\n" + conversion + "\n"
        );
        ExtractorPool pool({.word = sandbox});
        return code_of(old_word(), pool);
    };
    CHECK(with("broken", "exit 40") == "document.corrupt");
    CHECK(with("crashed", "exit 42") == "document.worker_failed");
    CHECK(with("exhausted", "exit 43") == "document.timeout");
    CHECK(with("killed", "kill -9 $$") == "document.worker_failed");
    CHECK(with("nothing", "exit 0") == "document.worker_failed");
    CHECK(with("other", "echo hello") == "document.worker_failed");
    CHECK(with("itself", "cat <&3") == "document.worker_failed");  // a .doc is no docx
    sandbox.largest = 1U << 20U;
    CHECK(with("flood", "cat /dev/zero") == "document.too_large");
    sandbox.wall = std::chrono::milliseconds(400);
    CHECK(with("hang", "sleep 1000") == "document.timeout");
    CHECK(with("quiet", "exec >&-; sleep 1000") == "document.timeout");
    CHECK(!runs_on(folder / "hang"));
    CHECK(!runs_on(folder / "quiet"));
}

TEST_CASE("the converter is started with three descriptors beside its errors, and no setting") {
    const Folder folder;
    WordSandbox sandbox;
    sandbox.bubblewrap =
        folder.script("bwrap", "ls /proc/$$/fd; echo; cat /proc/$$/environ; echo; cat <&3\n");
    setenv("NEOVE_CANARY", "never", 1);
    const int canary = dup2(STDERR_FILENO, 77);  // as a careless library would: without O_CLOEXEC
    REQUIRE(canary == 77);
    const auto ended = run_in_sandbox(sandbox, "", as_bytes("the document"));
    close(canary);
    REQUIRE(ended);
    // 10: where sh keeps the script it reads
    CHECK(text_of(ended) == "0\n1\n10\n2\n3\n4\n\n\nthe document");
}

TEST_CASE("a converter in a document's power sees nothing of this machine") {
    if (!can_lock_here()) return;
    const Folder folder;
    std::ofstream(folder / "secret") << "a key";
    REQUIRE(chmod((folder / "secret").c_str(), 0644) == 0);
    setenv("NEOVE_CANARY", "never", 1);
    const auto ended = in_lock("look " + (folder / "secret").string());
    REQUIRE(ended);
    const std::string office = with_probe().office.parent_path().string();
    CHECK(
        text_of(ended) ==
        "passwd refused\nsecret refused\nproc refused\nprogram refused\nroot refused\ndevice refused\n"
        "document refused\nown done\nnetwork refused\nnetlink refused\nnamespace refused\nmount refused\n"
        "trace refused\ncode refused\nuser 65534 refused\nparent 2\ndescriptors 0 1 2 \n"
        "settings HOME=/tmp/home LC_ALL=C.UTF-8 LD_LIBRARY_PATH=" +
            office + " PATH=/bin PWD=/tmp SAL_USE_VCLPLUGIN=svp \netc \nvar home run \n"
    );
}

TEST_CASE("a converter that hangs, floods, crashes or eats the machine is ended, and nothing of it is left") {
    if (!can_lock_here()) return;
    const Folder folder;
    WordSandbox sandbox = with_probe();
    sandbox.office = own_probe(folder);
    const auto ended = in_lock("flood", sandbox);
    REQUIRE(!ended);
    CHECK(ended.error().code == "document.too_large");
    CHECK(in_lock("crash", sandbox)->status == kCrashed);
    CHECK(in_lock("memory", sandbox)->status == kCrashed);
    CHECK(in_lock("nothing", sandbox)->status == kNotConverted);
    CHECK(text_of(in_lock("copy", sandbox)) == "copy");
    const int taken = std::stoi(text_of(in_lock("fill", sandbox)));
    CHECK(taken > 200);
    CHECK(taken <= 256);
    sandbox.wall = std::chrono::milliseconds(700);
    for (const std::string order : {"hang", "spin"}) {
        const auto late = in_lock(order, sandbox);
        REQUIRE(!late);
        CHECK(late.error().code == "document.timeout");
    }
    CHECK(!runs_on(sandbox.office));
}

TEST_CASE("conversions wait for one another") {
    const Folder folder;
    WordSandbox sandbox;
    sandbox.office = "/bin/true";
    sandbox.bubblewrap = folder.script(
        "bwrap",
        "case \"$*\" in *--version*) echo LibreOffice 0.0; exit;; esac\n"
        "mkdir " +
            (folder / "busy").string() + " || exit 42\nsleep 0.1\nrmdir " + (folder / "busy").string() +
            "\nexit 40\n"
    );
    WordConverter converter(sandbox);
    std::vector<std::jthread> threads;
    std::atomic<int> alone = 0;
    for (int i = 0; i < 4; ++i) {
        threads.emplace_back([&] {
            const auto made = converter.to_docx(old_word());
            if (!made && made.error().code == "document.corrupt") ++alone;
        });
    }
    threads.clear();
    CHECK(alone == 4);
}

namespace {

/// What LibreOffice makes of a docx, outside any sandbox: the test's own document.
Bytes saved_as_doc(const Bytes& docx) {
    const Folder folder;
    std::ofstream(folder / "tep.docx", std::ios::binary)
        .write(reinterpret_cast<const char*>(docx.data()), static_cast<std::streamsize>(docx.size()));
    const std::string at = (folder / "").string();
    const std::string command = "soffice -env:UserInstallation=file://" + at +
                                "profile --headless --convert-to 'doc:MS Word 97' --outdir " + at + " " + at +
                                "tep.docx > /dev/null 2>&1";
    REQUIRE(std::system(command.c_str()) == 0);  // NOLINT(cert-env33-c): a test's own words
    std::ifstream file(folder / "tep.doc", std::ios::binary);
    return bytes_of(std::string{std::istreambuf_iterator<char>(file), {}});
}

std::string cell(const std::string& text) {
    return "<w:tc>" + paragraph(text) + "</w:tc>";
}

Bytes plan_docx() {
    const std::string list = "<w:numPr><w:ilvl w:val=\"0\"/><w:numId w:val=\"1\"/></w:numPr>";
    return fixture::docx(
        {.body = paragraph("KẾ HOẠCH") + paragraph("Hỗ trợ người trở về năm 2026") +
                 paragraph("Công an tỉnh chủ trì, phối hợp với các xã, phường.", list) +
                 paragraph("Sở Y tế khám sức khỏe; hoàn thành trước ngày 30/6/2026.", list) +
                 "<w:tbl><w:tr>" + cell("TT") + cell("Nội dung") + cell("Chủ trì") + "</w:tr><w:tr>" +
                 cell("1") + cell("Rà soát số liệu") + cell("Công an xã") + "</w:tr></w:tbl>" +
                 paragraph("Nơi nhận: đặng, ươm, Ễ, ỵ."),
         .numbering = "<w:abstractNum w:abstractNumId=\"0\"><w:lvl w:ilvl=\"0\"><w:start w:val=\"1\"/>"
                      "<w:numFmt w:val=\"decimal\"/><w:lvlText w:val=\"%1.\"/></w:lvl></w:abstractNum>"
                      "<w:num w:numId=\"1\"><w:abstractNumId w:val=\"0\"/></w:num>"}
    );
}

}  // namespace

TEST_CASE("a real .doc says what the docx it was saved from says") {
    if (!has_office_here()) return;
    ExtractorPool pool;
    const Bytes docx = plan_docx();
    const Bytes doc = saved_as_doc(docx);
    REQUIRE(detect_kind(doc) == Kind::Doc);
    const auto wanted = extract(docx, pool);
    const auto found = extract(doc, pool);
    REQUIRE(wanted);
    REQUIRE(found);
    CHECK(found->text == wanted->text);
    CHECK(found->text.find("2. Sở Y tế khám sức khỏe") != std::string::npos);
    CHECK(found->text.find("1\tRà soát số liệu\tCông an xã\n") != std::string::npos);
    CHECK(std::ranges::count(found->notices, "document.converted") == 1);
}

TEST_CASE("a .doc that is cut, encrypted or nothing of the kind is refused by name, not read in part") {
    if (!has_office_here()) return;
    ExtractorPool pool;
    const Bytes doc = saved_as_doc(plan_docx());
    for (const std::size_t part : {1, 2, 3, 4, 5, 6, 7}) {
        CAPTURE(part);
        CHECK(code_of(ByteView(doc).first(doc.size() * part / 8), pool) == "document.corrupt");
    }
    CHECK(code_of(old_word(), pool) == "document.corrupt");  // begins like one and goes no further
    Bytes locked = doc;
    const Bytes mark{0xEC, 0xA5};  // where the main stream begins, at a sector's edge
    std::size_t at = 512;
    while (at < locked.size() && !(locked[at] == mark[0] && locked[at + 1] == mark[1])) at += 512;
    REQUIRE(at + 12 < locked.size());
    locked[at + 11] |= 1;
    CHECK(code_of(locked, pool) == "document.encrypted");
}

}  // namespace neove::document
