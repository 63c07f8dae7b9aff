/// Starts the program: words first, then who is signed in, then the page of the address.
import { mount } from 'svelte';
import App from './App.svelte';
import { language } from './i18n/language.svelte';
import { router } from './shell/router.svelte';
import { session } from './shell/session.svelte';
import './styles/fonts.css';
import './styles/tokens.css';
import './styles/base.css';

async function start(): Promise<void> {
  await language.start();
  router.start();
  const target = document.getElementById('app');
  if (target) mount(App, { target });
  await session.start();
}

void start();
