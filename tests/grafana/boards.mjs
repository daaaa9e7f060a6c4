// Checks the boards against the types of Grafana's foundation SDK: node boards.mjs <folder of the boards>
// A board becomes a TypeScript literal of these types, so that a missing, a misspelled and an unknown setting is an error.
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import ts from 'typescript';

const [, , folder] = process.argv;
const sdk = '@grafana/grafana-foundation-sdk';

const header = `
import type * as dashboard from '${sdk}/dashboard';
import type * as prometheus from '${sdk}/prometheus';
import type * as stat from '${sdk}/stat';
import type * as table from '${sdk}/table';
import type * as timeseries from '${sdk}/timeseries';

// JSON has texts and numbers where the types have enumerations, and no methods.
type Json<T> = T extends string ? \`\${T}\` | (string extends T ? string : never)
  : T extends number | boolean | null | undefined ? (T extends number ? number : T)
  : T extends readonly (infer Item)[] ? Json<Item>[]
  : T extends object ? { [K in keyof T as T[K] extends Function ? never : K]: Json<T[K]> } : T;

type Query = Omit<Json<prometheus.Dataquery>, 'datasource'> & { datasource: { type: 'prometheus', uid: 'wisdomwave-prometheus' } };
type Fields<Custom> = Omit<Json<dashboard.FieldConfigSource>, 'defaults'> & { defaults: Omit<Json<dashboard.FieldConfig>, 'custom'> & { custom?: Json<Custom> } };
type PanelOf<Type, Options, Custom> = Omit<Json<dashboard.Panel>, 'type' | 'options' | 'targets' | 'fieldConfig'>
  & { type: Type, options: Json<Options>, targets: Query[], fieldConfig: Fields<Custom> };
type Panel = PanelOf<'stat', stat.Options, never> | PanelOf<'table', table.Options, table.FieldConfig>
  | PanelOf<'timeseries', timeseries.Options, timeseries.FieldConfig> | (Omit<Json<dashboard.RowPanel>, 'type'> & { type: 'row' });
type Board = Omit<Json<dashboard.Dashboard>, 'panels'> & { panels: Panel[] };
`;

const texts = new Map();
for (const file of (await readdir(folder)).filter(name => name.endsWith('.json'))) {
  // Next to the packages, so that they are found.
  const path = join(fileURLToPath(new URL('.', import.meta.url)), `${file}.ts`);
  texts.set(path, `${header}\nexport const board: Board = ${await readFile(join(folder, file), 'utf8')};\n`);
}

const options = { noEmit: true, strict: true, skipLibCheck: true, module: ts.ModuleKind.ESNext, moduleResolution: ts.ModuleResolutionKind.Bundler, target: ts.ScriptTarget.ESNext, types: [] };
const host = ts.createCompilerHost(options);
const { fileExists, readFile: read, getSourceFile } = host;
host.fileExists = path => texts.has(path) || fileExists(path);
host.readFile = path => texts.get(path) ?? read(path);
host.getSourceFile = (path, ...rest) => texts.has(path) ? ts.createSourceFile(path, texts.get(path), options.target) : getSourceFile(path, ...rest);

const errors = ts.getPreEmitDiagnostics(ts.createProgram([...texts.keys()], options, host)).map(error => {
  const place = error.file && `${error.file.fileName.split('/').at(-1)}:${error.file.getLineAndCharacterOfPosition(error.start).line - header.split('\n').length}`;
  return `${place}: ${ts.flattenDiagnosticMessageText(error.messageText, ' ')}`;
});
console.log(JSON.stringify({ boards: texts.size, errors }));
