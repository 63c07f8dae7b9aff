#include "paper/package.h"

namespace neove::paper {

namespace {

const std::string kHead = "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n";
const std::string kWords = "xmlns:w=\"http://schemas.openxmlformats.org/wordprocessingml/2006/main\"";
const std::string kRelated =
    "xmlns:r=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships\"";
const std::string kOffice = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/";
const std::string kWordType = "application/vnd.openxmlformats-officedocument.wordprocessingml.";

std::string types() {
    const auto part = [](const std::string& name, const std::string& kind) {
        return "<Override PartName=\"/word/" + name + ".xml\" ContentType=\"" + kWordType + kind + "+xml\"/>";
    };
    return kHead +
           "<Types xmlns=\"http://schemas.openxmlformats.org/package/2006/content-types\"><Default "
           "Extension=\"rels\" "
           "ContentType=\"application/vnd.openxmlformats-package.relationships+xml\"/><Default "
           "Extension=\"xml\" ContentType=\"application/xml\"/>" +
           part("document", "document.main") + part("styles", "styles") + part("header1", "header") +
           part("header2", "header") + "</Types>";
}

std::string relations(const std::vector<std::pair<std::string, std::string>>& to) {
    std::string out =
        kHead + "<Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\">";
    for (std::size_t i = 0; i < to.size(); ++i) {
        out += "<Relationship Id=\"rId" + std::to_string(i + 1) + "\" Type=\"" + kOffice + to[i].first +
               "\" Target=\"" + to[i].second + "\"/>";
    }
    return out + "</Relationships>";
}

/// What the layout asks of everything: its font, black, Vietnamese for the spelling checker.
std::string styles() {
    return kHead + "<w:styles " + kWords +
           "><w:docDefaults><w:rPrDefault><w:rPr><w:rFonts w:ascii=\"Times New Roman\" w:hAnsi=\"Times New "
           "Roman\" w:eastAsia=\"Times New Roman\" w:cs=\"Times New Roman\"/><w:color "
           "w:val=\"000000\"/><w:sz "
           "w:val=\"28\"/><w:szCs w:val=\"28\"/><w:lang w:val=\"vi-VN\" w:eastAsia=\"vi-VN\" "
           "w:bidi=\"ar-SA\"/></w:rPr></w:rPrDefault><w:pPrDefault><w:pPr><w:spacing w:before=\"0\" "
           "w:after=\"0\" "
           "w:line=\"240\" w:lineRule=\"auto\"/></w:pPr></w:pPrDefault></w:docDefaults><w:style "
           "w:type=\"paragraph\" w:default=\"1\" w:styleId=\"Normal\"><w:name "
           "w:val=\"Normal\"/></w:style><w:style "
           "w:type=\"table\" w:default=\"1\" w:styleId=\"TableNormal\"><w:name w:val=\"Normal "
           "Table\"/></w:style></w:styles>";
}

std::string header(bool with_number) {
    std::string field;
    if (with_number) {
        field =
            "<w:pPr><w:jc w:val=\"center\"/></w:pPr><w:r><w:fldChar w:fldCharType=\"begin\"/></w:r><w:r>"
            "<w:instrText xml:space=\"preserve\"> PAGE </w:instrText></w:r><w:r><w:fldChar "
            "w:fldCharType=\"separate\"/></w:r><w:r><w:t>2</w:t></w:r><w:r><w:fldChar "
            "w:fldCharType=\"end\"/></w:r>";
    }
    return kHead + "<w:hdr " + kWords + "><w:p>" + field + "</w:p></w:hdr>";
}

}  // namespace

Parts fixed_parts() {
    return {
        {"[Content_Types].xml", types()},
        {"_rels/.rels", relations({{"officeDocument", "word/document.xml"}})},
        {"word/_rels/document.xml.rels",
         relations({{"styles", "styles.xml"}, {"header", "header1.xml"}, {"header", "header2.xml"}})},
        {"word/styles.xml", styles()},
        {"word/header1.xml", header(true)},
        {"word/header2.xml", header(false)}};
}

std::string document_part(const std::string& body) {
    return kHead + "<w:document " + kWords + " " + kRelated + "><w:body>" + body + "</w:body></w:document>";
}

}  // namespace neove::paper
