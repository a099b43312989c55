import { expect, test } from "vitest";
import type { Agreement } from "#policies/agreement-document.ts";
import { type Dpo, dpoAt, must, NOTE, nextText, proposeAndSign, withForm } from "#test/dpo-at-work.ts";
import { daniel } from "#test/people.ts";
import { type SchemeAtWork, startScheme } from "#test/scheme-at-work.ts";

const MINUTE_MS = 60_000;

/** The officers of a running hub, each with the key that the demonstration gave them. */
function officersOf(scheme: SchemeAtWork): (party: string) => Dpo {
  const world = {
    client: scheme.client,
    clock: scheme.hub.clock,
    officerJwk: (agencyId: string, actor: string) => {
      const officer = scheme.agency(agencyId).officers.find((one) => one.actor === actor);
      if (officer === undefined) throw new Error(`no officer ${actor}`);
      return officer.privateJwk;
    },
  };
  return (party) => dpoAt(world, party);
}

/** Follows the team's stream in the background: what has come so far, and how it ended. */
function followTeam(scheme: SchemeAtWork) {
  const stop = new AbortController();
  const types: string[] = [];
  const ended = (async () => {
    const options = { actor: "sgt-01", purpose: "iom-case-management", signal: stop.signal };
    for await (const { type } of scheme.client("iom-team").follow("/v1/events/stream", options)) {
      types.push(type);
    }
  })().catch((error: unknown) => error);
  return { types, ended, stop: () => stop.abort() };
}

/** What a housing officer is shown of Daniel: the form of two fields, or nothing. */
async function housingReader(scheme: SchemeAtWork) {
  const path = `/v1/people/${await scheme.idFor("solent-housing", daniel)}`;
  return async () => {
    const as = { actor: "hous-01", purpose: "iom-case-management" };
    const { status, body } = await scheme.client("solent-housing").call("GET", path, as);
    const { fields = {} } = body as { readonly fields?: Readonly<Record<string, { readonly form: string }>> };
    const formOf = (field: string) => fields[field]?.form ?? null;
    return { status, sentence: formOf("probation.sentence"), registered: formOf("probation.iomRegistration") };
  };
}

const BEFORE = { status: 200, sentence: "generalise:end-and-kind", registered: "mask" };
const AFTER = { status: 200, sentence: "full", registered: null };

/** Housing and drug services get the sentence in full, and no longer hear of the registration. */
const changed = (text: Agreement) =>
  withForm(withForm(text, "P17", "probation.sentence", "full"), "P17", "probation.iomRegistration", null);

test("officers change what housing reads, stop it, let it go on, and take the change back", async () => {
  await using scheme = await startScheme();
  await scheme.dropSamples("iom-team", "probation", "police");
  await scheme.coordinatorWorks();
  const dpo = officersOf(scheme);
  const yot = dpo("solent-yot");
  const signers = [dpo("solent-probation"), dpo("solent-housing"), dpo("solent-drug-services")];
  const housingSees = await housingReader(scheme);
  const team = followTeam(scheme);
  expect(await housingSees()).toEqual(BEFORE);

  must(await yot.move("drafts", { document: await nextText(yot, 1, changed) }));
  const { change } = await dpo("solent-housing").check(2);
  const signing = change?.signatures.every.map(({ party }) => party);
  expect(signing).toEqual(["solent-drug-services", "solent-housing", "solent-probation"]);
  const digest = await proposeAndSign(yot, 2, signers);
  expect(await housingSees()).toEqual(BEFORE);
  scheme.hub.clock.advance(MINUTE_MS);
  must(await yot.move("activation", { version: 2, digest }));
  expect(await housingSees()).toEqual(AFTER);

  // The stream that the team opened under the version before goes on under this one.
  const soFar = team.types.length;
  await scheme.dropSamples("housing");
  await scheme.coordinatorWorks();
  await expect.poll(() => team.types.slice(soFar), { timeout: 20_000 }).toContain("hub.person.updated");

  must(await dpo("solent-drug-services").move("suspension", { version: 2, reason: NOTE }));
  expect(await housingSees()).toEqual({ status: 403, sentence: null, registered: null });
  expect(await team.ended).toMatchObject({ status: 403, problem: expect.stringContaining("agreement-not-in-force") });
  must(await dpo("solent-drug-services").move("suspension", { version: 2, reason: NOTE, resume: true }));
  expect(await housingSees()).toEqual(AFTER);
  const resumed = followTeam(scheme);
  await expect.poll(() => resumed.types.length, { timeout: 20_000 }).toBeGreaterThan(0);
  resumed.stop();

  must(await yot.move("drafts", { again: 1 }));
  const again = await proposeAndSign(yot, 3, signers);
  scheme.hub.clock.advance(MINUTE_MS);
  must(await yot.move("activation", { version: 3, digest: again }));
  expect(await housingSees()).toEqual(BEFORE);
});
