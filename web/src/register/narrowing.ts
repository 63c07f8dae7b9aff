/// What a list is narrowed by beside filter, state and words, as it stands in the address: ids, codes and days, never what
/// somebody typed. Pure.
export interface Narrowing {
  timing: string;
  month: string;
  where: string;
  links_to: string;
}

/// Takes all of it out of the address.
export const kNowhere = { timing: null, month: null, where: null, links_to: null } as const;

export const narrowingOf = (query: URLSearchParams): Narrowing => ({
  timing: query.get('timing') ?? '',
  month: query.get('month') ?? '',
  where: query.get('where') ?? '',
  links_to: query.get('links_to') ?? '',
});
export const isEmptyNarrowing = (one: Narrowing): boolean => Object.values(one).every((value) => value === '');

/// `where` as columns and values; what cannot be read says nothing here, and the server refuses it.
export function whereOf(text: string): Record<string, string> {
  try {
    const read: unknown = JSON.parse(text);
    if (typeof read !== 'object' || read === null || Array.isArray(read)) return {};
    return Object.fromEntries(Object.entries(read).map(([column, value]) => [column, String(value)]));
  } catch {
    return {};
  }
}
export const whereText = (columns: Record<string, string>): string =>
  Object.keys(columns).length === 0 ? '' : JSON.stringify(columns);

/// The address of a list so narrowed.
export function listAddress(register: string, parts: Record<string, string | null | undefined>): string {
  const search = new URLSearchParams();
  for (const [name, value] of Object.entries(parts)) if (value) search.set(name, value);
  const text = search.toString();
  return text ? `/registers/${register}?${text}` : `/registers/${register}`;
}

/// `2026-12` as month and year.
export const monthParts = (month: string): [string, string] => [month.slice(5), month.slice(0, 4)];
