/// Words that were typed and could not be kept because the session was over: in memory alone, for the account that typed
/// them, and not for long. They are sent when it signs in again, and forgotten when anybody else does.

export const kHeldFor = 30 * 60_000;

/// Words that must not be lost where they are refused again for that reason: whoever typed them chooses.
interface Kept {
  answers: unknown;
  isKept: (error: unknown) => boolean;
}
interface Held {
  account: string;
  at: number;
  send: () => Promise<unknown>;
  kept: Kept | undefined;
}

export class Unsent {
  private readonly held = new Map<string, Held>();
  private readonly back = new Map<string, Held>();
  private readonly open = new Set<() => Promise<void>>();
  private timer: ReturnType<typeof setTimeout> | undefined;

  constructor(private readonly now: () => number = () => Date.now()) {}

  hold(account: string, place: string, send: () => Promise<unknown>, kept?: Kept): void {
    if (account === '') return;
    this.held.set(place, { account, at: this.now(), send, kept });
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.forget(), kHeldFor);
  }
  /// After a sign-in, before any page asks for its draft. What is refused again is lost, as it was before, but for what its
  /// form asks for (`refused`).
  async resend(account: string): Promise<void> {
    const own = [...this.held].filter(([, one]) => one.account === account && this.now() - one.at <= kHeldFor);
    this.forget();
    const sent = own.map(([place, one]) =>
      one.send().catch((error: unknown) => {
        if (one.kept?.isKept(error)) this.back.set(place, one);
      }),
    );
    await Promise.allSettled(sent);
    if (this.back.size > 0) this.timer = setTimeout(() => this.forget(), kHeldFor);
  }
  /// The words of that place that came back, once.
  refused(account: string, place: string): unknown {
    const one = this.back.get(place);
    if (one?.account !== account) return null;
    this.back.delete(place);
    return one.kept?.answers ?? null;
  }
  forget(): void {
    clearTimeout(this.timer);
    this.held.clear();
    this.back.clear();
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
