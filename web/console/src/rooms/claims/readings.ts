/* readings.ts - a claim with the rule it is filed under. */
import { api, ask } from '../../shell/api';
import { here } from '../../shell/state';

export type Whole = Awaited<ReturnType<typeof one>>;
export type Rule = Awaited<ReturnType<typeof rules>>[number];

function one(claim_id: string) {
  const params = { path: { village: here(), claim_id } };
  return ask(api.GET('/api/v1/villages/{village}/claims/{claim_id}', { params }));
}

export async function rules() {
  const params = { path: { village: here() } };
  return (await ask(api.GET('/api/v1/villages/{village}/claim-rules', { params }))).items;
}

export async function readClaim(id: string) {
  const [claim, known] = await Promise.all([one(id), rules()]);
  return { claim, rule: known.find((rule) => rule.rule === claim.rule) };
}
