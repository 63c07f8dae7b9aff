/// One document on the desk: its reading, what is selected and open, and every change to it. Changes go out one
/// after the other, each with the tag of the state it was made on.
import * as calls from '../../api/calls';
import { Problem } from '../../api/problem';
import type { PlanDocument, Reading, SourceText, Span, Task, TaskChange } from '../../api/types';
import { language } from '../../i18n/language.svelte';
import { notices } from '../../shell/notices.svelte';
import { Offsets } from '../../text/offsets';
import { arrange, concerns, isReady, needsLook, rankTasks, type Filter, type Order } from './arrange';

export interface Passage extends Span {
  text: string;
}

const kNoReading: Reading = { etag: '', tasks: [], reports: [], goals: [], funding: [], followup: [], indicators: [] };

export class ReviewDesk {
  readonly id: string;
  /// The organisation for which the person acts.
  private readonly own: string = '';
  private readonly reviews: boolean = false;
  document = $state.raw<PlanDocument | null>(null);
  /// Whether this person reviews documents, and this one if it is there still.
  isReviewer = $derived(
    this.reviews && (!this.document || !!this.document.withdrawn || this.document.may.includes('review')),
  );
  reading = $state.raw<Reading>(kNoReading);
  source = $state.raw<SourceText | null>(null);
  sourceProblem = $state.raw<Problem | null>(null);
  offsets = $derived(new Offsets(this.source?.text ?? ''));

  current = $state<string | null>(null);
  selected = $state.raw<ReadonlySet<string>>(new Set());
  order = $state<Order>('uncertain');
  filter = $state<Filter>('open');
  isBusy = $state(false);
  /// A passage pointed at from one of the other sections.
  spot = $state.raw<Span | null>(null);
  /// What the person has selected in the source with the mouse.
  picked = $state.raw<Passage | null>(null);
  /// Which half is on a narrow screen.
  half = $state<'source' | 'tasks'>('tasks');
  /// Grows whenever the source should move to the open task.
  pointed = $state(0);
  /// Tasks with words typed and not saved.
  unsaved = $state.raw<ReadonlySet<string>>(new Set());

  /// Tasks whose field for the date holds something that is no date, or is yet to be filled.
  undated = $state.raw<ReadonlySet<string>>(new Set());

  private ranks = $state.raw<ReadonlyMap<string, number>>(new Map());
  private queue: Promise<unknown> = Promise.resolve();

  shown = $derived(arrange(this.reading.tasks, this.ranks, this.filter, this.own));
  counts = $derived.by(() => {
    const live = this.reading.tasks.filter((task) => task.state !== 'dropped');
    return {
      all: live.length,
      confirmed: live.filter((task) => task.state === 'confirmed').length,
      left: live.filter((task) => task.state === 'proposed').length,
      own: live.filter((task) => concerns(task, this.own)).length,
      uncertain: live.filter(needsLook).length,
      ready: live.filter(isReady).length,
      dropped: this.reading.tasks.length - live.length,
    };
  });
  /// Selected tasks that can still be worked on.
  selection = $derived(this.reading.tasks.filter((task) => this.selected.has(task.id) && task.state === 'proposed'));

  constructor(id: string, own: string, isReviewer: boolean) {
    this.id = id;
    this.own = own;
    this.reviews = isReviewer;
  }

  async load(): Promise<true> {
    const [document, reading] = await Promise.all([calls.loadDocument(this.id), calls.loadReading(this.id)]);
    const isFirst = this.document === null;
    this.document = document;
    this.reading = reading;
    this.sharesTag = document.etag === reading.etag;
    if (isFirst && !this.isReviewer) {
      // Who only reads came for what her organisation is to do, in the order of the document.
      this.order = 'document';
      this.filter = this.counts.own > 0 ? 'own' : 'all';
    }
    this.ranks = rankTasks(reading.tasks, this.order);
    if (this.isReviewer && this.counts.left === 0 && this.counts.all > 0) this.filter = 'all';
    this.current ??= this.shown[0]?.id ?? null;
    void this.loadSource();
    return true;
  }
  async loadSource(): Promise<void> {
    this.sourceProblem = null;
    try {
      this.source = await calls.loadText(this.id);
    } catch (error) {
      if (!(error instanceof Problem)) throw error;
      this.sourceProblem = error;
    }
  }

  find(taskId: string | null): Task | undefined {
    return this.reading.tasks.find((task) => task.id === taskId);
  }

  setOrder(order: Order): void {
    this.order = order;
    this.ranks = rankTasks(this.reading.tasks, order);
  }
  setFilter(filter: Filter): void {
    this.filter = filter;
    if (!this.shown.some((task) => task.id === this.current)) this.current = this.shown[0]?.id ?? null;
  }

  open(taskId: string | null): void {
    this.current = taskId;
    this.spot = null;
    this.pointed += 1;
  }
  /// Opens a task from the source: the filter gives way when it would hide it.
  openFromSource(taskId: string): void {
    if (!this.shown.some((task) => task.id === taskId)) this.filter = 'all';
    this.current = taskId;
    this.spot = null;
    this.half = 'tasks';
  }
  pointAt(span: Span): void {
    this.spot = span;
    this.half = 'source';
    this.pointed += 1;
  }
  /// The neighbour of the open task in the list as it is shown.
  neighbour(step: 1 | -1): Task | undefined {
    const at = this.shown.findIndex((task) => task.id === this.current);
    if (at < 0) return this.shown[0];
    return this.shown[at + step];
  }

  toggle(taskId: string): void {
    const next = new Set(this.selected);
    if (!next.delete(taskId)) next.add(taskId);
    this.selected = next;
  }
  selectShown(): void {
    this.selected = new Set(this.shown.filter((task) => task.state === 'proposed').map((task) => task.id));
  }
  clearSelection(): void {
    this.selected = new Set();
  }
  markUndated(taskId: string, isUndated: boolean): void {
    if (this.undated.has(taskId) === isUndated) return;
    const next = new Set(this.undated);
    if (isUndated) next.add(taskId);
    else next.delete(taskId);
    this.undated = next;
  }
  markUnsaved(taskId: string, isUnsaved: boolean): void {
    if (this.unsaved.has(taskId) === isUnsaved) return;
    const next = new Set(this.unsaved);
    if (isUnsaved) next.add(taskId);
    else next.delete(taskId);
    this.unsaved = next;
  }

  /// A server may keep one tag for the document and its reading; a change of either then moves both.
  private sharesTag = false;

  acceptDocument(document: PlanDocument): void {
    this.document = document;
    if (this.sharesTag) this.reading = { ...this.reading, etag: document.etag };
  }

  private accept(reading: Reading): void {
    this.reading = reading;
    if (this.sharesTag && this.document) this.document = { ...this.document, etag: reading.etag };
    this.ranks = rankTasks(reading.tasks, this.order, this.ranks);
    const known = new Set(reading.tasks.map((task) => task.id));
    this.selected = new Set([...this.selected].filter((id) => known.has(id)));
    this.unsaved = new Set([...this.unsaved].filter((id) => known.has(id)));
    this.undated = new Set([...this.undated].filter((id) => known.has(id)));
  }

  /// Runs one change after those before it. Returns whether it was accepted; a refusal is said aloud.
  private change(call: (etag: string) => Promise<Reading>, said: string): Promise<boolean> {
    const turn = this.queue.then(async () => {
      this.isBusy = true;
      try {
        this.accept(await call(this.reading.etag));
        // What was refused a moment ago has been dealt with.
        notices.clear();
        notices.say('good', said);
        return true;
      } catch (error) {
        if (!(error instanceof Problem)) throw error;
        await this.explain(error);
        return false;
      } finally {
        this.isBusy = false;
      }
    });
    this.queue = turn.catch(() => undefined);
    return turn;
  }
  private async explain(problem: Problem): Promise<void> {
    const details = problem.errors.map((fault) => fault.detail).filter((detail) => detail !== problem.detail);
    const words = [problem.detail, ...details, problem.incident ? language.t.common.incident(problem.incident) : ''];
    // The server asks to load the newer state; that is done here, so its sentence would send people in circles.
    if (problem.status === 412) words[0] = language.t.review.stale;
    if (problem.isStale) {
      try {
        this.accept(await calls.loadReading(this.id));
      } catch (error) {
        if (!(error instanceof Problem)) throw error;
      }
    }
    notices.say('bad', words.filter(Boolean).join(' '));
  }

  patch(taskId: string, change: TaskChange): Promise<boolean> {
    return this.change((etag) => calls.changeTask(this.id, etag, taskId, change), language.t.review.saved);
  }
  add(text: string, span: Span | null): Promise<boolean> {
    const after = this.current;
    const known = new Set(this.reading.tasks.map((task) => task.id));
    return this.change(
      (etag) => calls.addTask(this.id, etag, { text, ...(after ? { after } : {}), ...(span ? { span } : {}) }),
      language.t.review.wasAdded,
    ).then((isDone) => {
      const made = isDone ? this.reading.tasks.find((task) => !known.has(task.id)) : undefined;
      if (made) this.openFromSource(made.id);
      return isDone;
    });
  }
  split(taskId: string, at: number): Promise<boolean> {
    return this.change((etag) => calls.splitTask(this.id, etag, taskId, at), language.t.review.wasSplit);
  }
  async merge(): Promise<boolean> {
    const ids = this.selection.map((task) => task.id);
    const isDone = await this.change((etag) => calls.mergeTasks(this.id, etag, ids), language.t.review.merged);
    if (isDone) {
      this.clearSelection();
      const left = this.reading.tasks.find((task) => ids.includes(task.id));
      if (left) this.current = left.id;
    }
    return isDone;
  }
  async drop(taskId: string): Promise<boolean> {
    const next = this.neighbour(1) ?? this.neighbour(-1);
    const isDone = await this.change((etag) => calls.dropTask(this.id, etag, taskId), language.t.review.wasDropped);
    if (isDone && this.current === taskId && !this.shown.some((task) => task.id === taskId)) this.open(next?.id ?? null);
    return isDone;
  }
  restore(taskId: string): Promise<boolean> {
    return this.change((etag) => calls.restoreTask(this.id, etag, taskId), language.t.review.wasRestored);
  }
  async confirm(taskIds: string[]): Promise<boolean> {
    if (taskIds.length === 0) return false;
    // What is confirmed cannot be changed: not past a date that reads otherwise on the screen.
    const wrong = taskIds.map((id) => this.find(id)).find((task) => task && this.undated.has(task.id));
    if (wrong) {
      notices.say('bad', language.t.review.dueUnsettled(wrong.path));
      if (this.current !== wrong.id) this.open(wrong.id);
      setTimeout(() => document.getElementById(`due-${wrong.id}`)?.focus());
      return false;
    }
    const at = this.shown.findIndex((task) => task.id === this.current);
    const following = this.shown.slice(at + 1).find((task) => task.state === 'proposed' && !taskIds.includes(task.id));
    const isDone = await this.change(
      (etag) => calls.confirmTasks(this.id, etag, taskIds),
      language.t.review.confirmedCount(taskIds.length),
    );
    if (!isDone) return false;
    this.clearSelection();
    if (this.current && taskIds.includes(this.current)) this.open(following?.id ?? this.shown[0]?.id ?? null);
    return true;
  }
  acceptReading(reading: Reading): void {
    this.reading = reading;
    this.ranks = rankTasks(reading.tasks, this.order);
    this.clearSelection();
    this.unsaved = new Set();
    this.undated = new Set();
    this.current = this.shown[0]?.id ?? null;
    void calls.loadDocument(this.id).then(
      (document) => (this.document = document),
      () => undefined,
    );
    void this.loadSource();
  }
}
