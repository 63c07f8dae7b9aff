#include "backup/records.h"

#include "base/check.h"

#include <algorithm>

namespace neove::backup {

namespace {

enum class Cell : std::uint8_t { Null = 0, Number = 1, Text = 2, Blob = 3 };

std::unexpected<Error> malformed(const char* what) {
    return refuse(ErrorKind::Malformed, "backup.malformed", {}, what);
}

void append_number(Bytes& to, std::uint64_t value, std::size_t bytes) {
    for (std::size_t i = 0; i < bytes; ++i) to.push_back(static_cast<std::uint8_t>(value >> (8 * i)));
}

std::uint64_t number_at(ByteView from, std::size_t bytes) {
    std::uint64_t value = 0;
    for (std::size_t i = 0; i < bytes; ++i) value |= static_cast<std::uint64_t>(from[i]) << (8 * i);
    return value;
}

void append_cell(Bytes& to, Cell cell, ByteView content) {
    to.push_back(static_cast<std::uint8_t>(cell));
    append_number(to, content.size(), 4);
    to.insert(to.end(), content.begin(), content.end());
}

void append_value(Bytes& to, const storage::Value& value) {
    if (const auto* number = std::get_if<std::int64_t>(&value)) {
        to.push_back(static_cast<std::uint8_t>(Cell::Number));
        append_number(to, static_cast<std::uint64_t>(*number), 8);
    } else if (const auto* text = std::get_if<std::string>(&value)) {
        append_cell(to, Cell::Text, as_bytes(*text));
    } else if (const auto* bytes = std::get_if<Bytes>(&value)) {
        append_cell(to, Cell::Blob, *bytes);
    } else {
        to.push_back(static_cast<std::uint8_t>(Cell::Null));
    }
}

/// One value and what follows it; nothing when it is none, or not of this column's type.
std::optional<storage::Value> take_value(ByteView& rest, char type) {
    if (rest.empty()) return std::nullopt;
    const auto cell = static_cast<Cell>(rest[0]);
    rest = rest.subspan(1);
    const bool may_be_null = type == 'I' || type == 'T' || type == 'B';
    if (cell == Cell::Null) return may_be_null ? std::optional<storage::Value>(std::in_place) : std::nullopt;
    if (cell == Cell::Number) {
        if (rest.size() < 8 || (type != 'i' && type != 'I')) return std::nullopt;
        const auto value = static_cast<std::int64_t>(number_at(rest, 8));
        rest = rest.subspan(8);
        return value;
    }
    const bool fits = (cell == Cell::Text && (type == 't' || type == 'T')) ||
                      (cell == Cell::Blob && (type == 'b' || type == 'B'));
    if (!fits || rest.size() < 4) return std::nullopt;
    const std::size_t size = number_at(rest, 4);
    rest = rest.subspan(4);
    if (rest.size() < size) return std::nullopt;
    const ByteView content = rest.first(size);
    rest = rest.subspan(size);
    if (cell == Cell::Text) return std::string(as_text(content));
    return Bytes(content.begin(), content.end());
}

std::optional<Digest> digest_of(const std::optional<ByteView>& bytes) {
    if (!bytes || bytes->size() != 32) return std::nullopt;
    Digest out{};
    std::ranges::copy(*bytes, out.begin());
    return out;
}

/// Canonical numbers are unsigned; ours count, and never reach the top bit.
std::optional<std::int64_t> count_from(const std::optional<std::uint64_t>& number) {
    if (!number || *number > static_cast<std::uint64_t>(INT64_MAX)) return std::nullopt;
    return static_cast<std::int64_t>(*number);
}

}  // namespace

Result<> RecordWriter::record(RecordKind kind, ByteView body) {
    if (body.size() > kRecordMax) return refuse(ErrorKind::TooLarge, "backup.row_too_large");
    Bytes head{static_cast<std::uint8_t>(kind)};
    append_number(head, body.size(), 4);
    hasher_.add(head);
    hasher_.add(body);
    TRY(sink_(head));
    return sink_(body);
}

Result<> RecordWriter::header(const Header& header) {
    CanonicalWriter out;
    out.number(kFormat).text(header.part).text(header.backup).text(header.store.text());
    out.number(static_cast<std::uint64_t>(header.schema)).number(static_cast<std::uint64_t>(header.seq));
    out.bytes(header.head).number(static_cast<std::uint64_t>(header.at.micros));
    return record(RecordKind::Header, out.result());
}

Result<> RecordWriter::table(const TableHead& table) {
    CanonicalWriter out;
    out.text(table.name).text(table.types);
    return record(RecordKind::Table, out.result());
}

Result<> RecordWriter::row(const storage::Row& row) {
    Bytes body;
    for (const storage::Value& value : row.values()) append_value(body, value);
    ++rows_;
    return record(RecordKind::Row, body);
}

Result<> RecordWriter::table_end(std::int64_t rows) {
    CanonicalWriter out;
    out.number(static_cast<std::uint64_t>(rows));
    return record(RecordKind::TableEnd, out.result());
}

Result<> RecordWriter::file(std::string_view name, ByteView content) {
    CanonicalWriter out(content.size() + 64);
    out.text(name).bytes(content);
    return record(RecordKind::File, out.result());
}

Result<Digest> RecordWriter::end() {
    const Digest digest = hasher_.finish();
    CanonicalWriter out;
    out.number(static_cast<std::uint64_t>(rows_)).bytes(digest);
    // Not through `record`: the digest cannot cover itself.
    Bytes head{static_cast<std::uint8_t>(RecordKind::End)};
    append_number(head, out.result().size(), 4);
    TRY(sink_(head));
    TRY(sink_(out.result()));
    return digest;
}

/// Whether so many bytes are in the buffer; false only at a clean end of the source.
Result<bool> RecordReader::fill(std::size_t count) {
    while (buffer_.size() - at_ < count && !ended_) {
        auto more = TRY(source_());
        if (!more) {
            ended_ = true;
            break;
        }
        if (at_ > 0) {
            buffer_.erase(buffer_.begin(), buffer_.begin() + static_cast<std::ptrdiff_t>(at_));
            at_ = 0;
        }
        buffer_.insert(buffer_.end(), more->begin(), more->end());
    }
    if (buffer_.size() - at_ >= count) return true;
    if (buffer_.size() == at_) return false;
    return malformed("cut record");
}

Result<std::optional<Record>> RecordReader::next() {
    constexpr std::size_t head_bytes = 5;
    if (!TRY(fill(head_bytes))) return std::optional<Record>();
    ByteView view = ByteView(buffer_).subspan(at_);
    const std::uint8_t kind = view[0];
    const std::size_t size = number_at(view.subspan(1), 4);
    if (kind < 1 || kind > static_cast<std::uint8_t>(RecordKind::End)) return malformed("kind");
    if (size > kRecordMax) return malformed("size");
    // A record that is cut off is seen by what there is of it.
    static_cast<void>(TRY(fill(head_bytes + size)));
    view = ByteView(buffer_).subspan(at_);
    if (view.size() < head_bytes + size) return malformed("cut record");
    Record record{static_cast<RecordKind>(kind), {}};
    const ByteView whole = view.first(head_bytes + size);
    if (record.kind != RecordKind::End) hasher_.add(whole);
    record.body.assign(whole.begin() + head_bytes, whole.end());
    at_ += whole.size();
    return std::optional<Record>(std::move(record));
}

Result<Header> header_of(ByteView body) {
    CanonicalReader in(body);
    if (in.number() != std::uint64_t{kFormat}) return refuse(ErrorKind::Unsupported, "backup.other_format");
    Header header;
    const auto part = in.text();
    const auto backup = in.text();
    const auto store = in.text();
    const auto schema = count_from(in.number());
    const auto seq = count_from(in.number());
    const auto head = digest_of(in.bytes());
    const auto at = count_from(in.number());
    if (!part || !backup || !store || !schema || !seq || !head || !at || !in.at_end())
        return malformed("header");
    const auto id = StoreId::parse(*store);
    if (!id || !is_id_text(*backup) || (*part != "data" && *part != "keys")) return malformed("header");
    return Header{*part, *backup, *id, *schema, *seq, *head, Instant{*at}};
}

Result<TableHead> table_of(ByteView body) {
    CanonicalReader in(body);
    const auto name = in.text();
    const auto types = in.text();
    if (!name || !types || !in.at_end()) return malformed("table");
    if (types->empty() || types->size() > 100 || types->find_first_not_of("itbITB") != std::string::npos) {
        return malformed("table");
    }
    return TableHead{*name, *types};
}

Result<storage::Row> row_of(ByteView body, std::string_view types) {
    std::vector<storage::Value> values;
    values.reserve(types.size());
    for (const char type : types) {
        auto value = take_value(body, type);
        if (!value) return malformed("row");
        values.push_back(std::move(*value));
    }
    if (!body.empty()) return malformed("row");
    return storage::Row(std::move(values));
}

Result<std::int64_t> count_of(ByteView body) {
    CanonicalReader in(body);
    const auto count = count_from(in.number());
    if (!count || !in.at_end()) return malformed("count");
    return *count;
}

Result<NamedFile> file_of(ByteView body) {
    CanonicalReader in(body);
    auto name = in.text();
    const auto content = in.bytes();
    if (!name || !content || !in.at_end()) return malformed("file");
    return NamedFile{std::move(*name), Bytes(content->begin(), content->end())};
}

Result<EndMark> end_of(ByteView body) {
    CanonicalReader in(body);
    const auto rows = count_from(in.number());
    const auto digest = digest_of(in.bytes());
    if (!rows || !digest || !in.at_end()) return malformed("end");
    return EndMark{*rows, *digest};
}

}  // namespace neove::backup
