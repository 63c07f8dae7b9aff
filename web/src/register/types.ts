/// The shapes of registers on the wire: what a register is (its form, workflow, list and words come as data), one
/// record of it, what happened to it. Nothing here knows any register in particular.
import type { Named } from '../api/types';
import type { Field as AskedField, Json, Option } from './form-value';

export type { Json };
/// Field id to value. A field without an answer is not there; `null` clears one in what is sent.
export type Answers = Record<string, Json>;

export type FieldType =
  | 'text'
  | 'long_text'
  | 'integer'
  | 'money'
  | 'date'
  | 'partial_date'
  | 'date_time'
  | 'choice'
  | 'multi_choice'
  | 'person'
  | 'organisation'
  | 'admin_unit'
  | 'phone'
  | 'identity_number'
  | 'country'
  | 'language'
  | 'attachment'
  | 'rows'
  | 'computed';
export type FieldClass = 'public' | 'internal' | 'confidential' | 'identity';

export type { Option };
/// A field as the twin of the form engine reads it, with the words that a page may rely on.
export interface Field extends AskedField {
  type: FieldType;
  class?: FieldClass;
  computes?: FieldType;
  fields?: Field[];
  kinds?: string[];
}

/// What the compiler says where a form says nothing.
export const classOf = (field: Field): FieldClass =>
  field.class ?? (field.type === 'long_text' ? 'confidential' : 'internal');

/// Answers that are no gaps.
export const kDeclined = '@declined';
export const kNotAsked = '@not_asked';

export interface Step {
  id: string;
  fields: string[];
}

export interface Action {
  id: string;
  creates?: boolean;
  from?: string[];
  to?: string;
  fields?: string[];
  requires?: string[];
  ground?: { law?: string; consent?: boolean } | string | null;
  legal_effect?: string;
  citation?: string;
  step_up?: boolean;
  reason?: boolean;
}

export interface LinkKind {
  id: string;
  to: string;
  roles?: string[];
  max?: number;
  required?: boolean;
}

export interface SavedFilter {
  id: string;
  states?: string[];
  overdue?: boolean;
  mine?: boolean;
}

export interface ListColumn {
  id: string;
  type: FieldType;
  label?: string;
}

export interface Register {
  id: string;
  digest: string;
  persons: boolean;
  domain: string;
  title: string;
  title_many?: string;
  form: { fields: Field[]; steps?: Step[] };
  workflow: { states: (string | { id: string; final?: boolean })[]; actions: Action[]; links?: LinkKind[] };
  limits?: { id: string; warn_before_days?: number }[];
  list: { columns: ListColumn[]; filters?: SavedFilter[]; sort?: string };
  labels: Record<string, string>;
  /// Actions one may open a record with.
  create: string[];
  may?: string[];
  /// Classes one may write when opening a record; all of them where nothing is said.
  write?: FieldClass[];
  purposes?: string[];
  relations?: string[];
  identity_kinds?: string[];
}

export interface RegisterRow {
  id: string;
  title: string;
  title_many?: string;
  persons: boolean;
  may: string[];
}

/// How a limit stands. `none`: a list knows no day for it.
export type Standing = 'running' | 'due_soon' | 'overdue' | 'met' | 'met_late' | 'suspended' | 'unknown' | 'none';

export interface RecordRow {
  id: string;
  number: string;
  state: string;
  columns: Record<string, Json>;
  due_at: string | null;
  standing: Standing | null;
  owner: Named | null;
  changed_at: string;
}

export interface RecordPage {
  records: RecordRow[];
  more: boolean;
  next?: string | null;
}

export interface Clock {
  limit: string;
  label?: string;
  standing: Standing;
  started_at: string | null;
  due_at: string | null;
  stopped_at: string | null;
  elapsed_days?: number;
  explanation?: string;
  citation?: string;
  confirmed: boolean;
}

export interface RecordLink {
  id: string;
  kind: string;
  role?: string | null;
  to_register: string;
  /// Null for what one may not open.
  to: string | null;
  number: string | null;
}

export interface Relation {
  id: string;
  relation: string;
  account?: string | null;
  organisation?: string | null;
  name: string;
  from: string | null;
  until: string | null;
}

export interface RecordMay {
  actions: string[];
  correct?: boolean;
  link?: boolean;
  assign?: boolean;
  attach?: boolean;
  erase?: boolean;
}

export interface RecordView {
  id: string;
  register: string;
  number: string;
  /// Of the definition it was opened under.
  digest?: string;
  version: number;
  state: string;
  answers: Answers;
  /// Classes that hold something here which one may not read.
  hidden: FieldClass[];
  owner: Named | null;
  opened_at: string;
  changed_at: string;
  clocks: Clock[];
  links: RecordLink[];
  people: Relation[];
  may: RecordMay;
  write: FieldClass[];
  needs_purpose?: boolean;
}

/// A record with the tag that a change of it needs.
export interface Opened {
  record: RecordView;
  etag: string | null;
}

export interface Happening {
  id: string;
  kind: string;
  actor: Named | null;
  organisation?: Named | null;
  occurred_at: string;
  precision?: string;
  recorded_at: string;
  version: number;
  state?: string;
  answers?: Answers;
  corrects?: string | null;
  corrected_by?: string | null;
  links?: { kind: string; to_register: string; to: string | null; role?: string | null }[];
  reason?: string | null;
}

/// A page of what happened, newest page first. `mended`: what its corrections mend, where that lies further back.
export interface Past {
  events: Happening[];
  mended: Happening[];
  next: string | null;
}

export interface LinkToMake {
  kind: string;
  to_register: string;
  to: string;
  role?: string;
}

/// What a person wants to happen to a record.
export interface Deed {
  answers: Answers;
  occurred_at?: string;
  precision?: string;
  reason?: string;
  links?: LinkToMake[];
}

export interface AgendaItem {
  register: string;
  title: string;
  record: string;
  number: string;
  limit: string;
  label: string;
  due_at: string | null;
  standing: Standing;
}

export interface ImportFault {
  cell: string;
  code: string;
  sentence: string;
}
export interface ImportOutcome {
  rows: number;
  faults: ImportFault[];
  would_create: number;
  created?: number;
}

export interface AttachmentInfo {
  name: string;
  kind: string;
  pages: number;
}
