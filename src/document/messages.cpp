#include "document/messages.h"

#include <algorithm>
#include <array>

namespace neove::document {

namespace {

constexpr std::array kMessages{
    Message{
        "document.worker_failed",
        "Chưa đọc được tệp do lỗi của bộ đọc. Hãy thử lại; nếu vẫn lỗi, hãy dán nội dung dạng chữ.",
        "The reader failed on this file. Try again; if it fails again, paste the text instead."},
    Message{"document.empty", "Tệp rỗng, không có nội dung nào.", "The file is empty."},
    Message{
        "document.too_large",
        "Tệp vượt giới hạn (50 MB một tệp, 500 trang). Hãy tách nhỏ hoặc nén ảnh trong tệp rồi nộp lại.",
        "The file is over a limit (50 MB a file, 500 pages). Split it or shrink its pictures, then try "
        "again."},
    Message{
        "document.encrypted",
        "Tệp có mật khẩu. Hãy mở tệp, bỏ mật khẩu rồi lưu và nộp lại.",
        "The file is protected by a password. Open it, remove the password, save it and try again."},
    Message{
        "document.zip_bomb",
        "Tệp nén bất thường (giải nén ra quá lớn hoặc quá nhiều mục) nên không được mở.",
        "The file unpacks to an abnormal size or number of entries, so it was not opened."},
    Message{
        "document.unsupported",
        "Loại tệp này chưa đọc được. Hãy lưu thành .docx, .xlsx, .pdf hoặc .txt rồi nộp lại.",
        "This kind of file cannot be read. Save it as .docx, .xlsx, .pdf or .txt and try again."},
    Message{
        "document.legacy_word",
        "Tệp .doc cũ chỉ đọc được khi máy chủ có LibreOffice và bubblewrap; máy này chưa cài đủ. Hãy mở tệp "
        "và lưu lại dạng .docx (Lưu thành → Word Document) rồi nộp lại.",
        "Old .doc files can be read only where the server has LibreOffice and bubblewrap; this one lacks "
        "them. Open the file, save it as .docx (Save as → Word Document) and try again."},
    Message{
        "document.legacy_word_locked",
        "Tệp .doc cũ chưa đọc được vì máy chủ không lập được vùng cách ly cho LibreOffice. Hãy lưu lại dạng "
        ".docx rồi nộp lại, và báo quản trị hệ thống.",
        "Old .doc files cannot be read because this server cannot lock LibreOffice in. Save the file as "
        ".docx and try again, and tell the administrator."},
    Message{
        "document.legacy_sheet",
        "Tệp là bảng tính Excel cũ (.xls) nên chưa đọc được. Danh sách: hãy lưu thành .xlsx; văn bản: hãy "
        "nộp bản .docx hoặc .pdf.",
        "This is an old Excel sheet (.xls), which cannot be read. Save a list as .xlsx; send a document as "
        ".docx or .pdf."},
    Message{
        "document.legacy_other",
        "Tệp không phải văn bản Word, mà là tệp của chương trình khác cùng kiểu đóng gói (thư, trình chiếu, "
        "bộ cài đặt). Hãy nộp văn bản ở dạng .docx hoặc .pdf.",
        "This is not a Word document but another program's file in the same wrapping (a message, slides, an "
        "installer). Send the document as .docx or .pdf."},
    Message{
        "document.rich_text",
        "Tệp là dạng RTF, dù tên có thể là .doc. Hãy mở bằng phần mềm soạn thảo, lưu thành .docx rồi nộp "
        "lại.",
        "The file is RTF, whatever its name. Open it in a word processor, save it as .docx and try again."},
    Message{
        "document.markup",
        "Tệp là trang web (HTML) hoặc mã đánh dấu, dù tên có thể là .doc. Hãy mở bằng phần mềm soạn thảo, "
        "lưu thành .docx rồi nộp lại.",
        "The file is a web page (HTML) or other markup, whatever its name. Open it in a word processor, save "
        "it as .docx and try again."},
    Message{
        "document.corrupt",
        "Tệp hỏng hoặc không đúng định dạng. Hãy mở bằng phần mềm soạn thảo, lưu lại rồi nộp lại.",
        "The file is damaged or not what it claims to be. Open it in its program, save it again and try "
        "again."},
    Message{
        "document.quote_open",
        "Bảng có dấu ngoặc kép mở mà không đóng.",
        "The table has a quotation mark that is opened and never closed."},
    Message{"document.no_text", "Không tìm thấy chữ nào trong tệp.", "No text was found in the file."},
    Message{
        "document.timeout",
        "Đọc tệp quá lâu nên đã dừng. Hãy tách nhỏ tệp rồi nộp lại.",
        "Reading took too long and was stopped. Split the file and try again."},
    Message{
        "document.ocr_missing",
        "Tệp là bản quét nhưng máy chủ chưa cài bộ nhận dạng chữ. Hãy nộp bản có lớp chữ hoặc bản .docx.",
        "The file is a scan and this server has no text recognition installed. Use a file with text, or "
        ".docx."},
    Message{"document.no_such_page", "Tệp không có trang này.", "The file has no such page."},
    Message{
        "document.converted",
        "Tệp .doc cũ đã được chuyển sang .docx để đọc; hãy soát lại số thứ tự và bảng.",
        "The old .doc file was converted to .docx to be read; please check its numbering and tables."},
    Message{
        "document.macros_ignored",
        "Tệp có macro; macro không được chạy và đã bỏ qua.",
        "The file holds macros; they were not run and were left out."},
    Message{
        "document.external_links_ignored",
        "Tệp có liên kết ra ngoài; các liên kết không được mở.",
        "The file links to things outside it; the links were not followed."},
    Message{
        "document.embedded_objects_ignored",
        "Tệp có đối tượng nhúng; nội dung của chúng không được đọc.",
        "The file embeds objects; their content was not read."},
    Message{
        "document.pictures_ignored",
        "Tệp có ảnh; chữ trong ảnh không được đọc.",
        "The file holds pictures; text in them was not read."},
    Message{
        "document.hidden_text_ignored",
        "Tệp có chữ ẩn; phần này không được đọc.",
        "The file holds hidden text, which was not read."},
    Message{
        "document.footnotes_ignored",
        "Tệp có cước chú; phần này không được đọc.",
        "The file has footnotes, which were not read."},
    Message{
        "document.fields_as_shown",
        "Tệp có trường tự động; chỉ lấy kết quả đang hiển thị.",
        "The file has fields; only what they last showed was taken."},
    Message{
        "document.formulas_as_shown",
        "Bảng có công thức; chỉ lấy giá trị đã lưu, không tính lại.",
        "The sheet has formulas; only their saved values were taken, nothing was calculated."},
    Message{
        "document.ocr_used",
        "Có trang là ảnh quét; chữ được nhận dạng tự động và có thể sai, hãy soát lại.",
        "Some pages are scans; their text was recognised by machine and may hold errors, please check it."},
    Message{
        "document.pages_unread",
        "Một số trang ảnh không được đọc; hãy kiểm tra và tách tệp nếu cần.",
        "Some picture pages were not read; check them and split the file if you need them."},
    Message{
        "document.charset_repaired",
        "Chữ ở bảng mã cũ đã được chuyển sang Unicode; hãy soát lại chữ in hoa có dấu.",
        "Text in an old Vietnamese encoding was converted to Unicode; please check accented capitals."},
};

}  // namespace

std::span<const Message> messages() {
    return kMessages;
}

const Message& message(std::string_view code) {
    const auto found = std::ranges::find(kMessages, code, &Message::code);
    return found == kMessages.end() ? kMessages.front() : *found;
}

}  // namespace neove::document
