/// The client: headers of a write, and the three refusals it deals with itself.
import assert from 'node:assert/strict';
import { afterEach, test } from 'node:test';
import { openGate, send, type Gate } from '../../src/api/client';
import { Problem } from '../../src/api/problem';

interface Sent {
  path: string;
  headers: Headers;
}

const original = globalThis.fetch;
afterEach(() => {
  globalThis.fetch = original;
});

function answerWith(answers: [number, unknown][]): Sent[] {
  const sent: Sent[] = [];
  globalThis.fetch = (async (path: string, init: RequestInit) => {
    sent.push({ path, headers: new Headers(init.headers) });
    const [status, body] = answers[Math.min(sent.length, answers.length) - 1] ?? [500, null];
    return new Response(status === 204 ? null : JSON.stringify(body), { status, headers: { ETag: '"7"' } });
  }) as typeof fetch;
  return sent;
}
function gateThat(changes: Partial<Gate>): { asked: string[] } {
  const asked: string[] = [];
  openGate({
    language: () => 'vi',
    person: () => '',
    otherPerson: () => undefined,
    sentences: () => ({
      offline: 'mất kết nối',
      unreadable: 'không đọc được',
      tooLarge: 'quá lớn',
      unexplained: (code) => `không rõ ${code}`,
    }),
    signedOut: () => void asked.push('signedOut'),
    unlock: async () => void asked.push('unlock'),
    stepUp: async () => void asked.push('stepUp'),
    begin: () => undefined,
    end: () => undefined,
    ...changes,
  });
  return { asked };
}

test('a write says who sends it and carries a key and the tag', async () => {
  gateThat({});
  const sent = answerWith([[200, { ok: 1 }]]);
  const answer = await send<{ ok: number }>('PATCH', '/api/v1/x', { json: { a: 1 }, ifMatch: '"3"' });
  assert.equal(answer.value.ok, 1);
  assert.equal(answer.etag, '"7"');
  const headers = sent[0]?.headers;
  assert.equal(headers?.get('X-Neove'), '1');
  assert.equal(headers?.get('If-Match'), '"3"');
  assert.match(headers?.get('Idempotency-Key') ?? '', /^[0-9a-f]{32}$/);
});

test('a read carries no key and no mark of a write', async () => {
  gateThat({});
  const sent = answerWith([[200, []]]);
  await send('GET', '/api/v1/x');
  assert.equal(sent[0]?.headers.has('X-Neove'), false);
  assert.equal(sent[0]?.headers.has('Idempotency-Key'), false);
});

test('a request that needs a fresh code is repeated with the same key', async () => {
  const { asked } = gateThat({});
  const sent = answerWith([
    [403, { code: 'session.step_up', detail: '' }],
    [200, { ok: 1 }],
  ]);
  await send('POST', '/api/v1/x');
  assert.deepEqual(asked, ['stepUp']);
  assert.equal(sent.length, 2);
  assert.equal(sent[0]?.headers.get('Idempotency-Key'), sent[1]?.headers.get('Idempotency-Key'));
});

test('whoever gives no code gets the refusal', async () => {
  gateThat({ stepUp: () => Promise.reject(new Error('closed')) });
  answerWith([[403, { code: 'session.step_up', detail: 'cần mã' }]]);
  await assert.rejects(send('POST', '/api/v1/x'), (error) => error instanceof Problem && error.code === 'session.step_up');
});

test('a locked session waits for the password', async () => {
  const { asked } = gateThat({});
  answerWith([
    [423, { code: 'session.locked', detail: '' }],
    [200, {}],
  ]);
  await send('GET', '/api/v1/x');
  assert.deepEqual(asked, ['unlock']);
});

test('a server that keeps refusing is not asked for ever', async () => {
  gateThat({});
  const sent = answerWith([[423, { code: 'session.locked', detail: '' }]]);
  await assert.rejects(send('GET', '/api/v1/x'), Problem);
  assert.equal(sent.length, 3);
});

test('a lost session leads to the front door, and a wrong password does not', async () => {
  const { asked } = gateThat({});
  answerWith([[401, { code: 'session.none', detail: '' }]]);
  await assert.rejects(send('GET', '/api/v1/x'), Problem);
  answerWith([[401, { code: 'session.refused', detail: 'sai' }]]);
  await assert.rejects(send('POST', '/api/v1/sign-in', { bare: true }), Problem);
  assert.deepEqual(asked, ['signedOut']);
});

test('no line is a problem with a sentence', async () => {
  gateThat({});
  globalThis.fetch = () => Promise.reject(new TypeError('failed'));
  await assert.rejects(
    send('GET', '/api/v1/x'),
    (error) => error instanceof Problem && error.code === 'network.unreachable' && error.detail === 'mất kết nối',
  );
});

test('an empty answer is a value, a page of a proxy is not', async () => {
  gateThat({});
  answerWith([[204, null]]);
  assert.equal((await send('POST', '/api/v1/x')).value, null);
  globalThis.fetch = async () => new Response('<html>', { status: 200 });
  await assert.rejects(send('GET', '/api/v1/x'), (error) => error instanceof Problem && error.code === 'network.unreadable');
});

test('a file over the limit is refused here with a reason instead of being cut off on the way', async () => {
  gateThat({});
  const sent = answerWith([[201, {}]]);
  const bytes = new Blob([new Uint8Array(50 * 1024 * 1024 + 1)]);
  await assert.rejects(
    () => send('POST', '/api/v1/documents', { bytes }),
    (error: unknown) => error instanceof Problem && error.status === 413 && error.detail === 'quá lớn',
  );
  assert.equal(sent.length, 0);
});

test('whom the page shows goes with every request, and a refusal as another is told', async () => {
  const told: string[] = [];
  gateThat({ person: () => 'acc-1/grant-2', otherPerson: (sentence) => void told.push(sentence) });
  const sent = answerWith([
    [200, {}],
    [200, {}],
    [200, {}],
    [409, { code: 'session.other_person', detail: 'người khác' }],
  ]);
  await send('GET', '/api/v1/x');
  await send('PUT', '/api/v1/x', { json: {}, person: 'acc-9' });
  await send('GET', '/api/v1/me', { person: '' });
  await assert.rejects(send('POST', '/api/v1/x', { bare: true }));
  assert.deepEqual(
    sent.map((one) => one.headers.get('X-Neove-For')),
    ['acc-1/grant-2', 'acc-9', null, 'acc-1/grant-2'],
  );
  assert.deepEqual(told, ['người khác']);
});
