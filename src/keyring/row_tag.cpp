#include "keyring/row_tag.h"

namespace neove::keyring {

namespace {

void write(CanonicalWriter& out, const TaggedColumn& column) {
    out.text(column.name).number(column.value.index());
    if (const auto* number = std::get_if<std::int64_t>(&column.value)) {
        out.number(static_cast<std::uint64_t>(*number));
    } else if (const auto* text = std::get_if<std::string_view>(&column.value)) {
        out.text(*text);
    } else if (const auto* bytes = std::get_if<ByteView>(&column.value)) {
        out.bytes(*bytes);
    }
}

/// Enough for most rows: their tags are made a hundred times a page.
constexpr std::size_t kUsualRow = 1'024;

}  // namespace

Digest row_tag(
    const crypto::Secret& key, std::string_view table, std::initializer_list<TaggedColumn> columns
) {
    CanonicalWriter out(kUsualRow);
    out.text(table).number(columns.size());
    for (const TaggedColumn& column : columns) write(out, column);
    return crypto::keyed_hash(key, "neove.row", out.result());
}

Digest row_tag(
    const crypto::Secret& key,
    std::string_view table,
    std::initializer_list<TaggedColumn> columns,
    std::int64_t version
) {
    if (version == 0) return row_tag(key, table, columns);
    CanonicalWriter out(kUsualRow);
    out.text(table).number(columns.size() + 1);
    for (const TaggedColumn& column : columns) write(out, column);
    write(out, {"version", version});
    return crypto::keyed_hash(key, "neove.row", out.result());
}

bool check_row_tag(
    const crypto::Secret& key,
    std::string_view table,
    std::initializer_list<TaggedColumn> columns,
    ByteView tag
) {
    return crypto::equal(row_tag(key, table, columns), tag);
}

}  // namespace neove::keyring
