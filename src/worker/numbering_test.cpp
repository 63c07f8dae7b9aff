#include "worker/numbering.h"

#include "worker/xml.h"

#include <doctest/doctest.h>

namespace neove::worker {

namespace {

std::string level(int at, const std::string& format, const std::string& text, const std::string& more = {}) {
    return "<w:lvl w:ilvl=\"" + std::to_string(at) + "\"><w:start w:val=\"1\"/><w:numFmt w:val=\"" + format +
           "\"/>" + more + "<w:lvlText w:val=\"" + text + "\"/></w:lvl>";
}

struct Lists {
    explicit Lists(const std::string& definitions, const std::string& style_lines = {})
        : lists(parse_xml("<w:numbering>" + definitions + "</w:numbering>").value()),
          styles(parse_xml("<w:styles>" + style_lines + "</w:styles>").value()),
          numbering(lists->document_element(), styles->document_element()) {}
    std::string next(int list, int at) { return numbering.next_label({list, at}); }
    std::unique_ptr<pugi::xml_document> lists;
    std::unique_ptr<pugi::xml_document> styles;
    Numbering numbering;
};

const std::string kOutline = "<w:abstractNum w:abstractNumId=\"0\">" + level(0, "upperRoman", "%1.") +
                             level(1, "decimal", "%2.") + level(2, "lowerLetter", "%3)") +
                             level(3, "decimal", "%2.%4.") +
                             "</w:abstractNum><w:num w:numId=\"1\"><w:abstractNumId w:val=\"0\"/></w:num>"
                             "<w:num w:numId=\"2\"><w:abstractNumId w:val=\"0\"/></w:num>"
                             "<w:num w:numId=\"3\"><w:abstractNumId w:val=\"0\"/><w:lvlOverride "
                             "w:ilvl=\"0\"><w:startOverride w:val=\"1\"/>"
                             "</w:lvlOverride></w:num>";

}  // namespace

TEST_CASE("numbers are written as the word processor writes them") {
    CHECK(format_number("upperRoman", 1994) == "MCMXCIV");
    CHECK(format_number("lowerRoman", 4) == "iv");
    CHECK(format_number("lowerLetter", 1) == "a");
    CHECK(format_number("lowerLetter", 5) == "e");
    CHECK(format_number("upperLetter", 28) == "BB");
    CHECK(format_number("decimalZero", 7) == "07");
    CHECK(format_number("none", 3).empty());
    CHECK(format_number("chineseCounting", 3) == "3");
}

TEST_CASE("levels count, restart below a higher one, and show the numbers above them") {
    Lists lists(kOutline);
    CHECK(lists.next(1, 0) == "I. ");
    CHECK(lists.next(1, 1) == "1. ");
    CHECK(lists.next(1, 2) == "a) ");
    CHECK(lists.next(1, 2) == "b) ");
    CHECK(lists.next(1, 3) == "1.1. ");
    CHECK(lists.next(1, 1) == "2. ");
    CHECK(lists.next(1, 2) == "a) ");
    CHECK(lists.next(1, 0) == "II. ");
    CHECK(lists.next(1, 1) == "1. ");
}

TEST_CASE("lists of one definition go on counting unless told to start again") {
    Lists lists(kOutline);
    CHECK(lists.next(1, 0) == "I. ");
    CHECK(lists.next(2, 0) == "II. ");
    CHECK(lists.next(3, 0) == "I. ");
    CHECK(lists.next(3, 0) == "II. ");
    CHECK(lists.next(9, 0).empty());
    CHECK(lists.next(0, 0).empty());
}

TEST_CASE("bullets become a hyphen or a plus, suffixes and legal digits are kept") {
    Lists lists(
        "<w:abstractNum w:abstractNumId=\"5\">" + level(0, "bullet", "\xEF\x82\xB7") +
        level(1, "bullet", "+") + "</w:abstractNum><w:abstractNum w:abstractNumId=\"6\">" +
        level(0, "upperRoman", "%1") +
        level(1, "decimal", "%1.%2.", "<w:isLgl/><w:suff w:val=\"nothing\"/>") +
        "</w:abstractNum><w:num w:numId=\"5\"><w:abstractNumId w:val=\"5\"/></w:num>"
        "<w:num w:numId=\"6\"><w:abstractNumId w:val=\"6\"/></w:num>"
    );
    CHECK(lists.next(5, 0) == "- ");
    CHECK(lists.next(5, 1) == "+ ");
    CHECK(lists.next(6, 0) == "I ");
    CHECK(lists.next(6, 1) == "1.1.");
}

TEST_CASE("a style brings its list, the list's definition names the style's level") {
    Lists lists(
        "<w:abstractNum w:abstractNumId=\"0\">" + level(0, "upperRoman", "%1.") +
            level(1, "decimal", "%2.", "<w:pStyle w:val=\"Heading2\"/>") +
            "</w:abstractNum><w:num w:numId=\"4\"><w:abstractNumId w:val=\"0\"/></w:num>",
        "<w:style w:styleId=\"Heading2\"><w:pPr><w:numPr><w:numId w:val=\"4\"/></w:numPr></w:pPr></w:style>"
        "<w:style w:styleId=\"Mine\"><w:basedOn w:val=\"Heading2\"/></w:style>"
        "<w:style w:styleId=\"Loop\"><w:basedOn w:val=\"Loop\"/></w:style>"
    );
    const auto place = [&](const std::string& properties) {
        const auto tree = parse_xml("<w:pPr>" + properties + "</w:pPr>").value();
        return lists.numbering.place(tree->document_element());
    };
    CHECK(place("<w:pStyle w:val=\"Heading2\"/>").list == 4);
    CHECK(place("<w:pStyle w:val=\"Heading2\"/>").level == 1);
    CHECK(place("<w:pStyle w:val=\"Mine\"/>").list == 4);
    CHECK(place("<w:pStyle w:val=\"Loop\"/>").list == 0);
    CHECK(place("<w:pStyle w:val=\"Heading2\"/><w:numPr><w:numId w:val=\"0\"/></w:numPr>").list == 0);
    CHECK(place("<w:numPr><w:ilvl w:val=\"99\"/><w:numId w:val=\"4\"/></w:numPr>").level == 8);
}

}  // namespace neove::worker
