#include "json/json.h"
#include "json/partial.h"

#include <boost/json/basic_parser_impl.hpp>

#include <algorithm>
#include <functional>
#include <string_view>
#include <vector>

namespace neove::json {

namespace {

/// Sorted and looked at once per object: a look at every member for every member would let a body of 256 KiB
/// hold a worker for seconds.
bool has_equal_keys(const Object& object) {
    // What we wrote ourselves is in order already.
    const auto ascends = [](const Member& one, const Member& next) { return one.first < next.first; };
    if (std::ranges::adjacent_find(object, std::not_fn(ascends)) == object.end()) return false;
    std::vector<std::string_view> keys;
    keys.reserve(object.size());
    for (const Member& member : object) keys.emplace_back(member.first);
    std::ranges::sort(keys);
    return std::ranges::adjacent_find(keys) != keys.end();
}

/// Builds our value from Boost.JSON's events. Boost's own document keeps the last of two equal keys; we
/// refuse them.
struct Handler {
    static constexpr std::size_t max_object_size = 100'000;
    static constexpr std::size_t max_array_size = 1'000'000;
    static constexpr std::size_t max_key_size = 1'000;
    static constexpr std::size_t max_string_size = 64U << 20U;

    std::vector<Value> open;
    std::vector<std::string> keys;
    std::string text;
    Value root;
    std::string refusal;
    std::string_view without;
    bool skips{false};     ///< inside that member
    std::size_t depth{0};  ///< of arrays and objects open inside it

    bool begins() {
        if (skips) ++depth;
        return skips;
    }
    bool ends() {
        if (skips && --depth == 0) skips = false;
        return true;
    }
    bool put(Value value) {
        if (skips) {
            skips = depth != 0;
            return true;
        }
        if (open.empty()) {
            root = std::move(value);
            return true;
        }
        if (Array* array = open.back().array()) {
            array->push_back(std::move(value));
            return true;
        }
        Object& object = *open.back().object();
        std::string key = std::move(keys.back());
        keys.pop_back();
        object.emplace_back(std::move(key), std::move(value));
        return true;
    }
    using Failure = boost::system::error_code;
    bool fail(Failure& error) {
        error = boost::json::make_error_code(boost::json::error::syntax);
        return false;
    }
    bool put(Value value, Failure& error) { return put(std::move(value)) || fail(error); }
    bool close(Failure& error) {
        Value value = std::move(open.back());
        open.pop_back();
        return put(std::move(value), error);
    }

    bool on_document_begin(Failure&) { return true; }
    bool on_document_end(Failure&) { return true; }
    bool on_object_begin(Failure&) {
        if (begins()) return true;
        open.emplace_back(Object{});
        return true;
    }
    bool on_object_end(std::size_t, Failure& error) {
        if (skips) return ends();
        if (!has_equal_keys(*open.back().object())) return close(error);
        refusal = "json.duplicate_key";
        return fail(error);
    }
    bool on_array_begin(Failure&) {
        if (begins()) return true;
        open.emplace_back(Array{});
        return true;
    }
    bool on_array_end(std::size_t, Failure& error) { return skips ? ends() : close(error); }
    bool on_key_part(boost::json::string_view part, std::size_t, Failure&) {
        if (skips) return true;
        text.append(part.data(), part.size());
        return true;
    }
    bool on_key(boost::json::string_view part, std::size_t, Failure&) {
        if (skips) return true;
        text.append(part.data(), part.size());
        skips = !without.empty() && open.size() == 1 && text == without;
        if (skips) {
            text.clear();
        } else {
            keys.push_back(std::exchange(text, {}));
        }
        return true;
    }
    bool on_string_part(boost::json::string_view part, std::size_t, Failure&) {
        if (skips) return true;
        text.append(part.data(), part.size());
        return true;
    }
    bool on_string(boost::json::string_view part, std::size_t, Failure& error) {
        if (skips) return put(Value());
        text.append(part.data(), part.size());
        return put(Value(std::exchange(text, {})), error);
    }
    bool on_number_part(boost::json::string_view, Failure&) { return true; }
    bool on_int64(std::int64_t number, boost::json::string_view, Failure& error) {
        return put(Value(number), error);
    }
    bool on_uint64(std::uint64_t, boost::json::string_view, Failure& error) {
        refusal = "json.not_integer";
        return fail(error);
    }
    bool on_double(double, boost::json::string_view, Failure& error) {
        refusal = "json.not_integer";
        return fail(error);
    }
    bool on_bool(bool flag, Failure& error) { return put(Value(flag), error); }
    bool on_null(Failure& error) { return put(Value(), error); }
    bool on_comment_part(boost::json::string_view, Failure&) { return true; }
    bool on_comment(boost::json::string_view, Failure&) { return true; }
};

}  // namespace

Result<Value> parse_without(std::string_view text, std::string_view without, Limits limits) {
    if (text.size() > limits.bytes) return refuse(ErrorKind::TooLarge, "json.too_large");
    boost::json::parse_options options;
    options.max_depth = limits.depth;
    boost::json::basic_parser<Handler> parser(options);
    parser.handler().without = without;
    boost::system::error_code error;
    const std::size_t used = parser.write_some(false, text.data(), text.size(), error);
    if (error || used != text.size()) {
        std::string code = parser.handler().refusal.empty() ? "json.malformed" : parser.handler().refusal;
        return refuse(ErrorKind::Malformed, std::move(code));
    }
    return std::move(parser.handler().root);
}

Result<Value> parse(std::string_view text, Limits limits) {
    return parse_without(text, {}, limits);
}

}  // namespace neove::json
