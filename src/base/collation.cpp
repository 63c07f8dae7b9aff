#include "base/collation.h"

#include "base/check.h"

#include <unicode/coll.h>
#include <unicode/unistr.h>

#include <memory>

namespace neove {

std::string collation_key(std::string_view text) {
    // Building a collator costs milliseconds; its getSortKey is const and safe from many threads.
    static const std::unique_ptr<const icu::Collator> collator = [] {
        UErrorCode status = U_ZERO_ERROR;
        std::unique_ptr<icu::Collator> made(icu::Collator::createInstance(icu::Locale("vi"), status));
        CHECK(U_SUCCESS(status) && made != nullptr);
        return made;
    }();
    const auto wide = icu::UnicodeString::fromUTF8({text.data(), static_cast<std::int32_t>(text.size())});
    std::string key(static_cast<std::size_t>(collator->getSortKey(wide, nullptr, 0)), '\0');
    collator->getSortKey(
        wide, reinterpret_cast<std::uint8_t*>(key.data()), static_cast<std::int32_t>(key.size())
    );
    return key;
}

}  // namespace neove
