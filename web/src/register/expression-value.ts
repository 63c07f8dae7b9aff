/// What an expression reads and answers; the twin of src/expression/value.h. Null is absent.

const kDay = 86_400_000;

/// A day by its number since 1970-01-01, within 1900–2199.
export class Day {
  private constructor(readonly days: number) {}
  static at(days: number): Day | null {
    return days >= -25_567 && days <= 84_005 ? new Day(days) : null;
  }
  /// Null where there is no such day.
  static parse(iso: string): Day | null {
    const day = /^\d{4}-\d\d-\d\d$/.test(iso) ? Day.at(Date.parse(`${iso}T00:00:00Z`) / kDay) : null;
    return day?.iso() === iso ? day : null;
  }
  date(): Date {
    return new Date(this.days * kDay);
  }
  iso(): string {
    return this.date().toISOString().slice(0, 10);
  }
}

export interface Row {
  readonly [column: string]: Value;
}
export type Value = null | boolean | number | string | Day | readonly string[] | readonly Row[];
export type Environment = (name: string) => Value | undefined;

/// What the server would not hold exactly either is absent; minus zero is zero.
export function bounded(value: number): number | null {
  return Number.isSafeInteger(value) ? value + 0 : null;
}
