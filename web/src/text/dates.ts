/// Dates as people in Viet Nam write them (dd/mm/yyyy) and as the contract carries them (yyyy-mm-dd).

const kTimeZone = 'Asia/Ho_Chi_Minh';

function two(value: number): string {
  return String(value).padStart(2, '0');
}

/// `2026-03-05` → `05/03/2026`; anything else comes back as it is (the contract also has `12-05`).
export function showDate(iso: string | null | undefined): string {
  if (!iso) return '';
  const full = /^(\d{4})-(\d{2})-(\d{2})/.exec(iso);
  if (full) return `${full[3]}/${full[2]}/${full[1]}`;
  const yearly = /^(\d{2})-(\d{2})$/.exec(iso);
  return yearly ? `${yearly[2]}/${yearly[1]}` : iso;
}

/// An instant in the country's own clock, whatever the computer is set to: `14:05 05/03/2026`.
export function showInstant(iso: string | null | undefined): string {
  if (!iso) return '';
  const at = new Date(iso);
  if (Number.isNaN(at.getTime())) return iso;
  const parts = new Intl.DateTimeFormat('en-GB', {
    timeZone: kTimeZone,
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
    hour: '2-digit',
    minute: '2-digit',
    hourCycle: 'h23',
  }).formatToParts(at);
  const part = (type: string): string => parts.find((one) => one.type === type)?.value ?? '';
  return `${part('hour')}:${part('minute')} ${part('day')}/${part('month')}/${part('year')}`;
}

/// Reads a typed date: `5/3/2026`, `05-03-2026`, `05.03.2026`, `05032026`, `2026-03-05`. Null when no such day exists.
export function parseDate(typed: string): string | null {
  const text = typed.trim();
  const iso = /^(\d{4})-(\d{1,2})-(\d{1,2})$/.exec(text);
  const split = /^(\d{1,2})\s*[/.-]\s*(\d{1,2})\s*[/.-]\s*(\d{4})$/.exec(text);
  const solid = /^(\d{2})(\d{2})(\d{4})$/.exec(text);
  const local = split ?? solid;
  const [year, month, day] = iso
    ? [Number(iso[1]), Number(iso[2]), Number(iso[3])]
    : local
      ? [Number(local[3]), Number(local[2]), Number(local[1])]
      : [0, 0, 0];
  if (year < 1900 || year > 2200) return null;
  const at = new Date(Date.UTC(year, month - 1, day));
  const isReal = at.getUTCFullYear() === year && at.getUTCMonth() === month - 1 && at.getUTCDate() === day;
  return isReal ? `${year}-${two(month)}-${two(day)}` : null;
}

/// Today in the country's clock as `yyyy-mm-dd`.
export function today(): string {
  return new Date(Date.now() + 7 * 3_600_000).toISOString().slice(0, 10);
}
