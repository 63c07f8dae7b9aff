#include "keyring/domain.h"

#include "base/check.h"

namespace neove::keyring {

std::string_view name_of(Domain domain) {
    switch (domain) {
        case Domain::Work: return "work";
        case Domain::Auth: return "auth";
        case Domain::System: return "system";
        case Domain::Cases: return "cases";
        case Domain::Crime: return "crime";
        case Domain::Tips: return "tips";
        case Domain::Audit: return "audit";
    }
    report_bug("domain", __FILE__, __LINE__);
}

std::optional<Domain> domain_named(std::string_view name) {
    for (const Domain domain : kDomains) {
        if (name_of(domain) == name) return domain;
    }
    return std::nullopt;
}

std::optional<Domain> domain_numbered(std::uint64_t number) {
    for (const Domain domain : kDomains) {
        if (static_cast<std::uint64_t>(domain) == number) return domain;
    }
    return std::nullopt;
}

std::string_view name_of(FieldClass field_class) {
    switch (field_class) {
        case FieldClass::None: return "none";
        case FieldClass::Public: return "public";
        case FieldClass::Internal: return "internal";
        case FieldClass::Confidential: return "confidential";
        case FieldClass::Identity: return "identity";
    }
    report_bug("field_class", __FILE__, __LINE__);
}

std::string_view name_of(Purpose purpose) {
    switch (purpose) {
        case Purpose::Field: return "field";
        case Purpose::SearchCard: return "search_card";
        case Purpose::Attachment: return "attachment";
        case Purpose::Draft: return "draft";
        case Purpose::RecordKey: return "record_key";
        case Purpose::RowTag: return "row_tag";
        case Purpose::EntityTag: return "entity_tag";
        case Purpose::Cursor: return "cursor";
        case Purpose::FormToken: return "form_token";
        case Purpose::Idempotency: return "idempotency";
        case Purpose::FactSubject: return "fact_subject";
        case Purpose::Session: return "session";
        case Purpose::PasswordVerifier: return "password_verifier";
        case Purpose::FactorSeed: return "factor_seed";
        case Purpose::CodeCard: return "code_card";
        case Purpose::SealedReason: return "sealed_reason";
        case Purpose::Receipt: return "receipt";
        case Purpose::RootKey: return "root_key";
        case Purpose::EpochKey: return "epoch_key";
        case Purpose::KeyringTag: return "keyring_tag";
        case Purpose::SigningState: return "signing_state";
        case Purpose::FileMark: return "file_mark";
        case Purpose::Mail: return "mail";
        case Purpose::Erasure: return "erasure";
        case Purpose::BreakGlass: return "break_glass";
        case Purpose::Export: return "export";
    }
    report_bug("purpose", __FILE__, __LINE__);
}

}  // namespace neove::keyring
