#include "definition/fault.h"

namespace neove::definition {

bool Fault::operator==(const Fault& other) const {
    return code == other.code && file == other.file && place.line == other.place.line &&
           place.column == other.place.column && pointer == other.pointer && detail == other.detail;
}

void Places::remember(std::string pointer, std::string_view file, yaml::Place place) {
    at_.insert_or_assign(std::move(pointer), At{std::string(file), place});
}

const Places::At* Places::nearest(std::string_view pointer) const {
    while (true) {
        if (const auto found = at_.find(pointer); found != at_.end()) return &found->second;
        const std::size_t cut = pointer.rfind('/');
        if (cut == std::string_view::npos) return nullptr;
        pointer = pointer.substr(0, cut);
    }
}

Fault Places::locate(const Error& error) const {
    Fault fault{error.code, {}, {}, error.where, error.detail};
    if (const At* at = nearest(error.where)) {
        fault.file = at->file;
        fault.place = at->place;
    }
    return fault;
}

std::string Places::where(std::string_view pointer) const {
    const At* at = nearest(pointer);
    return at == nullptr ? std::string() : yaml::where(at->file, at->place);
}

std::string where(const Fault& fault) {
    return fault.file.empty() ? std::string() : yaml::where(fault.file, fault.place);
}

std::string below(std::string_view pointer, std::string_view step) {
    std::string out(pointer);
    out += '/';
    for (const char c : step) {
        if (c == '~') {
            out += "~0";
        } else if (c == '/') {
            out += "~1";
        } else {
            out += c;
        }
    }
    return out;
}

std::string below(std::string_view pointer, std::size_t index) {
    return std::string(pointer) + '/' + std::to_string(index);
}

}  // namespace neove::definition
