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

  /// Bad news stays until it is closed; the rest leaves by itself.
  say(kind: NoticeKind, text: string): void {
    this.last += 1;
    const id = this.last;
    this.items = [...this.items.filter((one) => one.text !== text), { id, kind, text }].slice(-4);
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
