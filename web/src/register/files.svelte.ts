/// Names of files as they were chosen or told, while the page stands. Never in an address.
import { SvelteMap } from 'svelte/reactivity';

export const fileNames = new SvelteMap<string, string>();
