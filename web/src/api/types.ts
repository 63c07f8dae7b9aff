/// The shapes of the HTTP contract, one to one. Offsets count Unicode code points.

export type Permission =
  | 'organisation.write'
  | 'organisation.read'
  | 'organisation.place'
  | 'account.read'
  | 'account.manage'
  | 'account.withdraw'
  | 'proposal.read'
  | 'access.read'
  | 'proposal.confirm'
  | 'document.upload'
  | 'document.review'
  | 'document.withdraw'
  | 'document.read'
  | 'journal.own'
  | 'system.status';

export interface Named {
  id: string;
  name: string;
}

export interface Grant {
  grant_id: string;
  role: string;
  role_label: string;
  organisation: Named;
}

export interface Me {
  /// `password`: the first password stands, a person's own must be chosen before anything else.
  stage: 'ready' | 'enrol' | 'password';
  demo: boolean;
  account: { id: string; login: string; name: string };
  acting: Grant | null;
  locked?: boolean;
  grants: Grant[];
  may: Permission[];
  idle_seconds: number;
  step_up_seconds: number;
}

export interface DemoAccount {
  login: string;
  name: string;
  role_label: string;
  organisation: string;
  password: string;
  code: string;
}

export interface Page<T> {
  items: T[];
  next?: string | null;
}

export interface OrgRow {
  id: string;
  name: string;
  short_name: string | null;
  kind: string;
  kind_label: string;
  code: string | null;
  parent: Named | null;
  offline: boolean;
  valid_from: string | null;
  valid_until: string | null;
  children: number;
}

export interface Succession {
  subject: string | null;
  on: string | null;
  basis: string | null;
  organisation: Named;
}

export interface OrgAlias {
  name: string;
  from: string | null;
  until: string | null;
}

export interface Organisation extends OrgRow {
  version: number;
  etag: string;
  aliases: OrgAlias[];
  successors: Succession[];
  /// With the circumstances where the server knows them, otherwise the bodies alone.
  predecessors: (Succession | Named)[];
  standing_agency: Named | null;
  members: Named[];
  /// The nearest first; a trail on the screen begins at the top.
  ancestors: Named[];
  units: OrgRow[];
  unit: OrgUnit | null;
  /// What one may do to this body: `change`, `create` (under it).
  may: string[];
}

/// What names an administrative unit: the code and the version of the list together.
export interface UnitRef {
  list: string;
  code: string;
  full_name: string | null;
  parent_name?: string | null;
}

export type Extent = 'whole' | 'part' | 'unclear';

export interface UnitShare extends UnitRef {
  extent: Extent;
}

export interface UnitToday {
  outcome: 'same' | 'one' | 'choose' | 'unknown';
  units: UnitShare[];
}

export interface UnitRow extends UnitRef {
  full_name: string;
  name: string;
  kind: string;
  kind_label: string;
  level: string;
  level_label: string;
  parent: UnitRef | null;
  valid_from: string | null;
  valid_until: string | null;
  /// First day on which it is no more, by its own row or by a later list.
  ended: string | null;
  basis: string;
  confidence: 'confirmed' | 'compiled' | 'unconfirmed';
  today: UnitToday;
}

export interface UnitWithOrigin extends UnitRow {
  predecessors: UnitShare[];
}

export interface Unit extends UnitWithOrigin {
  spells: { full_name: string; valid_from: string | null; valid_until: string | null; basis: string }[];
  below: UnitRow[];
  organisations: Named[];
}

export interface UnitPage extends Page<UnitRow> {
  lists: { list: string; units: number }[];
  today: string;
}

/// The unit a body stands for; one that no list here has stays as written.
export interface OrgUnit {
  list: string;
  code: string;
  known: boolean;
  unit: UnitWithOrigin | null;
}

export interface OrgKind {
  kind: string;
  label: string;
}

export interface ImportFault {
  row: number;
  column: string;
  code: string;
  detail: string;
}

export interface ImportChange {
  id: string;
  name: string;
  fields: { field: string; before: string; after: string }[];
}

export interface ImportOutcome {
  rows: number;
  to_create: number;
  to_change: number;
  /// Of those to change: bodies that come to stand elsewhere.
  to_move: number;
  unchanged: number;
  faults: ImportFault[];
  changes: ImportChange[];
  done: boolean;
  /// The whole of it waits, or would wait, for a second person.
  needs_second: boolean;
  proposal: string | null;
}

export interface Account {
  id: string;
  login: string;
  name: string;
  state: 'active' | 'disabled' | 'invited';
  factor: 'none' | 'totp' | 'card';
  grants: Grant[];
  first_password?: string;
}

/// What one person asked for and another decides.
export interface ProposedBody {
  organisation: Named;
  /// Name, code and all that it stands under: two bodies may bear one name.
  place: string;
  is_new: boolean;
  lines: { field: string; before: string; after: string }[];
}

export interface Proposal {
  id: string;
  state: 'waiting' | 'confirmed' | 'refused' | 'cancelled' | 'expired';
  action: 'create' | 'enable' | 'reset' | 'grant' | 'place';
  /// Null where it is about the tree of bodies.
  account: { id: string; login: string; name: string } | null;
  bodies: ProposedBody[];
  /// More than are shown, for a whole list.
  bodies_in_all: number;
  grants: { role: string; role_label: string; organisation: Named | null; place: string }[];
  /// Roles the account holds already.
  holds: string[];
  reason: string;
  is_own: boolean;
  /// Null where the machine itself did it.
  proposed_by: string | null;
  proposed_at: string;
  expires_at: string;
  decided_by: string | null;
  decided_at: string | null;
  decision: string;
  may: ('confirm' | 'refuse' | 'cancel')[];
  /// Shown once: to whoever proposes, to whoever confirms.
  first_half?: string;
  second_half?: string;
}

export interface Role {
  role: string;
  label: string;
  description: string;
}

export type DocumentState = 'read' | 'partly_confirmed' | 'confirmed' | 'withdrawn';

export interface DocumentRow {
  id: string;
  title: string;
  type: string;
  number: string | null;
  issued_on: string | null;
  issuer: string | null;
  state: DocumentState;
  uploaded_at: string;
  uploaded_by: string;
  tasks: number;
  confirmed: number;
  uncertain: number;
}

export interface LegalBasis {
  type: string;
  number: string | null;
  date: string | null;
  title: string | null;
}

export interface DocumentChange {
  relation: 'changes' | 'replaces' | 'changed_by' | 'replaced_by' | 'carries_out' | (string & {});
  document: { id: string; title: string } | null;
  text: string;
}

export type DocumentRight =
  | 'change'
  | 'review'
  | 'confirm'
  | 'withdraw'
  | 'name_issuer'
  | 'record_plan'
  | 'original'
  | 'readers'
  | (string & {});

export interface PlanDocument extends DocumentRow {
  etag: string;
  place: string | null;
  signer: string | null;
  signer_title: string | null;
  period: { raw: string; start: string | null; end: string | null } | null;
  legal_bases: LegalBasis[];
  recipients: string[];
  file: { name: string; size: number; kind: string; pages: number | null };
  changes: DocumentChange[];
  /// A body's own plan, and what it carries out.
  own_plan: boolean;
  carries_out: {
    document: { id: string; title: string };
    number: string | null;
    tasks: { id: string; path: string }[];
    /// It was recorded under another plan first; `from`: null where one may not open that one.
    moved: { from: { id: string; title: string } | null; reason: string; by: string; at: string } | null;
  }[];
  /// What may be done with it here: buttons beyond this are not drawn.
  may: DocumentRight[];
  /// The body that issued it, as the directory holds it today.
  issuer_organisation?: Named | null;
  /// The body that a person said issued it: its leaders read it.
  issuing_body?: Named | null;
  may_name_issuer?: boolean;
  /// What the words of the head stand for today; told to whoever may decide.
  issuer_found?: Body | null;
  withdrawn?: { reason: string; by: string; at: string } | null;
  notices: (string | { code: string; text?: string; detail?: string })[];
  readers_link: string | null;
}

export interface SourceText {
  text: string;
  page_starts: number[];
  line_starts: number[];
}

export interface Span {
  begin: number;
  end: number;
}

export type BodyStatus = 'resolved' | 'ambiguous' | 'successor' | 'collective' | 'named';

export interface Body {
  text: string;
  status: BodyStatus;
  organisation: Named | null;
  candidates: { id: string; name: string; why: string | null }[];
  members: Named[];
  successor: Successor | null;
  /// All of them, where a body's work was divided.
  successors?: Successor[];
  /// A person chose the organisation; otherwise it is found anew by its name each time.
  picked?: boolean;
  /// A person said that it stays the name in the text.
  kept?: boolean;
}

export interface Successor {
  /// An empty id when the directory does not hold the body.
  organisation: Named;
  subject: string | null;
  on: string | null;
  basis?: string | null;
}

export interface BodyChange {
  text: string;
  organisation_id?: string;
  named?: boolean;
}

export type BodyRole = 'lead' | 'coordinate' | 'requested';

export interface Deadline {
  kind: string;
  raw: string;
  start: string | null;
  end: string | null;
  recurrence: string | null;
  span: Span | null;
}

export type TaskChoice = 'standing' | 'dated' | 'in_report';
export type TaskCategory = 'action' | 'organisation';

export interface Task {
  id: string;
  path: string;
  section_title: string | null;
  text: string;
  span: Span | null;
  category: TaskCategory;
  state: 'proposed' | 'confirmed' | 'dropped';
  choice: TaskChoice | null;
  due: string | null;
  lead: Body[];
  coordinate: Body[];
  requested: Body[];
  deadlines: Deadline[];
  confidence: number;
  reasons: { code: string; text: string }[];
  edited: boolean;
  extras: {
    deliverable?: string | null;
    leader?: string | null;
    monitor?: string | null;
    money?: string | null;
    targets?: string | string[] | null;
    notes?: string | null;
  };
}

export interface Report {
  path: string;
  from: Body[];
  to: Body | null;
  via: Body | null;
  recurrence: string | null;
  due: string[];
  raw: string;
  content: string | null;
  span: Span | null;
  confidence: number;
}

export interface Goal {
  path: string;
  text: string;
  span: Span | null;
}

export interface Funding {
  path: string;
  text: string;
  responsible?: Body[];
  span?: Span | null;
}

export interface FollowUp {
  path: string;
  role: 'monitor' | 'consolidate' | 'resolve';
  agency: Body[];
  to: Body | null;
  via: Body | null;
  raw: string;
  span?: Span | null;
}

export interface Indicator {
  path: string;
  text: string;
  value: string | null;
  deadline: Deadline | null;
  span?: Span | null;
}

export interface Reading {
  etag: string;
  tasks: Task[];
  reports: Report[];
  goals: Goal[];
  funding: Funding[];
  followup: FollowUp[];
  indicators: Indicator[];
}

export interface TaskChange {
  text?: string;
  category?: TaskCategory;
  choice?: TaskChoice;
  due?: string | null;
  lead?: BodyChange[];
  coordinate?: BodyChange[];
  requested?: BodyChange[];
}

export interface Rereading {
  kept: number;
  changed: { task: Task; new_text: string; new_path: string; likeness: number }[];
  missing: Task[];
  added: Task[];
  etag: string;
}

export interface ReaderEntry {
  at: string;
  name: string;
  organisation: string | null;
  action: string;
  action_label: string;
}

export interface Status {
  version: string;
  /// Somebody read the printed recovery keys back.
  recovery_confirmed: boolean;
  /// Code of what is wrong with the keyring on the disk, empty when nothing is; and its sentence.
  keyring_fault: string;
  keyring_detail: string;
  /// Whether the programme of the last start runs; where not, why, and where records stand that it does not know.
  programme: {
    held_back: boolean;
    sentence: string;
    lost: { register: { id: string; name: string }; state: { id: string; name: string } | null }[];
  };
  store: { kind: string; demo: boolean };
  journal: {
    seq: number;
    head: string;
    checkpoint: { number: number; at: string } | null;
    anchored: boolean;
    anchor: { number: number } | null;
    /// The newest that left for another body; no proof that it was kept.
    handed_over: { number: number; at: string } | null;
  };
  alarms: { rows: number; at: string | null };
  jobs: StatusJob[];
  /// `detail`: why the newest mail did not leave; empty when all left.
  mail: { waiting: number; failed: number; detail: string; sent_at: string | null; failed_at: string | null };
  keys: StatusKey[];
  /// `old_word`: whether .doc files can be read, or what is missing for it.
  worker: {
    available: boolean;
    landlock: boolean;
    seccomp: boolean;
    scans: boolean;
    old_word: 'ready' | 'no_office' | 'no_bubblewrap' | 'no_sandbox';
  };
  organisations: number;
  accounts: number;
}

/// A kind of work without a caller.
export interface StatusJob {
  kind: string;
  failing: boolean;
  tries: number;
  /// Why the last try failed, in a sentence.
  detail: string;
  done_at: string | null;
}

export interface StatusKey {
  domain: string;
  what: string;
  state: string;
  age_days: number;
}
