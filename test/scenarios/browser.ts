import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { pathToFileURL } from 'node:url';
import { vi } from 'vitest';
import WebSocket from 'ws';
import { PATIENCE } from '../patience.js';

const NAMES = ['chromium', 'chromium-browser', 'google-chrome'];
export const BROWSER = NAMES.find((name) => spawnSync(name, ['--version']).status === 0);

const FLAGS = ['--headless', '--no-sandbox', '--disable-gpu', '--no-first-run', '--remote-debugging-port=0', '--window-size=1100,900'];

interface Answer {
  readonly id?: number;
  readonly method?: string;
  readonly params?: unknown;
  readonly result?: { readonly result?: { readonly value?: unknown }; readonly exceptionDetails?: unknown };
}

interface Target {
  readonly type: string;
  readonly webSocketDebuggerUrl: string;
}

/** A headless browser with one page. */
export class Browser {
  private next = 1;
  private readonly answers = new Map<number, (answer: Answer) => void>();
  /** Errors, refusals and dialogs that the page has caused. */
  readonly complaints: string[] = [];

  private constructor(
    private readonly child: ChildProcess,
    private readonly profile: string,
    private readonly socket: WebSocket,
  ) {
    socket.on('message', (data) => this.take(JSON.parse(String(data))));
  }

  static async open(file: string): Promise<Browser> {
    const profile = await mkdtemp(join(tmpdir(), 'podline-browser-'));
    const child = spawn(BROWSER ?? '', [...FLAGS, `--user-data-dir=${profile}`, 'about:blank'], { stdio: ['ignore', 'ignore', 'pipe'] });
    const socket = new WebSocket(await pageOf(await debuggingPort(child)));
    await once(socket, 'open');
    const browser = new Browser(child, profile, socket);
    for (const domain of ['Page', 'Runtime', 'Log', 'Network']) await browser.send(`${domain}.enable`);
    await browser.send('Page.navigate', { url: pathToFileURL(file).href });
    await browser.until(`document.readyState === 'complete' && location.protocol === 'file:'`);
    return browser;
  }

  /** The value of an expression of the page. */
  async value<T>(expression: string): Promise<T> {
    const { result } = await this.send('Runtime.evaluate', { expression, returnByValue: true, awaitPromise: true });
    if (result?.exceptionDetails) throw new Error(`${expression}: ${JSON.stringify(result.exceptionDetails)}`);
    return result?.result?.value as T;
  }

  /** Waits until an expression of the page is true. */
  async until(expression: string): Promise<void> {
    await vi.waitFor(async () => {
      if (!(await this.value<boolean>(expression))) throw new Error(`it never came to: ${expression}`);
    }, PATIENCE);
  }

  async press(key: string): Promise<void> {
    const code = { Enter: 13, Tab: 9, End: 35 }[key];
    const text = key === 'Enter' ? '\r' : key.length === 1 ? key : undefined;
    await this.send('Input.dispatchKeyEvent', { type: 'keyDown', key, text, windowsVirtualKeyCode: code });
    await this.send('Input.dispatchKeyEvent', { type: 'keyUp', key, windowsVirtualKeyCode: code });
  }

  async type(text: string): Promise<void> {
    await this.send('Input.insertText', { text });
  }

  async close(): Promise<void> {
    const gone = once(this.child, 'exit');
    // killed, it would leave processes that still write to its profile
    void this.send('Browser.close');
    await gone;
    this.socket.close();
    await rm(this.profile, { recursive: true, force: true, maxRetries: 5 });
  }

  private async send(method: string, params: object = {}): Promise<Answer> {
    const id = this.next++;
    return new Promise((resolve) => {
      this.answers.set(id, resolve);
      this.socket.send(JSON.stringify({ id, method, params }));
    });
  }

  private take(answer: Answer): void {
    if (answer.id !== undefined) this.answers.get(answer.id)?.(answer);
    else if (/exceptionThrown|javascriptDialogOpening|Log\.entryAdded/.test(answer.method ?? ''))
      this.complaints.push(JSON.stringify(answer.params));
  }
}

/** Chromium tells it on its standard error, and would stop where nobody read the rest. */
async function debuggingPort({ stderr }: ChildProcess): Promise<string> {
  if (!stderr) throw new Error('the browser has no standard error');
  const lines = createInterface({ input: stderr });
  return new Promise<string>((resolve, reject) => {
    lines.on('line', (line) => {
      const [, port] = /^DevTools listening on ws:\/\/127\.0\.0\.1:(\d+)/.exec(line) ?? [];
      if (port) resolve(port);
    });
    lines.once('close', () => reject(new Error('the browser does not start')));
  });
}

/** Where its page is spoken to: it listens before it has one. */
async function pageOf(port: string): Promise<string> {
  return vi.waitFor(async () => {
    const targets = (await (await fetch(`http://127.0.0.1:${port}/json`)).json()) as readonly Target[];
    const page = targets.find(({ type }) => type === 'page');
    if (!page) throw new Error('the browser has no page');
    return page.webSocketDebuggerUrl;
  }, PATIENCE);
}
