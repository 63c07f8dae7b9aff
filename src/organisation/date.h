#pragma once
/// \file
/// A day as an organisation's validity needs it: ISO text that sorts as it reads, or open.

#include <compare>
#include <optional>
#include <string>
#include <string_view>

namespace neove::organisation {

/// A real day of the Gregorian calendar (1900–2199), or open (no bound). Open sorts before every day.
class Date {
public:
    Date() = default;
    /// `yyyy-mm-dd` and nothing else.
    static std::optional<Date> parse_iso(std::string_view text);
    /// What people type into a table: `dd/mm/yyyy`, `d/m/yyyy`, or ISO.
    static std::optional<Date> parse_typed(std::string_view text);

    bool is_open() const { return iso_.empty(); }
    const std::string& iso() const { return iso_; }  ///< empty when open
    auto operator<=>(const Date&) const = default;

private:
    explicit Date(std::string iso) : iso_(std::move(iso)) {}
    static std::optional<Date> make(int year, int month, int day);
    std::string iso_;
};

/// Whether `on` lies in [from, until): `until` is the first day on which it is no longer so. An open `on`
/// asks for today's tree and lies in whatever has no end.
bool covers(const Date& from, const Date& until, const Date& on);

}  // namespace neove::organisation
