/// A form being filled: the answers so far, what is shown because of them, what is wrong with them, which step is open.
import { SvelteSet } from 'svelte/reactivity';
import type { Problem } from '../api/problem';
import { today } from '../text/dates';
import { asksOf, isAsk } from './asks';
import { fieldOfPath, pathOf, sentenceOf, wrongWords, type Faults } from './checks';
import { stepsOf } from './definitions';
import { fill, type Form, type Question } from './form';
import { check } from './form-check';
import { Labels } from './labels';
import { applied, changesOf } from './merge';
import { classOf, type Answers, type Field, type FieldClass, type Json, type Register } from './types';
import { words } from './words.svelte';

export interface SheetStep {
  id: string;
  fields: Field[];
}

const neededPart = (part: string): string =>
  part === 'name' ? words.t.form.needed(words.t.form.personName) : words.t.form.neededPart;

export class Sheet {
  answers = $state.raw<Answers>({});
  faults = $state.raw<Faults>({});
  /// Of answers made of parts: which part is meant, `born` of a person.
  parts = $state.raw<Record<string, string>>({});
  /// What stands in a field and means nothing yet. Kept here so that it survives a change of step.
  loose = $state.raw<Record<string, string>>({});
  step = $state(0);
  /// Counts changes by the person, for the draft.
  touches = $state(0);
  readonly labels: Labels;
  readonly today = today();
  private readonly visited = new SvelteSet<number>();
  /// Words that she was asked about and keeps, as they read then: others are asked about again.
  private kept = $state.raw<Record<string, string>>({});
  /// What the server asked about and this page did not see.
  private told = $state.raw<Record<string, string[]>>({});
  private readonly form: Form;

  /// Answers that are another record's: shown here and not typed, also where a draft says otherwise.
  fixed = $state.raw<Answers>({});
  isFixed(path: string): boolean {
    return path in this.fixed;
  }

  /// Questions (`room`, `rooms.room`) to which only units of that body are an answer, and the body.
  ownUnits: { places: readonly string[]; below: string } = { places: [], below: '' };

  /// `before` are all answers one may read, so that conditions see them; `asked` the fields of the action.
  constructor(
    readonly register: Register,
    readonly asked: readonly string[],
    readonly required: readonly string[],
    public before: Answers,
    readonly write: readonly FieldClass[] | undefined,
    /// One page for all: who mends one answer does not walk through the others.
    readonly isFlat = false,
  ) {
    this.labels = new Labels(register.labels);
    this.form = { ...register.form, persons: register.persons };
    this.answers = before;
  }

  mayWrite(field: Field): boolean {
    return field.type === 'computed' || this.write === undefined || this.write.includes(classOf(field));
  }
  /// What the form makes of the answers now: which questions stand, which are required, what follows from them.
  filled = $derived.by(() => fill(this.form, this.answers, this.today, this.required));
  private questions = $derived(new Map(this.filled.questions.map((one) => [one.pointer.slice(1), one])));

  /// The question at a path (`title`, `damage/0/what`); nothing where it is not asked now.
  question(path: string): Question | undefined {
    return this.questions.get(path);
  }
  isShown(path: string): boolean {
    return this.questions.has(path);
  }
  /// Fields of the action in the steps of the form; a computed field stands where the form has it as soon as something
  /// it follows from is asked beside it. What may be neither written nor read is left out.
  steps = $derived.by<SheetStep[]>(() => {
    const list = stepsOf(this.register.form).map((one) => ({
      id: one.id,
      fields: one.fields.filter((field) => this.isAsked(field)),
    }));
    const filled = list.filter((one) => one.fields.some((field) => field.type !== 'computed'));
    const shown = filled.filter((one) => one.fields.some((field) => this.isShown(field.id)));
    const count = shown.reduce((sum, one) => sum + one.fields.length, 0);
    // Few questions fit one page; steps would only be in the way.
    return count <= 5 || this.isFlat ? [{ id: '', fields: shown.flatMap((one) => one.fields) }] : shown;
  });
  private isAsked(field: Field): boolean {
    if (field.type === 'computed') return true;
    if (!this.asked.includes(field.id)) return false;
    return this.mayWrite(field) || this.before[field.id] !== undefined;
  }
  current = $derived<SheetStep | undefined>(this.steps[Math.min(this.step, this.steps.length - 1)]);
  isLast = $derived(this.step >= this.steps.length - 1);

  set(field: string, value: Json | undefined): void {
    const { [field]: _gone, ...others } = this.answers;
    this.answers = value === undefined || value === null ? others : { ...others, [field]: value };
    this.touched(field);
  }
  /// Marks words that mean nothing at that path, or that they mean something now.
  hold(path: string, typed: string | null): void {
    const { [path]: before, ...others } = this.loose;
    if ((before ?? null) === typed) return;
    this.loose = typed === null ? others : { ...others, [path]: typed };
    this.touched(path);
  }
  /// Words that look like a person's data, by the path of their question: the codes of what they look like.
  asks = $derived.by<Record<string, string[]>>(() => {
    const out: Record<string, string[]> = { ...this.told };
    for (const { code, pointer } of asksOf(this.form, this.changes(), this.before, this.register.person_words ?? null)) {
      const path = pathOf(pointer);
      if (this.questions.has(path) && !out[path]?.includes(code)) out[path] = [...(out[path] ?? []), code];
    }
    return out;
  });
  private wordsAt(path: string): string {
    return JSON.stringify(this.question(path)?.answer ?? null);
  }
  isKept(path: string): boolean {
    return this.kept[path] === this.wordsAt(path);
  }
  keep(path: string, isKept: boolean): void {
    const { [path]: _gone, ...others } = this.kept;
    this.kept = isKept ? { ...others, [path]: this.wordsAt(path) } : others;
    const { [path]: _fault, ...left } = this.faults;
    this.faults = left;
  }
  /// What is sent of it: JSON Pointers.
  keptWords(): string[] {
    return Object.keys(this.asks).filter((path) => this.isKept(path)).map((path) => `/answers/${path}`);
  }

  /// The same as a part of a deed.
  asAsked(): { kept_words?: string[] } {
    const kept = this.keptWords();
    return kept.length > 0 ? { kept_words: kept } : {};
  }

  private touched(path: string): void {
    this.touches += 1;
    const first = fieldOfPath(path);
    this.told = Object.fromEntries(Object.entries(this.told).filter(([at]) => fieldOfPath(at) !== first));
    const left = Object.entries(this.faults).filter(([at]) => fieldOfPath(at) !== first);
    if (left.length < Object.keys(this.faults).length) this.faults = Object.fromEntries(left);
  }
  /// Rows moved: what was held or found at their old places means nothing there.
  forget(field: string): void {
    const isElsewhere = ([path]: [string, string]): boolean => fieldOfPath(path) !== field;
    this.loose = Object.fromEntries(Object.entries(this.loose).filter(isElsewhere));
    this.faults = Object.fromEntries(Object.entries(this.faults).filter(isElsewhere));
  }

  /// Faults of these fields, as far as one may write them; the first at each place.
  private found(fields: readonly Field[]): Faults {
    const writable = new Set(fields.filter((one) => one.type !== 'computed' && this.mayWrite(one)).map((one) => one.id));
    const context = { answers: this.answers, labels: this.labels, today: this.today, t: words.t };
    const faults: Faults = {};
    const parts: Record<string, string> = {};
    for (const [path, typed] of Object.entries(this.loose)) {
      const question = this.question(path);
      if (!question || !writable.has(fieldOfPath(path))) continue;
      faults[path] = wrongWords(question.field.type, typed, words.t);
      parts[path] = question.field.type === 'person' ? 'born' : '';
    }
    for (const { code, pointer } of check(this.form, this.filled, this.today, this.register.person_words)) {
      const path = pathOf(pointer);
      if (!writable.has(fieldOfPath(path))) continue;
      const at = this.placeOf(path);
      const question = this.question(at);
      if (!question) continue;
      if (faults[at] !== undefined) continue;
      const part = path.slice(at.length + 1);
      parts[at] = part;
      faults[at] = part !== '' && code === 'form.required' ? neededPart(part) : sentenceOf(code, question, context);
    }
    for (const path of Object.keys(this.asks)) {
      if (this.isKept(path) || faults[path] !== undefined || !writable.has(fieldOfPath(path))) continue;
      faults[path] = words.t.asks.first;
    }
    this.parts = { ...this.parts, ...parts };
    return faults;
  }
  /// The nearest question at or above a path: a fault inside a person's name stands at the person.
  private placeOf(path: string): string {
    let at = path;
    while (!this.questions.has(at) && at.includes('/')) at = at.slice(0, at.lastIndexOf('/'));
    return at;
  }
  /// True when nothing is wrong in the step that is open.
  checkStep(): boolean {
    const fields = this.current?.fields ?? [];
    const here = this.found(fields);
    const isElsewhere = ([path]: [string, string]): boolean => !fields.some((field) => field.id === fieldOfPath(path));
    this.faults = { ...Object.fromEntries(Object.entries(this.faults).filter(isElsewhere)), ...here };
    return Object.keys(here).length === 0;
  }
  checkAll(): boolean {
    this.faults = this.found(this.steps.flatMap((one) => one.fields));
    return Object.keys(this.faults).length === 0;
  }
  /// Faults the server found, at their fields; what fits no field is returned.
  take(problem: Problem): string[] {
    const known = new Set(this.steps.flatMap((one) => one.fields.map((field) => field.id)));
    const faults: Faults = {};
    const rest: string[] = [];
    for (const fault of problem.errors) {
      const whole = pathOf(fault.pointer);
      const path = this.placeOf(whole);
      if (isAsk(fault.code) && this.questions.has(whole)) {
        this.told = { ...this.told, [whole]: [...new Set([...(this.told[whole] ?? []), fault.code])] };
      }
      if (!known.has(fieldOfPath(path))) rest.push(fault.detail);
      else if (faults[path] === undefined) {
        faults[path] = fault.detail;
        this.parts = { ...this.parts, [path]: whole.slice(path.length + 1) };
      }
    }
    this.faults = faults;
    return rest;
  }
  stepOf(path: string): number {
    const first = fieldOfPath(path);
    return Math.max(0, this.steps.findIndex((one) => one.fields.some((field) => field.id === first)));
  }
  faultsIn(step: SheetStep): number {
    return Object.keys(this.faults).filter((path) => step.fields.some((field) => field.id === fieldOfPath(path))).length;
  }
  goTo(step: number): void {
    this.visited.add(this.step);
    this.step = Math.max(0, Math.min(step, this.steps.length - 1));
  }
  wasVisited(step: number): boolean {
    return this.visited.has(step);
  }

  /// What is sent: changed answers of fields that are asked, may be written and are shown.
  changes(): Answers {
    const fields = this.register.form.fields.filter(
      (field) => field.type !== 'computed' && this.asked.includes(field.id) && this.mayWrite(field),
    );
    const shown = fields.filter((field) => this.isShown(field.id));
    const hidden = fields.filter((field) => !shown.includes(field) && this.before[field.id] !== undefined);
    const changes = changesOf(this.before, this.answers, shown.map((field) => field.id));
    // A question that is no longer asked takes its answer away.
    for (const field of hidden) changes[field.id] = null;
    return changes;
  }
  /// Takes a draft up again.
  resume(changes: Answers): void {
    const mine = Object.fromEntries(Object.entries(changes).filter(([field]) => this.asked.includes(field)));
    this.answers = { ...applied(this.before, mine), ...this.fixed };
  }
}
