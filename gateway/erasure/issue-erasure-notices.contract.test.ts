import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { policiesOf } from "#policies/made-up-policies.ts";
import { agreement, consent, dana, type ErasuresAtWork, later, startErasures } from "#test/erasures-at-work.ts";
import { type GatewayAtWork, NOW } from "#test/gateway-at-work.ts";
import { endAgreements } from "./end-agreements.ts";
import { issueErasureNotices } from "./issue-erasure-notices.ts";

let at: ErasuresAtWork;
let hub: GatewayAtWork;
let person: string;
let version: number;

beforeAll(async () => {
  at = await startErasures();
  ({ hub } = at);
});
afterAll(() => at[Symbol.asyncDispose]());
beforeEach(async () => {
  ({ person, version } = await at.begin());
});

describe("when an agreement has ended", () => {
  test("its receiver is told person, fields, times and until when each may be kept, and no value", async () => {
    await at.read("solent-probation", "prac-01", person);
    hub.clock.set(later(10));
    await at.read("solent-probation", "prac-01", person);
    hub.clock.set(later(20));
    await at.terminate();
    const { body } = await at.list("solent-probation");
    const given = { firstDisclosedAt: NOW.toISOString(), lastDisclosedAt: later(10).toISOString() };

    expect(body).toEqual({
      notices: [
        {
          id: expect.any(String),
          receiver: "solent-probation",
          personId: await hub.idFor("solent-probation", person),
          agreement: "solent-iom",
          reason: "terminated",
          issuedAt: later(20).toISOString(),
          answerDueAt: later(48).toISOString(),
          fields: [
            { field: "iom.ragStatus", ...given, deleteBy: later(10 + 365).toISOString() },
            { field: "police.pncId", ...given, deleteBy: later(10 + 365).toISOString() },
            // The consent still runs: what it let be shared is due 30 days after the sharing ended.
            { field: "treatment.engagement", ...given, deleteBy: later(20 + 30).toISOString() },
          ],
          answer: null,
          escalated: false,
          forYouTo: "answer",
        },
      ],
      cursor: null,
    });
  });

  test("what was given by a consent that had ended is due 30 days after that", async () => {
    await at.read("solent-probation", "prac-01", person);
    const withdrawn = { ...consent, withdrawnAt: later(1).toISOString() };
    await hub.changePerson(person, { ...dana, consents: [withdrawn] }, {});
    await at.terminate(later(20));
    const [notice] = await at.noticesOf("solent-probation");
    expect(notice?.["fields"]).toContainEqual(
      expect.objectContaining({ field: "treatment.engagement", deleteBy: later(31).toISOString() }),
    );
  });

  test("nobody is told of what it gave itself, or of what it was never given", async () => {
    await at.read("solent-probation", "prac-01", person);
    await at.terminate();
    expect(await at.noticesOf("hampshire-police")).toEqual([]);
    expect(await at.noticesOf("solent-housing")).toEqual([]);
  });

  test("what was given under another agreement is no matter of this one", async () => {
    await at.read("solent-probation", "prac-01", person);
    await at.inGateway((tx) =>
      issueErasureNotices(tx, { agreement: { ...agreement, id: "another", version }, reason: "terminated", now: NOW }),
    );
    expect(await at.noticesOf("solent-probation")).toEqual([]);
  });

  test("an end is told once, however often it is seen", async () => {
    await at.read("solent-probation", "prac-01", person);
    await at.terminate();
    await at.terminate();
    expect(await at.noticesOf("solent-probation")).toHaveLength(1);
  });

  test("each receiver's notices are one entry of the log, which names the receiver and nobody else", async () => {
    await at.read("solent-probation", "prac-01", person);
    await at.read("solent-housing", "hous-01", person);
    await at.terminate();
    const entries = await at.entriesOf("agreement.erasure-noticed");
    expect(
      entries
        .slice(0, 2)
        .map(({ recipient }) => recipient)
        .toSorted(),
    ).toEqual([["solent-housing"], ["solent-probation"]]);
    expect(entries[0]).toMatchObject({ agency: null, agreement: `solent-iom@${version}`, fields: [] });
  });

  test("a person whom the receiver has been kept from is not named to it, and no answer is taken", async () => {
    await at.read("solent-probation", "prac-01", person);
    await at.terminate();
    const [notice] = await at.noticesOf("solent-probation");
    const restricted = { ...dana, accessRestriction: { excluded: ["solent-probation"], restricted: [] } };
    await hub.changePerson(person, restricted, {});
    expect(await at.noticesOf("solent-probation")).toEqual([]);
    expect((await at.answer("solent-probation", notice?.id ?? "", { outcome: "erased" })).status).toBe(404);
  });
});

describe("a narrowing that says so", () => {
  test("tells those who lose a field of that field alone", async () => {
    await at.read("solent-probation", "prac-01", person);
    await at.read("solent-housing", "hous-01", person);
    const lost = new Map([["solent-probation", ["police.pncId" as const]]]);
    await at.inGateway((tx) => issueErasureNotices(tx, { agreement, reason: "narrowed", now: NOW, lost }));
    const [notice] = await at.noticesOf("solent-probation");
    expect(notice).toMatchObject({ reason: "narrowed", fields: [{ field: "police.pncId" }] });
    expect(await at.noticesOf("solent-housing")).toEqual([]);
  });
});

describe("the clock", () => {
  const policies = (change: object = {}) => policiesOf([{ document: { ...agreement, version, ...change } }]);
  const afterTheEnd = new Date(Date.parse(agreement.effective.to));

  test("ends nothing before its time, and nothing of which a later version goes on", async () => {
    await at.read("solent-probation", "prac-01", person);
    await endAgreements(at.sql, policies(), new Date(afterTheEnd.getTime() - 1));
    const effective = { ...agreement.effective, to: "2030-04-01T00:00:00Z" };
    const goesOn = {
      agreements: [...policies().agreements, ...policies({ version: version + 1, effective }).agreements],
    };
    await endAgreements(at.sql, { ...policies(), ...goesOn }, afterTheEnd);
    expect(await hub.owner`select from gateway.erasure_notice`).toHaveLength(0);
  });

  test("tells receivers of what has expired and destroys its pseudonyms, on whichever node, once", async () => {
    await at.read("solent-probation", "prac-01", person);
    await at.read("solent-probation", "spo-01", person, "evaluation");
    await Promise.all([1, 2].map(() => endAgreements(at.sql, policies(), afterTheEnd)));
    const [notice] = await at.noticesOf("solent-probation");
    const keys =
      await hub.owner`select from gateway.pseudonym_key where agreement_id = 'solent-iom' and key is not null`;

    expect(notice).toMatchObject({ reason: "expired", issuedAt: afterTheEnd.toISOString() });
    expect(await hub.owner`select from gateway.erasure_notice`).toHaveLength(1);
    expect(keys).toHaveLength(0);
  });

  test("sees to a termination when it comes, for the version that was in force and not for one that never began", async () => {
    await at.read("solent-probation", "prac-01", person);
    await at.read("solent-probation", "spo-01", person, "evaluation");
    const terminated = [version, version + 1].map((number) => ({
      document: { ...agreement, version: number },
      state: "terminated" as const,
    }));
    await Promise.all([1, 2].map(() => endAgreements(at.sql, policiesOf(terminated), later(1))));
    const [notice] = await at.noticesOf("solent-probation");
    const keys =
      await hub.owner`select from gateway.pseudonym_key where agreement_id = 'solent-iom' and key is not null`;

    expect(notice).toMatchObject({ reason: "terminated", issuedAt: later(1).toISOString() });
    expect(await hub.owner`select from gateway.erasure_notice`).toHaveLength(1);
    expect(keys).toHaveLength(0);
  });
});
