// The units of our boards, written as Grafana writes them. A test compares both over a table.

function fixed(value, decimals) {
  const factor = 10 ** decimals;
  // "|| 0", because a small negative number is rounded to -0.
  return (Math.round(value * factor) / factor || 0).toFixed(decimals);
}

/** Divides by a power of the factor, so that the number before the suffix is short. */
function scaled(factor, suffixes) {
  return (value, decimals) => {
    const magnitude = value === 0 ? 0 : Math.floor(Math.log10(Math.abs(value)) / Math.log10(factor));
    const power = Math.min(Math.max(magnitude, 0), suffixes.length - 1);
    return fixed(value / factor ** power, decimals) + suffixes[power];
  };
}

// From this many seconds on, a duration is written in the unit.
const durations = [
  [31_536_000, 31_556_900, 'year'],
  [604_800, 604_800, 'week'],
  [86_400, 86_400, 'day'],
  [3_600, 3_600, 'hour'],
  [60, 60, 'min'],
];
const shortDurations = [[1, 1, 's'], [1e-3, 1e-3, 'ms'], [1e-6, 1e-6, 'µs'], [0, 1e-9, 'ns']];

function seconds(value, decimals) {
  if (value === 0) return '0 s';
  const size = Math.abs(value);
  const long = durations.find(([from]) => size >= from);
  const [, length, name] = long ?? shortDurations.find(([from]) => size >= from);
  const amount = value / length;
  return `${fixed(amount, decimals)} ${name}${long && Math.abs(amount) > 1 ? 's' : ''}`;
}

const units = {
  none: fixed,
  short: scaled(1000, ['', ' K', ' Mil', ' Bil', ' Tri', ' Quadr', ' Quint', ' Sext', ' Sept']),
  percentunit: (value, decimals) => `${fixed(100 * value, decimals)}%`,
  s: seconds,
  bytes: scaled(1024, [' B', ' KiB', ' MiB', ' GiB', ' TiB', ' PiB', ' EiB', ' ZiB', ' YiB']),
};

export const knownUnits = Object.keys(units);

export function format(unit, value, decimals = 0) {
  const write = units[unit];
  if (!write) throw new Error(`This page does not know the unit ${unit}.`);
  if (Number.isNaN(value)) return 'NaN';
  return Number.isFinite(value) ? write(value, decimals) : value.toLocaleString('en-US');
}

/** A tick of an axis: as many decimals as the distance between two ticks needs. */
export function formatTick(unit, value, step) {
  for (let decimals = 0; decimals < 4; decimals++) {
    const text = format(unit, value, decimals);
    if (text !== format(unit, value + step, decimals) && text === shortened(unit, value, decimals)) return text;
  }
  return format(unit, value, 3);
}

// Whether another decimal would only add a zero.
function shortened(unit, value, decimals) {
  return format(unit, value, decimals + 1).replace(/(\.\d*?)0(?=\D*$)/, (_, digits) => (digits === '.' ? '' : digits));
}
