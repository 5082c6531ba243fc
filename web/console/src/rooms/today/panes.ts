/* panes.ts - what is shown beside an item; each room has its own, read when it is first needed. */
import { defineAsyncComponent, type Component } from 'vue';
import type { Kind } from './items';

export const panes: Record<Kind, Component> = {
  stays: defineAsyncComponent(() => import('../activities/StaysPane.vue')),
  publish: defineAsyncComponent(() => import('../activities/PublishPane.vue')),
  claim: defineAsyncComponent(() => import('../claims/ClaimPane.vue')),
  seat: defineAsyncComponent(() => import('../claims/ClaimPane.vue')),
  claimAppeal: defineAsyncComponent(() => import('../claims/ClaimPane.vue')),
  objection: defineAsyncComponent(() => import('../objections/ObjectionPane.vue')),
  reversal: defineAsyncComponent(() => import('../objections/ReversalPane.vue')),
  matter: defineAsyncComponent(() => import('../matters/MatterPane.vue')),
  dispute: defineAsyncComponent(() => import('../objections/DisputePane.vue')),
  welcome: defineAsyncComponent(() => import('../matters/WelcomePane.vue')),
  signal: defineAsyncComponent(() => import('../oversight/SignalPane.vue')),
  check: defineAsyncComponent(() => import('../oversight/CheckPane.vue')),
  motion: defineAsyncComponent(() => import('../matters/MotionPane.vue')),
};
