import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import type { Exchanges } from "#schemas/generated/types.ts";
import { craig, jade, type MadeUpPerson, mohammed } from "#test/people.ts";
import { type SchemeAtWork, startScheme } from "#test/scheme-at-work.ts";

/** How people of the samples leave the scheme, as at 2026-11-21T12:00:00Z, through the public interface. */
let scheme: SchemeAtWork;

beforeAll(async () => {
  scheme = await startScheme();
  await scheme.dropSamples();
  await scheme.coordinatorWorks();
}, 120_000);
beforeEach(() => scheme.hub.clock.set(new Date("2026-11-21T12:00:00Z")));
afterAll(async () => {
  await scheme[Symbol.asyncDispose]();
});

type Officer = { readonly agencyId: string; readonly actor: string };
const INSPECTOR: Officer = { agencyId: "hampshire-police", actor: "insp-01" };
const SERGEANT: Officer = { agencyId: "iom-team", actor: "sgt-01" };
const LEAD: Officer = { agencyId: "hampshire-police", actor: "HC2290" };
const PRACTITIONER: Officer = { agencyId: "solent-probation", actor: "prac-01" };
const HOUSING: Officer = { agencyId: "solent-housing", actor: "hous-01" };
const MAP = { meetingId: "map-2026-11-21", rationale: "Decided at the weekly meeting." };

async function call({ agencyId, actor }: Officer, method: string, person: MadeUpPerson, path: string, body?: object) {
  const id = await scheme.idFor(agencyId, person);
  const how = { actor, purpose: "iom-case-management", ...(body === undefined ? {} : { body }) };
  return scheme.client(agencyId).call(method, `/v1/people/${id}/${path}`, how);
}
const caseOf = async (who: Officer, person: MadeUpPerson) =>
  (await call(who, "GET", person, "case")).body as Exchanges["case-view"];
const move = async (who: Officer, person: MadeUpPerson, body: object) => {
  const { status, body: answer } = await call(who, "POST", person, "transitions", body);
  const { guard, state } = answer as { guard?: string; state?: string };
  return { status, ...(guard === undefined ? {} : { guard }), ...(state === undefined ? {} : { state }) };
};
const proposed = ({ moves }: Exchanges["case-view"]) =>
  moves.filter((one) => one.proposed === true).map(({ to, ground }) => [to, ground]);

test("F-40: Jade Gosling, three months green with her exit plan implemented, is proposed for de-registration and leaves by the chair's decision", async () => {
  const seen = await caseOf(SERGEANT, jade);
  expect(seen.case).toMatchObject({ state: "transition", cohort: "fixed", registeredOn: "2026-02-02" });
  expect(proposed(seen)).toEqual([["deregistered", "D1"]]);

  const leave = { to: "deregistered", ground: "D1", ...MAP };
  expect(await move(SERGEANT, jade, leave)).toEqual({ status: 409, guard: "role" });
  expect(await move(INSPECTOR, jade, { ...leave, meetingId: undefined })).toEqual({
    status: 409,
    guard: "meeting-named",
  });
  expect(await move(PRACTITIONER, jade, leave)).toEqual({ status: 403 });
  expect(await move(INSPECTOR, jade, leave)).toEqual({ status: 200, state: "deregistered" });
});

test("F-40: of who has left the partners are told nothing more, and the team itself where they stand", async () => {
  const statuses = [INSPECTOR, PRACTITIONER, HOUSING].map(async (who) => (await call(who, "GET", jade, "case")).status);
  expect(await Promise.all(statuses)).toEqual([404, 404, 404]);
  expect((await caseOf(SERGEANT, jade)).case.state).toBe("deregistered");
});

test("F-42: Mohammed Farooqi's sentence of 72 months is proposed as long custody; the lead is told why other ways are closed", async () => {
  const seen = await caseOf(INSPECTOR, mohammed);
  expect(seen.case.state).toBe("custody");
  expect(proposed(seen)).toEqual([["longCustody", undefined]]);
  expect(seen.moves.find(({ to }) => to === "active")?.guards).toContainEqual({
    guard: "released",
    state: "not-met",
    says: "Nothing says that the person is released.",
  });
  expect(await move(LEAD, mohammed, { to: "active" })).toEqual({ status: 409, guard: "released" });
});

test("F-43: the review is twelve months before the release that the prison expects: 2028-11-11", async () => {
  expect((await caseOf(INSPECTOR, mohammed)).case.reRegistrationReviewOn).toBe("2028-11-11");
  expect(await move(INSPECTOR, mohammed, { to: "longCustody", rationale: MAP.rationale })).toEqual({
    status: 200,
    state: "longCustody",
  });
});

test("somebody who sees the state of a case and not what its guards rest on learns nothing of those", async () => {
  const seen = await caseOf(HOUSING, craig);
  const states = new Map(seen.moves.flatMap(({ guards }) => guards.map(({ guard, state }) => [guard, state])));
  expect([states.get("in-custody"), states.get("long-sentence"), states.get("exit-plan-implemented")]).toEqual([
    "not-shown",
    "not-shown",
    undefined,
  ]);
});

test("a person nobody knows and one who is closed are answered alike", async () => {
  const id = "00000000-0000-4000-8000-000000000000";
  const { status } = await scheme.client("hampshire-police").call("POST", `/v1/people/${id}/transitions`, {
    actor: INSPECTOR.actor,
    purpose: "iom-case-management",
    body: { to: "deregistered", ground: "died", ...MAP },
  });
  expect([status, (await move(INSPECTOR, jade, { to: "referred", ...MAP })).status]).toEqual([404, 404]);
});
