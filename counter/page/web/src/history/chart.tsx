// A chart over time in the colours of its surroundings, drawn again when these change.
// SPDX-License-Identifier: Apache-2.0
import { useEffect, useRef, useState } from 'preact/hooks';
import uPlot from 'uplot';
import 'uplot/dist/uPlot.min.css';

export interface Colours {
  ink: string;
  quiet: string;
  edge: string;
  line: string;
  band: string;
  ground: string;
}

function coloursOf(element: Element): Colours {
  const style = getComputedStyle(element);
  const of = (name: string): string => style.getPropertyValue(`--${name}`).trim();
  return {
    ink: of('ink'),
    quiet: of('quiet'),
    edge: of('edge'),
    line: of('line'),
    band: of('band'),
    ground: of('ground'),
  };
}

interface ChartProps {
  data: uPlot.AlignedData;
  options: (colours: Colours) => Omit<uPlot.Options, 'width' | 'height'>;
  name: string;
  height: number;
  drawn?: (plot: uPlot) => void;
}

export function Chart({ data, options, name, height, drawn }: ChartProps) {
  const place = useRef<HTMLDivElement>(null);
  const [theme, setTheme] = useState(document.documentElement.dataset.theme);
  useEffect(() => {
    const watcher = new MutationObserver(() => setTheme(document.documentElement.dataset.theme));
    watcher.observe(document.documentElement, { attributeFilter: ['data-theme'] });
    return () => watcher.disconnect();
  }, []);
  useEffect(() => {
    const element = place.current!;
    const plot = new uPlot(
      { ...options(coloursOf(element)), width: Math.max(200, element.clientWidth), height },
      data,
      element,
    );
    drawn?.(plot);
    const sizes = new ResizeObserver(() => {
      if (element.clientWidth > 0 && element.clientWidth !== plot.width)
        plot.setSize({ width: element.clientWidth, height });
    });
    sizes.observe(element);
    return () => {
      sizes.disconnect();
      plot.destroy();
    };
  }, [data, options, height, theme]);
  return <div class="chart" ref={place} role="img" aria-label={name} />;
}

const letters = '13px system-ui, "DejaVu Sans", sans-serif';

export const axisOf = (colours: Colours): uPlot.Axis => ({
  stroke: colours.quiet,
  font: letters,
  grid: { stroke: colours.edge, width: 1 },
  ticks: { stroke: colours.edge, width: 1 },
});

// A broken line across the chart, with a word at its end.
export function lineAt(plot: uPlot, value: number, word: string, colours: Colours): void {
  const { ctx, bbox } = plot;
  const y = plot.valToPos(value, 'y', true);
  if (y < bbox.top || y > bbox.top + bbox.height) return;
  ctx.save();
  ctx.strokeStyle = colours.ink;
  ctx.fillStyle = colours.ink;
  ctx.lineWidth = 2 * devicePixelRatio;
  ctx.setLineDash([8 * devicePixelRatio, 5 * devicePixelRatio]);
  ctx.beginPath();
  ctx.moveTo(bbox.left, y);
  ctx.lineTo(bbox.left + bbox.width, y);
  ctx.stroke();
  ctx.font = `600 ${13 * devicePixelRatio}px system-ui, sans-serif`;
  ctx.textAlign = 'right';
  ctx.fillText(word, bbox.left + bbox.width - 4, y - 7 * devicePixelRatio);
  ctx.restore();
}

// What was drawn, as a picture on its ground.
export function pictureOf(plot: uPlot, ground: string): Promise<Blob | null> {
  const { canvas } = plot.ctx;
  const copy = document.createElement('canvas');
  copy.width = canvas.width;
  copy.height = canvas.height;
  const context = copy.getContext('2d')!;
  context.fillStyle = ground;
  context.fillRect(0, 0, copy.width, copy.height);
  context.drawImage(canvas, 0, 0);
  return new Promise((done) => copy.toBlob(done, 'image/png'));
}
