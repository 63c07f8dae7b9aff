/// Every call of the contract as one function, so that paths and headers are written down once.
import { send, type Answer } from './client';
import type * as T from './types';

const base = '/api/v1';
const json = async <V>(answer: Promise<Answer<V>>): Promise<V> => (await answer).value;
const segment = encodeURIComponent;

function query(parts: Record<string, string | null | undefined>): string {
  const search = new URLSearchParams();
  for (const [name, value] of Object.entries(parts)) if (value) search.set(name, value);
  const text = search.toString();
  return text ? `?${text}` : '';
}

// Session. Sign-in and the like are `bare`: they must not open the dialogs they serve.
export const signIn = (account: string, password: string, code: string): Promise<T.Me> =>
  json(
    send<T.Me>('POST', `${base}/sign-in`, {
      json: code ? { account, password, code } : { account, password },
      bare: true,
    }),
  );
export const loadMe = (): Promise<T.Me> => json(send<T.Me>('GET', `${base}/me`, { bare: true, person: '' }));
export const refreshMe = (): Promise<T.Me> => json(send<T.Me>('GET', `${base}/me`));
export const actAs = (grantId: string): Promise<T.Me> =>
  json(send<T.Me>('POST', `${base}/me/acting`, { json: { grant_id: grantId } }));
export const signOut = (): Promise<null> => json(send<null>('POST', `${base}/sign-out`, { bare: true }));
export const lock = (): Promise<null> => json(send<null>('POST', `${base}/lock`, { bare: true }));
export const unlock = (password: string): Promise<T.Me> =>
  json(send<T.Me>('POST', `${base}/unlock`, { json: { password }, bare: true }));
export const stepUp = (code: string): Promise<T.Me> =>
  json(send<T.Me>('POST', `${base}/step-up`, { json: { code }, bare: true }));
export const changePassword = (old: string, next: string): Promise<null> =>
  json(send<null>('POST', `${base}/me/password`, { json: { old, new: next } }));
export const choosePassword = (next: string): Promise<T.Me> =>
  json(send<T.Me>('POST', `${base}/me/first-password`, { json: { new: next } }));
export const proposeTotp = (): Promise<{ secret: string; uri: string }> =>
  json(send<{ secret: string; uri: string }>('POST', `${base}/factor/totp`));
export const confirmTotp = (code: string): Promise<T.Me> =>
  json(send<T.Me>('POST', `${base}/factor/totp/confirm`, { json: { code } }));
export const proposeCard = (): Promise<{ codes: string[] }> =>
  json(send<{ codes: string[] }>('POST', `${base}/factor/card`));
export const confirmCard = (number: number, code: string): Promise<T.Me> =>
  json(send<T.Me>('POST', `${base}/factor/card/confirm`, { json: { number, code } }));
export const listDemoAccounts = (): Promise<{ accounts: T.DemoAccount[] }> =>
  json(send<{ accounts: T.DemoAccount[] }>('GET', `${base}/demo`, { bare: true }));

// Organisations.
export interface OrgFilter {
  query?: string;
  kind?: string;
  parent?: string;
  /// Anywhere under it.
  below?: string;
  cursor?: string | null;
}
export const listOrganisations = (filter: OrgFilter, signal?: AbortSignal): Promise<T.Page<T.OrgRow>> =>
  json(
    send<T.Page<T.OrgRow>>('GET', `${base}/organisations${query({ ...filter })}`, signal ? { signal } : {}),
  );
export const loadOrganisation = (id: string): Promise<T.Organisation> =>
  json(send<T.Organisation>('GET', `${base}/organisations/${segment(id)}`));
export const addOrganisation = (fields: unknown): Promise<T.Organisation> =>
  json(send<T.Organisation>('POST', `${base}/organisations`, { json: fields }));
/// A proposal where it moves the body in the tree.
export const changeOrganisation = (id: string, etag: string, fields: unknown): Promise<T.Organisation | T.Proposal> =>
  json(send<T.Organisation | T.Proposal>('PATCH', `${base}/organisations/${segment(id)}`, { json: fields, ifMatch: etag }));
export const importOrganisations = (
  file: File,
  dryRun: boolean,
  progress: (share: number) => void,
  reason = '',
): Promise<T.ImportOutcome> =>
  json(
    send<T.ImportOutcome>('POST', `${base}/organisations/import?dry_run=${dryRun}&reason=${segment(reason)}`, {
      bytes: file,
      headers: { 'X-File-Name': segment(file.name) },
      progress,
    }),
  );
export const exportOrganisations = (): Promise<Blob> =>
  json(send<Blob>('GET', `${base}/organisations/export`, { file: true }));
export const listOrganisationKinds = (): Promise<T.Page<T.OrgKind>> =>
  json(send<T.Page<T.OrgKind>>('GET', `${base}/organisation-kinds`));

// Administrative units.
export interface UnitFilter {
  q?: string;
  list?: string;
  on?: string;
  cursor?: string | null;
}
export const listUnits = (filter: UnitFilter, signal?: AbortSignal): Promise<T.UnitPage> =>
  json(send<T.UnitPage>('GET', `${base}/units${query({ ...filter })}`, signal ? { signal } : {}));
export const loadUnit = (list: string, code: string): Promise<T.Unit> =>
  json(send<T.Unit>('GET', `${base}/units/${segment(list)}/${segment(code)}`));

// Accounts.
export const listAccounts = (): Promise<T.Page<T.Account>> => json(send<T.Page<T.Account>>('GET', `${base}/accounts`));
export const listRoles = (): Promise<T.Page<T.Role>> => json(send<T.Page<T.Role>>('GET', `${base}/roles`));
export const loadAccount = (id: string): Promise<T.Account> =>
  json(send<T.Account>('GET', `${base}/accounts/${segment(id)}`));
export const disableAccount = (id: string): Promise<T.Account> =>
  json(send<T.Account>('POST', `${base}/accounts/${segment(id)}/disable`));
// What gives power only proposes it: somebody else confirms.
export const proposeAccount = (fields: unknown): Promise<T.Proposal> =>
  json(send<T.Proposal>('POST', `${base}/accounts`, { json: fields }));
export const proposeAct = (id: string, action: 'enable' | 'reset', reason: string): Promise<T.Proposal> =>
  json(send<T.Proposal>('POST', `${base}/accounts/${segment(id)}/${action}`, { json: { reason } }));
export const proposeGrant = (id: string, role: string, organisationId: string, reason: string): Promise<T.Proposal> =>
  json(
    send<T.Proposal>('POST', `${base}/accounts/${segment(id)}/grants`, {
      json: { role, organisation_id: organisationId, reason },
    }),
  );
export const removeGrant = (id: string, grantId: string): Promise<unknown> =>
  json(send('DELETE', `${base}/accounts/${segment(id)}/grants/${segment(grantId)}`));

// Proposals.
const proposal = (id: string): string => `${base}/proposals/${segment(id)}`;
export const listProposals = (): Promise<T.Page<T.Proposal>> =>
  json(send<T.Page<T.Proposal>>('GET', `${base}/proposals`));
export const confirmProposal = (id: string, key: string): Promise<T.Proposal> =>
  json(send<T.Proposal>('POST', `${proposal(id)}/confirm`, { key }));
export const refuseProposal = (id: string, reason: string): Promise<T.Proposal> =>
  json(send<T.Proposal>('POST', `${proposal(id)}/refuse`, { json: { reason } }));
export const cancelProposal = (id: string): Promise<T.Proposal> =>
  json(send<T.Proposal>('POST', `${proposal(id)}/cancel`));

// Documents and their reading.
export const uploadDocument = (
  file: File,
  progress: (share: number) => void,
  again = false,
): Promise<T.PlanDocument> =>
  json(
    send<T.PlanDocument>('POST', `${base}/documents${again ? '?again=true' : ''}`, {
      bytes: file,
      headers: { 'X-File-Name': segment(file.name) },
      progress,
    }),
  );
export interface DocumentFilter {
  cursor?: string | null;
  query?: string;
  state?: string;
  /// Of what gives the own body something; `missing`: whose own plan it has not recorded.
  own_plan?: 'given' | 'missing';
}
export const listDocuments = (filter: DocumentFilter = {}, signal?: AbortSignal): Promise<T.Page<T.DocumentRow>> =>
  json(
    send<T.Page<T.DocumentRow>>('GET', `${base}/documents${query({ ...filter })}`, signal ? { signal } : {}),
  );

const doc = (id: string): string => `${base}/documents/${segment(id)}`;
const task = (id: string, taskId: string): string => `${doc(id)}/tasks/${segment(taskId)}`;

export const loadDocument = (id: string): Promise<T.PlanDocument> => json(send<T.PlanDocument>('GET', doc(id)));
export const changeDocument = (id: string, etag: string, fields: unknown): Promise<T.PlanDocument> =>
  json(send<T.PlanDocument>('PATCH', doc(id), { json: fields, ifMatch: etag }));
/// Null takes it back.
export const nameIssuer = (id: string, etag: string, organisation: string | null): Promise<T.PlanDocument> =>
  json(send<T.PlanDocument>('PUT', `${doc(id)}/issuer`, { json: { organisation_id: organisation }, ifMatch: etag }));
export const withdrawDocument = (
  id: string,
  etag: string,
  fields: { reason: string; with_tasks: boolean; leave_open: boolean },
): Promise<T.PlanDocument> =>
  json(send<T.PlanDocument>('POST', `${doc(id)}/withdraw`, { json: fields, ifMatch: etag }));
/// How many records given out of it still run.
export const countOpen = async (id: string): Promise<number> =>
  (await json(send<{ allotments: { open: number }[] }>('GET', `${doc(id)}/allotments`))).allotments.reduce(
    (sum, one) => sum + one.open,
    0,
  );
export const loadText = (id: string): Promise<T.SourceText> => json(send<T.SourceText>('GET', `${doc(id)}/text`));
export const loadOriginal = (id: string): Promise<Blob> =>
  json(send<Blob>('GET', `${doc(id)}/original`, { file: true }));
export const loadReading = (id: string): Promise<T.Reading> => json(send<T.Reading>('GET', `${doc(id)}/reading`));

function write(method: 'POST' | 'PATCH', path: string, etag: string, fields?: unknown): Promise<T.Reading> {
  return json(send<T.Reading>(method, path, { ...(fields === undefined ? {} : { json: fields }), ifMatch: etag }));
}
export const changeTask = (id: string, etag: string, taskId: string, change: T.TaskChange): Promise<T.Reading> =>
  write('PATCH', task(id, taskId), etag, change);
export const addTask = (
  id: string,
  etag: string,
  fields: { text: string; after?: string; span?: T.Span },
): Promise<T.Reading> => write('POST', `${doc(id)}/tasks`, etag, fields);
export const splitTask = (id: string, etag: string, taskId: string, at: number): Promise<T.Reading> =>
  write('POST', `${task(id, taskId)}/split`, etag, { at });
export const mergeTasks = (id: string, etag: string, taskIds: string[]): Promise<T.Reading> =>
  write('POST', `${doc(id)}/tasks/merge`, etag, { task_ids: taskIds });
export const dropTask = (id: string, etag: string, taskId: string): Promise<T.Reading> =>
  write('POST', `${task(id, taskId)}/drop`, etag);
export const restoreTask = (id: string, etag: string, taskId: string): Promise<T.Reading> =>
  write('POST', `${task(id, taskId)}/restore`, etag);
export const confirmTasks = (id: string, etag: string, taskIds: string[]): Promise<T.Reading> =>
  write('POST', `${doc(id)}/confirm`, etag, { task_ids: taskIds });
export const reread = (id: string, file: File, progress: (share: number) => void): Promise<T.Rereading> =>
  json(
    send<T.Rereading>('POST', `${doc(id)}/reread`, {
      bytes: file,
      headers: { 'X-File-Name': segment(file.name) },
      progress,
    }),
  );
export const acceptReread = (
  id: string,
  etag: string,
  choice: { changed: string[]; added: string[]; missing: string[] },
): Promise<T.Reading> => write('POST', `${doc(id)}/reread/accept`, etag, choice);
export const listReaders = (id: string): Promise<T.Page<T.ReaderEntry>> =>
  json(send<T.Page<T.ReaderEntry>>('GET', `${doc(id)}/readers`));

// System.
export const loadStatus = (): Promise<T.Status> => json(send<T.Status>('GET', `${base}/status`));
