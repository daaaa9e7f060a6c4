// Compares the page's units with the table in units.json: node units.mjs <units.js>
// With "grafana" as the second argument it compares the table with Grafana's own formatter, with "write" it writes the table from it.
import { readFile, writeFile } from 'node:fs/promises';

const table = new URL('units.json', import.meta.url);
const [, , path, mode] = process.argv;
// A data address, because a file named .js counts as a module only inside a package that says so.
const page = await import(`data:text/javascript,${encodeURIComponent(await readFile(path, 'utf8'))}`);

const values = [0, 0.00000042, 0.00042, 0.042, 0.42, 0.999, 1, 1.0004, 2.5, 12.345, 59.99, 60, 61, 90, 119, 125, 999, 999.9, 1000, 1023, 1024, 1536, 3599, 3600,
  5400, 7200, 12_345, 86_399, 86_400, 172_800, 604_800, 1_048_576, 2_592_000, 31_536_000, 63_113_800, 123_456_789, 3_200_000_000, 1.5e12, -0.0004, -5, -61, -2048, -7_200_000];

if (mode) {
  // Grafana's code asks for the browser's language while it loads.
  Object.defineProperty(globalThis, 'navigator', { value: { language: 'en-US', languages: ['en-US'], userAgent: 'node', platform: '' }, configurable: true });
  const { createRequire } = await import('node:module');
  const { getValueFormat, formattedValueToString } = createRequire(import.meta.url)('@grafana/data');
  const grafana = (unit, value, decimals) => formattedValueToString(getValueFormat(unit)(value, decimals));
  if (mode === 'write') {
    const rows = page.knownUnits.flatMap(unit => [0, 1, 2].flatMap(decimals => values.map(value => [unit, value, decimals, grafana(unit, value, decimals)])));
    await writeFile(table, `[\n${rows.map(row => `  ${JSON.stringify(row)}`).join(',\n')}\n]\n`);
  }
  await compare(grafana);
} else {
  await compare(page.format);
}

async function compare(format) {
  const rows = JSON.parse(await readFile(table, 'utf8'));
  const missing = page.knownUnits.filter(unit => !rows.some(row => row[0] === unit));
  const wrong = rows.filter(([unit, value, decimals, text]) => format(unit, value, decimals) !== text)
    .map(([unit, value, decimals, text]) => `${unit} ${value} (${decimals} decimals): "${format(unit, value, decimals)}", not "${text}"`);
  console.log(JSON.stringify({ rows: rows.length, units: page.knownUnits, missing, wrong }));
}
