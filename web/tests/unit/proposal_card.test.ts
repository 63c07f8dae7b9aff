/// A proposal says days as people write them, also of a body that ends.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { render } from 'svelte/server';
import type { Proposal } from '../../src/api/types';
import ProposalCard from '../../src/widgets/ProposalCard.svelte';

test('no day of the contract stands on the page', () => {
  const place = 'UBND xã Một (H1) [– 2026-11-20] · UBND tỉnh';
  const line = { field: 'successors', before: '', after: 'UBND xã Hai [– 2027-01-05]' };
  const one = {
    id: '1', action: 'move', state: 'confirmed', grants: [], holds: [], bodies_in_all: 1, account: null, reason: '', decision: null,
    bodies: [{ organisation: { id: 'a', name: 'UBND xã Một' }, place, is_new: false, lines: [line] }],
    proposed_by: 'An', proposed_at: '2026-11-23T15:00:00Z', decided_by: null, decided_at: null, expires_at: '2026-11-30T15:00:00Z', may: [],
  } as unknown as Proposal;
  const { body } = render(ProposalCard, { props: { one } });
  assert.match(body, /UBND xã Một \(H1\) \(có hiệu lực đến 20\/11\/2026\) · UBND tỉnh/);
  assert.match(body, /UBND xã Hai \(có hiệu lực đến 05\/01\/2027\)/);
  assert.doesNotMatch(body, /\[–|2026-11-20/);
});
