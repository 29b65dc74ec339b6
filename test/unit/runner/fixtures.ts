import { readdirSync, readFileSync } from 'node:fs';
import type { KubeEvent, KubeObject, Pod } from '../../../src/contract/objects.js';

const FOLDER = new URL('../../fixtures/pods/', import.meta.url);

/** Names of the pods that were recorded on a real cluster, by test/fixtures/pods/record.sh. */
export function recordedPods(): readonly string[] {
  return readdirSync(FOLDER)
    .filter((file) => /^[^.]+\.json$/.test(file))
    .map((file) => file.slice(0, -'.json'.length));
}

export function podFixture(name: string): Pod {
  return JSON.parse(read(`${name}.json`)) as Pod;
}

/** The events of a recorded object; none where none were recorded. */
export function eventsFixture(name: string): readonly KubeEvent[] {
  return readdirSync(FOLDER).includes(`${name}.events.json`) ? (JSON.parse(read(`${name}.events.json`)) as KubeEvent[]) : [];
}

export function claimFixture(name: string): KubeObject {
  return JSON.parse(read(`${name}.claim.json`)) as KubeObject;
}

/** What the API server answered to the creation of a pod. */
export function refusalFixture(name: string): { readonly status: number; readonly body: string } {
  const body = read(`${name}.refusal.json`);
  return { status: (JSON.parse(body) as { readonly code: number }).code, body };
}

function read(file: string): string {
  return readFileSync(new URL(file, FOLDER), 'utf8');
}
