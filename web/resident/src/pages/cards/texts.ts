import type { Pair } from '../../generated/texts';

export const texts = {
  title: ['我的卡', 'My card'],
  none: ['你没有工分卡', 'You have no card'],
  noneHint: ['想要一张，去村委会找社工。', 'Ask a social worker at the village office for one.'],
  last: ['尾号 {last}', 'ends with {last}'],
  good: ['在用', 'in use'],
  ended: ['停用了', 'no longer good'],
  lost: ['卡丢了，停用', 'I lost it: block it'],
  sure: ['停用以后，这张卡不能再用。分还在。', 'Once blocked this card is no good any more. Your points stay.'],
  yes: ['停用', 'Block it'],
  blocking: ['正在停用…', 'Blocking…'],
  no: ['不停用', 'Keep it'],
  anew: ['要新卡，去村委会找社工。', 'For a new card see a social worker at the village office.'],
} satisfies Record<string, Pair>;
