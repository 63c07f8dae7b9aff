/// The shapes of registers on the wire: what a register is (its form, workflow, list and words come as data), one
/// record of it, what happened to it. Nothing here knows any register in particular.
import type { Named } from '../api/types';
import type { Field as AskedField, Json, Option } from './form-value';
import type { PersonWords } from './looks-like-person';

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
  /// Part of what a person is found by.
  on_card?: boolean;
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
  /// What it empties.
  clears?: string[];
  /// Asked each time: what stands there is no answer to it.
  anew?: string[];
  /// The one linked record that it acts on in the same step.
  also?: { link: string; do: string };
  /// Bodies that its answers name, and how they then stand to the record.
  gives?: { relation: string; to: string; of?: string; among?: 'own_units' }[];
  /// Only once for the same answers to these.
  once_per?: string | string[];
  /// Actions whose times count as times of this one.
  once_with?: string | string[];
}

/// Which action passes a record on when a body is no more, and what it asks.
export interface SuccessionRule {
  field: string;
  former?: string;
  paper?: string;
  action: string;
  /// What ends a record whose like the successor has already.
  let_go?: { action: string; on?: string };
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

/// What a register says of its board: rows are `owner` or a column that holds an organisation.
export interface BoardRule {
  rows: string;
  limit: string;
  states?: string[];
  group?: string;
  act?: string;
}

/// What a register says of sheets that bodies outside the network fill in.
export interface FillInRule {
  body: string;
  action: string;
  shown?: string[];
  asked: string[];
  once?: string[];
}

/// An answer given once a period, said to many records at once: those that share a column.
export interface AtOnceRule {
  action: string;
  same?: string;
  says: Record<string, string>;
}

export interface Register {
  id: string;
  digest: string;
  persons: boolean;
  domain: string;
  title: string;
  title_many?: string;
  form: { fields: Field[]; steps?: Step[] };
  workflow: { states: (string | { id: string; final?: boolean })[]; actions: Action[]; links?: LinkKind[]; succession?: SuccessionRule };
  limits?: { id: string; warn_before_days?: number }[];
  list: { columns: ListColumn[]; filters?: SavedFilter[]; sort?: string; board?: BoardRule | null; fill_in?: FillInRule | null; at_once?: AtOnceRule | null };
  labels: Record<string, string>;
  /// Actions one may open a record with.
  create: string[];
  /// Whether one's role exports from it at all.
  export?: boolean;
  may?: string[];
  /// Classes one may write when opening a record; all of them where nothing is said.
  write?: FieldClass[];
  purposes?: string[];
  relations?: string[];
  identity_kinds?: string[];
  /// Words by which a text is seen to name people, or not to.
  person_words?: PersonWords;
}

export interface RegisterRow {
  id: string;
  title: string;
  title_many?: string;
  persons: boolean;
  may: string[];
  /// What a record of it must be linked to from the start; by whom alone: whoever may take this action there.
  about?: { link: string; to_register: string; who_may?: string[] }[];
}

/// How a limit stands. `unnamed`: the record is to name the day and does not yet; `none`: a list knows no day for it.
export type Standing = 'running' | 'due_soon' | 'overdue' | 'met' | 'met_late' | 'suspended' | 'unknown' | 'unnamed' | 'none';

/// A state and its clocks in the office's one word, where the register has one.
export interface StateWord {
  standing: 'in_time' | 'due_soon' | 'overdue' | 'late';
  label: string;
}

export interface RecordRow {
  id: string;
  number: string;
  state: string;
  state_word?: StateWord | null;
  columns: Record<string, Json>;
  /// Of a person, where lists of the register show names to one's role.
  name?: string | null;
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
  /// What it is about: the order's words, or the first column in a list.
  words?: string | null;
  /// Of a task of a document: where it stands.
  document?: string | null;
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

export interface RelationToGive {
  relation: string;
  account?: string;
  organisation?: string;
  until?: string;
  reason?: string;
}

/// A guard that takes two and that one asked for.
export interface GuardAsked {
  id: string;
  relation: string;
  account: string | null;
  organisation: string | null;
  name: string;
  until: string | null;
  by: string;
  at: string;
  is_mine: boolean;
}

export interface RecordMay {
  actions: string[];
  correct?: boolean;
  link?: boolean;
  assign?: boolean;
  attach?: boolean;
  /// Files as they came in; whoever may not sees their pictures alone.
  original?: boolean;
  erase?: boolean;
  /// End what keeps somebody away, as one of two.
  lift?: boolean;
}

export interface RecordView {
  id: string;
  register: string;
  number: string;
  /// Of the definition it was opened under.
  digest?: string;
  version: number;
  state: string;
  state_word?: StateWord | null;
  answers: Answers;
  /// Classes that hold something here which one may not read.
  hidden: FieldClass[];
  owner: Named | null;
  opened_at: string;
  changed_at: string;
  clocks: Clock[];
  links: RecordLink[];
  /// The document that it was given out of, where no link leads there.
  given_from?: { id: string; title: string } | null;
  people: Relation[];
  asked?: GuardAsked[];
  may: RecordMay;
  /// How often what conditions count has happened, by action.
  times?: Record<string, number>;
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
  /// Whether the server would take one's correction of it.
  may_correct?: boolean;
  links?: { kind: string; to_register: string; to: string | null; role?: string | null }[];
  /// Of one that gives or ends a relation.
  relation?: { id: string; kind: string } | null;
  /// The record that was acted on in the same step; its members are null where one may not open it.
  beside?: { to_register: string | null; to: string | null; number: string | null } | null;
  /// Relations that began or ended with it because an answer names a body.
  given?: { relation: string; organisation: Named | null; ends: boolean }[];
  /// Whose the record is since.
  owner?: Named | null;
  /// Answers, as pointers, that were kept though they look like a person's data.
  kept_words?: string[];
  reason?: string | null;
  /// The day of the decision that took the reason away.
  reason_redacted_on?: string | null;
}

/// A page of what happened, newest page first. `mended`: what its corrections mend, where that lies further back.
export interface Past {
  events: Happening[];
  mended: Happening[];
  next: string | null;
}

/// Bodies' own plans that carry a document out.
export interface IssuedPlan {
  id: string;
  title: string;
  number: string | null;
  issued_on: string | null;
  tasks: number;
}
export interface ReceiverPlans {
  body: Named;
  asked: boolean;
  tasks: number;
  plans: IssuedPlan[];
}
export interface OwnPlans {
  bodies: ReceiverPlans[];
  asked: number;
  issued: number;
  more: boolean;
  mine: Named | null;
  may_record: boolean;
  tasks: { id: string; path: string }[];
}
export interface OwnPlanHead {
  number: string;
  issued_on: string;
  title?: string;
}

/// Records that point at each confirmed task of a document, by register and state.
export interface Coverage {
  tasks: { task: string; registers: { title: string; records: number; states: { label: string; records: number }[] }[] }[];
  more: boolean;
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
  /// Answers that stay though they look like a person's data: she was asked.
  kept_words?: string[];
}

export interface AgendaItem {
  register: string;
  title: string;
  record: string;
  number: string;
  /// What the matter is about, as a list shows it first; none of a person's record.
  about?: string | null;
  /// The body that keeps it.
  owner?: Named | null;
  since: string;
  limit: string;
  label: string;
  state: string;
  due_at: string | null;
  standing: Standing;
  state_word?: StateWord | null;
  /// The newest act sent it back.
  returned?: AgendaReturn | null;
  /// Somebody was reminded of it: how often, and what the newest reminder said.
  reminded?: { label: string; times: number; at: string; says: string[] } | null;
}
export interface AgendaReturn {
  label: string;
  /// None of a person's record, and where one may not read it.
  reason: string | null;
  organisation: string | null;
  at: string;
}

/// Somebody broke the glass, and one is to judge it.
export interface AgendaReview {
  register: string;
  title: string;
  id: string;
  number: string;
  due_at: string;
  overdue: boolean;
}

/// A meeting or another day that is never late.
export interface AgendaOccasion {
  register: string;
  title: string;
  record: string;
  number: string;
  state: string;
  on: string;
  at: string;
  says: string[];
}

/// What was given out of a document for a year comes to its end: the next days are to be given.
export interface AgendaGiving {
  register: string;
  title: string;
  document: string;
  number: string;
  called: string;
  from: string;
  until: string;
  rhythms: number;
}

export interface Agenda {
  items: AgendaItem[];
  occasions?: AgendaOccasion[];
  reviews?: AgendaReview[];
  matches?: AgendaMatch[];
  givings?: AgendaGiving[];
  more?: boolean;
}

/// A calendar that a telephone fetches, in one role.
export interface Feed {
  id: string;
  role: string;
  organisation: string;
  opened_at: string;
  until: string;
}
export interface OpenedFeed {
  feed: Feed;
  path: string;
}
export interface Reminders {
  feeds: Feed[];
  address: { address: string; confirmed: boolean } | null;
  mails: boolean;
}

/// Two records that may be about one person, on the agenda of one who may find both.
export interface AgendaMatch {
  register: string;
  title: string;
  id: string;
  numbers: string[];
  noticed_at: string;
}

export interface ComparedRecord {
  id: string;
  number: string;
  state: string;
  opened_at: string;
  owner: { id: string; name: string };
}
export type MatchAnswer = 'same' | 'different' | 'unclear';
export interface PossiblePair {
  id: string;
  records: ComparedRecord[];
  reasons: string[];
  noticed_at: string;
  waits: boolean;
  answer: MatchAnswer | null;
  words: string;
  answered_by: { id: string; name: string } | null;
  answered_at: string | null;
  may_answer: boolean;
}
export interface MatchPage {
  waiting: PossiblePair[];
  answered: PossiblePair[];
  more: boolean;
  /// Leads to those that wait behind these.
  next: string | null;
}

export interface ImportFault {
  cell: string;
  column: string;
  code: string;
  sentence: string;
  /// A question: its words may be kept.
  asks: boolean;
}
export interface ImportWarning {
  cell: string;
  code: string;
  sentence: string;
  /// Of records that may be the same, or of the row that says the same.
  numbers: string[];
  /// Of the sheet as a whole: how many rows, columns or cells; 0 of one row.
  count: number;
}
export interface ImportOutcome {
  rows: number;
  columns: string[];
  faults: ImportFault[];
  more_faults: boolean;
  warnings: ImportWarning[];
  ignored: { cell: string; heading: string }[];
  would_create: number;
  created: number;
  /// The same rows came before.
  earlier: { at: string; rows: number } | null;
}

/// A sheet that came back from a body outside the network.
export interface FillInLine {
  row: number;
  number: string | null;
  fate: 'ready' | 'written' | 'already' | 'faulty';
  answers: { label: string; text: string }[];
}
export interface FillInFault {
  cell: string;
  column: string;
  code: string;
  sentence: string;
  number: string | null;
  /// A question: its words may be kept.
  asks: boolean;
}
export interface FillIn {
  body: Named | null;
  made_on: string;
  rows: number;
  empty: number;
  ready: number;
  written: number;
  already: number;
  lines: FillInLine[];
  faults: FillInFault[];
  more_faults: boolean;
}

/// A record that may be of the same person, and what speaks for it.
export interface Match extends RecordRow {
  reasons: string[];
}

/// A record that is kept for longer than its register says.
export interface OverdueErasure {
  id: string;
  number: string;
  state: string;
  closed_at: string;
  kept_until: string;
  held: boolean;
  asked: boolean;
}
export interface Retention {
  months: number;
  citation: string;
  confirmed: boolean;
  records: OverdueErasure[];
  more: boolean;
}

/// Asked for, refused, or a certificate.
export interface OutlinedAnswer {
  /// Empty: the reason of the event.
  field: string;
  count: number;
  fixed: boolean;
  gone: boolean;
  goes: boolean;
  rows: number[];
}
export interface OutlinedEvent {
  id: string;
  kind: string;
  occurred_at: string;
  precision: string;
  answers: OutlinedAnswer[];
}
/// Where a record has answers, and none of them.
export interface RecordOutline {
  events: OutlinedEvent[];
  files: number;
  /// In how many events an answer that goes is said otherwise, and stays.
  still_said: { field: string; events: number }[];
}
export interface RedactedPart {
  field?: string;
  event?: string;
  row?: number;
  /// Also what the events before said of it.
  earlier?: boolean;
}
export interface Redaction extends Omit<Erasure, 'record'> {
  record: string;
  outline: RecordOutline | null;
  seen: string;
}
export interface Erasure {
  id: string;
  /// While it is still there.
  record: string | null;
  number: string;
  stage: 'waiting' | 'over' | 'refused' | 'pending' | 'done';
  sentence: string;
  authority: string;
  ground: string;
  proposed_by: Named | null;
  proposed_at: string;
  decided_by: Named | null;
  decided_at: string | null;
  decision: string;
  beyond_recovery_since: string | null;
  may_confirm: boolean;
  may_refuse: boolean;
}

/// A colleague to whom a relation can be given.
export interface AssignablePerson extends Named {
  role_label: string;
  organisation: Named | null;
}

export interface AttachmentInfo {
  name: string;
  kind: string;
  pages: number;
}

/// What would leave, and on whose word. `rows` null: more than may leave at once.
export interface ExportOutlook {
  filter: string;
  rows: number | null;
  rows_max: number;
  approvals: number;
  classes: FieldClass[];
  headings: string[];
  identity: { rows_max: number; approvals: number; headings: string[] } | null;
}
export interface ExportPage {
  title: string;
  head: { label: string; value: string }[];
  headings: string[];
  rows: string[][];
}
export interface ExportRequest {
  id: string;
  register: string;
  title: string;
  stage: 'waiting' | 'agreed' | 'refused' | 'over';
  sentence: string;
  filter: string;
  classes: FieldClass[];
  with_identity: boolean;
  purpose: string | null;
  reason: string;
  rows: number;
  asked_by: Named | null;
  organisation: Named | null;
  asked_at: string;
  until: string;
  approvals: { id: string; name: string; organisation: Named | null; at: string }[];
  needed: number;
  refused_by: Named | null;
  refusal: string | null;
  is_mine: boolean;
  may_agree: boolean;
  may_refuse: boolean;
  may_fetch: boolean;
}

/// A paper that can be drafted.
export interface PaperTemplate {
  id: string;
  name: string;
  over: 'list' | 'record';
  formats: string[];
  /// How many rows of the list it would have; null where that is not known before.
  rows: number | null;
  /// About what the drafter's own body has to do.
  own: boolean;
  may_be_empty: boolean;
  /// Of one over a record: in which it can be drafted; empty: any.
  states: string[];
}
export interface Papers {
  papers: PaperTemplate[];
  /// Ways of signing, each in one line.
  signatures: string[];
}
/// How a record stands to the limit that a board is about.
export type Timing = 'overdue' | 'due_soon' | 'running' | 'met' | 'met_late' | 'none';
export interface BoardColumn {
  timing: Timing;
  state: string | null;
  label: string;
}
export interface BoardRow {
  /// An organisation's id; empty where records name none.
  body: string;
  name: string;
  counts: number[];
  total: number;
  /// Since when the body is no more, and who carries on.
  ended?: { on: string; heirs: { name: string }[] } | null;
}
export interface Board {
  filter: string;
  made_at: string;
  columns: BoardColumn[];
  rows: BoardRow[];
  totals: number[];
  total: number;
  groups: { value: string; records: number }[];
  more_groups: boolean;
  /// Whether the period that it is narrowed by is not over yet: nobody is late with it.
  period_runs?: boolean;
}
export interface MonthRecord {
  id: string;
  number: string;
  state: string;
  columns: Record<string, Json>;
  timing: Timing;
  due_at: string | null;
}
export interface BoardMonth {
  month: string;
  total: number;
  counts: { timing: Timing; label: string; records: number }[];
  first: MonthRecord[];
}
export interface BoardMonths {
  filter: string;
  made_at: string;
  months: BoardMonth[];
}
export interface OfferedRecord extends MonthRecord {
  owner: Named | null;
  etag: string;
}
export interface BulkOffer {
  records: OfferedRecord[];
  /// How many follow these, and where they begin.
  left: number;
  next: string | null;
  write: FieldClass[];
}
export interface BulkOutcome {
  done: number;
  records: { id: string; number: string | null; done: boolean; code: string | null; sentence: string | null }[];
}
/// A body that is no more, and who carries its work on.
export interface Succession {
  former: Named;
  ended_on: string;
  successors: { id: string; name: string; subject: string; on: string | null; basis: string }[];
  records: number;
  /// Records to which it stands otherwise than by being named.
  parts: number;
}
export interface Successions {
  action: string | null;
  bodies: Succession[];
  records: number;
  parts: number;
}
/// What a body was to each of these records beside being named by it.
export interface BodyParts {
  about: Succession;
  records: OfferedRecord[];
  parts: { record: string; owner: boolean; relations: string[] }[];
  more: boolean;
}
export interface SuccessionOffer {
  action: string;
  records: OfferedRecord[];
  more: boolean;
  write: FieldClass[];
  about: Succession;
  /// Open records of a successor that read like one of these: perhaps both bodies were given the same.
  alike: { record: string; successor: string; other: string; number: string }[];
}
export interface LinkedHere {
  registers: {
    register: string;
    title: string;
    records: number;
    states: { state: string; label: string; records: number }[];
  }[];
  more: boolean;
}
/// What the confirmed tasks of a document become in a register.
export interface AllotmentLine {
  rule: string;
  action: string;
  to_open: number;
  to_widen: number;
  bodies: number;
  may: boolean;
}
export interface AllotmentPiece {
  action: string;
  /// What the record will be called.
  called: string;
  tasks: number;
  /// It is there, and gets more.
  widens: boolean;
}
export interface AllotmentBody {
  id: string;
  name: string;
  pieces: AllotmentPiece[];
}
export interface AllotmentQuestion {
  rule: string;
  field: string;
  of: string;
  about: string;
  value: string;
}
export interface AllotmentReport {
  id: string;
  path: string;
  from: string[];
  to: string;
  via: string;
  content: string;
  words: string;
  chosen: boolean;
  days: { read: string; day: string }[];
  due: { named_on: string; periods: string }[];
  bodies: number;
  given: number;
  left: number;
}
/// A task that repeats, and its days in the year that comes.
export interface AllotmentRepeat {
  path: string;
  due: { named_on: string; periods: string }[];
  given: number;
  left: number;
}
export interface AllotmentProblem {
  code: string;
  sentence: string;
  field: string;
  path: string;
  name: string;
  count: number;
}
export interface AllotmentDifference {
  code: string;
  sentence: string;
  record: string;
  number: string;
  path: string;
}
export interface Allotment {
  register: string;
  lines: AllotmentLine[];
  /// What each body would get, by name.
  bodies: AllotmentBody[];
  given: number;
  records: number;
  questions: AllotmentQuestion[];
  reports: AllotmentReport[];
  repeating: AllotmentRepeat[];
  problems: AllotmentProblem[];
  differences: AllotmentDifference[];
  more_differences: number;
  open: number;
  number_column: string;
  opened: number;
  widened: number;
  /// Words that she is asked about and did not keep, by what they are kept by.
  asked: string[];
  /// What was given comes to its end: the days to give next, and of which orders to report.
  next: { from: string; until: string; rhythms: number; orders: string[] } | null;
}
