'use strict';
// Every text from the server becomes a text node, so that none of it is read as markup.
const place = document.getElementById('models');
const trouble = document.getElementById('trouble');
const entry = document.getElementById('entry');
let token = '';

function element(name, attributes, ...children) {
  const e = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) {
    e.setAttribute(key, value);
  }
  e.append(...children);
  return e;
}

async function ask(method, path, body) {
  const headers = {};
  if (token) {
    headers.Authorization = 'Bearer ' + token;
  }
  if (body !== undefined) {
    headers['Content-Type'] = 'application/json';
  }
  const answer = await fetch(path,
    { method, headers, body: body === undefined ? undefined : JSON.stringify(body) });
  const text = await answer.text();
  const json = text ? JSON.parse(text) : {};
  if (!answer.ok) {
    const failure = new Error(json.detail || answer.statusText);
    failure.status = answer.status;
    throw failure;
  }
  return json;
}

function field(label, input) {
  return element('label', {}, label, input);
}

function number(name, value, attributes) {
  return element('input', { type: 'number', name, value, ...attributes });
}

function likely(next) {
  const body = element('tbody', {});
  for (const n of next) {
    body.append(element('tr', {}, element('td', {}, JSON.stringify(n.symbol)),
      element('td', {}, percent(n.probability))));
  }
  return element('table', {}, body);
}

function pre(text) {
  return element('pre', {}, text);
}

function warned(answer) {
  return (answer.warnings || []).map(w => element('p', { class: 'bad' }, w));
}

// Runs a request when the form is sent, and shows what came of it.
function work(form, button, output, how) {
  const run = async () => {
    button.disabled = true;
    try {
      output.replaceChildren(...await how());
    } catch (e) {
      output.replaceChildren(element('p', { class: 'bad' }, e.message));
    } finally {
      button.disabled = false;
    }
  };
  if (form) {
    form.addEventListener('submit', event => { event.preventDefault(); run(); });
  } else {
    button.addEventListener('click', run);
  }
}

function sampling() {
  return [
    field('Length', number('length', 100, { min: 1, max: 10000 })),
    field('Temperature', number('temperature', 0.8, { min: 0, step: 'any' })),
    field('Seed', number('seed', 1, {}))];
}

function chosen(form) {
  return { length: Number(form.elements.length_.value),
    temperature: Number(form.elements.temperature.value), seed: Number(form.elements.seed.value) };
}

function text(model, base) {
  const prompt = element('textarea', { name: 'prompt', spellcheck: 'false' });
  const fields = sampling();
  fields[0].querySelector('input').name = 'length_';
  const write = element('button', {}, 'Write on');
  const open = element('button', { type: 'button' }, 'Open a session');
  const output = element('output', {});
  const form = element('form', {}, field('Prompt', prompt),
    element('div', { class: 'row' }, ...fields),
    element('div', { class: 'buttons' }, write, open));
  work(form, write, output, async () => {
    const a = await ask('POST', base + '/predict', { prompt: prompt.value, ...chosen(form) });
    return [...warned(a), pre(prompt.value + a.text), likely(a.next)];
  });
  work(null, open, output, async () => {
    const a = await ask('POST', base + '/sessions', { prompt: prompt.value });
    return [session(base + '/sessions/' + a.session, form, prompt.value, a)];
  });
  return [form, output];
}

function session(path, form, begun, first) {
  const so = pre(begun);
  const more = element('input', { name: 'more', autocomplete: 'off' });
  const read = element('button', {}, 'Read this');
  const write = element('button', { type: 'button' }, 'Write on');
  const close = element('button', { type: 'button' }, 'Close');
  const output = element('output', {}, ...warned(first), likely(first.next));
  const inner = element('form', {}, field('More of the text', more),
    element('div', { class: 'buttons' }, read, write, close));
  const whole = element('div', {}, so, inner, output);
  work(inner, read, output, async () => {
    const a = await ask('POST', path + '/step', { text: more.value });
    so.append(more.value);
    more.value = '';
    return [...warned(a), likely(a.next)];
  });
  work(null, write, output, async () => {
    const a = await ask('POST', path + '/generate', chosen(form));
    so.append(a.text);
    return [...warned(a), likely(a.next)];
  });
  work(null, close, output, async () => {
    await ask('DELETE', path);
    inner.remove();
    return [element('p', { class: 'dim' }, 'The session is closed.')];
  });
  return whole;
}

function pairs(model, base) {
  const sources = element('textarea', { name: 'sources', spellcheck: 'false', required: '' });
  const write = element('button', {}, 'Predict');
  const output = element('output', {});
  const form = element('form', {}, field('Sources, one a line', sources),
    element('div', { class: 'buttons' }, write));
  work(form, write, output, async () => {
    const lines = sources.value.split('\n').filter(l => l.trim());
    const a = await ask('POST', base + '/predict', { sources: lines });
    const body = element('tbody', {});
    a.predictions.forEach((p, i) => body.append(element('tr', {},
      element('td', {}, lines[i]), element('td', {}, p.text))));
    return [...warned(a), element('table', {}, body)];
  });
  return [form, output];
}

function row(kind, texts) {
  return element('tr', {}, ...texts.map(t => element(kind, {}, String(t))));
}

// Texts have a line each, since they may hold spaces; a word that is no number is sent as it is, so
// that the server names it.
function cells(written, texts) {
  if (texts) {
    return written.replace(/\n$/, '').split('\n');
  }
  return written.trim().split(/[\s,;]+/).map(w =>
    w === '-' ? null : w !== '' && Number.isFinite(Number(w)) ? Number(w) : w);
}

function rounded(v) {
  return Number(v.toPrecision(6));
}

function forecasts(answer) {
  const all = answer.forecasts || [answer];
  const levels = Object.keys(all[0].quantiles || {});
  const head = [...('id' in all[0] ? ['series'] : []), 'row',
    ...(all[0].times ? ['time'] : []), answer.target,
    ...levels.map(l => rounded(100 * l) + ' %')];
  const body = element('tbody', {});
  for (const one of all) {
    one.forecast.forEach((v, i) => body.append(row('td', [
      ...('id' in one ? [one.id] : []), '+' + (i + 1), ...(one.times ? [one.times[i]] : []),
      rounded(v), ...levels.map(l => rounded(one.quantiles[l][i]))])));
  }
  return element('div', { class: 'wide' },
    element('table', {}, element('thead', {}, row('th', head)), body));
}

function series(model, base) {
  const texts = model.columns.map(c => !model.numbers.includes(c));
  const inputs = model.columns.map(c =>
    element('textarea', { name: c, spellcheck: 'false', required: '' }));
  const write = element('button', {}, 'Forecast');
  const output = element('output', {});
  const form = element('form', {},
    ...model.columns.map((c, i) => field(c + ': ' + (texts[i] ? 'texts, one a line' :
      'at least ' + model.window + ' numbers, with spaces between, - where one is missing'),
      inputs[i])),
    element('div', { class: 'buttons' }, write));
  work(form, write, output, async () => {
    const rows = Object.create(null);
    model.columns.forEach((c, i) => {
      rows[c] = cells(inputs[i].value, texts[i]);
    });
    const a = await ask('POST', base + '/forecast', { series: rows });
    return [...warned(a), forecasts(a)];
  });
  return [form, output];
}

function percent(p) {
  return (100 * p).toFixed(2) + ' %';
}

function classes(model, base) {
  const texts = model.reads === 'texts';
  const given = element('textarea', { name: 'given', spellcheck: 'false', required: '' });
  const write = element('button', {}, 'Classify');
  const output = element('output', {});
  const step = model.columns ? '; a step is ' + model.columns.join(', ') +
    ' with commas between, and steps have spaces between' : ' with spaces between';
  const form = element('form', {},
    field(texts ? 'Texts, one a line' : 'Sequences of numbers, one a line,' + step, given),
    element('div', { class: 'buttons' }, write));
  work(form, write, output, async () => {
    const lines = given.value.split('\n').filter(l => l.trim());
    const steps = line => line.trim().split(/\s+/).map(s =>
      model.columns && model.columns.length > 1 ? s.split(',').map(Number) : Number(s));
    const a = await ask('POST', base + '/classify',
      texts ? { texts: lines } : { sequences: lines.map(steps) });
    const body = element('tbody', {});
    a.predictions.forEach((p, i) => {
      const each = Object.entries(p.probabilities).sort((x, y) => y[1] - x[1]).slice(0, 5);
      body.append(element('tr', {}, element('td', {}, lines[i]), element('td', {}, p.class),
        element('td', {}, each.map(([name, q]) => name + ' ' + percent(q)).join(', '))));
    });
    return [...warned(a), element('table', {}, body)];
  });
  return [form, output];
}

function card(model) {
  const base = 'v1/models/' + encodeURIComponent(model.name);
  const kinds = { text, series, classes, pairs, dates: pairs };
  const parts = kinds[model.task](model, base);
  return element('section', { 'data-task': model.task }, element('h2', {}, model.name),
    element('p', { class: 'dim' }, 'a model of ' + model.task + ': ' +
      model.operations.join(', ')), ...parts);
}

async function show() {
  try {
    const all = await ask('GET', 'v1/models');
    entry.hidden = true;
    trouble.hidden = true;
    place.replaceChildren(...all.models.map(card));
    place.dataset.ready = 'true';
  } catch (e) {
    entry.hidden = e.status !== 401;
    trouble.hidden = e.status === 401 && !token;
    trouble.textContent = e.message;
    place.replaceChildren();
  }
}

entry.addEventListener('submit', event => {
  event.preventDefault();
  token = document.getElementById('token').value;
  show();
});
show();
