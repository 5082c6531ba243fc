/* native.ts - the browser's own elements. uni-app has its own under the same names, which no
 * keyboard reaches and no reader of screens knows; the mini program does not take this file in. */
import { h, type FunctionalComponent } from 'vue';

function element(tag: string): FunctionalComponent {
  const made: FunctionalComponent = (_, { attrs, slots }) => h(tag, attrs, slots.default?.());
  made.inheritAttrs = false;
  return made;
}

export const HtmlButton = element('button');
export const HtmlLink = element('a');
export const HtmlInput = element('input');
export const HtmlTextarea = element('textarea');
export const HtmlSvg = element('svg');
export const HtmlPath = element('path');
export const HtmlVideo = element('video');
export const HtmlLabel = element('label');
