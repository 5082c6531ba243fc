/* drawing.ts - all that the map shows, laid out once for each village. */
import { choose, type Ground, groupBox, lineLabel, placeBoxes, textWidth, type Box } from './labels';
import { coordinates, type GeoMap, hull, middle, path, type Point, projection } from './shapes';

export const WIDTH = 900;
export const HEIGHT = 532;
const HEADING: Box = { x: 0, y: 0, width: 250, height: 62 };

export interface Petal { group: string; outline: string; houses: string; hull: Point[] }
export interface Place { name: string; x: number; y: number; label: Box; line: boolean }
export interface Name { text: string; x: number; y: number; turn: number }
export interface GroupLabel { group: string; box: Box; wide: boolean; side: 'left' | 'right' | 'middle' }
export interface Drawing {
  boundary: string;
  streams: string[];
  roads: { d: string; main: boolean }[];
  petals: Petal[];
  places: Place[];
  shops: { name: string; x: number; y: number }[];
  names: (Name & { water: boolean })[];
  labels: GroupLabel[];
}

function dense(line: Point[]): Point[] {
  const points: Point[] = [];
  for (let i = 1; i < line.length; i++) {
    const [ax, ay] = line[i - 1]!;
    const [bx, by] = line[i]!;
    const steps = Math.max(1, Math.round(Math.hypot(bx - ax, by - ay) / 24));
    for (let k = 0; k <= steps; k++) points.push([ax + ((bx - ax) * k) / steps, ay + ((by - ay) * k) / steps]);
  }
  return points;
}

const shown = ([x, y]: Point) => x > 4 && x < WIDTH - 4 && y > 4 && y < HEIGHT - 4;

export function draw(map: GeoMap, groupText: (group: string) => [string, string, string]): Drawing {
  const of = (kind: string) => map.features.filter((feature) => feature.properties.kind === kind);
  const land = of('boundary')[0];
  const houses = of('house');
  const place = projection(
    (land ? [land] : map.features).flatMap(coordinates), WIDTH, HEIGHT, 3);
  const points = (feature: GeoMap['features'][number]) => coordinates(feature).map(place);
  const groups = new Map<string, Point[][]>();
  for (const house of houses) {
    const group = String(house.properties.group ?? house.properties.group_no ?? '');
    groups.set(group, [...(groups.get(group) ?? []), points(house)]);
  }
  groups.delete('');
  const petals = [...groups].map(([group, list]) => {
    const outline = hull(list.flat());
    return { group, hull: outline, outline: path(outline, true), houses: list.map((house) => path(house, true)).join('') };
  });
  const streams = of('stream').map(points);
  const roads = of('road').map(points);
  const centre = middle(houses.length > 0 ? houses.map((house) => middle(points(house))) : [[WIDTH / 2, HEIGHT / 2]]);
  const shops = of('shop').map((feature) => ({ name: feature.properties.name ?? '', at: points(feature)[0]! }));
  const ground: Ground = {
    width: WIDTH,
    height: HEIGHT,
    taken: [HEADING, ...shops.map(({ at: [x, y] }) => ({ x: x - 14, y: y - 14, width: 28, height: 28 }))],
    houses: houses.map((house) => middle(points(house))),
    lines: [...streams, ...roads, ...(land ? [points(land)] : [])].flatMap(dense),
  };
  const lineNames = new Set([...of('stream'), ...of('road')].map((feature) => feature.properties.name));
  const places = of('place').map((feature) => {
    const [x, y] = points(feature)[0]!;
    return { name: feature.properties.name ?? '', x, y, line: lineNames.has(feature.properties.name) };
  });
  for (const { x, y, line } of places) {
    if (!line) ground.taken.push({ x: x - 8, y: y - 8, width: 16, height: 16 });
  }
  const placed = places.map((each) => {
    const label = choose({ ...ground, houses: [], lines: [] }, placeBoxes([each.x, each.y], each.name, 18, centre));
    if (!each.line) ground.taken.push({ ...label, x: label.x - 4, width: label.width + 8 });
    return { ...each, label };
  });
  const labels = petals.map(({ group, hull: outline }) => {
    const [name, share, turns] = groupText(group);
    const line = textWidth(name, 22) + textWidth(share, 36) + textWidth(turns, 18) + 24;
    const block = Math.max(textWidth(name, 22), textWidth(share, 36), textWidth(turns, 18)) + 4;
    const high = groupBox(ground, outline, centre, { width: block, height: 92 });
    const wide = groupBox(ground, outline, centre, { width: line, height: 42 });
    const best = wide.cost < high.cost ? wide : high;
    ground.taken.push({ x: best.x - 8, y: best.y - 6, width: best.width + 16, height: best.height + 12 });
    const mid = middle(outline)[0];
    const side = best === wide ? 'middle' : best.x + best.width / 2 < mid ? 'right' : 'left';
    return { group, box: best, wide: best === wide, side } as GroupLabel;
  });
  const lineFeatures = [...of('stream'), ...of('road')];
  const names = [...streams, ...roads].flatMap((line, index) => {
    const text = lineFeatures[index]!.properties.name ?? '';
    const within = dense(line).filter(shown);
    if (text === '' || within.length < 2) return [];
    const best = lineLabel(ground, within, text, 18);
    if (best.box === null || best.cost > 100) return [];
    ground.taken.push(best.box);
    return [{ text, x: best.x, y: best.y, turn: best.turn, water: index < streams.length }];
  });
  return {
    boundary: land ? path(points(land), true) : '',
    streams: streams.map((line) => path(line)),
    roads: roads.map((line, index) => ({ d: path(line), main: index === 0 })),
    petals,
    places: placed,
    shops: shops.map(({ name, at }) => ({ name, x: at[0], y: at[1] })),
    names,
    labels,
  };
}
