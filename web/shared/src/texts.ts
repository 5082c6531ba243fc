/* texts.ts - what a person reads, in pairs: Chinese first, English second. A pair cannot be half
 * there, so no text is ever missing in one language. `{name}` is filled in by say(). */

export type Lang = 'zh' | 'en';
export type Pair = readonly [zh: string, en: string];
export type Values = Readonly<Record<string, string | number>>;

export function fill(pair: Pair, lang: Lang, values: Values = {}): string {
  return pair[lang === 'zh' ? 0 : 1].replace(/\{(\w+)\}/g, (whole, name: string) =>
    name in values ? String(values[name]) : whole,
  );
}

/* The language asked for before, else the browser's; Chinese where it says neither. */
export function firstLang(stored: string | null, browser: string): Lang {
  if (stored === 'zh' || stored === 'en') return stored;
  return browser.toLowerCase().startsWith('en') ? 'en' : 'zh';
}
