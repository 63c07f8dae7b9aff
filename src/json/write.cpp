#include "json/json.h"

#include <algorithm>

namespace neove::json {

namespace {

bool needs_escape(char c) {
    return c == '"' || c == '\\' || static_cast<unsigned char>(c) < 0x20;
}

void write_escaped(std::string& out, char c) {
    constexpr std::string_view hex = "0123456789abcdef";
    const auto byte = static_cast<unsigned char>(c);
    switch (c) {
        case '"': out += "\\\""; break;
        case '\\': out += "\\\\"; break;
        case '\n': out += "\\n"; break;
        case '\r': out += "\\r"; break;
        case '\t': out += "\\t"; break;
        default:
            out += "\\u00";
            out += hex[byte >> 4U];
            out += hex[byte & 15U];
    }
}

void write_string(std::string& out, std::string_view text) {
    out += '"';
    // In runs: most text needs no escape at all.
    for (auto at = text.begin(); at != text.end();) {
        const auto stop = std::find_if(at, text.end(), needs_escape);
        out.append(at, stop);
        at = stop;
        if (at != text.end()) write_escaped(out, *at++);
    }
    out += '"';
}

void write_value(std::string& out, const Value& value, bool sorted);

void write_members(std::string& out, const Object& object, bool sorted) {
    out += '{';
    for (std::size_t i = 0; i < object.size(); ++i) {
        if (i > 0) out += ',';
        write_string(out, object[i].first);
        out += ':';
        write_value(out, object[i].second, sorted);
    }
    out += '}';
}

void write_object(std::string& out, const Object& object, bool sorted) {
    // What was read from canonical text stands in its order already.
    if (!sorted || std::ranges::is_sorted(object, {}, &Member::first))
        return write_members(out, object, sorted);
    std::vector<const Member*> members;
    members.reserve(object.size());
    for (const Member& member : object) members.push_back(&member);
    std::ranges::sort(members, {}, [](const Member* member) -> const std::string& { return member->first; });
    out += '{';
    for (std::size_t i = 0; i < members.size(); ++i) {
        if (i > 0) out += ',';
        write_string(out, members[i]->first);
        out += ':';
        write_value(out, members[i]->second, sorted);
    }
    out += '}';
}

void write_value(std::string& out, const Value& value, bool sorted) {
    if (const bool* flag = value.boolean()) {
        out += *flag ? "true" : "false";
    } else if (const std::int64_t* number = value.integer()) {
        out += std::to_string(*number);
    } else if (const std::string* text = value.string()) {
        write_string(out, *text);
    } else if (const Array* array = value.array()) {
        out += '[';
        for (std::size_t i = 0; i < array->size(); ++i) {
            if (i > 0) out += ',';
            write_value(out, (*array)[i], sorted);
        }
        out += ']';
    } else if (const Object* object = value.object()) {
        write_object(out, *object, sorted);
    } else {
        out += "null";
    }
}

}  // namespace

std::string write(const Value& value) {
    std::string out;
    write_value(out, value, false);
    return out;
}

std::string write_canonical(const Value& value) {
    std::string out;
    write_value(out, value, true);
    return out;
}

}  // namespace neove::json
