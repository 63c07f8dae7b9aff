#include "service/registers/kept_words.h"

#include "base/readable.h"
#include "base/text.h"
#include "form/looks_like_person.h"

namespace neove::service {

Result<> check_kept_words(const std::string& words, const char* where) {
    const bool is_blank = words.find_first_not_of(" \t\r\n") == std::string::npos;
    if (is_blank || words.size() > kKeptWordsMax) return refuse(ErrorKind::Invalid, "field.required", where);
    if (!text::is_valid_utf8(words) || !text::is_readable(text::to_nfc(words), true)) {
        return refuse(ErrorKind::Invalid, "form.control_character", where);
    }
    if (form::looks_like_person(words)) return refuse(ErrorKind::Invalid, "form.looks_like_person", where);
    return {};
}

}  // namespace neove::service
