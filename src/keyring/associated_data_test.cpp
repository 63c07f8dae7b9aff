#include "keyring/associated_data.h"

#include <doctest/doctest.h>
#include <rapidcheck.h>

#include <algorithm>
#include <set>

namespace neove::keyring {

namespace {

SealedPlace some_place() {
    SealedPlace place;
    place.store = StoreId::trusted("00112233445566778899aabbccddeeff");
    place.register_name = "paper";
    place.record = RecordId::trusted("r");
    place.event = EventId::trusted("e");
    place.field_class = FieldClass::Confidential;
    place.part = "p";
    return place;
}

SealedPlace place_of(
    const std::vector<std::string>& texts, unsigned purpose, unsigned domain, unsigned field_class
) {
    SealedPlace place;
    place.purpose = static_cast<Purpose>(purpose);
    place.domain = static_cast<Domain>(domain);
    place.field_class = static_cast<FieldClass>(field_class);
    place.store = StoreId::trusted(texts[0]);
    place.register_name = texts[1];
    place.record = RecordId::trusted(texts[2]);
    place.event = EventId::trusted(texts[3]);
    place.part = texts[4];
    return place;
}

}  // namespace

TEST_CASE("associated data changes with every one of its fields") {
    std::set<Bytes> seen{associated_data(some_place())};
    const auto differs = [&](auto change) {
        SealedPlace place = some_place();
        change(place);
        return seen.insert(associated_data(place)).second;
    };
    CHECK(differs([](SealedPlace& p) { p.purpose = Purpose::Draft; }));
    CHECK(differs([](SealedPlace& p) { p.store = StoreId::trusted("ffeeddccbbaa99887766554433221100"); }));
    CHECK(differs([](SealedPlace& p) { p.domain = Domain::Cases; }));
    CHECK(differs([](SealedPlace& p) { p.register_name = "pape"; }));
    CHECK(differs([](SealedPlace& p) { p.record = {}; }));
    CHECK(differs([](SealedPlace& p) { p.event = EventId::trusted("r"); }));
    CHECK(differs([](SealedPlace& p) { p.field_class = FieldClass::Identity; }));
    CHECK(differs([](SealedPlace& p) { p.part = "pp"; }));
    CHECK(differs([](SealedPlace& p) { std::swap(p.register_name, p.part); }));
}

TEST_CASE("no two places give the same associated data, and the bytes read back as the place") {
    // Short strings over a small alphabet that contains the bytes of length prefixes: the likely collisions.
    const auto texts = rc::gen::container<std::vector<std::string>>(
        5, rc::gen::container<std::string>(rc::gen::element('\0', '\1', '\2', 'a', 'b'))
    );
    const bool holds = rc::check([&] {
        const auto a = *texts;
        const auto b = *texts;
        const auto purpose = *rc::gen::pair(rc::gen::inRange(1U, 22U), rc::gen::inRange(1U, 22U));
        const auto domain = *rc::gen::pair(rc::gen::inRange(1U, 8U), rc::gen::inRange(1U, 8U));
        const Bytes left = associated_data(place_of(a, purpose.first, domain.first, 1));
        const Bytes right = associated_data(place_of(b, purpose.second, domain.second, 1));
        RC_ASSERT(
            (left == right) == (a == b && purpose.first == purpose.second && domain.first == domain.second)
        );
        CanonicalReader in(left);
        RC_ASSERT(in.text() == "neove.v1");
        RC_ASSERT(in.text() == name_of(static_cast<Purpose>(purpose.first)));
        RC_ASSERT(in.text() == a[0]);
        RC_ASSERT(in.text() == name_of(static_cast<Domain>(domain.first)));
        for (std::size_t i = 1; i < 4; ++i) RC_ASSERT(in.text() == a[i]);
        RC_ASSERT(in.text() == "public");
        RC_ASSERT(in.text() == a[4]);
        RC_ASSERT(in.at_end());
    });
    CHECK(holds);
}

TEST_CASE("the fuzz body survives its corpus") {
    for (const std::string_view text :
         {"",
          "a\xff"
          "b\xff"
          "c",
          "\xff\xff\xff"
          "aa\xff"
          "b",
          "\xff\xff\xff"
          "a\xff"
          "ab"}) {
        fuzz_associated_data(as_bytes(text));
        std::string twice(text);
        while (std::count(twice.begin(), twice.end(), '\xff') < 8) twice += '\xff';
        fuzz_associated_data(as_bytes(twice + std::string(text)));
    }
}

TEST_CASE("names of domains, classes and purposes are all different") {
    std::set<std::string_view> purposes;
    for (unsigned i = 1; i <= 22; ++i) purposes.insert(name_of(static_cast<Purpose>(i)));
    CHECK(purposes.size() == 22);
    for (const Domain domain : kDomains) {
        CHECK(domain_named(name_of(domain)) == domain);
        CHECK(domain_numbered(static_cast<std::uint64_t>(domain)) == domain);
    }
    CHECK(!domain_named("police"));
    CHECK(!domain_numbered(0));
}

}  // namespace neove::keyring
