/* pages.mjs - every page there is: its address, who looks at it, the sizes that it is made for. The
 * first size is looked at in both languages. A page that is missing here is not tested. */
const both = ['phone', 'desk'];
const office = ['desk', 'phone'];

function resident(name, page) {
  return { name: `resident_${name}`, path: `/#/pages/${page}`, number: 'R00001', sizes: ['phone'] };
}
function desk(name, path, number) {
  return { name: `console_${name}`, path: `/console/#${path}`, number, sizes: office };
}

export const PAGES = [
  { name: 'resident_home', path: '/', number: 'R00001', sizes: both },
  { name: 'resident_stranger', path: '/', sizes: both },
  { name: 'resident_elder', path: '/', number: 'R00001', sizes: ['phone'], elder: true },
  { name: 'resident_enter', path: '/#/pages/enter/enter', sizes: ['phone'] },
  resident('activities', 'activities/list'),
  resident('code', 'code/code'),
  resident('mine', 'mine/mine'),
  resident('settings', 'settings/settings'),
  resident('help', 'settings/help'),
  resident('shops', 'shops/list'),
  resident('history', 'history/list'),
  resident('data', 'data/data'),
  resident('looks', 'data/looks'),
  resident('erase', 'data/erase'),
  resident('family', 'family/family'),
  resident('card', 'cards/mine'),
  resident('notices', 'notices/list'),
  resident('claims', 'claims/list'),
  resident('claim_new', 'claims/file'),
  { name: 'console_login', path: '/console/', sizes: office },
  desk('inbox', '/', 'T01'),
  desk('activities', '/activities', 'T01'),
  desk('claims', '/claims', 'T01'),
  desk('matters', '/matters', 'T03'),
  desk('objections', '/objections', 'T03'),
  desk('oversight', '/oversight', 'T05'),
  desk('people', '/people', 'T01'),
  desk('cards', '/cards', 'T01'),
  desk('visits', '/visits', 'T01'),
  desk('roster', '/roster', 'T12'),
  desk('rules', '/rules', 'T03'),
  desk('fund', '/fund', 'T06'),
  desk('shops', '/shops', 'T06'),
  desk('motions', '/motions', 'T06'),
  desk('log', '/log', 'T11'),
  desk('staff', '/staff', 'T12'),
  desk('devices', '/devices', 'T12'),
  desk('checkin', '/checkin', 'T01'),
  desk('till', '/till', 'T21'),
  { name: 'cockpit', path: '/cockpit/', number: 'T03', sizes: ['wall'] },
];
