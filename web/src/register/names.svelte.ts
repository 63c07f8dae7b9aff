/// Names of bodies and units that answers hold by their ids. Asked for once, when first shown; forgotten with the page.
import { SvelteMap } from 'svelte/reactivity';
import { loadOrganisation, loadUnit } from '../api/calls';
import { Problem } from '../api/problem';

class Names {
  private readonly known = new SvelteMap<string, string>();
  private readonly asked = new Set<string>();

  private of(key: string, fallback: string, load: () => Promise<string>): string {
    if (!this.asked.has(key)) {
      this.asked.add(key);
      // Later, not now: what is being drawn must not change while it is drawn.
      void Promise.resolve()
        .then(load)
        .catch((error: unknown) => {
          if (!(error instanceof Problem)) throw error;
          return fallback;
        })
        .then((name) => this.known.set(key, name));
    }
    return this.known.get(key) ?? '…';
  }
  organisation(id: string): string {
    return this.of(`o/${id}`, '–', async () => (await loadOrganisation(id)).name);
  }
  unit(list: string, code: string): string {
    return this.of(`u/${list}/${code}`, code, async () => (await loadUnit(list, code)).full_name ?? code);
  }
  /// What a picker has just shown needs no question.
  tell(kind: 'organisation' | 'unit', id: string, name: string): void {
    const key = `${kind === 'unit' ? 'u' : 'o'}/${id}`;
    this.asked.add(key);
    this.known.set(key, name);
  }
}

export const names = new Names();
