import type { RunEvent, RunReport, StepResult } from '../report/events.js';
import { FACT } from './probe-plan.js';

type Told<Type extends RunEvent['type']> = Extract<RunEvent, { readonly type: Type }>;

/** Why a step of the probe did not begin. */
export interface Hindrance extends Pick<StepResult, 'reason' | 'hint'> {
  readonly message: string;
}

/** What the events of a probe tell. */
export class ProbeFacts {
  private readonly printed: ReadonlyMap<string, string>;

  constructor(private readonly events: readonly RunEvent[]) {
    const lines = this.all('log').map(({ bytes }) => new TextDecoder().decode(bytes).split(' '));
    this.printed = new Map(lines.flatMap(([word, fact = '']) => (word === FACT ? [fact.split('=') as [string, string]] : [])));
  }

  get report(): RunReport | undefined {
    return this.all('run-finished')[0]?.report;
  }

  /** What the second step found out. */
  printedFact(name: string): string | undefined {
    return this.printed.get(name);
  }

  result(step: string): StepResult | undefined {
    return this.report?.steps.find((each) => each.step === step);
  }

  /** How long the first of these steps took from its creation to its start; undefined where none started. */
  startMs(steps: readonly string[]): number | undefined {
    const started = this.all('step-started').find(({ step }) => steps.includes(step));
    const created = this.all('step-created').find(({ step }) => step === started?.step);
    return started && created && started.at - created.at;
  }

  /** The words of the cluster on steps that did not start. */
  hindrances(steps: readonly string[]): readonly Hindrance[] {
    const results = steps.flatMap((step) => this.result(step) ?? []);
    const told = results.flatMap(({ state, reason, message, hint }) =>
      state === 'error' && reason !== 'Dependency' && message !== undefined ? [{ reason, message, hint }] : [],
    );
    return [
      ...told,
      ...this.all('step-waiting')
        .filter(({ step }) => steps.includes(step))
        .reverse(),
    ];
  }

  /** The step whose pod was held and let go. */
  get heldAndStarted(): string | undefined {
    const held = this.all('step-created').filter((event) => event.held);
    const started = this.all('step-started');
    return held.find(({ step, attempt }) => started.some((each) => each.step === step && each.attempt === attempt))?.step;
  }

  /** Why pods are not held. */
  get notHeld(): Pick<Told<'notice'>, 'message' | 'hint'> | undefined {
    return this.all('notice').find(({ message }) => message.startsWith('pods are created only when their turn has come'));
  }

  private all<Type extends RunEvent['type']>(type: Type): readonly Told<Type>[] {
    return this.events.filter((event): event is Told<Type> => event.type === type);
  }
}
