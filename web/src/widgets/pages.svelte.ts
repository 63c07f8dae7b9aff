/// A list that the server gives page by page: what has come, whether more is coming, and why not.
import { Problem } from '../api/problem';
import type { Page } from '../api/types';

export class Pages<T> {
  rows = $state.raw<T[]>([]);
  next = $state<string | null>(null);
  isBusy = $state(true);
  problem = $state.raw<Problem | null>(null);
  private pending: AbortController | null = null;
  private timer: ReturnType<typeof setTimeout> | undefined;

  constructor(private readonly fetch: (cursor: string | null, signal: AbortSignal) => Promise<Page<T>>) {}

  /// The first page, or the one behind `cursor`. A newer question makes an older answer worthless.
  async load(cursor: string | null = null): Promise<void> {
    clearTimeout(this.timer);
    this.pending?.abort();
    const mine = new AbortController();
    this.pending = mine;
    this.isBusy = true;
    this.problem = null;
    try {
      const page = await this.fetch(cursor, mine.signal);
      if (this.pending !== mine) return;
      this.rows = cursor ? [...this.rows, ...page.items] : page.items;
      this.next = page.next ?? null;
    } catch (error) {
      if (error instanceof Problem) this.problem = error;
      else if (!(error instanceof DOMException)) throw error;
    } finally {
      if (this.pending === mine) this.isBusy = false;
    }
  }
  /// While somebody types: asks once she pauses.
  look(): void {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => void this.load(), 250);
  }
}
