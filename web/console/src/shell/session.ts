/* session.ts - finds out who is here, opens a village's desk, and ends the session. */
import { api, ask, asTrouble, Trouble } from './api';
import { asRole, state, store, type Office } from './state';

function officesOf(villages: { code: string; name: string | null; roles: string[] }[]): Office[] {
  return villages
    .map(({ code, name, roles }) => ({ code, name: name ?? code, roles: roles.filter(asRole) }))
    .filter((one) => one.roles.length > 0);
}

export async function openVillage(code: string) {
  const village = await ask(
    api.GET('/api/v1/villages/{village}', { params: { path: { village: code } } }),
  );
  state.today = village.today;
  state.pointsPerYuan = village.points_per_yuan;
  state.village = code;
  store('village', code);
}

/* Gives what stood in the way; a stranger is none. */
export async function whoIsHere(): Promise<Trouble | undefined> {
  try {
    const me = await ask(api.GET('/api/v1/me'));
    state.person = me.person;
    state.name = me.name ?? '';
    state.offices = officesOf(me.villages);
    const kept = state.offices.find((one) => one.code === state.village);
    const only = state.offices.length === 1 ? state.offices[0] : undefined;
    state.village = '';
    if (kept ?? only) await openVillage((kept ?? only)!.code);
    state.known = 'here';
    state.ended = false;
  } catch (error) {
    const trouble = asTrouble(error);
    if (trouble.status !== 401) return trouble;
    state.known = 'stranger';
  }
  return undefined;
}

export async function logOut() {
  const sessions = await ask(api.GET('/api/v1/sessions'));
  const own = sessions.items.find((one) => one.here);
  if (own !== undefined) {
    const path = { session_id: own.id };
    await ask(api.DELETE('/api/v1/sessions/{session_id}', { params: { path } }));
  }
  state.known = 'stranger';
  state.offices = [];
}
