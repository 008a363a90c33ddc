/** What was measured of one lab, as lines of a table. */
export function report({ name, runs }) {
  const floor = runs.floor;
  console.log(`\n${name}`);
  console.log(
    [
      '  '.padEnd(8),
      'up ms'.padStart(17),
      'x floor'.padStart(15),
      'x its cpu'.padStart(15),
      'x faster than naive'.padStart(21),
      'down ms'.padStart(17),
      'x floor'.padStart(15),
      'left'.padStart(6),
      'kernel done'.padStart(15),
      'status ms'.padStart(17),
      'verify ms'.padStart(17),
    ].join(''),
  );
  for (const [taker, measured] of Object.entries(runs)) {
    if (measured.length === 0) continue;
    console.log(
      [
        `  ${taker}`.padEnd(8),
        times(measured, 'up').padStart(17),
        times(ratios(measured, floor, 'up')).padStart(15),
        times(ratios(measured, floor, 'cpu')).padStart(15),
        times(ratios(runs.naive ?? [], measured, 'up'), 'most').padStart(21),
        times(measured, 'down').padStart(17),
        times(ratios(measured, floor, 'down')).padStart(15),
        String(Math.max(...measured.map(({ left }) => left))).padStart(6),
        `${Math.round(median(measured.map(({ gone }) => gone)))}`.padStart(15),
        times(measured, 'status').padStart(17),
        times(measured, 'verify').padStart(17),
      ].join(''),
    );
  }
}

/** Goals and what they came to, by the medians under dash; the minima of ratios in brackets. */
export function reportGoals(results) {
  const of = (name) => results.find((result) => result.name === name)?.runs ?? {};
  const goals = [];
  const goal = (text, values, reached) => {
    if (values.length > 0) goals.push([text, values, reached(median(values))]);
  };
  for (const { name, shape, count, runs } of results) {
    const script = runs.dash ?? [];
    const most = shape === 'chain' ? 5.5 : 4.5;
    if (count === 100)
      goal(
        `${name}: up, x faster than naive, at least 8`,
        ratios(runs.naive ?? [], script, 'up'),
        (it) => it >= 8,
      );
    goal(`${name}: up, x the floor, at most ${most}`, ratios(script, runs.floor, 'up'), (it) => it <= most);
    goal(
      `${name}: up by two jobs on idle processors, x the floor, at most 2.5`,
      ratios(script, runs.floor, 'up'),
      (it) => it <= 2.5,
    );
    goal(`${name}: down, x the floor, at most 1.5`, ratios(script, runs.floor, 'down'), (it) => it <= 1.5);
    goal(
      `${name}: left in the root namespace when down returns, 0`,
      script.map(({ left }) => left),
      (it) => it === 0,
    );
    goal(
      `${name}: status, x the time of up, at most 1`,
      script.map(({ up, status }) => status / up),
      (it) => it <= 1,
    );
  }
  const [hundred, thousand] = [of('star-100'), of('star-1000')];
  const multiple = (runs) => ratios(runs.dash ?? [], runs.floor, 'up');
  if (multiple(hundred).length > 0)
    goal(
      'star: x the floor at 1,000 by that at 100, at most 1',
      multiple(thousand).map((it) => it / median(multiple(hundred))),
      (it) => it <= 1,
    );
  for (const word of ['status', 'verify'])
    for (const size of [300, 1000]) {
      const each = (of(`star-${size}`).dash ?? []).flatMap((run) => (run[word] ? [run[word] / size] : []));
      const base = median((hundred.dash ?? []).flatMap((run) => (run[word] ? [run[word] / 100] : [])));
      if (base > 0)
        goal(
          `star: ${word} for each namespace, at ${size} by that at 100, linear is 1`,
          each.map((it) => it / base),
          (it) => it <= 1.3,
        );
    }
  console.log('\ngoals (the script under dash)');
  for (const [text, values, reached] of goals)
    console.log(`  ${reached ? 'yes' : 'NO '}  ${text}: ${times(values)}`);
}

/** Of each round, one by the other. */
function ratios(ones, others, key) {
  return ones.flatMap(({ round, [key]: value }) => {
    const other = others?.find((run) => run.round === round)?.[key];
    return value === undefined || other === undefined ? [] : [value / other];
  });
}

/** Median, and the best of all in brackets. */
function times(measured, key) {
  const values = measured
    .map((one) => (typeof one === 'number' ? one : one[key]))
    .filter((one) => one !== undefined);
  if (values.length === 0) return '';
  const best = key === 'most' ? Math.max(...values) : Math.min(...values);
  return `${short(median(values))} (${short(best)})`;
}

function short(value) {
  return value >= 100 || Number.isInteger(value) ? String(Math.round(value)) : value.toFixed(2);
}

function median(values) {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = sorted.length / 2;
  return (sorted[Math.ceil(middle) - 1] + sorted[Math.floor(middle)]) / 2;
}
