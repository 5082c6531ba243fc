/* claim.ts - what somebody may do about a claim now; the server judges, this only offers. */
export interface Claim {
  claim: string;
  state: string;
  person: string;
  panel?: { members: { you: boolean; voted: boolean }[] } | null;
  steps: { what: string; by: string | null }[];
}

export interface Reader {
  person: string;
  name: string;
  roles: readonly string[];
}

export type Act = 'examine' | 'approve' | 'vote' | 'draw' | 'appeal' | 'turnDown';

const EXAMINES = ['reviewer', 'social_worker', 'cadre', 'oversight'];
const APPROVES = ['reviewer', 'social_worker', 'oversight'];

export function examiner(claim: Claim): string | undefined {
  const step = claim.steps.filter((one) => one.what === 'examined').pop();
  return step?.by ?? undefined;
}

export function actsOf(claim: Claim, reader: Reader): Act[] {
  const has = (roles: readonly string[]) => reader.roles.some((role) => roles.includes(role));
  if (claim.person === reader.person) return [];
  switch (claim.state) {
    case 'filed':
      return has(EXAMINES) ? ['examine', 'turnDown'] : [];
    case 'examined':
      return has(APPROVES) && examiner(claim) !== reader.name ? ['approve', 'turnDown'] : [];
    case 'panel':
      return claim.panel?.members.some((one) => one.you && !one.voted) ? ['vote'] : [];
    case 'needs_panel':
      return has(EXAMINES) ? ['draw'] : [];
    case 'appealed':
      return has(['town']) ? ['appeal'] : [];
    default:
      return [];
  }
}
