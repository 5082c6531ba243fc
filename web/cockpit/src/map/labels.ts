/* labels.ts - where names may stand on the map: nothing over anything else. Each name has a few
 * places where it could go; it takes the one that costs least, and is in the way of those after it. */
import type { Point } from './shapes';

export interface Box { x: number; y: number; width: number; height: number }

/* Width of a text in px: a Han character is as wide as high, all else a little more than half. */
export function textWidth(text: string, size: number): number {
  let width = 0;
  for (const character of text) width += character.codePointAt(0)! > 0x2e7f ? size : size * 0.58;
  return width;
}

export function overlap(a: Box, b: Box): number {
  const across = Math.min(a.x + a.width, b.x + b.width) - Math.max(a.x, b.x);
  const down = Math.min(a.y + a.height, b.y + b.height) - Math.max(a.y, b.y);
  return across > 0 && down > 0 ? across * down : 0;
}

export function inside(box: Box, [x, y]: Point, edge = 0): boolean {
  return (
    x > box.x - edge && x < box.x + box.width + edge && y > box.y - edge && y < box.y + box.height + edge
  );
}

/* What is on the map already: `taken` nothing may cover, `busy` points are better left free. */
export interface Ground {
  width: number;
  height: number;
  taken: Box[];
  houses: Point[];
  lines: Point[];
}

export function cost(ground: Ground, box: Box): number {
  let sum = 0;
  if (box.x < 0 || box.y < 0 || box.x + box.width > ground.width || box.y + box.height > ground.height) {
    return Infinity;
  }
  for (const each of ground.taken) sum += overlap(box, each) * 10;
  for (const point of ground.houses) sum += inside(box, point, 6) ? 60 : 0;
  for (const point of ground.lines) sum += inside(box, point, 3) ? 25 : 0;
  return sum;
}

/* A place's name: beside its point, on the side away from the middle first. */
export function placeBoxes(point: Point, text: string, size: number, centre: Point): Box[] {
  const width = textWidth(text, size);
  const height = size * 1.3;
  const [x, y] = point;
  const right = { x: x + 12, y: y - height / 2, width, height };
  const left = { x: x - 12 - width, y: y - height / 2, width, height };
  const above = { x: x - width / 2, y: y - 9 - height, width, height };
  const below = { x: x - width / 2, y: y + 9, width, height };
  const sides = x >= centre[0] ? [right, left] : [left, right];
  const ends = y <= centre[1] ? [above, below] : [below, above];
  return Math.abs(x - centre[0]) < 30 ? [...ends, ...sides] : [...sides, ...ends];
}

/* The first of the boxes that costs nothing, else the cheapest; earlier ones are liked better. */
export function choose(ground: Ground, boxes: Box[]): Box {
  let best = boxes[0]!;
  let least = Infinity;
  boxes.forEach((box, index) => {
    const sum = cost(ground, box) + index * 30;
    if (sum < least) [best, least] = [box, sum];
  });
  return best;
}

/* Where a group's name and share go: outside its petal, away from the village's middle. */
export function groupBox(
  ground: Ground, petal: readonly Point[], centre: Point, sizes: { width: number; height: number },
): Box & { cost: number } {
  const own: Point = [
    petal.reduce((sum, point) => sum + point[0], 0) / petal.length,
    petal.reduce((sum, point) => sum + point[1], 0) / petal.length,
  ];
  const out = Math.atan2(own[1] - centre[1], own[0] - centre[0]);
  let best = { x: 0, y: 0, ...sizes, cost: Infinity };
  for (let x = 0; x <= ground.width - sizes.width; x += 12) {
    for (let y = 0; y <= ground.height - sizes.height; y += 12) {
      const box = { x, y, ...sizes };
      const mid: Point = [x + sizes.width / 2, y + sizes.height / 2];
      const gap = Math.min(...petal.map((point) => distance(box, point)));
      const aside = 1 - Math.cos(Math.atan2(mid[1] - own[1], mid[0] - own[0]) - out);
      const near = gap < 18 ? (18 - gap) * 40 : gap;
      const sum = near + aside * 120;
      if (sum >= best.cost) continue;
      const whole = sum + cost(ground, box);
      if (whole < best.cost) best = { ...box, cost: whole };
    }
  }
  return best;
}

export function distance(box: Box, [x, y]: Point): number {
  const dx = Math.max(box.x - x, 0, x - box.x - box.width);
  const dy = Math.max(box.y - y, 0, y - box.y - box.height);
  return Math.hypot(dx, dy);
}

/* A name along a line: where it is least in the way, turned as the line runs there. */
export function lineLabel(ground: Ground, line: readonly Point[], text: string, size: number) {
  const width = textWidth(text, size);
  let best = { x: line[0]![0], y: line[0]![1], turn: 0, cost: Infinity, box: null as Box | null };
  for (let i = 1; i < line.length; i++) {
    const [ax, ay] = line[i - 1]!;
    const [bx, by] = line[i]!;
    const angle = Math.atan2(by - ay, bx - ax);
    if (Math.abs(angle) > 1.2) continue;
    for (const side of [-1, 1]) {
      const away = side * (size * 0.5 + 12);
      const x = (ax + bx) / 2 - Math.sin(angle) * away;
      const y = (ay + by) / 2 + Math.cos(angle) * away;
      const high = Math.abs(Math.sin(angle)) * width + size;
      const wide = Math.abs(Math.cos(angle)) * width + size * 0.4;
      const box = { x: x - wide / 2, y: y - high / 2, width: wide, height: high };
      const sum = cost({ ...ground, lines: [] }, box) + Math.abs(x - ground.width / 2) * 0.1 + (side > 0 ? 1 : 0);
      if (sum < best.cost) best = { x, y, turn: (angle * 180) / Math.PI, cost: sum, box };
    }
  }
  return best;
}
