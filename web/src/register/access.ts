/// Calls about the table of access and about breaking the glass, and what they answer with.
import { randomKey, send } from '../api/client';

const base = '/api/v1';
const json = async <V>(answer: Promise<{ value: V }>): Promise<V> => (await answer).value;
const glass = (register: string): string => `${base}/registers/${encodeURIComponent(register)}/break-glass`;

/// A word of the table; the name is empty where the pages have to know it themselves.
export interface Word {
  id: string;
  name: string;
}
export interface Says {
  word: string;
  values: Word[];
}
export interface Change {
  kind: 'added' | 'removed' | 'changed';
  wider: boolean;
  part:
    | 'cell'
    | 'deny'
    | 'list'
    | 'list_identity'
    | 'export'
    | 'break_glass'
    | 'matches'
    | 'gives'
    /// What words mean: a field's class, what an action asks, how long records are kept, what lies in the clear.
    | 'class'
    | 'guard'
    | 'kept'
    | 'clear';
  register: Word;
  role: Word | null;
  action: Word | null;
  relation: Word | null;
  states: Word[];
  consent: boolean;
  until_days: number;
  until_state: Word | null;
  before: Says[] | null;
  after: Says[] | null;
}
/// What differs beside the table: a label, a paper, a column; `where` is said by ids, as `neove programme diff` does.
export interface DefinitionChange {
  breaking: boolean;
  sentence: string;
  where: string;
  detail: string;
}
export interface AccessTable {
  stand: 'in_force' | 'waiting' | 'proposed' | 'closed' | 'held_back' | 'until_start';
  sentence: string;
  /// Where records stand that the programme of the last start does not know; of a register as a whole no state.
  lost: { register: Word; state: Word | null }[];
  digest: string;
  accepted_at: string | null;
  proposed_by: string | null;
  confirmed_by: string | null;
  waiting_by: string | null;
  waiting_at: string | null;
  is_own: boolean;
  reason: string;
  refused_by: string | null;
  refusal: string;
  changes: Change[];
  definitions: DefinitionChange[];
  may: string[];
}

export const loadAccessTable = (): Promise<AccessTable> => json(send<AccessTable>('GET', `${base}/access-table`));
const step = (what: string, body?: object): Promise<AccessTable> =>
  json(send<AccessTable>('POST', `${base}/access-table/${what}`, { ...(body ? { json: body } : {}), key: randomKey() }));
export const proposeAccess = (digest: string, reason: string): Promise<AccessTable> => step('propose', { digest, reason });
export const confirmAccess = (digest: string): Promise<AccessTable> => step('confirm', { digest });
export const refuseAccess = (reason: string): Promise<AccessTable> => step('refuse', { reason });
export const cancelAccess = (): Promise<AccessTable> => step('cancel');

export interface GlassAct {
  id: string;
  number: string;
  record: string | null;
  account: Word | null;
  organisation: Word | null;
  opened_at: string;
  until: string;
  review_due_at: string;
  stage: 'waiting' | 'overdue' | 'justified' | 'unjustified';
  reason: string;
  reviewed_by: Word | null;
  reviewed_at: string | null;
  words: string;
  is_own: boolean;
  may_review: boolean;
}
export interface GlassPage {
  may_break: boolean;
  may_review: boolean;
  rule: { minutes: number; classes: string[]; tell: Word[]; review_working_days: number };
  acts: GlassAct[];
  refused: { account: Word | null; count: number; last_at: string }[];
}
export const loadGlass = (register: string): Promise<GlassPage> => json(send<GlassPage>('GET', glass(register)));
export const breakGlass = (register: string, number: string, reason: string, key: string): Promise<GlassAct> =>
  json(send<GlassAct>('POST', glass(register), { json: { number, reason }, key }));
export const reviewGlass = (register: string, act: string, justified: boolean, text: string): Promise<GlassAct> =>
  json(
    send<GlassAct>('POST', `${glass(register)}/${encodeURIComponent(act)}/review`, { json: { justified, words: text } }),
  );
