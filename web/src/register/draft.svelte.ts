/// Keeps what is being typed as a draft that only its writer can open: sent two seconds after the typing stops and at
/// the latest five after it began, never two at once, the newest words last; when the page is left or hidden, at once. Ending
/// a session then costs nothing.
import { Problem } from '../api/problem';
import { session } from '../shell/session.svelte';
import { unsent } from '../shell/unsent';
import { dropDraft, loadDraft, saveDraft, type Draft } from './calls';
import type { Answers } from './types';

export type DraftState = 'none' | 'saving' | 'saved' | 'failed';
export interface DraftStore {
  load(): Promise<Draft | null>;
  /// `isLast`: the page goes away, and the request must outlive it.
  save(answers: Answers, isLast: boolean): Promise<unknown>;
  drop(): Promise<unknown>;
  /// Takes what could not be saved because the session is over.
  hold?(answers: Answers): void;
}

export const kDraftPause = 2_000;
export const kDraftLongest = 5_000;

/// `about`: what the form is about, where the same form may be begun about several things; each has its draft.
export function serverDraft(register: string, record: string, action: string, about = ''): DraftStore {
  const account = session.me?.account.id ?? '';
  const place = { register, record, action, about };
  return {
    load: () => loadDraft(place),
    save: (answers, isLast) => saveDraft(place, account, answers, isLast),
    drop: () => dropDraft(place, account),
    hold: (answers) =>
      unsent.hold(account, `${register}/${record}/${action}/${about}`, () => saveDraft(place, account, answers)),
  };
}

export class DraftKeeper {
  state = $state<DraftState>('none');
  savedAt = $state<number | null>(null);
  private timer: ReturnType<typeof setTimeout> | undefined;
  private waiting: Answers | null = null;
  /// When the oldest of what waits was typed.
  private since: number | null = null;
  private sending: Promise<void> | null = null;
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
    this.since ??= this.now();
    clearTimeout(this.timer);
    // Who types without a pause is not left waiting for one.
    const left = this.since + this.longest - this.now();
    this.timer = setTimeout(() => void this.flush(), Math.max(0, Math.min(this.pause, left)));
  }
  /// Sends what waits now, for example when the form is left.
  async flush(): Promise<void> {
    clearTimeout(this.timer);
    while (this.sending) await this.sending;
    await this.sendWaiting(false);
  }
  /// Sends it without waiting for what is under way: the page may be gone the next moment.
  leave(): void {
    clearTimeout(this.timer);
    void this.sendWaiting(true);
  }
  private async sendWaiting(isLast: boolean): Promise<void> {
    const answers = this.waiting;
    if (answers === null || this.isClosed) return;
    this.waiting = null;
    this.since = null;
    this.state = 'saving';
    const sending = this.send(answers, isLast);
    this.sending = sending;
    await sending;
    if (this.sending === sending) this.sending = null;
  }
  private async send(answers: Answers, isLast: boolean): Promise<void> {
    try {
      await this.store.save(answers, isLast);
      this.savedAt = this.now();
      this.state = 'saved';
    } catch (error) {
      if (!(error instanceof Problem)) throw error;
      this.state = 'failed';
      // Sent again with the next word, or when the form is left.
      this.waiting ??= answers;
      if (error.status === 401) this.store.hold?.(this.waiting);
    }
  }
  /// Forgets the draft: it was sent, or given up. Nothing is saved after it.
  async drop(): Promise<void> {
    this.isClosed = true;
    clearTimeout(this.timer);
    this.waiting = null;
    this.since = null;
    while (this.sending) await this.sending;
    try {
      await this.store.drop();
    } catch (error) {
      if (!(error instanceof Problem)) throw error;
    }
    this.state = 'none';
    this.savedAt = null;
  }
  /// After a draft was given up and the form goes on from the beginning.
  reopen(): void {
    this.isClosed = false;
  }
}
