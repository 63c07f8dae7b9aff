#include "journal/finding.h"

#include "base/check.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>

namespace neove::journal {

namespace {

struct Words {
    FindingKind kind;
    std::string_view code;
    std::string_view vi;  ///< {0} the number, {1} the end of the stretch, {2} the subject
    std::string_view en;
};

using enum FindingKind;
constexpr std::array kWords{
    Words{RowAltered, "journal.row_altered", "Dòng {0} đã bị sửa.", "Row {0} was altered."},
    Words{RowMissing, "journal.row_missing", "Thiếu dòng {0} đến {1}.", "Rows {0} to {1} are missing."},
    Words{RowInserted, "journal.row_inserted", "Dòng {0} được chèn thêm.", "Row {0} was inserted."},
    Words{
        RowReordered,
        "journal.row_reordered",
        "Dòng {0} và dòng {1} đã bị đổi chỗ.",
        "Rows {0} and {1} were exchanged."},
    Words{
        ChainBroken,
        "journal.chain_broken",
        "Dòng {0} và dòng {1} không nối nhau: một trong hai dòng đã bị thay.",
        "Rows {0} and {1} do not follow each other: one of them was replaced."},
    Words{
        RowTimeBack,
        "journal.row_time_back",
        "Thời gian của dòng {0} lùi lại.",
        "The time of row {0} runs back."},
    Words{
        RangeDiffers,
        "journal.range_differs",
        "Các dòng {0} đến {1} khác với điểm chốt đã ký.",
        "Rows {0} to {1} differ from their signed checkpoint."},
    Words{
        TailCut,
        "journal.tail_cut",
        "Phần cuối bị cắt: các dòng {0} đến {1} đã được chốt nhưng không còn.",
        "The tail was cut: rows {0} to {1} were witnessed and are gone."},
    Words{
        CheckpointMalformed,
        "checkpoint.malformed",
        "Dòng thứ {0} của tệp điểm chốt không đọc được.",
        "Line {0} of the checkpoint file cannot be read."},
    Words{
        CheckpointOtherStore,
        "checkpoint.other_store",
        "Điểm chốt {0} thuộc kho khác.",
        "Checkpoint {0} belongs to another store."},
    Words{
        CheckpointMissing,
        "checkpoint.missing",
        "Thiếu điểm chốt {0} đến {1}.",
        "Checkpoints {0} to {1} are missing."},
    Words{
        CheckpointReordered,
        "checkpoint.reordered",
        "Điểm chốt {0} đứng sai chỗ hoặc lặp lại.",
        "Checkpoint {0} stands in the wrong place or twice."},
    Words{
        CheckpointGap,
        "checkpoint.gap",
        "Điểm chốt {0} không nối tiếp các dòng của điểm trước.",
        "Checkpoint {0} does not continue the rows of the one before."},
    Words{
        CheckpointTimeBack,
        "checkpoint.time_back",
        "Thời gian của điểm chốt {0} lùi lại.",
        "The time of checkpoint {0} runs back."},
    Words{
        CheckpointUnlinked,
        "checkpoint.unlinked",
        "Điểm chốt {0} không nối với điểm trước.",
        "Checkpoint {0} is not linked to the one before."},
    Words{
        WrongKey,
        "checkpoint.wrong_key",
        "Điểm chốt {0} được ký bằng khóa không phải khóa đã báo trước.",
        "Checkpoint {0} was signed with another key than the announced one."},
    Words{
        WrongSignature,
        "checkpoint.wrong_signature",
        "Chữ ký của điểm chốt {0} sai.",
        "The signature of checkpoint {0} is wrong."},
    Words{
        CheckpointsCut,
        "checkpoint.cut",
        "Tệp điểm chốt bị cắt: nơi khác giữ điểm chốt {0}.",
        "The checkpoint file was cut: another body keeps checkpoint {0}."},
    Words{
        AnchorDiffers,
        "anchor.differs",
        "Điểm chốt {0} khác với bản nơi khác giữ.",
        "Checkpoint {0} differs from what another body keeps."},
    Words{
        AnchorOtherStore,
        "anchor.other_store",
        "Neo {0} thuộc kho khác.",
        "Anchor {0} belongs to another store."},
    Words{
        EventAltered,
        "event.altered",
        "Sự kiện {2} khác với điều bản ghi {0} của nhật ký đã chốt.",
        "Event {2} is not what entry {0} of the journal says."},
    Words{
        EventMissing,
        "event.missing",
        "Sự kiện {2} mà bản ghi {0} nói tới không còn.",
        "Event {2}, which entry {0} names, is gone."},
    Words{
        EventInserted,
        "event.inserted",
        "Sự kiện {2} được chèn thêm: không bản ghi nào nói tới.",
        "Event {2} was inserted: no entry names it."},
    Words{
        PowerDiffers,
        "power.differs",
        "Dòng quyền «{2}» khác với trạng thái mới nhất ở bản ghi {0}: bị sửa, hoặc là bản cũ được đặt lại.",
        "Row of power «{2}» is not the newest state that entry {0} names: altered, or an older one put "
        "back."},
    Words{
        PowerMissing,
        "power.missing",
        "Dòng quyền «{2}» mà bản ghi {0} nói tới không còn.",
        "Row of power «{2}», which entry {0} names, is gone."},
    Words{
        PowerUnknown,
        "power.unknown",
        "Dòng quyền «{2}» được chèn thêm: không bản ghi nào nói tới.",
        "Row of power «{2}» was inserted: no entry names it."},
    Words{
        OldEvents,
        "event.old",
        "{0} sự kiện từ trước: nhật ký chỉ chốt nội dung, không chốt vị trí.",
        "{0} events of before: the journal covers their content, not their place."},
    Words{
        OldRows,
        "power.old",
        "{0} dòng quyền từ trước: nhật ký chưa nói tới.",
        "{0} rows of power of before: the journal does not name them."},
    Words{
        TailUnwitnessed,
        "journal.tail_unwitnessed",
        "Các dòng {0} đến {1} chưa có điểm chốt.",
        "Rows {0} to {1} have no checkpoint yet."},
    Words{
        SelfAttested,
        "journal.self_attested",
        "Chưa có neo từ nơi khác: nhật ký chỉ tự chứng nhận.",
        "No anchor from another body was given: the journal is self-attested."},
};

const Words& words_of(FindingKind kind) {
    const auto found = std::ranges::find(kWords, kind, &Words::kind);
    CHECK(found != kWords.end());
    return *found;
}

}  // namespace

bool is_notice(FindingKind kind) {
    return kind == TailUnwitnessed || kind == SelfAttested || kind == OldEvents || kind == OldRows;
}

std::string_view code_of(FindingKind kind) {
    return words_of(kind).code;
}

std::string sentence_vi(const Finding& finding) {
    return fmt::format(
        fmt::runtime(words_of(finding.kind).vi), finding.number, finding.until, finding.subject
    );
}

std::string sentence_en(const Finding& finding) {
    return fmt::format(
        fmt::runtime(words_of(finding.kind).en), finding.number, finding.until, finding.subject
    );
}

bool Report::is_sound() const {
    return std::ranges::all_of(findings, [](const Finding& finding) { return is_notice(finding.kind); });
}

}  // namespace neove::journal
