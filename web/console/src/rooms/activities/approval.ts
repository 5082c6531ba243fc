/* approval.ts - all that stands beside a decision about an activity's stays. */
import { api, ask, Trouble } from '../../shell/api';
import { here, say, state } from '../../shell/state';
import { texts as frame } from '../../shell/texts';
import { texts } from './texts';

async function planOf(activity: string) {
  let after: string | undefined;
  do {
    const params = { path: { village: here() }, query: { limit: 200, after } };
    const page = await ask(api.GET('/api/v1/villages/{village}/approvals', { params }));
    const plan = page.items.find((one) => one.activity === activity);
    if (plan !== undefined) return plan;
    after = page.next ?? undefined;
  } while (after !== undefined);
  throw new Trouble(404, 'gone', say(frame.notHere));
}

/* The rule in plain words; the decision does not hang on them. */
export async function ruleWords(rule: string): Promise<string> {
  try {
    const params = { path: { village: here(), rule } };
    const found = await ask(api.GET('/api/v1/villages/{village}/rules/{rule}', { params }));
    const newest = found.versions[found.versions.length - 1];
    if (newest === undefined) return say(texts.ruleNotHere, { rule });
    const words = state.lang === 'zh' ? newest.words_zh : newest.words_en;
    return say(texts.ruleWords, { rule, words });
  } catch {
    return say(texts.ruleNotHere, { rule });
  }
}

export async function readApproval(activity: string) {
  const plan = await planOf(activity);
  const params = { path: { village: here(), activity } };
  const [stays, photos, rule] = await Promise.all([
    ask(api.GET('/api/v1/villages/{village}/activities/{activity}/stays', { params })),
    ask(api.GET('/api/v1/villages/{village}/activities/{activity}/photos', { params })),
    ruleWords(plan.rule),
  ]);
  return { plan, stays: stays.items, photos: photos.items, rule };
}
