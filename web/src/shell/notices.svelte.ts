/// Short messages about what has just happened, read aloud by screen readers and shown in a corner.

export type NoticeKind = 'good' | 'bad' | 'plain';

export interface Notice {
  id: number;
  kind: NoticeKind;
  text: string;
}

const kShownFor = 6_000;

class Notices {
  items = $state<Notice[]>([]);
  private last = 0;

  /// Bad news stays until it is closed or `clear`ed; the rest leaves by itself, and only the newest is shown.
  say(kind: NoticeKind, text: string): void {
    this.last += 1;
    const id = this.last;
    const kept = this.items.filter((one) => one.kind === 'bad' && one.text !== text);
    this.items = [...kept, { id, kind, text }].slice(-3);
    if (kind !== 'bad') setTimeout(() => this.close(id), kShownFor);
  }

  close(id: number): void {
    this.items = this.items.filter((one) => one.id !== id);
  }

  clear(): void {
    this.items = [];
  }
}

export const notices = new Notices();
