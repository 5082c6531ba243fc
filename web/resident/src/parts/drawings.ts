/* drawings.ts - the signs, as lines on a field of 24 by 24. A word always stands beside them. */

export const DRAWINGS = {
  home: 'M4 11l8-7 8 7v9h-5v-6H9v6H4z',
  calendar: 'M5 6h14v14H5zM5 10h14M9 3v4M15 3v4',
  bag: 'M5 9h14l-1 11H6zM9 9V7a3 3 0 016 0v2',
  person: 'M12 4a4 4 0 110 8 4 4 0 010-8M4 20c1-4 4-6 8-6s7 2 8 6',
  code: 'M4 4h6v6H4zM14 4h6v6h-6zM4 14h6v6H4zM14 14h2v2h-2zM18 14h2M14 19v1M18 18h2v2h-2z',
  back: 'M15 5l-7 7 7 7',
  on: 'M9 5l7 7-7 7',
  speak: 'M4 9v6h4l5 4V5L8 9zM16.5 8.5a5 5 0 010 7M19 6a9 9 0 010 12',
  book: 'M6 3h12v18H6zM9 8h6M9 12h6M9 16h4',
  phone:
    'M6 3h4l1.5 5-2.5 2a12 12 0 005 5l2-2.5L21 14v4c0 1.5-1 3-3 3C10 21 3 14 3 6c0-2 1.5-3 3-3z',
  holds: 'M12 3a9 9 0 110 18 9 9 0 010-18M8 12l3 3 5-6',
  camera: 'M3 7h5l2-3h4l2 3h5v13H3zM12 10a4 4 0 110 8 4 4 0 010-8',
} as const;

export type Sign = keyof typeof DRAWINGS;
