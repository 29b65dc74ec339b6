import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/** JSON that is looked into without knowing more of it. */
export type Json = string | number | boolean | null | readonly Json[] | { readonly [key: string]: Json };
export type JsonMap = { readonly [key: string]: Json };

/** A case of a folder of cases; its README tells what the keys mean. */
export interface Case {
  readonly id: string;
  readonly files: readonly { readonly file: string; readonly name: string }[];
  readonly env?: Readonly<Record<string, string>>;
  readonly flags?: readonly string[];
  readonly metadata?: JsonMap;
  readonly secrets?: Readonly<Record<string, string>>;
  readonly server?: boolean;
  readonly [key: string]: unknown;
}

/** What the reference implementation made of a case. */
export interface Expected {
  readonly lint: { readonly blocked: boolean; readonly errors: readonly { readonly field?: string; readonly message: string }[] | null };
  readonly workflows: readonly ExpectedWorkflow[] | null;
}

export interface ExpectedWorkflow {
  readonly name: string;
  readonly pid: number;
  readonly axis_id: number;
  readonly matrix: Readonly<Record<string, string>>;
  readonly depends_on: readonly { readonly Name: string }[] | null;
  readonly runs_on: readonly string[] | null;
  readonly concurrency: { readonly limit: number; readonly group: string };
  readonly environment_common: JsonMap;
  readonly config: { readonly pipeline: readonly { readonly steps: readonly ExpectedStep[] | null }[] | null };
  readonly kubernetes: {
    readonly error?: string;
    readonly setup?: { readonly objects: readonly JsonMap[] };
    readonly steps?: readonly { readonly objects: readonly JsonMap[] | null; readonly error: string | null }[];
  } | null;
}

export interface ExpectedStep {
  readonly name: string;
  readonly type: string;
  readonly image: string;
  readonly [key: string]: Json;
}

/** A folder of cases. */
export class Cases {
  readonly all: readonly Case[];
  readonly metadata: JsonMap;

  constructor(private readonly folder: string) {
    this.all = (this.json('cases.json') as unknown as { readonly cases: readonly Case[] }).cases;
    this.metadata = this.json('metadata.json');
  }

  textOf({ id }: Case, file: string): string {
    return readFileSync(join(this.folder, 'workflows', id, file), 'utf8');
  }

  expectedOf({ id }: Case): Expected {
    return this.json(join('workflows', id, 'expected.json')) as unknown as Expected;
  }

  private json(file: string): JsonMap {
    return JSON.parse(readFileSync(join(this.folder, file), 'utf8'));
  }
}
