/* shapes.ts - the village's map as plain figures: points in metres made points of the drawing, hulls,
 * and colours. */
export type Point = readonly [x: number, y: number];

export interface Feature {
  properties: {
    kind: string;
    name?: string | null;
    group?: string | null;
    group_no?: number | string | null;
  };
  geometry:
    | { type: 'Point'; coordinates: [number, number] }
    | { type: 'LineString'; coordinates: [number, number][] }
    | { type: 'Polygon'; coordinates: [number, number][][] };
}
export interface GeoMap { type: string; features: Feature[] }

export function coordinates(feature: Feature): [number, number][] {
  const { geometry } = feature;
  if (geometry.type === 'Point') return [geometry.coordinates];
  return geometry.type === 'LineString' ? geometry.coordinates : (geometry.coordinates[0] ?? []);
}

/* Lays longitude and latitude out on a drawing, as large as it takes, north up. */
export function projection(points: [number, number][], width: number, height: number, edge: number) {
  const lon = points.map((point) => point[0]);
  const lat = points.map((point) => point[1]);
  const west = Math.min(...lon), east = Math.max(...lon);
  const south = Math.min(...lat), north = Math.max(...lat);
  const narrow = Math.cos((((south + north) / 2) * Math.PI) / 180);
  const scale = Math.min(
    (width - 2 * edge) / Math.max((east - west) * narrow, 1e-9),
    (height - 2 * edge) / Math.max(north - south, 1e-9),
  );
  const middle = [(west + east) / 2, (south + north) / 2] as const;
  return ([x, y]: readonly [number, number]): Point => [
    width / 2 + (x - middle[0]) * narrow * scale,
    height / 2 - (y - middle[1]) * scale,
  ];
}

/* The convex hull, by Andrew's chain. */
export function hull(points: Point[]): Point[] {
  const sorted = [...points].sort((a, b) => a[0] - b[0] || a[1] - b[1]);
  if (sorted.length < 3) return sorted;
  const turn = (o: Point, a: Point, b: Point) =>
    (a[0] - o[0]) * (b[1] - o[1]) - (a[1] - o[1]) * (b[0] - o[0]);
  const half = (list: Point[]) => {
    const chain: Point[] = [];
    for (const point of list) {
      while (chain.length > 1 && turn(chain.at(-2)!, chain.at(-1)!, point) <= 0) chain.pop();
      chain.push(point);
    }
    return chain.slice(0, -1);
  };
  return [...half(sorted), ...half(sorted.reverse())];
}

export function middle(points: readonly Point[]): Point {
  const sum = points.reduce(([x, y], point) => [x + point[0], y + point[1]] as const, [0, 0] as Point);
  return [sum[0] / Math.max(points.length, 1), sum[1] / Math.max(points.length, 1)];
}

export function path(points: readonly Point[], closed = false): string {
  return 'M' + points.map(([x, y]) => `${x.toFixed(1)} ${y.toFixed(1)}`).join('L') + (closed ? 'Z' : '');
}

const DEEP = [75, 106, 69] as const;
const LIGHT = [187, 221, 155] as const;
const RAISE = [30, 37, 38] as const;

function mix(from: readonly number[], to: readonly number[], part: number): string {
  return '#' + from.map((value, i) => Math.round(value + (to[i]! - value) * part).toString(16).padStart(2, '0')).join('');
}

/* A share on the ramp of the village's own span; with one share alone its middle. */
export function shareColour(share: number, least: number, most: number): string {
  const part = most > least ? (share - least) / (most - least) : 0.5;
  return mix(DEEP, LIGHT, 0.05 + 0.9 * part);
}

/* A petal: a fifth of the colour on the land. */
export function petalColour(colour: string): string {
  const parts = [1, 3, 5].map((at) => parseInt(colour.slice(at, at + 2), 16));
  return mix(RAISE, parts, 0.2);
}
