/// Several files chosen at once.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Problem } from '../../src/api/problem';
import { sendEach } from '../../src/register/fields/send-files';

const files = ['mot.pdf', 'hai.exe', 'ba.pdf', 'bon.exe'].map((name) => new File(['x'], name));

test('a file that is refused is named, and those behind it are sent all the same', async () => {
  const arrived: string[] = [];
  const refused = await sendEach(
    files,
    async (file) => {
      if (file.name.endsWith('.exe')) throw new Problem({ status: 415, code: 'document.unsupported', detail: 'Không nhận tệp này.' });
      return `id of ${file.name}`;
    },
    (file, made) => arrived.push(`${file.name}: ${made}`),
  );
  assert.deepEqual(arrived, ['mot.pdf: id of mot.pdf', 'ba.pdf: id of ba.pdf']);
  assert.deepEqual(refused, [
    { name: 'hai.exe', code: 'document.unsupported', why: 'Không nhận tệp này.' },
    { name: 'bon.exe', code: 'document.unsupported', why: 'Không nhận tệp này.' },
  ]);
});

test('what is no refusal is not swallowed', async () => {
  await assert.rejects(sendEach(files, async () => { throw new TypeError('a slip of the page'); }, () => undefined), TypeError);
});
