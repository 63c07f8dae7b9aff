/// The only place that speaks HTTP. Answers come back as values, refusals are thrown as `Problem`.
/// Three refusals are dealt with here so that no page has to: a lost session, a locked one, and a
/// request for a fresh code; after the last two the same request is sent again.
import { Problem, problemFrom } from './problem';

export type Method = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';

export interface Call {
  json?: unknown;
  bytes?: Blob;
  headers?: Record<string, string>;
  ifMatch?: string | null;
  /// The same for calls that are one request, when a page repeats it itself.
  key?: string;
  signal?: AbortSignal;
  /// Share sent so far, 0 to 1; only for `bytes`.
  progress?: (share: number) => void;
  /// The calls that open or close a session must not start the very dialogs they serve.
  bare?: boolean;
  /// The page goes away: the request outlives it, where the browser lets one of its size.
  isLast?: boolean;
  /// For whom it is sent (an account) where that is not whoever the page shows; empty: for whoever is signed in.
  person?: string;
  /// The answer is a file; `value` is then a Blob.
  file?: boolean;
}

export interface Answer<T> {
  value: T;
  etag: string | null;
  header(name: string): string | null;
}

/// The sentences this layer says itself.
export interface Sentences {
  offline: string;
  unreadable: string;
  tooLarge: string;
  unexplained(code: string): string;
}

/// What the server takes at most; it hangs up on more, which would look like a lost line.
const kMaxBytes = 50 * 1024 * 1024;

/// What the shell does when the server wants something of the person first.
export interface Gate {
  language(): string;
  /// Whom the page shows, and in which role: tabs share a cookie, and another's words must never go under it.
  person(): string;
  otherPerson(sentence: string): void;
  sentences(): Sentences;
  signedOut(): void;
  unlock(): Promise<void>;
  /// Rejects when the person gives up.
  stepUp(): Promise<void>;
  begin(): void;
  end(): void;
}

let gate: Gate | null = null;

export function openGate(shell: Gate): void {
  gate = shell;
}

export function randomKey(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
}

interface RawAnswer {
  status: number;
  body: string;
  file?: Blob;
  header(name: string): string | null;
}

function sentences(): Sentences {
  return gate?.sentences() ?? { offline: '', unreadable: '', tooLarge: '', unexplained: (code) => code };
}

/// Browsers refuse to keep more than 64 KiB alive beyond the page; a larger body is sent as ever, and may arrive.
const kMaxAlive = 60 * 1024;
function isSmall(body: RequestInit['body']): boolean {
  return typeof body === 'string' && new TextEncoder().encode(body).length <= kMaxAlive;
}

async function sendPlain(method: Method, path: string, headers: Headers, call: Call): Promise<RawAnswer> {
  const init: RequestInit = { method, headers, credentials: 'same-origin', cache: 'no-store' };
  if (call.json !== undefined) init.body = JSON.stringify(call.json);
  else if (call.bytes) init.body = call.bytes;
  if (call.signal) init.signal = call.signal;
  if (call.isLast && isSmall(init.body)) init.keepalive = true;
  const response = await fetch(path, init);
  const header = (name: string): string | null => response.headers.get(name);
  if (call.file && response.ok) return { status: response.status, body: '', file: await response.blob(), header };
  return { status: response.status, body: await response.text(), header };
}

/// fetch cannot tell how much of a body has left; XMLHttpRequest can.
function sendWithProgress(method: Method, path: string, headers: Headers, call: Call): Promise<RawAnswer> {
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    request.open(method, path);
    headers.forEach((value, name) => request.setRequestHeader(name, value));
    request.upload.onprogress = (event) => {
      if (event.lengthComputable && event.total > 0) call.progress?.(event.loaded / event.total);
    };
    request.onload = () =>
      resolve({
        status: request.status,
        body: request.responseText,
        header: (name) => request.getResponseHeader(name),
      });
    request.onerror = () => reject(new TypeError('network'));
    request.onabort = () => reject(new DOMException('aborted', 'AbortError'));
    call.signal?.addEventListener('abort', () => request.abort());
    request.send(call.bytes ?? null);
  });
}

function parseBody(raw: RawAnswer): unknown {
  if (raw.body === '') return null;
  try {
    return JSON.parse(raw.body) as unknown;
  } catch {
    return undefined;
  }
}

async function attempt<T>(method: Method, path: string, headers: Headers, call: Call): Promise<Answer<T>> {
  if (call.bytes && call.bytes.size > kMaxBytes) {
    throw new Problem({ status: 413, code: 'document.too_large', detail: sentences().tooLarge });
  }
  let raw: RawAnswer;
  gate?.begin();
  try {
    raw = call.progress
      ? await sendWithProgress(method, path, headers, call)
      : await sendPlain(method, path, headers, call);
  } catch (error) {
    if (error instanceof DOMException && error.name === 'AbortError') throw error;
    throw new Problem({ status: 0, code: 'network.unreachable', detail: sentences().offline });
  } finally {
    gate?.end();
  }
  const body = raw.file ?? parseBody(raw);
  if (raw.status < 200 || raw.status >= 300) {
    throw problemFrom(raw.status, body, raw.header('Retry-After'), sentences().unreadable, sentences().unexplained);
  }
  if (body === undefined) {
    throw new Problem({ status: raw.status, code: 'network.unreadable', detail: sentences().unreadable });
  }
  return { value: body as T, etag: raw.header('ETag'), header: raw.header };
}

/// Sends one request and returns its answer. Throws `Problem` for every refusal.
export async function send<T>(method: Method, path: string, call: Call = {}): Promise<Answer<T>> {
  const headers = new Headers(call.headers);
  headers.set('Accept', call.file ? '*/*' : 'application/json, application/problem+json');
  headers.set('Accept-Language', gate?.language() ?? 'vi');
  const person = call.person ?? gate?.person() ?? '';
  if (person !== '') headers.set('X-Neove-For', person);
  if (method !== 'GET') {
    headers.set('X-Neove', '1');
    // One key for all attempts of this call: a repeat after a code or a password must not act twice.
    headers.set('Idempotency-Key', call.key ?? randomKey());
  }
  if (call.json !== undefined) headers.set('Content-Type', 'application/json');
  else if (call.bytes) headers.set('Content-Type', 'application/octet-stream');
  if (call.ifMatch) headers.set('If-Match', call.ifMatch);

  for (let round = 0; ; round += 1) {
    try {
      return await attempt<T>(method, path, headers, call);
    } catch (error) {
      if (error instanceof Problem && error.code === 'session.other_person') gate?.otherPerson(error.detail);
      if (!(error instanceof Problem) || call.bare || !gate || round >= 2) throw error;
      if (error.status === 401 && error.code === 'session.none') {
        gate.signedOut();
        throw error;
      } else if (error.status === 423 || error.code === 'session.locked') {
        await gate.unlock();
      } else if (error.code === 'session.step_up') {
        await gate.stepUp().catch(() => {
          throw error;
        });
      } else {
        throw error;
      }
    }
  }
}
