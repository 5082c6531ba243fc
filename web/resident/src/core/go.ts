/* go.ts - from page to page. The four places of the bar replace each other; all else is on top. */

export const TABS = ['/pages/home/home', '/pages/activities/list', '/pages/shops/list', '/pages/mine/mine'];

export function go(url: string): void {
  if (TABS.includes(url)) uni.reLaunch({ url });
  else uni.navigateTo({ url });
}

/* Where a page was opened by its address alone there is nothing behind it: home. */
export function back(): void {
  if (getCurrentPages().length > 1) uni.navigateBack();
  else uni.reLaunch({ url: TABS[0]! });
}
