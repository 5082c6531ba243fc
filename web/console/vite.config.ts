import vue from '@vitejs/plugin-vue';
import { defineConfig } from 'vite';

export default defineConfig({
  base: '/console/',
  plugins: [vue()],
  build: {
    target: 'es2020',
    outDir: '../../build/pages/console',
    emptyOutDir: true,
    assetsInlineLimit: 0, // what is inlined would need data: in the content policy
    modulePreload: { polyfill: false },
  },
  server: { proxy: { '/api': 'http://127.0.0.1:8080' } },
});
