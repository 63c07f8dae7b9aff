-- Whether a confirmed task of a document names an organisation is asked at every opening of it.
CREATE INDEX confirmed_task_body_by_document ON confirmed_task_body (document_id, organisation_id);
