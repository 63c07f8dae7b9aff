/// A refusal of the server (RFC 9457 problem document) or of the line to it, as one error type.

export interface FieldFault {
  code: string;
  pointer: string;
  detail: string;
  row?: number;
  column?: string;
}

export interface ProblemParts {
  status: number;
  code: string;
  detail: string;
  title?: string;
  pointer?: string;
  incident?: string;
  retryAfter?: number;
  errors?: FieldFault[];
  /// Members the server added to this one kind of refusal, for example what changed under `version.stale`.
  extra?: Record<string, unknown>;
}

export class Problem extends Error {
  readonly status: number;
  readonly code: string;
  readonly detail: string;
  readonly incident: string | undefined;
  readonly retryAfter: number | undefined;
  readonly errors: FieldFault[];
  readonly extra: Record<string, unknown>;

  constructor(parts: ProblemParts) {
    super(parts.code);
    this.name = 'Problem';
    this.status = parts.status;
    this.code = parts.code;
    this.detail = parts.detail;
    this.incident = parts.incident;
    this.retryAfter = parts.retryAfter;
    this.errors = [...(parts.errors ?? [])];
    if (parts.pointer && !this.errors.some((fault) => fault.pointer === parts.pointer)) {
      this.errors.push({ code: parts.code, pointer: parts.pointer, detail: parts.detail });
    }
    this.extra = parts.extra ?? {};
  }

  /// True when somebody else changed the record first and the page must show the newer state.
  get isStale(): boolean {
    return this.status === 412 || this.status === 409;
  }
}

const kKnownMembers = new Set([
  'type', 'title', 'status', 'code', 'detail', 'pointer', 'incident', 'errors', 'retry_after',
]);

function textOf(value: unknown): string | undefined {
  return typeof value === 'string' && value !== '' ? value : undefined;
}

function faultsOf(value: unknown): FieldFault[] {
  if (!Array.isArray(value)) return [];
  const faults: FieldFault[] = [];
  for (const item of value as unknown[]) {
    if (typeof item !== 'object' || item === null) continue;
    const source = item as Record<string, unknown>;
    const fault: FieldFault = {
      code: textOf(source['code']) ?? 'unknown',
      pointer: textOf(source['pointer']) ?? '',
      detail: textOf(source['detail']) ?? textOf(source['code']) ?? '',
    };
    if (typeof source['row'] === 'number') fault.row = source['row'];
    if (typeof source['column'] === 'string') fault.column = source['column'];
    faults.push(fault);
  }
  return faults;
}

/// Reads an answer that was refused. `body` is whatever came, perhaps not a problem document at all
/// (a proxy's own page, an empty body); `fallback` is the sentence shown then. A server that knows no sentence for a
/// code sends the code itself, which nobody should have to read: `unexplained` makes a sentence of it.
export function problemFrom(
  status: number,
  body: unknown,
  retryAfterHeader: string | null,
  fallback: string,
  unexplained: (code: string) => string = (code) => code,
): Problem {
  const source = typeof body === 'object' && body !== null ? (body as Record<string, unknown>) : {};
  const extra: Record<string, unknown> = {};
  for (const [name, value] of Object.entries(source)) {
    if (!kKnownMembers.has(name)) extra[name] = value;
  }
  const detail = textOf(source['detail']) ?? textOf(source['title']) ?? fallback;
  const isBare = detail !== '' && detail === source['code'];
  const parts: ProblemParts = {
    status,
    code: textOf(source['code']) ?? `http.${status}`,
    detail: isBare ? unexplained(detail) : detail,
    errors: faultsOf(source['errors']),
    extra,
  };
  const pointer = textOf(source['pointer']);
  if (pointer) parts.pointer = pointer;
  const incident = textOf(source['incident']);
  if (incident) parts.incident = incident;
  const seconds = Number(source['retry_after'] ?? retryAfterHeader ?? Number.NaN);
  if (Number.isFinite(seconds)) parts.retryAfter = Math.ceil(seconds);
  return new Problem(parts);
}

/// Sorts faults to the fields of a form by the first part of their pointer; what fits no field is returned as `rest`.
export function faultsByField(
  problem: Problem,
  fields: readonly string[],
): { byField: Record<string, string>; rest: FieldFault[] } {
  const byField: Record<string, string> = {};
  const rest: FieldFault[] = [];
  for (const fault of problem.errors) {
    const first = fault.pointer.replace(/^\//, '').split('/')[0]?.replaceAll('~1', '/').replaceAll('~0', '~') ?? '';
    // A reference is sent as `parent_id` and may be named in a fault as `parent`.
    const field = [first, `${first}_id`].find((name) => fields.includes(name));
    if (field !== undefined) byField[field] ??= fault.detail;
    else rest.push(fault);
  }
  return { byField, rest };
}
