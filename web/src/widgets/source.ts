/// Where a picker finds what one may choose.

export interface Option {
  id: string;
  name: string;
  /// Told beside the name where names repeat.
  detail: string;
}
export interface Source {
  list: string;
  hint: string;
  none: string;
  needed: string;
  find: (typed: string, signal: AbortSignal) => Promise<Option[]>;
}
