/// Words that were typed and could not be kept because the session was over: in memory alone, for the account that typed
/// them, and not for long. They are sent when it signs in again, and forgotten when anybody else does.

export const kHeldFor = 30 * 60_000;

interface Held {
  account: string;
  at: number;
  send: () => Promise<unknown>;
}

export class Unsent {
  private readonly held = new Map<string, Held>();
  private readonly open = new Set<() => Promise<void>>();
  private timer: ReturnType<typeof setTimeout> | undefined;

  constructor(private readonly now: () => number = () => Date.now()) {}

  hold(account: string, place: string, send: () => Promise<unknown>): void {
    if (account === '') return;
    this.held.set(place, { account, at: this.now(), send });
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.forget(), kHeldFor);
  }
  /// After a sign-in, before any page asks for its draft. What is refused again is lost, as it was before.
  async resend(account: string): Promise<void> {
    const own = [...this.held.values()].filter((one) => one.account === account && this.now() - one.at <= kHeldFor);
    this.forget();
    await Promise.allSettled(own.map((one) => one.send()));
  }
  forget(): void {
    clearTimeout(this.timer);
    this.held.clear();
  }

  /// Forms that may have words waiting; the answer takes one away.
  watch(flush: () => Promise<void>): () => void {
    this.open.add(flush);
    return () => this.open.delete(flush);
  }
  /// Whether a form stands open whose words are kept.
  get isWatching(): boolean {
    return this.open.size > 0;
  }
  /// Before the session is ended from here.
  async flush(): Promise<void> {
    await Promise.allSettled([...this.open].map((one) => one()));
  }
}

export const unsent = new Unsent();
