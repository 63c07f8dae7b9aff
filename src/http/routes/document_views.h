#pragma once
/// \file
/// Documents and their reading as the interface shows them. Codes get their sentences here, names their
/// organisations.

#include "http/routes/api.h"
#include "service/change_review.h"
#include "service/documents.h"
#include "service/resolve_bodies.h"
#include "service/upload_document.h"

namespace neove::http {

json::Value document_row_view(const Api& api, const service::DocumentRow& row);

/// The row with everything that is said of the document itself.
Result<json::Value> document_view(
    const Api& api, const Exchange& exchange, const service::DocumentRecord& record
);

/// The version goes with what is shown of the document.
Response with_etag(const Api& api, Response response, const service::DocumentRow& row);
Result<Response> answer_document(
    const Api& api, const Exchange& exchange, const service::DocumentRecord& record, int status = 200
);
/// What came of a file that was sent: the document that it is now, or the one that it is already.
Result<Response> answer_upload(const Api& api, const Exchange& exchange, const service::Uploaded& uploaded);

/// The current reading, bodies resolved against today's tree.
json::Value reading_view(const Api& api, const Exchange& exchange, const service::DocumentRecord& record);

json::Value task_view(const review::Task& task, service::BodyResolver& resolver, service::Language language);

json::Value body_view(const service::BodyView& body);

service::BodyResolver resolver_for(
    const Api& api, const Exchange& exchange, const service::DocumentRecord& record
);

/// A change of a document that names the version it saw. One key never serves two requests: method and path
/// belong to what is compared.
Result<service::ReviewRequest> change_request_of(const Exchange& exchange);

/// `X-File-Name`, percent-decoded; a neutral name where there is none.
std::string file_name_of(const Exchange& exchange);

/// A file as it came in: to be saved, never shown.
Response original_response(const std::string& name, ByteView bytes);

}  // namespace neove::http
