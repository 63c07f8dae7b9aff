#include "storage/postgres/connection.h"

#include "base/check.h"
#include "storage/postgres/values.h"
#include "storage/statements/postgres_session.h"

#include <fmt/format.h>
#include <libpq-fe.h>

#include <optional>

namespace neove::storage::postgres {

namespace {

constexpr int kOldestServer = 150'000;

Error unavailable(std::string detail) {
    return {ErrorKind::Unavailable, "storage.unavailable", {}, std::move(detail)};
}

bool is_good(const pg_result* result) {
    const ExecStatusType status = PQresultStatus(result);
    return status == PGRES_COMMAND_OK || status == PGRES_TUPLES_OK;
}

std::int64_t rows_changed(pg_result* result) {
    const std::string_view text = PQcmdTuples(result);
    std::int64_t rows = 0;
    for (const char digit : text) rows = rows * 10 + (digit - '0');
    return rows;
}

bool begins_with_any(std::string_view text, std::initializer_list<std::string_view> heads) {
    for (const std::string_view head : heads) {
        if (text.starts_with(head)) return true;
    }
    return false;
}

void drop_notice(void* /*unused*/, const pg_result* /*unused*/) {}

}  // namespace

void Connection::Free::operator()(pg_result* result) const {
    PQclear(result);
}

Result<std::unique_ptr<Connection>> Connection::open(const std::string& conninfo) {
    std::unique_ptr<Connection> connection(new Connection(PQconnectdb(conninfo.c_str())));
    pg_conn* handle = connection->handle_;
    // Messages of libpq may name hosts and users, never a password.
    if (PQstatus(handle) != CONNECTION_OK) return std::unexpected(unavailable(PQerrorMessage(handle)));
    PQsetNoticeReceiver(handle, drop_notice, nullptr);
    const char* encoding = PQparameterStatus(handle, "server_encoding");
    const bool is_utf8 = encoding != nullptr && std::string_view(encoding) == "UTF8";
    if (PQserverVersion(handle) < kOldestServer || !is_utf8) {
        return refuse(ErrorKind::Unavailable, "storage.server", {}, "needs PostgreSQL 15 and UTF8");
    }
    TRY(connection->script(statements::kPostgresSettings));
    return connection;
}

Connection::~Connection() {
    PQfinish(handle_);
}

Error Connection::error(const pg_result* result, std::string_view name) const {
    const char* state_text = result != nullptr ? PQresultErrorField(result, PG_DIAG_SQLSTATE) : nullptr;
    const std::string_view state = state_text != nullptr ? state_text : "";
    // Only the state: messages of the server may repeat values.
    std::string detail = fmt::format("{}: SQLSTATE {}", name, state);
    if (PQstatus(handle_) != CONNECTION_OK || state.empty()) return unavailable(std::move(detail));
    if (begins_with_any(state, {"23505", "23503", "40"})) {
        return {ErrorKind::Conflict, "storage.conflict", {}, std::move(detail)};
    }
    if (state == "53100") return {ErrorKind::Unavailable, "storage.full", {}, std::move(detail)};
    // Connection, resources, operator, system, locks, a standby, missing rights, an idle transaction that was
    // ended.
    if (begins_with_any(state, {"08", "53", "55", "57", "58", "XX", "25006", "25P03", "42501"})) {
        return unavailable(std::move(detail));
    }
    if (state.starts_with("42"))
        detail += fmt::format(": {}", PQresultErrorField(result, PG_DIAG_MESSAGE_PRIMARY));
    throw Bug(detail);
}

Result<const Connection::Prepared*> Connection::prepared(const Statement& statement) {
    const auto known = prepared_.find(&statement);
    if (known != prepared_.end()) return &known->second;
    const std::string sql(statement.postgres.empty() ? statement.sql : statement.postgres);
    Prepared fresh{fmt::format("s{}", prepared_.size()), {}};
    const Answer parsed(PQprepare(handle_, fresh.name.c_str(), sql.c_str(), 0, nullptr));
    if (!is_good(parsed.get())) return std::unexpected(error(parsed.get(), statement.name));
    const Answer described(PQdescribePrepared(handle_, fresh.name.c_str()));
    if (!is_good(described.get())) return std::unexpected(error(described.get(), statement.name));
    for (int i = 0; i < PQnparams(described.get()); ++i)
        fresh.types.push_back(PQparamtype(described.get(), i));
    return &prepared_.emplace(&statement, std::move(fresh)).first->second;
}

Result<void> Connection::prepare(const Statement& statement) {
    TRY(prepared(statement));
    return {};
}

Result<void> Connection::script(const std::string& text) {
    const Answer answer(PQexec(handle_, text.c_str()));
    if (!is_good(answer.get())) return std::unexpected(error(answer.get(), "script"));
    return {};
}

Result<Connection::Answer> Connection::execute(const Statement& statement, const Parameters& parameters) {
    const Prepared* ready = TRY(prepared(statement));
    const Bound bound(parameters, ready->types);
    Answer answer(PQexecPrepared(
        handle_, ready->name.c_str(), bound.size(), bound.values(), bound.lengths(), bound.formats(), 1
    ));
    if (!is_good(answer.get())) return std::unexpected(error(answer.get(), statement.name));
    return answer;
}

Result<std::int64_t> Connection::run(const Statement& statement, const Parameters& parameters) {
    const Answer answer = TRY(execute(statement, parameters));
    return rows_changed(answer.get());
}

Result<Rows> Connection::read(const Statement& statement, const Parameters& parameters) {
    const Answer answer = TRY(execute(statement, parameters));
    return rows_of(answer.get());
}

Result<void> Connection::send_all(std::span<const Call> calls) {
    std::vector<const Prepared*> ready;
    std::vector<Bound> bound;
    ready.reserve(calls.size());
    bound.reserve(calls.size());
    // Everything that can turn out to be a bug comes before the pipeline begins.
    for (const Call& call : calls) {
        ready.push_back(TRY(prepared(*call.statement)));
        bound.emplace_back(*call.parameters, ready.back()->types);
    }
    bool is_sent = PQenterPipelineMode(handle_) == 1;
    for (std::size_t i = 0; i < calls.size() && is_sent; ++i) {
        const Bound& with = bound[i];
        is_sent =
            PQsendQueryPrepared(
                handle_, ready[i]->name.c_str(), with.size(), with.values(), with.lengths(), with.formats(), 1
            ) == 1;
    }
    is_sent = is_sent && PQpipelineSync(handle_) == 1;
    if (!is_sent) return std::unexpected(unavailable("connection lost"));
    return {};
}

Pipelined Connection::receive_all(std::span<const Call> calls) {
    Pipelined done;
    std::optional<Answer> failed;
    for (const Call& call : calls) {
        Answer answer(PQgetResult(handle_));
        if (PQstatus(handle_) != CONNECTION_OK) {
            done.result = std::unexpected(error(answer.get(), call.statement->name));
            return done;
        }
        if (!failed && is_good(answer.get())) {
            done.rows.push_back(rows_changed(answer.get()));
        } else if (!failed) {
            failed = std::move(answer);
        }
        while (answer) answer.reset(PQgetResult(handle_));  // up to the null between two calls
    }
    const Answer sync(PQgetResult(handle_));
    PQexitPipelineMode(handle_);
    if (failed) done.result = std::unexpected(error(failed->get(), calls[done.rows.size()].statement->name));
    return done;
}

Pipelined Connection::pipeline(std::span<const Call> calls) {
    const auto sent = send_all(calls);
    if (!sent) return {{}, std::unexpected(sent.error())};
    return receive_all(calls);
}

Result<void> Connection::begin() {
    TRY(run(statements::kPgBegin));
    return {};
}

Result<void> Connection::commit() {
    TRY(run(statements::kPgCommit));
    return {};
}

void Connection::rollback() {
    if (PQtransactionStatus(handle_) == PQTRANS_IDLE || PQstatus(handle_) != CONNECTION_OK) return;
    // Not prepared: nothing can be prepared in a transaction that failed.
    const Answer answer(PQexec(handle_, statements::kPgRollback.sql.data()));
}

bool Connection::is_usable() {
    return PQconsumeInput(handle_) == 1 && PQstatus(handle_) == CONNECTION_OK &&
           PQtransactionStatus(handle_) == PQTRANS_IDLE && PQpipelineStatus(handle_) == PQ_PIPELINE_OFF;
}

}  // namespace neove::storage::postgres
