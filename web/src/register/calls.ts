/// Every call of the register contract as one function.
import { send, type Answer, type Call } from '../api/client';
import { Problem } from '../api/problem';
import type { PlanDocument } from '../api/types';
import { fromBase64Url } from '../text/base64';
import type * as T from './types';

const base = '/api/v1';
const segment = encodeURIComponent;
const json = async <V>(answer: Promise<Answer<V>>): Promise<V> => (await answer).value;
const of = (register: string): string => `${base}/registers/${segment(register)}`;
const one = (register: string, id: string): string => `${of(register)}/records/${segment(id)}`;

/// What a list shows. Words looked for stay out of the page's own address: they may be a name.
export interface Look {
  filter?: string;
  state?: string;
  q?: string;
  sort?: string;
  /// By the limit of the register's board, by the month it ends in, by what columns say, by what is linked.
  timing?: string;
  month?: string;
  /// `1`: those alone in which one, or one's body, is named.
  mine?: string;
  where?: string;
  links_to?: string;
}

function query(parts: Record<string, string | null | undefined>): string {
  const search = new URLSearchParams();
  for (const [name, value] of Object.entries(parts)) if (value) search.set(name, value);
  const text = search.toString();
  return text ? `?${text}` : '';
}
async function opened(answer: Promise<Answer<T.RecordView>>): Promise<T.Opened> {
  const { value, etag } = await answer;
  return { record: value, etag };
}

/// How far the tasks of a document are carried out.
export const loadCoverage = (document: string): Promise<T.Coverage> =>
  json(send<T.Coverage>('GET', `${base}/documents/${segment(document)}/coverage`));
/// Which receivers of a plan have issued their own.
export const loadOwnPlans = (document: string): Promise<T.OwnPlans> =>
  json(send<T.OwnPlans>('GET', `${base}/documents/${segment(document)}/own-plans`));
export const recordOwnPlan = (plan: string, file: File, head: T.OwnPlanHead): Promise<PlanDocument> =>
  json(
    send<PlanDocument>('POST', `${base}/documents/${segment(plan)}/own-plans${query({ ...head })}`, {
      bytes: file,
      headers: { 'X-File-Name': segment(file.name) },
    }),
  );
/// Of a document that is there already.
export const stateOwnPlan = (
  document: string,
  etag: string,
  plan: string,
  tasks: readonly string[] | null,
  head: T.OwnPlanHead,
  moved?: { instead_of: string; reason: string },
): Promise<PlanDocument> =>
  json(
    send<PlanDocument>('PUT', `${base}/documents/${segment(document)}/own-plan`, {
      json: { plan_id: plan, ...(tasks ? { tasks } : {}), ...head, ...moved },
      ifMatch: etag,
    }),
  );
export const listRegisters = (): Promise<{ registers: T.RegisterRow[] }> =>
  json(send<{ registers: T.RegisterRow[] }>('GET', `${base}/registers`));
/// `digest`: as it was when a record was opened under it.
export const loadRegister = (id: string, digest = ''): Promise<T.Register> =>
  json(send<T.Register>('GET', `${of(id)}${query({ digest })}`));
export const listRecords = (
  register: string,
  look: Look,
  after: string | null,
  signal?: AbortSignal,
): Promise<T.RecordPage> =>
  json(
    send<T.RecordPage>('GET', `${of(register)}/records${query({ ...look, after })}`, signal ? { signal } : {}),
  );

export const loadRecord = (register: string, id: string): Promise<T.Opened> =>
  opened(send<T.RecordView>('GET', one(register, id)));
export const loadTimeline = (register: string, id: string, after: string | null = null): Promise<T.Past> =>
  json(send<T.Past>('GET', `${one(register, id)}/timeline${query({ after })}`));

/// `key` is the same for repeats of one sending, so that a lost answer never opens two records.
export const openRecord = (register: string, action: string, deed: T.Deed, key: string): Promise<T.Opened> =>
  opened(send<T.RecordView>('POST', `${of(register)}/records`, { json: { action, ...deed }, key }));
export const act = (
  register: string,
  id: string,
  etag: string | null,
  action: string,
  deed: T.Deed,
  key: string,
): Promise<T.Opened> =>
  opened(send<T.RecordView>('POST', `${one(register, id)}/actions`, { json: { action, ...deed }, ifMatch: etag, key }));
export const correct = (
  register: string,
  id: string,
  etag: string | null,
  event: string,
  deed: T.Deed,
  key: string,
): Promise<T.Opened> =>
  opened(
    send<T.RecordView>('POST', `${one(register, id)}/corrections`, { json: { event, ...deed }, ifMatch: etag, key }),
  );

export const addLink = (register: string, id: string, etag: string | null, link: T.LinkToMake): Promise<unknown> =>
  json(send('POST', `${one(register, id)}/links`, { json: link, ifMatch: etag }));
export const removeLink = (register: string, id: string, etag: string | null, link: string): Promise<unknown> =>
  json(send('DELETE', `${one(register, id)}/links/${segment(link)}`, { ifMatch: etag }));
/// A guard that reaches too far for one person stands only when a second one gave it too. Null: it was done, and keeps herself
/// away from the record as well.
export const addRelation = (
  register: string,
  id: string,
  etag: string | null,
  relation: T.RelationToGive,
): Promise<T.RecordView | null> => json(send('POST', `${one(register, id)}/people`, { json: relation, ifMatch: etag }));
/// What keeps somebody away is ended by the second of two: then it still stands in the record that comes back.
export const endRelation = (
  register: string,
  id: string,
  etag: string | null,
  relation: string,
  reason: string,
): Promise<T.RecordView | null> =>
  json(send('POST', `${one(register, id)}/people/${segment(relation)}/end`, { json: { reason }, ifMatch: etag }));
export const givePurpose = (register: string, id: string, purpose: string): Promise<unknown> =>
  json(send('POST', `${one(register, id)}/purpose`, { json: { purpose } }));

export const findAssignable = (
  register: string,
  id: string,
  relation: string,
  q: string,
  signal: AbortSignal,
): Promise<{ people: T.AssignablePerson[] }> =>
  json(send<{ people: T.AssignablePerson[] }>('GET', `${one(register, id)}/assignable${query({ relation, q })}`, { signal }));

/// Of one's own scope: who may be the person that is being typed.
export const findMatches = (register: string, answers: T.Answers): Promise<{ matches: T.Match[] }> =>
  json(send<{ matches: T.Match[] }>('POST', `${of(register)}/matches`, { json: { answers } }));

// Erasures: asked for by one, carried out by another.
const erasure = (register: string, id: string): string => `${of(register)}/erasures/${segment(id)}`;
export const listErasures = async (register: string): Promise<T.Erasure[]> =>
  (await json(send<{ erasures: T.Erasure[] }>('GET', `${of(register)}/erasures`))).erasures;
export const loadRetention = (register: string): Promise<T.Retention> =>
  json(send<T.Retention>('GET', `${of(register)}/retention`));
export const askErasure = (
  register: string,
  id: string,
  wanted: { authority: string; ground: string },
  key: string,
): Promise<T.Erasure> => json(send<T.Erasure>('POST', `${one(register, id)}/erase`, { json: wanted, key }));
export const confirmErasure = (register: string, id: string, key: string): Promise<T.Erasure> =>
  json(send<T.Erasure>('POST', `${erasure(register, id)}/confirm`, { key }));
export const refuseErasure = (register: string, id: string, reason: string): Promise<T.Erasure> =>
  json(send<T.Erasure>('POST', `${erasure(register, id)}/refuse`, { json: { reason } }));

// Redactions: answers taken out of a record that stays.
const redaction = (register: string, id: string): string => `${of(register)}/redactions/${segment(id)}`;
export const loadOutline = (register: string, id: string): Promise<T.RecordOutline> =>
  json(send<T.RecordOutline>('GET', `${one(register, id)}/redaction`));
export const askRedaction = (
  register: string,
  id: string,
  wanted: { authority: string; ground: string; parts: T.RedactedPart[] },
  key: string,
): Promise<T.Redaction> => json(send<T.Redaction>('POST', `${one(register, id)}/redaction`, { json: wanted, key }));
export const listRedactions = async (register: string): Promise<T.Redaction[]> =>
  (await json(send<{ redactions: T.Redaction[] }>('GET', `${of(register)}/redactions`))).redactions;
export const loadRedaction = (register: string, id: string): Promise<T.Redaction> =>
  json(send<T.Redaction>('GET', redaction(register, id)));
export const confirmRedaction = (register: string, id: string, seen: string, key: string): Promise<T.Redaction> =>
  json(send<T.Redaction>('POST', `${redaction(register, id)}/confirm`, { json: { seen }, key }));
export const refuseRedaction = (register: string, id: string, reason: string): Promise<T.Redaction> =>
  json(send<T.Redaction>('POST', `${redaction(register, id)}/refuse`, { json: { reason } }));

// Attachments.
export const uploadAttachment = (
  register: string,
  file: File,
  progress: (share: number) => void,
): Promise<{ id: string }> =>
  json(
    send<{ id: string }>('POST', `${of(register)}/attachments`, {
      bytes: file,
      headers: { 'X-File-Name': segment(file.name) },
      progress,
    }),
  );
const attachment = (register: string, record: string, id: string): string =>
  `${one(register, record)}/attachments/${segment(id)}`;
export const loadAttachment = (register: string, record: string, id: string): Promise<T.AttachmentInfo> =>
  json(send<T.AttachmentInfo>('GET', attachment(register, record, id)));
export const loadPicture = (register: string, record: string, id: string, page: number): Promise<Blob> =>
  json(send<Blob>('GET', `${attachment(register, record, id)}/pages/${page}`, { file: true }));
export const loadOriginal = (register: string, record: string, id: string): Promise<Blob> =>
  json(send<Blob>('POST', `${attachment(register, record, id)}/original`, { file: true }));

// Drafts. None is an answer, not a fault.
export interface Draft {
  answers: T.Answers;
  saved_at?: string;
}
/// What a change of a draft builds on: the version that was read or written last, nothing where there was none; and the open
/// form, by a name of its own: it may go on before the answer to its last writing has come.
export interface DraftBase {
  version: string | null;
  window: string;
}
/// Of which form it is: of an action at a record or `new`, and what it is about where there may be several.
export interface DraftPlace {
  register: string;
  record: string;
  action: string;
  about: string;
}
const draft = ({ register, record, action, about }: DraftPlace, window = ''): string =>
  `${base}/drafts/${segment(register)}/${segment(record)}/${segment(action)}${query({ about, window })}`;
const builtOn = ({ version }: DraftBase): Pick<Call, 'ifMatch' | 'headers'> =>
  version === null ? { headers: { 'If-None-Match': '*' } } : { ifMatch: version };
export async function loadDraft(place: DraftPlace): Promise<{ draft: Draft | null; version: string | null }> {
  try {
    const kept = await json(send<Partial<Draft> & { etag?: string }>('GET', draft(place)));
    const { answers, etag, ...rest } = kept;
    return { draft: answers ? { answers, ...rest } : null, version: etag ? `"${etag}"` : null };
  } catch (error) {
    if (error instanceof Problem && error.status === 404) return { draft: null, version: null };
    throw error;
  }
}
/// Its new version. `person`: whose words they are; a form may outlive the session it was opened in.
export async function saveDraft(
  place: DraftPlace,
  person: string,
  on: DraftBase,
  answers: T.Answers,
  isLast = false,
): Promise<string | null> {
  const { etag } = await send('PUT', draft(place, on.window), { json: { answers }, isLast, person, ...builtOn(on) });
  return etag;
}
export const dropDraft = (place: DraftPlace, person: string, on: DraftBase): Promise<unknown> =>
  json(send('DELETE', draft(place, on.window), { person, ...builtOn(on) }));

export const loadAgenda = (): Promise<T.Agenda> => json(send<T.Agenda>('GET', `${base}/agenda`));

// How one hears of work outside these pages.
export const loadReminders = (): Promise<T.Reminders> => json(send<T.Reminders>('GET', `${base}/reminders`));
export const openFeed = (): Promise<T.OpenedFeed> => json(send<T.OpenedFeed>('POST', `${base}/reminders/feeds`));
export const closeFeed = (id: string): Promise<unknown> => json(send('DELETE', `${base}/reminders/feeds/${segment(id)}`));
export const setReminderAddress = (address: string): Promise<unknown> =>
  json(send('PUT', `${base}/reminders/address`, { json: { address } }));
export const confirmReminderAddress = (code: string): Promise<unknown> =>
  json(send('POST', `${base}/reminders/address/confirm`, { json: { code } }));
export const forgetReminderAddress = (): Promise<unknown> => json(send('DELETE', `${base}/reminders/address`));

// Records that may be about one person.
export const loadMatches = (register: string, after = ''): Promise<T.MatchPage> =>
  json(send<T.MatchPage>('GET', `${of(register)}/possible-matches${after ? `?after=${encodeURIComponent(after)}` : ''}`));
export const answerMatch = (register: string, pair: string, answer: string, text: string): Promise<T.PossiblePair> =>
  json(
    send<T.PossiblePair>('POST', `${of(register)}/possible-matches/${segment(pair)}/answer`, {
      json: { answer, words: text },
    }),
  );

// The board: counts, months, one act over many, what points at a record.
export const loadBoard = (register: string, look: Look): Promise<T.Board> =>
  json(send<T.Board>('GET', `${of(register)}/board${query({ ...look })}`));
export const loadMonths = (register: string, look: Look): Promise<T.BoardMonths> =>
  json(send<T.BoardMonths>('GET', `${of(register)}/board/months${query({ ...look })}`));
export const loadOffer = (register: string, action: string, look: Look, after = ''): Promise<T.BulkOffer> =>
  json(send<T.BulkOffer>('GET', `${of(register)}/bulk/${segment(action)}${query({ ...look, after })}`));
export const actOnMany = (
  register: string,
  action: string,
  records: { id: string; etag: string }[],
  deed: T.Deed,
  key: string,
): Promise<T.BulkOutcome> =>
  json(send<T.BulkOutcome>('POST', `${of(register)}/bulk/${segment(action)}`, { json: { records, ...deed }, key }));
// Bodies that are no more.
export const loadSuccessions = (register: string): Promise<T.Successions> =>
  json(send<T.Successions>('GET', `${of(register)}/successions`));
export const loadSuccession = (register: string, former: string): Promise<T.SuccessionOffer> =>
  json(send<T.SuccessionOffer>('GET', `${of(register)}/successions/${segment(former)}`));
export const passOn = (
  register: string,
  former: string,
  wanted: { successor: string; paper?: string; reason?: string; kept_words?: string[]; records: { id: string; etag: string }[] },
  key: string,
): Promise<T.BulkOutcome> =>
  json(send<T.BulkOutcome>('POST', `${of(register)}/successions/${segment(former)}`, { json: wanted, key }));
export const loadBodyParts = (register: string, former: string): Promise<T.BodyParts> =>
  json(send<T.BodyParts>('GET', `${of(register)}/successions/${segment(former)}/parts`));
export const succeedBody = (
  register: string,
  former: string,
  wanted: { successor: string; paper: string; records: { id: string; etag: string }[] },
  key: string,
): Promise<T.BulkOutcome> =>
  json(send<T.BulkOutcome>('POST', `${of(register)}/successions/${segment(former)}/parts`, { json: wanted, key }));
export const loadLinked = (register: string, id: string): Promise<T.LinkedHere> =>
  json(send<T.LinkedHere>('GET', `${one(register, id)}/linked`));

// Exports. Those that others must agree to are asked for first and fetched later.
export const exportOutlook = (register: string, look: Look, columns = ''): Promise<T.ExportOutlook> =>
  json(send<T.ExportOutlook>('GET', `${of(register)}/export-outlook${query({ ...look, columns })}`));
export const exportRecords = (register: string, look: Look, columns = ''): Promise<Blob> =>
  json(send<Blob>('GET', `${of(register)}/export.xlsx${query({ ...look, columns })}`, { file: true }));
/// Papers that can be drafted here, and one of them as a file.
export const listPapers = (register: string, look: Look): Promise<T.Papers> =>
  json(send<T.Papers>('GET', `${of(register)}/papers${query({ ...look })}`));
export const draftPaper = async (
  register: string,
  paper: string,
  format: string,
  signature: string,
  look: Look,
  record?: string,
): Promise<{ file: Blob; title: string }> => {
  const place = record ? one(register, record) : of(register);
  const asked = record ? {} : look;
  const path = `${place}/papers/${segment(paper)}/${segment(format)}${query({ ...asked, signature })}`;
  const { value, header } = await send<Blob>('GET', path, { file: true });
  return { file: value, title: fromBase64Url(header('X-Paper-Title') ?? '') };
};
/// `columns`: those that stand on the page, the number aside.
export const printRecords = (register: string, look: Look, columns: string): Promise<T.ExportPage> =>
  json(send<T.ExportPage>('GET', `${of(register)}/print${query({ ...look, columns })}`));
export const askForExport = (
  register: string,
  look: Look,
  wanted: { reason: string; with_identity: boolean; purpose?: string },
  key: string,
): Promise<T.ExportRequest> =>
  json(send<T.ExportRequest>('POST', `${of(register)}/exports`, { json: { ...look, ...wanted }, key }));
export const listExports = (): Promise<{ exports: T.ExportRequest[] }> =>
  json(send<{ exports: T.ExportRequest[] }>('GET', `${base}/exports`));
const asked = (request: T.ExportRequest): string => `${of(request.register)}/exports/${segment(request.id)}`;
export const agreeToExport = (request: T.ExportRequest, key: string): Promise<T.ExportRequest> =>
  json(send<T.ExportRequest>('POST', `${asked(request)}/agree`, { key }));
export const refuseExport = (request: T.ExportRequest, reason: string): Promise<T.ExportRequest> =>
  json(send<T.ExportRequest>('POST', `${asked(request)}/refuse`, { json: { reason } }));
export const fetchExport = (request: T.ExportRequest): Promise<Blob> =>
  json(send<Blob>('GET', `${asked(request)}/export.xlsx`, { file: true }));
export const fetchExportPage = (request: T.ExportRequest): Promise<T.ExportPage> =>
  json(send<T.ExportPage>('GET', `${asked(request)}/print`));
export const printRecord = (register: string, id: string): Promise<T.RecordView> =>
  json(send<T.RecordView>('GET', `${one(register, id)}/print`));
export const importRecords = (
  register: string,
  action: string,
  file: File,
  apply: boolean,
  /// Cells whose words stay.
  kept: readonly string[],
  progress: (share: number) => void,
): Promise<T.ImportOutcome> =>
  json(
    send<T.ImportOutcome>('POST', `${of(register)}/import${query({ apply: apply ? '1' : '0', action, kept_words: kept.join() })}`, {
      bytes: file,
      progress,
    }),
  );
export const loadTemplate = (register: string, action: string): Promise<Blob> =>
  json(send<Blob>('GET', `${of(register)}/import/template${query({ action })}`, { file: true }));

// Sheets for bodies outside the network.
export const loadFillIn = (register: string, body: string): Promise<Blob> =>
  json(send<Blob>('GET', `${of(register)}/fill-ins${query({ body })}`, { file: true }));
/// `once`: what is answered once for all its rows.
/// `kept`: cells, and pointers of what is answered once, whose words stay.
export const sendFillIn = (
  register: string,
  file: File,
  once: T.Answers,
  apply: boolean,
  kept: readonly string[],
): Promise<T.FillIn> => {
  const said = { apply: apply ? '1' : '0', once: JSON.stringify(once), kept_words: kept.join() };
  return json(send<T.FillIn>('POST', `${of(register)}/fill-ins${query(said)}`, { bytes: file }));
};
export const exportBoard = (register: string, look: Look): Promise<Blob> =>
  json(send<Blob>('GET', `${of(register)}/board.xlsx${query({ ...look })}`, { file: true }));

// Confirmed tasks of a document given out.
const allotments = (document: string): string => `${base}/documents/${segment(document)}/allotments`;
export const loadAllotments = async (document: string): Promise<T.Allotment[]> =>
  (await json(send<{ allotments: T.Allotment[] }>('GET', allotments(document)))).allotments;
/// Tried dry unless `apply`.
export const allot = (
  document: string,
  register: string,
  choices: { field: string; of: string; value: string }[],
  apply: boolean,
  /// Of words of the document that look like a person's data: what those are kept by that she was asked about.
  kept: readonly string[],
): Promise<T.Allotment> =>
  json(send<T.Allotment>('POST', allotments(document), { json: { register, choices, apply, kept_words: [...kept] } }));
