#include "app/audit_commands.h"

#include "app/commands.h"
#include "app/stored_rows.h"
#include "base/file.h"
#include "journal/merkle.h"
#include "journal/witness.h"
#include "storage/chain.h"
#include "storage/postgres/store.h"
#include "storage/sqlite/store.h"
#include "storage/statements/core.h"

#include <fmt/format.h>

#include <fstream>
#include <iostream>
#include <iterator>
#include <sstream>

namespace neove::app {

namespace {

std::string file_text(const std::string& path) {
    std::ifstream file(path, std::ios::binary);
    std::stringstream out;
    out << file.rdbuf();
    return out.str();
}

std::string first_line(std::string text) {
    return text.substr(0, text.find('\n'));
}

Result<std::unique_ptr<storage::Snapshot>> view_of(const Place& place) {
    return place.postgres.empty() ? storage::view_sqlite(place.database())
                                  : storage::view_postgres(place.postgres);
}

Result<journal::Evidence> evidence_of(const VerifyRequest& request) {
    // Given from outside, or (said so) from the demo's own folder.
    const std::string key =
        request.key_file.empty() ? request.place.folder + "/journal.first_key" : request.key_file;
    const std::string log = request.log_file.empty() ? request.place.signer().log : request.log_file;
    journal::Evidence evidence{TRY(journal::parse_first_key(first_line(file_text(key)))), file_text(log), {}};
    for (const std::string& path : request.anchor_files) {
        evidence.anchors.push_back(TRY(journal::parse_any_anchor(first_line(file_text(path)))));
    }
    return evidence;
}

void print(const journal::Report& report) {
    for (const journal::Finding& finding : report.findings) {
        fmt::print("{}\n  {}\n", journal::sentence_vi(finding), journal::code_of(finding.kind));
    }
    fmt::print(
        "Đã xem: {} bản ghi, {} điểm chốt (ký đến bản ghi {}), {} sự kiện, {} dòng quyền; {}\n",
        report.rows,
        report.checkpoints,
        report.witnessed_until,
        report.events,
        report.powers,
        report.is_sound() ? "không phát hiện thay đổi" : "CÓ SAI LỆCH"
    );
}

}  // namespace

int run_audit_verify(const VerifyRequest& request) {
    const auto evidence = evidence_of(request);
    if (!evidence) return fail(evidence.error());
    if (request.key_file.empty()) {
        fmt::print("Lưu ý: khóa đầu tiên đọc từ thư mục của kho, chưa phải từ bên ngoài (--key).\n");
    }
    const auto snapshot = view_of(request.place);
    if (!snapshot) return fail(snapshot.error());
    const auto report = verify_store(**snapshot, *evidence);
    if (!report) return fail(report.error());
    print(*report);
    return report->is_sound() ? 0 : 1;
}

namespace {

/// The whole lines of the checkpoint file that can be read; `audit verify` says what is wrong with others.
std::vector<journal::Checkpoint> checkpoints_of(const Place& place) {
    std::vector<journal::Checkpoint> out;
    std::istringstream lines(file_text(place.signer().log));
    for (std::string line; std::getline(lines, line);) {
        if (auto one = journal::parse_checkpoint(line)) out.push_back(*std::move(one));
    }
    return out;
}

Result<> record_anchor(const Place& place, const std::string& received) {
    const std::string line = first_line(file_text(received));
    const journal::Anchor anchor = TRY(journal::parse_any_anchor(line));
    for (const journal::Checkpoint& one : checkpoints_of(place)) {
        const journal::Anchor own = journal::anchor_of(one);
        if (own.number != anchor.number) continue;
        if (own.store != anchor.store || own.digest != anchor.digest) break;
        TRY(append_file(place.anchors(), as_bytes(line + "\n")));
        fmt::print("Đã ghi: nơi khác giữ điểm chốt {}.\n", anchor.number);
        return {};
    }
    return refuse(ErrorKind::Conflict, "anchor.differs", {}, std::to_string(anchor.number));
}

Result<journal::Witness> witness_of(const WitnessRequest& request) {
    const auto bytes = read_file(request.state_file, 16 * 1024);
    if (bytes) return journal::parse_witness(as_text(*bytes));
    if (bytes.error().code != "file.absent") return std::unexpected(bytes.error());
    if (request.key_file.empty()) return refuse(ErrorKind::Invalid, "witness.no_key");
    return journal::Witness{
        TRY(journal::parse_first_key(first_line(file_text(request.key_file)))),
        crypto::SigningKey::random().seed,
        std::nullopt};
}

Result<std::string> witnessed(const WitnessRequest& request) {
    journal::Witness witness = TRY(witness_of(request));
    const std::string lines = request.log_file.empty()
                                  ? std::string(std::istreambuf_iterator<char>(std::cin), {})
                                  : file_text(request.log_file);
    TRY(journal::take_lines(witness, lines));
    if (!witness.last) return refuse(ErrorKind::Invalid, "witness.no_checkpoint");
    TRY(replace_secret_file(request.state_file, as_bytes(journal::to_text(witness))));
    return journal::to_line(journal::co_sign(witness));
}

Result<std::string> proof_of(const Place& place, std::int64_t seq) {
    const auto snapshot = TRY(view_of(place));
    for (const journal::Checkpoint& checkpoint : checkpoints_of(place)) {
        if (seq < checkpoint.first_seq || seq > checkpoint.last_seq) continue;
        journal::EntryProof proof;
        std::vector<Digest> digests;
        const auto count = checkpoint.last_seq - checkpoint.first_seq + 1;
        for (const storage::Row& row :
             TRY(snapshot->read(storage::statements::kJournalAfter, {checkpoint.first_seq - 1, count}))) {
            const storage::ChainedEntry one = storage::journal_entry_of(row);
            digests.push_back(one.digest);
            if (one.entry.seq == seq) proof.entry = one.entry;
        }
        proof.checkpoint = checkpoint;
        if (static_cast<std::int64_t>(digests.size()) == count) {
            proof.path =
                journal::inclusion_path(digests, static_cast<std::uint64_t>(seq - checkpoint.first_seq));
        }
        if (!journal::proof_holds(proof)) return refuse(ErrorKind::Conflict, "journal.range_differs");
        std::string text =
            journal::to_line(checkpoint) + "\nentry " + to_hex(journal::canonical(proof.entry));
        text += "\npath";
        for (const Digest& step : proof.path) text += " " + to_hex(step);
        return text;
    }
    return refuse(ErrorKind::NotFound, "journal.tail_unwitnessed");
}

int print_or_fail(const Result<std::string>& text) {
    if (!text) return fail(text.error());
    fmt::print("{}\n", *text);
    return 0;
}

}  // namespace

int run_audit_anchor(const Place& place, const std::string& received) {
    if (!received.empty()) {
        const auto done = record_anchor(place, received);
        return done ? 0 : fail(done.error());
    }
    const auto all = checkpoints_of(place);
    if (all.empty()) return fail(Error{ErrorKind::NotFound, "journal.tail_unwitnessed", {}, {}});
    return print_or_fail(journal::to_line(journal::anchor_of(all.back())));
}

int run_audit_witness(const WitnessRequest& request) {
    const auto line = witnessed(request);
    if (!line && line.error().kind == ErrorKind::Conflict) {
        fail(line.error());
        return 1;
    }
    return print_or_fail(line);
}

int run_audit_prove(const Place& place, std::int64_t seq) {
    return print_or_fail(proof_of(place, seq));
}

}  // namespace neove::app
