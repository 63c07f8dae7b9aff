#include "service/registers/kept_words.h"

#include "base/readable.h"
#include "base/text.h"
#include "form/looks_like_person.h"

namespace neove::service {

Result<> check_kept_words(const House& house, const std::string& words, const char* where) {
    const bool is_blank = words.find_first_not_of(" \t\r\n") == std::string::npos;
    if (is_blank || words.size() > kKeptWordsMax) return refuse(ErrorKind::Invalid, "field.required", where);
    if (!text::is_valid_utf8(words)) return refuse(ErrorKind::Invalid, "form.control_character", where);
    const std::string plain = text::to_nfc(words);
    if (!text::is_readable(plain, true)) return refuse(ErrorKind::Invalid, "form.control_character", where);
    if (form::looks_like_person(plain, house.person_words))
        return refuse(ErrorKind::Invalid, "form.looks_like_person", where);
    return {};
}

}  // namespace neove::service
