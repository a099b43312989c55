import type { Update } from "#gateway/client/verify-update.ts";
import type { Officer } from "#schemas/scheme.ts";
import type { CanaryPerson } from "./canary-people.ts";
import { expectation } from "./expectation.ts";
import { firstOfficers } from "./outlets-of-people.ts";
import { plantAgain } from "./planted-people.ts";
import { leaksIn, missingFrom, oracleRequest, type Probe, probeFor } from "./probe.ts";

const PURPOSE = "iom-case-management";
const STREAM_DEADLINE_MS = 10_000;

/** Every agency's own cursor into its updates, so that the sweep of the change begins where the first reading ended. */
export type Cursors = Map<string, string>;

/** What has gathered since the agencies began: everything about everybody, and nothing that is not theirs. */
export async function sweepFirstUpdates(probe: Probe, cursors: Cursors): Promise<readonly string[]> {
  const problems: string[] = [];
  for (const officer of firstOfficers(probe)) {
    const expected = await Promise.all(probe.people.map((person) => expectedOf(probe, officer, person)));
    const allowed = new Set(expected.flatMap((one) => [...one.allowed]));
    const due = new Set(expected.flatMap((one) => [...one.due]));
    const bytes = await pull(probe, officer, cursors);
    problems.push(...leaksIn(probe, bytes, allowed).map((leak) => `${officer.agencyId}: ${leak}`));
    problems.push(...missingFrom(probe, bytes, due).map((missing) => `${officer.agencyId}: ${missing}`));
  }
  return problems;
}

/** Changes every value of one person while every agency listens; what comes by stream and by pull is swept alike. */
export async function sweepChange(before: Probe, cursors: Cursors): Promise<readonly string[]> {
  const [adult, ...others] = before.people;
  if (adult === undefined) {
    throw new Error("nobody has been planted");
  }
  const problems: string[] = [];
  const streams = new AbortController();
  const changed = await plantAgain(before.hub.core, before.hub.stage.hub.scheme, adult);
  const probe = probeFor(before.hub, [...before.people, changed]);
  for (const officer of firstOfficers(probe)) {
    const { allowed, due } = await expectedOf(probe, officer, changed);
    const after = cursors.get(officer.agencyId) ?? "";
    const streamed = await follow(probe, officer, after, { due, streams });
    const pulled = await pull(probe, officer, cursors);
    for (const [door, bytes] of [
      ["stream", streamed],
      ["pull", pulled],
    ] as const) {
      problems.push(...leaksIn(probe, bytes, allowed).map((leak) => `${officer.agencyId} by ${door}: ${leak}`));
      problems.push(...missingFrom(probe, bytes, due).map((missing) => `${officer.agencyId} by ${door}: ${missing}`));
    }
  }
  streams.abort();
  return others.length === 0 ? ["there is nobody whose silence could be heard"] : problems;
}

async function expectedOf({ hub }: Probe, officer: Officer, person: CanaryPerson) {
  const record = await hub.recordOf(person.personId);
  const expected = expectation(hub.world, oracleRequest(officer, PURPOSE), person, record);
  return "refused" in expected ? { allowed: new Set<string>(), due: new Set<string>() } : expected;
}

async function pull({ hub }: Probe, { agencyId, actor }: Officer, cursors: Cursors): Promise<Buffer> {
  hub.take();
  const after = cursors.get(agencyId);
  const options = { actor, purpose: PURPOSE, waitS: 1, ...(after === undefined ? {} : { after }) };
  const { cursor } = await hub.client(agencyId).pullAll(options);
  cursors.set(agencyId, cursor);
  return hub.take();
}

type Following = { readonly due: ReadonlySet<string>; readonly streams: AbortController };

/** Listens until everything that is due has come, or the deadline; an agency that is due nothing hears one heartbeat. */
async function follow(probe: Probe, { agencyId, actor }: Officer, after: string, { due, streams }: Following) {
  const stop = AbortSignal.any([streams.signal, AbortSignal.timeout(due.size === 0 ? 1_500 : STREAM_DEADLINE_MS)]);
  const closed = new AbortController();
  const signal = AbortSignal.any([stop, closed.signal]);
  const heard: Buffer[] = [];
  probe.hub.take();
  const options = { actor, purpose: PURPOSE, signal, ...(after === "" ? {} : { lastEventId: after }) };
  try {
    for await (const _ of probe.hub.client(agencyId).follow("/v1/events/stream", options) as AsyncIterable<Update>) {
      heard.push(probe.hub.take());
      if (missingFrom(probe, Buffer.concat(heard), due).length === 0) {
        break;
      }
    }
  } catch (error) {
    if (!signal.aborted) {
      throw error;
    }
  }
  closed.abort();
  return Buffer.concat([...heard, probe.hub.take()]);
}
