import type { Pair } from '@sanbao/shared/texts.ts';

export const texts = {
  title: ['找', 'Find'],
  found: ['找“{text}”', 'Found for “{text}”'],
  people: ['人', 'People'],
  activities: ['近期活动', 'Activities'],
  rooms: ['房间', 'Rooms'],
  nothing: ['没有找到。试试姓名、编号（R00001）或活动名里的几个字。', 'Nothing found. Try a name, a number (R00001), or words of an activity.'],
  gone: ['已不在册', 'no longer on the roster'],
} satisfies Record<string, Pair>;
