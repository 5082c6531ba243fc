/* router.ts - addresses. They stand behind the #: the server knows one page, /console/. */
import { createRouter, createWebHashHistory } from 'vue-router';
import { pages } from './rooms';

export const router = createRouter({
  history: createWebHashHistory(),
  routes: [
    ...pages.map(({ path, page }) => ({ path, component: page, name: path })),
    { path: '/:rest(.*)*', name: 'absent', component: () => import('./AbsentPage.vue') },
  ],
  scrollBehavior: () => ({ top: 0 }),
});

/* The reader hears where they are: the new page's heading gets the focus. */
router.afterEach((to, from) => {
  if (from.matched.length === 0 || to.path === from.path) return;
  requestAnimationFrame(() => document.getElementById('main')?.focus());
});
