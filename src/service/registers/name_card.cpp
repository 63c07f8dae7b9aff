#include "service/registers/name_card.h"

#include "base/crypto.h"
#include "service/registers/sealed_record.h"

namespace neove::service {

namespace {

void add_person(const json::Value& person, name_index::Card& card) {
    if (std::string name = person.text_or("name"); !name.empty()) card.names.push_back(std::move(name));
    const json::Value* others = person.find("other_names");
    if (others != nullptr && others->array() != nullptr) {
        for (const json::Value& one : *others->array()) {
            if (one.string() != nullptr) card.names.push_back(*one.string());
        }
    }
    if (card.birth.empty()) card.birth = person.text_or("born");
}

void add(const json::Value& answer, name_index::Card& card) {
    if (answer.string() != nullptr) {
        card.phones.push_back(*answer.string());
    } else if (answer.object() == nullptr) {
        return;
    } else if (answer.find("number") != nullptr) {
        card.identity_numbers.push_back(answer.text_or("number"));
    } else {
        add_person(answer, card);
    }
}

void wipe_text(std::string& text) {
    crypto::wipe(text.data(), text.size());
    text.clear();
}

}  // namespace

name_index::Card name_card(const form::Form& form, const RecordId& id, const json::Value& answers) {
    name_index::Card card;
    card.id = id;
    if (answers.object() == nullptr) return card;
    // The form's order first: people are sorted by the first name.
    for (const form::Field& field : form.fields) {
        if (const json::Value* answer = answers.find(field.id)) add(*answer, card);
    }
    for (const auto& [field, answer] : *answers.object()) {
        if (form.find(field) == nullptr) add(answer, card);
    }
    return card;
}

void wipe_card(name_index::Card& card) {
    for (auto* texts : {&card.names, &card.identity_numbers, &card.phones}) {
        for (std::string& one : *texts) wipe_text(one);
    }
    wipe_text(card.birth);
}

}  // namespace neove::service
