'use strict';
// Follows one symbol: how much attention goes from it to each symbol of the other side, and the
// column of each gate at its step. All texts come as data and become text nodes.
(() => {
  const SIDES = ['read', 'written'];
  const NAMES = { read: 'What it reads', written: 'What it writes' };
  const MOST_NAMED = 3;
  let lists = 0;

  function element(name, className, ...children) {
    const e = document.createElement(name);
    e.className = className;
    e.append(...children);
    return e;
  }

  function explore(figure) {
    const data = JSON.parse(figure.querySelector('script').textContent);
    const options = { read: [], written: [] };
    const boxes = {};
    const words = element('p', 'side');
    words.setAttribute('role', 'status');

    function weight(side, i, other, j) {
      return side === 'written' ? data.weights[i][j] : data.weights[j][i];
    }

    function select(side, i) {
      const other = SIDES.find(s => s !== side);
      for (const s of SIDES) {
        options[s].forEach((o, k) => {
          const own = s === side;
          o.setAttribute('aria-selected', String(own && k === i));
          const w = own || !data.weights ? null : weight(side, i, s, k);
          o.querySelector('.bar span').style.height = (w === null ? 0 : 100 * w) + '%';
          o.querySelector('.weight').textContent = w === null ? '' : w.toFixed(2);
        });
      }
      boxes[side].setAttribute('aria-activedescendant', options[side][i].id);
      figure.querySelectorAll('.now').forEach(e => e.classList.remove('now'));
      figure.querySelectorAll('[data-' + side + '="' + i + '"]')
        .forEach(e => e.classList.add('now'));
      words.textContent = said(side, i, other);
    }

    function said(side, i, other) {
      const symbol = '“' + data[side][i] + '”';
      if (!data.weights) {
        return symbol;
      }
      const most = data[other].map((s, j) => [s, weight(side, i, other, j)])
        .sort((a, b) => b[1] - a[1]).slice(0, MOST_NAMED)
        .map(([s, w]) => '“' + s + '” ' + w.toFixed(2)).join(', ');
      return symbol + (side === 'written' ? ' looks most at ' : ' is looked at most by ') + most;
    }

    function current(side) {
      return options[side].findIndex(o => o.getAttribute('aria-selected') === 'true');
    }

    function list(side) {
      const box = element('div', 'symbols');
      const number = ++lists;
      box.tabIndex = 0;
      box.setAttribute('role', 'listbox');
      box.setAttribute('aria-orientation', 'horizontal');
      box.setAttribute('aria-label', NAMES[side]);
      data[side].forEach((symbol, i) => {
        const option = element('div', '', element('span', 'bar', element('span', '')),
          element('span', 'weight'), element('span', 'symbol', symbol.trim() ? symbol : '␣'));
        option.id = 'symbol-' + number + '-' + i;
        option.setAttribute('role', 'option');
        option.setAttribute('aria-selected', 'false');
        for (const event of ['pointerenter', 'click']) {
          option.addEventListener(event, () => select(side, i));
        }
        options[side].push(option);
        box.append(option);
      });
      box.addEventListener('focus', () => {
        if (current(side) < 0) {
          select(side, 0);
        }
      });
      box.addEventListener('keydown', event => {
        const last = options[side].length - 1;
        const to = { ArrowLeft: current(side) - 1, ArrowRight: current(side) + 1,
          Home: 0, End: last }[event.key];
        if (to !== undefined) {
          event.preventDefault();
          const i = Math.min(last, Math.max(0, to));
          select(side, i);
          options[side][i].scrollIntoView({ block: 'nearest', inline: 'nearest' });
        }
      });
      boxes[side] = box;
      return box;
    }

    const place = element('div', data.weights ? '' : 'plain');
    for (const side of SIDES.filter(s => data[s].length > 0)) {
      place.append(element('p', 'side', NAMES[side]), list(side));
    }
    place.append(words);
    figure.prepend(place);
    select(data.written.length > 0 ? 'written' : 'read', 0);
    figure.append(element('p', 'hint', 'Point at a symbol, or use the arrow keys, to see' +
      (data.weights ? ' its attention and' : '') + ' the gates at its step.'));
  }

  document.querySelectorAll('figure.explorer').forEach(explore);
})();
