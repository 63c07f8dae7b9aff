/// Runes everywhere; every accessibility remark of the compiler counts as a fault (see `npm run check`).
import { vitePreprocess } from '@sveltejs/vite-plugin-svelte';

export default {
  preprocess: vitePreprocess(),
  compilerOptions: { runes: true },
};
