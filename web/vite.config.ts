/// Build of the web front: few files, hashed names, nothing inline, nothing fetched from elsewhere.
import { svelte } from '@sveltejs/vite-plugin-svelte';
import { defineConfig } from 'vite';

const kServer = process.env['NEOVE_BASE_URL'] ?? 'http://127.0.0.1:8080';

export default defineConfig({
  plugins: [svelte()],
  // A development server talks to a running `neove serve`; the built files are served by the binary itself.
  // It takes changes from its own pages only, so it is told its own address.
  server: { proxy: { '/api': { target: kServer, changeOrigin: true, headers: { origin: kServer } } } },
  build: {
    target: 'chrome109',
    outDir: 'dist',
    assetsDir: 'assets',
    // The content policy allows no data: address and no inline script, so nothing may be folded into the page.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    sourcemap: false,
    reportCompressedSize: false,
    rollupOptions: {
      output: {
        // The embedding script of the C++ build relies on this shape: assets/<name>-<hash>.<extension>.
        entryFileNames: 'assets/[name]-[hash].js',
        chunkFileNames: 'assets/[name]-[hash].js',
        assetFileNames: 'assets/[name]-[hash][extname]',
      },
    },
  },
});
