/// Keeps what is being typed as a draft that only its writer can open: sent two seconds after the typing stops, never two
/// at once, the newest words last. Ending a session then costs nothing.
import { Problem } from '../api/problem';
import { dropDraft, loadDraft, saveDraft, type Draft } from './calls';
import type { Answers } from './types';

export type DraftState = 'none' | 'saving' | 'saved' | 'failed';
export interface DraftStore {
  load(): Promise<Draft | null>;
  save(answers: Answers): Promise<unknown>;
  drop(): Promise<unknown>;
}

export const kDraftPause = 2_000;

export function serverDraft(register: string, record: string, action: string): DraftStore {
  return {
    load: () => loadDraft(register, record, action),
    save: (answers) => saveDraft(register, record, action, answers),
    drop: () => dropDraft(register, record, action),
  };
}

export class DraftKeeper {
  state = $state<DraftState>('none');
  savedAt = $state<number | null>(null);
  private timer: ReturnType<typeof setTimeout> | undefined;
  private waiting: Answers | null = null;
  private sending: Promise<void> | null = null;
  private isClosed = false;

  constructor(
    private readonly store: DraftStore,
    private readonly now: () => number = () => Date.now(),
    private readonly pause: number = kDraftPause,
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
    clearTimeout(this.timer);
    this.timer = setTimeout(() => void this.flush(), this.pause);
  }
  /// Sends what waits now, for example when the page is left.
  async flush(): Promise<void> {
    clearTimeout(this.timer);
    if (this.sending) await this.sending;
    const answers = this.waiting;
    if (answers === null || this.isClosed) return;
    this.waiting = null;
    this.state = 'saving';
    this.sending = this.send(answers);
    await this.sending;
    this.sending = null;
  }
  private async send(answers: Answers): Promise<void> {
    try {
      await this.store.save(answers);
      this.savedAt = this.now();
      this.state = 'saved';
    } catch (error) {
      if (!(error instanceof Problem)) throw error;
      this.state = 'failed';
    }
  }
  /// Forgets the draft: it was sent, or given up. Nothing is saved after it.
  async drop(): Promise<void> {
    this.isClosed = true;
    clearTimeout(this.timer);
    this.waiting = null;
    if (this.sending) await this.sending;
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
