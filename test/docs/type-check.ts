import { dirname, join } from 'node:path';
import ts from 'typescript';
import { type Block, ROOT } from './pages.js';

/** What the compiler has against TypeScript of the documentation. A block that imports no `App` goes on where the one before ends. */
export function typeErrors(blocks: readonly Block[]): readonly string[] {
  const modules = new Map(modulesOf(blocks).map(({ file, text }, index) => [join(ROOT, `${file.replace(/\W/g, '-')}-${index}.ts`), text]));
  const options = compilerOptions();
  const host = ts.createCompilerHost(options);
  const { fileExists, readFile, getSourceFile } = host;
  host.fileExists = (file) => modules.has(file) || fileExists(file);
  host.readFile = (file) => modules.get(file) ?? readFile(file);
  host.getSourceFile = (file, languageVersion, ...rest) => {
    const text = modules.get(file);
    return text === undefined ? getSourceFile(file, languageVersion, ...rest) : ts.createSourceFile(file, text, languageVersion);
  };
  const program = ts.createProgram([...modules.keys()], options, host);
  return [...modules.keys()].flatMap((file) => {
    const source = program.getSourceFile(file);
    return [...program.getSyntacticDiagnostics(source), ...program.getSemanticDiagnostics(source)].map((diagnostic) =>
      describe(diagnostic),
    );
  });
}

function modulesOf(blocks: readonly Block[]): readonly { readonly file: string; readonly text: string }[] {
  const modules: { file: string; text: string }[] = [];
  for (const { file, text } of blocks) {
    const last = modules.at(-1);
    if (last?.file === file && !/^import \{ App\b/m.test(text)) last.text += text;
    else modules.push({ file, text });
  }
  return modules;
}

/** Those of the project; `podline` is its source. */
function compilerOptions(): ts.CompilerOptions {
  const file = join(ROOT, 'tsconfig.json');
  const { options } = ts.parseJsonConfigFileContent(ts.readConfigFile(file, ts.sys.readFile).config, ts.sys, dirname(file));
  const paths = { podline: [join(ROOT, 'src/index.ts')], 'podline/runner': [join(ROOT, 'src/runner.ts')] };
  return { ...options, paths, noEmit: true, noUnusedLocals: false };
}

function describe({ file, start = 0, messageText }: ts.Diagnostic): string {
  const text = ts.flattenDiagnosticMessageText(messageText, ' ');
  const line = file?.text.slice(0, start).split('\n').length ?? 0;
  return `${text}: ${file?.text.split('\n')[line - 1]?.trim()}`;
}
