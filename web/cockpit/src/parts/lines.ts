/* lines.ts - the parts of ECharts that one line chart takes, apart, so that the figures do not wait
 * for them. The canvas, since what the library writes as SVG carries styles that the page's content
 * policy refuses. */
import { LineChart } from 'echarts/charts';
import { GridComponent } from 'echarts/components';
import { init, use } from 'echarts/core';
import { CanvasRenderer } from 'echarts/renderers';

use([LineChart, GridComponent, CanvasRenderer]);

export interface Series { values: number[]; colour: string; label: string; peak: { at: number; text: string } | null }
/* The labels at the lines' ends: as far apart as a line of text is high, however near the ends are. */
export function apart(ends: number[], most: number, height: number): number[] {
  const LINE = 24;
  const [first, second] = ends;
  if (first === undefined || second === undefined) return ends.map(() => 0);
  const gap = ((first - second) / Math.max(most, 1)) * height;
  const short = Math.max(0, LINE - Math.abs(gap)) / 2;
  return gap >= 0 ? [-short, short] : [short, -short];
}

export interface Lines { months: string[]; marks: number[]; series: Series[]; font: string }

export function mount(box: HTMLElement, width: number, height: number, ratio: number) {
  const chart = init(box, null, { width, height, renderer: 'canvas', devicePixelRatio: ratio });
  return {
    draw({ months, marks, series, font }: Lines) {
      const last = months.length - 1;
      const most = Math.max(...series.flatMap(({ values }) => values));
      const moves = apart(series.map(({ values }) => values[last] ?? 0), most, height - 54);
      const shown = (at: number) => marks.includes(at);
      const text = { fontFamily: font, fontSize: 18 };
      chart.setOption(
        {
          animation: false,
          grid: { left: 6, right: 118, top: 26, bottom: 28 },
          xAxis: {
            type: 'category',
            data: months,
            boundaryGap: false,
            axisLine: { lineStyle: { color: '#8B877B', width: 1.5 } },
            axisTick: { length: 6, lineStyle: { color: '#8B877B', width: 1.5 }, interval: shown },
            axisLabel: {
              ...text, color: '#B4AE9F', interval: shown, margin: 10, hideOverlap: true, alignMinLabel: 'left',
            },
          },
          yAxis: { type: 'value', min: 0, show: false },
          series: series.map(({ values, colour, label, peak }, index) => ({
            type: 'line',
            data: values.map((value, at) => ({
              value,
              symbolSize: at === last ? 10 : 0,
              label: {
                ...text,
                show: at === last || at === peak?.at,
                fontSize: at === last ? 20 : 18,
                position: at === last ? 'right' : 'top',
                align: at !== last && at === 0 ? 'left' : undefined,
                offset: at === last ? [0, moves[index]] : [0, 0],
                distance: at === last ? 10 : 4,
                color: colour,
                formatter: at === last ? label : (peak?.text ?? ''),
              },
            })),
            symbol: 'circle',
            showAllSymbol: true,
            lineStyle: { color: colour, width: 3, join: 'round' },
            itemStyle: { color: colour },
            silent: true,
          })),
        },
        { notMerge: true, lazyUpdate: false },
      );
    },
    end: () => chart.dispose(),
  };
}
