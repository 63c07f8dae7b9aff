#pragma once
/// \file
/// Statements over jobs, their leases and the outbox of mails (migrations/0007_jobs.sql).

#include "storage/statement.h"

namespace neove::storage::statements {

inline constexpr Statement kJobOf{
    "job_of", "SELECT state, tries, next_at, changed_at FROM job WHERE kind = $1 AND period = $2"};
inline constexpr Statement kInsertJob{
    "insert_job",
    "INSERT INTO job (kind, period, state, tries, next_at, changed_at, result, code) "
    "VALUES ($1, $2, 'waiting', 1, $3, $4, 0, 'job.unfinished')"};
/// A try counts when it begins: work that ends its process waits longer each time, too.
inline constexpr Statement kBeginJob{
    "begin_job",
    "UPDATE job SET tries = tries + 1, next_at = $3, changed_at = $4, code = 'job.unfinished' "
    "WHERE kind = $1 AND period = $2 AND state = 'waiting'"};
inline constexpr Statement kFinishJob{
    "finish_job",
    "UPDATE job SET state = 'done', changed_at = $3, result = $4, code = '' "
    "WHERE kind = $1 AND period = $2 AND state = 'waiting'"};
inline constexpr Statement kFailJob{
    "fail_job",
    "UPDATE job SET changed_at = $3, code = $4 WHERE kind = $1 AND period = $2 AND state = 'waiting'"};
/// The newest of each kind, by the time it was last touched.
inline constexpr Statement kNewestJobs{
    "newest_jobs",
    "SELECT j.kind, j.period, j.state, j.tries, j.changed_at, j.result, j.code FROM job j WHERE j.changed_at "
    "= (SELECT MAX(o.changed_at) FROM job o WHERE o.kind = j.kind) ORDER BY j.kind, j.period"};
inline constexpr Statement kNewestDone{
    "newest_done",
    "SELECT kind, MAX(changed_at), MAX(result) FROM job WHERE state = 'done' GROUP BY kind ORDER BY kind"};
inline constexpr Statement kForgetJobs{"forget_jobs", "DELETE FROM job WHERE changed_at < $1"};

inline constexpr Statement kLeaseOf{
    "lease_of", "SELECT holder, term, until_at FROM job_lease WHERE kind = $1"};
inline constexpr Statement kInsertLease{
    "insert_lease", "INSERT INTO job_lease (kind, holder, term, until_at) VALUES ($1, $2, 1, $3)"};
/// The old term must still stand: of two who take it at once, one does.
inline constexpr Statement kTakeLease{
    "take_lease",
    "UPDATE job_lease SET holder = $2, until_at = $3, term = term + 1 WHERE kind = $1 AND term = $4"};
/// Holds only for who still has the lease, and lengthens it.
inline constexpr Statement kHoldLease{
    "hold_lease", "UPDATE job_lease SET until_at = $4 WHERE kind = $1 AND holder = $2 AND term = $3"};

/// The same mail twice is one mail.
inline constexpr Statement kQueueMail{
    "queue_mail",
    "INSERT INTO mail_outbox (id, kind, number, created_at, state, tries, next_at, changed_at, code, sealed) "
    "VALUES ($1, $2, $3, $4, 'waiting', 0, $4, $4, '', $5) ON CONFLICT (id) DO NOTHING"};
/// Due, or due so far away that a clock must have jumped.
inline constexpr Statement kDueMails{
    "due_mails",
    "SELECT id, kind, created_at, tries, sealed FROM mail_outbox WHERE state = 'waiting' AND "
    "(next_at <= $1 OR next_at > $2) ORDER BY created_at, id LIMIT $3"};
/// The tries must still be those that were read: of two who take a mail, one sends it.
inline constexpr Statement kBeginMail{
    "begin_mail",
    "UPDATE mail_outbox SET tries = tries + 1, next_at = $3, changed_at = $4, code = 'mail.unfinished' "
    "WHERE id = $1 AND tries = $2 AND state = 'waiting'"};
inline constexpr Statement kDelayMail{
    "delay_mail", "UPDATE mail_outbox SET changed_at = $2, code = $3 WHERE id = $1 AND state = 'waiting'"};
/// What is sent or given up loses its content at once.
inline constexpr Statement kEndMail{
    "end_mail",
    "UPDATE mail_outbox SET state = $2, changed_at = $3, code = $4, sealed = $5 WHERE id = $1 AND "
    "state = 'waiting'"};
inline constexpr Statement kCountMails{
    "count_mails", "SELECT state, COUNT(*), MAX(changed_at) FROM mail_outbox GROUP BY state ORDER BY state"};
/// The newest mail of a kind that left.
inline constexpr Statement kNewestSent{
    "newest_sent",
    "SELECT number, changed_at FROM mail_outbox WHERE kind = $1 AND state = 'sent' ORDER BY number DESC, "
    "changed_at DESC LIMIT 1"};
/// Why the newest one did not leave.
inline constexpr Statement kNewestMailCode{
    "newest_mail_code",
    "SELECT code FROM mail_outbox WHERE state <> 'sent' AND code <> '' ORDER BY changed_at DESC LIMIT 1"};
inline constexpr Statement kMailById{
    "mail_by_id", "SELECT state, tries, next_at, changed_at, code, sealed FROM mail_outbox WHERE id = $1"};
inline constexpr Statement kForgetMails{
    "forget_mails", "DELETE FROM mail_outbox WHERE state <> 'waiting' AND changed_at < $1"};

}  // namespace neove::storage::statements
