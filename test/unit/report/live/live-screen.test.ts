import { setImmediate } from 'node:timers/promises';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { LiveScreen } from '../../../../src/report/live/live-screen.js';
import { TestClock } from '../../cluster/test-clock.js';
import { FakeSink } from '../terminal.js';
import { Emulator } from './emulator.js';

/** A terminal that a live screen draws on, and the time that passes there. */
class Stage {
  readonly clock = new TestClock(0);
  readonly sink = new FakeSink({ isTTY: true });
  readonly terminal: Emulator;
  lines: readonly string[] = ['-- panel', 'step'];
  readonly screen: LiveScreen;
  private seen = 0;

  constructor(size = { columns: 20, rows: 8 }) {
    this.terminal = new Emulator(size);
    this.screen = new LiveScreen(Object.assign(this.sink, size), { clock: this.clock, lines: () => this.lines });
  }

  /** Lets the next frame come, and the terminal show it. */
  async frame(): Promise<void> {
    await this.clock.elapse(100);
    await setImmediate();
    this.show();
  }

  show(): void {
    for (const chunk of this.sink.chunks.slice(this.seen)) this.terminal.write(chunk.toString());
    this.seen = this.sink.chunks.length;
  }

  get frames(): number {
    return this.sink.bytes.toString().split('\u001b[?2026h').length - 1;
  }
}

describe('the screen of the live view', () => {
  it('keeps its lines below what is written, and hides the cursor meanwhile', async () => {
    const stage = new Stage();
    stage.screen.write('before\n');
    void stage.screen.open();
    stage.screen.write('one\n');
    await stage.frame();
    stage.screen.write('two\n');
    stage.lines = ['-- panel', 'step is done', 'another'];
    await stage.frame();

    expect(stage.terminal.lines).toEqual(['before', 'one', 'two', '-- panel', 'step is done', 'another']);
    expect(stage.terminal).toMatchObject({ cursorIsVisible: false, wraps: true });
  });

  it('leaves nothing of itself behind, and shows the cursor again', async () => {
    const stage = new Stage();
    void stage.screen.open();
    stage.screen.write('one\n');
    await stage.frame();
    stage.screen.write('two\n');

    stage.screen.close();
    stage.screen.close();
    stage.screen.write('after\n');
    stage.show();

    expect(stage.terminal.lines).toEqual(['one', 'two', 'after', '']);
    expect(stage.terminal).toMatchObject({ cursorIsVisible: true, wraps: true });
  });

  it('leaves the terminal to a shell while it rests', async () => {
    const stage = new Stage();
    void stage.screen.open();
    stage.screen.write('one\n');
    await stage.frame();

    stage.screen.rest();
    stage.show();
    const resting = { lines: stage.terminal.lines, cursorIsVisible: stage.terminal.cursorIsVisible };
    stage.terminal.write('$ fg\n');
    stage.screen.wake();
    await stage.frame();

    expect(resting).toEqual({ lines: ['one', ''], cursorIsVisible: true });
    expect(stage.terminal.lines).toEqual(['one', '$ fg', '-- panel', 'step']);
    expect(stage.terminal.cursorIsVisible).toBe(false);
  });

  it('draws nothing where nothing has changed, and once for a thousand lines', async () => {
    const stage = new Stage();
    void stage.screen.open();
    await stage.frame();
    await stage.frame();
    for (let line = 1; line <= 1000; line++) stage.screen.write(`line ${line}\n`);
    await stage.frame();
    await stage.frame();

    expect(stage.frames).toBe(2);
    expect(stage.terminal.history.length).toBe(1000 + 2 - 8);
  });

  it('does not let a mebibyte wait for the next frame', async () => {
    const stage = new Stage();
    void stage.screen.open();
    stage.screen.write(`${'x'.repeat(1024 * 1024)}\n`);

    expect(stage.sink.bytes.length).toBeGreaterThan(1024 * 1024);
  });

  it('draws again when the size of the terminal has changed', async () => {
    const stage = new Stage();
    void stage.screen.open();
    await stage.frame();
    Object.assign(stage.sink, { columns: 30 });
    await stage.frame();

    expect(stage.frames).toBe(2);
  });

  it('holds back while the terminal is behind, and draws no more frames', async () => {
    const stage = new Stage();
    void stage.screen.open();
    stage.sink.ready = false;
    stage.screen.write('one\n');
    await stage.frame();
    const answers = [stage.screen.write('two\n')];
    await stage.frame();
    const frames = stage.frames;
    stage.sink.ready = true;
    stage.sink.emit('drain');
    answers.push(stage.screen.write('three\n'));
    await stage.frame();

    expect([answers, frames, stage.frames]).toEqual([[false, true], 2, 3]);
    expect(stage.terminal.lines.slice(0, 3)).toEqual(['one', 'two', 'three']);
  });

  it('neither loses nor reorders a line, whatever comes between', async () => {
    const panel = fc.array(fc.string({ unit: 'grapheme-ascii', maxLength: 40 }), { maxLength: 7 });
    const action = fc.oneof(fc.nat(5), panel);
    await fc.assert(
      fc.asyncProperty(fc.array(action, { maxLength: 15 }), async (actions) => {
        const stage = new Stage();
        void stage.screen.open();
        let written = 0;
        for (const each of actions) {
          if (typeof each === 'number') for (let line = 0; line < each; line++) stage.screen.write(`${++written}\n`);
          else stage.lines = each;
          await stage.frame();
        }
        stage.screen.close();
        stage.show();

        expect(stage.terminal.lines).toEqual([...Array.from({ length: written }, (_, index) => `${index + 1}`), '']);
      }),
    );
  });
});
