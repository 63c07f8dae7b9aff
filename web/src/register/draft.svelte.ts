/// Keeps what is being typed as a draft that only its writer can open: sent two seconds after the typing stops and at
/// the latest five after it began, never two at once, the newest words last; when the page is left or hidden, at once. Ending
/// a session then costs nothing. The same form may be open in another window: whoever comes second is asked whose words
/// stay, and neither writes over the other, nor brings back what was sent there, by itself.
import { randomKey } from '../api/client';
import { Problem } from '../api/problem';
import { session } from '../shell/session.svelte';
import { unsent } from '../shell/unsent';
import { dropDraft, loadDraft, saveDraft, type Draft, type DraftBase } from './calls';
import { isSame } from './merge';
import type { Answers } from './types';

export type DraftState = 'none' | 'saving' | 'saved' | 'failed' | 'asking';
/// Two windows wrote the same form; nothing is saved until somebody chooses.
export interface DraftClash {
  /// As it lies now; nothing where it was sent or discarded there.
  theirs: Draft | null;
}
/// What the server answers where another window was first.
const kClashes = ['draft.changed', 'draft.gone'];
export const isDraftClash = (error: unknown): boolean => error instanceof Problem && kClashes.includes(error.code);

/// Knows which version it read or wrote last, and builds on that.
export interface DraftStore {
  load(): Promise<Draft | null>;
  /// `isLast`: the page goes away, and the request must outlive it.
  save(answers: Answers, isLast: boolean): Promise<unknown>;
  drop(): Promise<unknown>;
  /// Takes what could not be saved because the session is over.
  hold?(answers: Answers): void;
  /// What was held for this form and could not be saved afterwards either, as another window was first. Once.
  refused?(): Answers | null;
}

export const kDraftPause = 2_000;
export const kDraftLongest = 5_000;

/// `about`: what the form is about, where the same form may be begun about several things; each has its draft.
export function serverDraft(register: string, record: string, action: string, about = ''): DraftStore {
  const account = session.me?.account.id ?? '';
  const place = { register, record, action, about };
  const name = `${register}/${record}/${action}/${about}`;
  const on: DraftBase = { version: null, window: randomKey() };
  return {
    load: async () => {
      const { draft, version } = await loadDraft(place);
      on.version = version;
      return draft;
    },
    save: async (answers, isLast) => {
      on.version = await saveDraft(place, account, on, answers, isLast);
    },
    drop: async () => {
      await dropDraft(place, account, on);
      on.version = null;
    },
    hold: (answers) =>
      unsent.hold(account, name, () => saveDraft(place, account, on, answers), { answers, isKept: isDraftClash }),
    refused: () => unsent.refused(account, name) as Answers | null,
  };
}

export class DraftKeeper {
  state = $state<DraftState>('none');
  savedAt = $state<number | null>(null);
  clash = $state.raw<DraftClash | null>(null);
  private timer: ReturnType<typeof setTimeout> | undefined;
  private waiting: Answers | null = null;
  /// When the oldest of what waits was typed.
  private since: number | null = null;
  private readonly underWay = new Set<Promise<void>>();
  private isClosed = false;

  constructor(
    private readonly store: DraftStore,
    private readonly now: () => number = () => Date.now(),
    private readonly pause: number = kDraftPause,
    private readonly longest: number = kDraftLongest,
  ) {}

  /// A refusal to load leaves the form usable without a draft.
  async found(): Promise<Draft | null> {
    try {
      return await this.store.load();
    } catch (error) {
      if (!(error instanceof Problem)) throw error;
      return null;
    }
  }
  changed(answers: Answers): void {
    if (this.isClosed) return;
    this.waiting = answers;
    if (this.clash) return;
    this.since ??= this.now();
    clearTimeout(this.timer);
    // Who types without a pause is not left waiting for one.
    const left = this.since + this.longest - this.now();
    this.timer = setTimeout(() => void this.flush(), Math.max(0, Math.min(this.pause, left)));
  }
  /// Sends what waits now, for example when the form is left.
  async flush(): Promise<void> {
    clearTimeout(this.timer);
    if (this.underWay.size > 0) await this.settle();
    await this.sendWaiting(false);
  }
  /// Sends it without waiting for what is under way: the page may be gone the next moment.
  leave(): void {
    clearTimeout(this.timer);
    void this.sendWaiting(true);
  }
  private async sendWaiting(isLast: boolean): Promise<void> {
    const answers = this.waiting;
    if (answers === null || this.isClosed || this.clash) return;
    this.waiting = null;
    this.since = null;
    this.state = 'saving';
    const sending = this.send(answers, isLast);
    this.underWay.add(sending);
    try {
      await sending;
    } finally {
      this.underWay.delete(sending);
    }
  }
  private async settle(): Promise<void> {
    while (this.underWay.size > 0) await Promise.allSettled([...this.underWay]);
  }
  private async send(answers: Answers, isLast: boolean): Promise<void> {
    try {
      await this.store.save(answers, isLast);
      this.savedAt = this.now();
      this.state = 'saved';
    } catch (error) {
      if (!(error instanceof Problem)) throw error;
      if (isDraftClash(error)) return this.meet(answers);
      this.state = 'failed';
      // Sent again with the next word, or when the form is left.
      this.waiting ??= answers;
      if (error.status === 401) this.store.hold?.(this.waiting);
    }
  }
  /// Another window wrote this draft, or sent it, since: what lies there now, beside `mine`.
  async meet(mine: Answers): Promise<void> {
    this.waiting ??= mine;
    const theirs = await this.found();
    clearTimeout(this.timer);
    this.since = null;
    if (this.isClosed) return;
    if (theirs && isSame(theirs.answers, this.waiting)) {
      // The same words: there is nothing to choose.
      this.waiting = null;
      this.state = 'saved';
      return;
    }
    this.state = 'asking';
    this.clash = { theirs };
  }
  /// What was held when the session ended and met another window's words afterwards.
  refused(): Answers | null {
    return this.store.refused?.() ?? null;
  }
  /// The words of this window are written over those of the other, or as a new draft.
  async keepMine(): Promise<void> {
    this.clash = null;
    await this.flush();
  }
  /// The words of the other window, to go on with. Those of this one are forgotten.
  takeTheirs(): Answers {
    const theirs = this.clash?.theirs?.answers ?? {};
    this.clash = null;
    this.waiting = null;
    this.state = 'saved';
    return theirs;
  }
  /// Forgets the words of this window and touches no draft. Nothing is saved after it.
  abandon(): void {
    this.isClosed = true;
    clearTimeout(this.timer);
    this.clash = null;
    this.waiting = null;
    this.since = null;
    this.state = 'none';
  }
  /// Forgets the draft: it was sent, or given up. Nothing is saved after it. Why it is still there, where it is.
  async drop(): Promise<Problem | null> {
    this.abandon();
    await this.settle();
    let why: Problem | null = null;
    try {
      await this.store.drop();
    } catch (error) {
      if (!(error instanceof Problem)) throw error;
      why = error;
    }
    this.state = 'none';
    this.savedAt = null;
    return why;
  }
  /// After a draft was given up and the form goes on from the beginning.
  reopen(): void {
    this.isClosed = false;
  }
}
