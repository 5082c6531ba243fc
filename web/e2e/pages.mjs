/* pages.mjs - every page there is: its address, who looks at it, the sizes that it is made for. The
 * first size is looked at in both languages. A page that is missing here is not tested. */
const both = ['phone', 'desk'];

export const PAGES = [
  { name: 'resident_home', path: '/', number: 'R00001', sizes: both },
  { name: 'console_inbox', path: '/console/', number: 'T01', sizes: ['desk', 'phone'] },
  { name: 'cockpit', path: '/cockpit/', number: 'T03', sizes: ['wall'] },
];
