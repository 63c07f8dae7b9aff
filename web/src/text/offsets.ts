/// Offsets of the contract count Unicode code points; JavaScript strings count UTF-16 units. The two differ
/// as soon as a text holds one character beyond U+FFFF, so every span passes through here.

export class Offsets {
  readonly text: string;
  /// Length of the text in code points.
  readonly length: number;
  /// UTF-16 position of every code point, or null when the text has no surrogate pair.
  private readonly units: Uint32Array | null;

  constructor(text: string) {
    this.text = text;
    if (!/[\ud800-\udfff]/.test(text)) {
      this.units = null;
      this.length = text.length;
      return;
    }
    const units = new Uint32Array(text.length + 1);
    let count = 0;
    for (let unit = 0; unit < text.length; count += 1) {
      units[count] = unit;
      unit += (text.codePointAt(unit) ?? 0) > 0xffff ? 2 : 1;
    }
    units[count] = text.length;
    this.units = units.subarray(0, count + 1);
    this.length = count;
  }

  private clamp(value: number, max: number): number {
    if (!Number.isFinite(value) || value < 0) return 0;
    return Math.min(Math.trunc(value), max);
  }

  /// UTF-16 position of a code point offset; beyond the text it is the text's end.
  toUnits(codePoints: number): number {
    const at = this.clamp(codePoints, this.length);
    return this.units === null ? at : (this.units[at] ?? this.text.length);
  }

  /// Code point offset of a UTF-16 position; inside a surrogate pair it is that of the pair.
  toCodePoints(units: number): number {
    const at = this.clamp(units, this.text.length);
    if (this.units === null) return at;
    let low = 0;
    let high = this.length;
    while (low < high) {
      const middle = (low + high + 1) >>> 1;
      if ((this.units[middle] ?? 0) <= at) low = middle;
      else high = middle - 1;
    }
    return low;
  }

  slice(begin: number, end: number): string {
    return this.text.slice(this.toUnits(begin), this.toUnits(end));
  }
}
