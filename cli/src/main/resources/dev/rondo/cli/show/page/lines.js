'use strict';
// Draws the lines of every chart over its picture. All texts come as data: uPlot makes text nodes
// of them or paints them.
(() => {
  const HEIGHT = 340;
  const shown = [];

  function color(name) {
    return getComputedStyle(document.documentElement).getPropertyValue(name).trim();
  }

  function figure(value) {
    return value == null ? '–' : String(Number(value.toPrecision(6)));
  }

  // Round places at least `space` pixels apart, for numbers of any size; uPlot's own go to 1e-16.
  function ticks(low, high, pixels, space, least) {
    const wanted = (high - low) / Math.max(1, pixels / space);
    const power = 10 ** Math.floor(Math.log10(wanted));
    const step = Math.max(least, power * [1, 2, 5, 10].find(n => n * power >= wanted * 0.999));
    const found = [];
    for (let k = Math.ceil(low / step - 1e-6); k * step <= high + step * 1e-6 &&
        found.length < 100; k++) {
      found.push(Number((k * step).toPrecision(12)));
    }
    return found;
  }

  function range(low, high, part) {
    const more = high > low ? part * (high - low) : part * Math.abs(low) || part;
    return [low - more, high + more];
  }

  // A vertical axis is as wide as its longest figure.
  function width(chart, figures, axis, pass) {
    if (pass > 1) {
      return chart.axes[axis]._size;
    }
    const longest = Math.max(0, ...(figures || []).map(f => f.length));
    return 20 + 7.5 * longest;
  }

  function options(data, place) {
    const text = color('--text');
    const grid = color('--grid');
    const names = data.labels && new Map(data.x.map((x, i) => [x, data.labels[i]]));
    const longest = names ? Math.max(...data.labels.map(l => l.length)) : 0;
    const axis = { stroke: text, grid: { stroke: grid, width: 1 }, ticks: { stroke: grid } };
    const power = v => v == null ? '–' : figure(data.logarithmic ? 10 ** v : v);
    const across = { ...axis, label: data.across, labelSize: 24, size: 36,
      splits: (u, _, low, high) =>
        ticks(low, high, u.width - 80, 7.5 * Math.max(4, longest) + 20, names ? 1 : 0),
      values: (_, at) => at.map(t => names ? names.get(t) || '' : figure(t)) };
    const up = { ...axis, label: data.unit, labelSize: 24, size: width,
      splits: (_, __, low, high) => ticks(low, high, HEIGHT - 80, 36, data.logarithmic ? 1 : 0),
      values: (_, at) => at.map(t => data.logarithmic ? '1e' + t : figure(t)) };
    const lines = data.series.length - 2 * data.bands;
    const all = [{ label: data.across,
      value: (_, x) => x == null ? '–' : names ? names.get(x) || '' : figure(x) }];
    const bands = [];
    data.series.forEach((s, i) => {
      const band = i < lines ? -1 : Math.floor((i - lines) / 2);
      const stroke = color('--line-' + ((band < 0 ? i : lines + band) % place.colors));
      const series = { label: s.name, stroke, spanGaps: true };
      if (band < 0) {
        series.width = 1.6;
        series.dash = s.dashed ? [6, 4] : undefined;
        series.points = { show: s.few, size: 5, fill: stroke };
        series.value = (_, v) => power(v);
      } else {
        series.width = 0;
        series.points = { show: false };
        const low = (i - lines) % 2 === 0;
        if (low) {
          series.class = 'low';
        } else {
          series.value = (u, v, _, at) => at == null ? '–' :
            power(data.series[i - 1].y[at]) + ' to ' + power(v);
          bands.push({ series: [i + 1, i], fill: stroke + '38' });
        }
      }
      all.push(series);
    });
    return {
      width: place.clientWidth, height: HEIGHT, title: data.title || undefined,
      scales: {
        x: { time: false, range: (_, low, high) => high > low ? [low, high] : range(low, high, 1) },
        y: { range: (_, low, high) => low == null ? [0, 1] : data.logarithmic ?
          [Math.floor(low), Math.max(Math.ceil(high), Math.floor(low) + 1)] :
          range(low, high, 0.05) },
      },
      axes: [across, up],
      series: all, bands, cursor: { points: { size: 7 } },
    };
  }

  // What a click does to a name in the legend, the keyboard does too.
  function reach(place) {
    place.querySelectorAll('.u-legend .u-series:not(:first-child) th').forEach(name => {
      name.tabIndex = 0;
      name.setAttribute('role', 'button');
      name.addEventListener('keydown', event => {
        if (event.key === 'Enter' || event.key === ' ') {
          event.preventDefault();
          name.click();
        }
      });
    });
  }

  function draw(chart) {
    chart.plot?.destroy();
    chart.plot = new uPlot(options(chart.data, chart.place),
      [chart.data.x, ...chart.data.series.map(s => s.y)], chart.place);
    reach(chart.place);
  }

  document.querySelectorAll('figure.lines').forEach(figure => {
    const picture = figure.querySelector('picture');
    const place = document.createElement('div');
    place.className = 'plot';
    place.colors = Number(figure.dataset.colors);
    place.setAttribute('role', 'group');
    place.setAttribute('aria-label', picture.querySelector('img').alt);
    const data = JSON.parse(figure.querySelector('script').textContent);
    if (data.series.some(s => s.y.some(v => Math.abs(v) > 1e300))) {
      return; // ranges of such numbers overflow; the picture has them
    }
    picture.before(place);
    picture.hidden = true;
    const chart = { data, place };
    draw(chart);
    shown.push(chart);
    new ResizeObserver(() => {
      if (place.clientWidth > 0 && place.clientWidth !== chart.plot.width) {
        chart.plot.setSize({ width: place.clientWidth, height: HEIGHT });
      }
    }).observe(place);
    const hint = document.createElement('p');
    hint.className = 'hint';
    hint.textContent = 'Drag across to zoom, double-click to see all again.' +
      ' A click on a name hides or shows its line.';
    figure.append(hint);
  });

  matchMedia('(prefers-color-scheme: dark)').addEventListener('change', () => shown.forEach(draw));
})();
