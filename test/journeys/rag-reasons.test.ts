import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Exchanges } from "#schemas/generated/types.ts";
import { closeDatabase, openDatabase, type Sql } from "#services/platform/database/database.ts";
import { eventually } from "#test/eventually.ts";
import { eventOf } from "#test/made-up-events.ts";
import { type SchemeAtWork, startScheme } from "#test/scheme-at-work.ts";
import { HIDING, READERS, type Reason } from "./rag-reason.ts";
import { REASONS } from "./rag-reason-cases.ts";

/**
 * Every rule against every recipient (handbook 3.9): a reason goes to those alone who may see what it rests on, and the others see
 * the colour. Over the reading of a person, the reading of the rating, search and push; who may see what is worked out by hand from
 * the agreement, clause by clause, in the cases.
 */
let scheme: SchemeAtWork;
let sql: Sql;
const people = new Map<Reason, { readonly personId: string; readonly text: string }>();

beforeAll(async () => {
  scheme = await startScheme();
  sql = openDatabase({ url: scheme.hub.ownerUrl, applicationName: "rag reasons", maxConnections: 1 });
  for (const [at, reason] of REASONS.entries()) {
    await plant(reason, at);
  }
  for (const { agencyId } of READERS) {
    await scheme.pull(agencyId);
  }
}, 180_000);

afterAll(async () => {
  await closeDatabase(sql);
  await scheme[Symbol.asyncDispose]();
});

const PURPOSE = "iom-case-management";

/** One person for each reason, known to every agency by the same number, about whom exactly this has happened. */
async function plant(reason: Reason, at: number): Promise<void> {
  const crn = `X95${String(at).padStart(4, "0")}`;
  const identifiers = [{ type: "CRN", value: crn, valid: true }] as const;
  const person = {
    identifiers: [...identifiers],
    firstName: "Dana",
    lastName: `Marsh${letters(at)}`,
    dateOfBirth: "1989-04-12",
  };
  const registered = {
    cohort: "fixed",
    statutory: true,
    lifecycleState: "active",
    registeredOn: "2026-11-15",
    ...reason.registered,
  };
  const events = [
    { agency: "iom-team", type: "iom-team.registration.imported", payload: registered, time: "2026-11-15T00:00:00Z" },
    ...reason.events,
  ];
  for (const { agency, type, payload, time } of events) {
    const event = eventOf({
      type,
      agency,
      person,
      payload,
      time,
      id: `rag-${at}-${type}-${time}`.replaceAll(":", "."),
    });
    const { actor } = officerOf(agency);
    const answer = await scheme.client(agency).call("POST", "/v1/events", { actor, purpose: PURPOSE, body: event });
    expect(answer, JSON.stringify(answer.body)).toMatchObject({ status: 202 });
  }
  await eventually(async () => {
    const [row] = await sql<{ person_id: string; text: string }[]>`
      select s.person_id, h ->> 'text' as text
      from core.rag_suggestion s join core.identifier i using (person_id), jsonb_array_elements(s.suggestion -> 'ruleHits') as h
      where i.value = ${crn} and h ->> 'ruleId' = ${reason.rule}
        and (select count(*) from core.event e where e.person_id = s.person_id) = ${events.length}
      order by s.suggestion_id desc limit 1`;
    expect(row, `${reason.name}: ${crn}`).toBeDefined();
    people.set(reason, { personId: row?.person_id ?? "", text: row?.text ?? "" });
  });
}

function letters(at: number): string {
  return String.fromCharCode(97 + Math.floor(at / 26), 97 + (at % 26));
}

function officerOf(agencyId: string) {
  const [officer] = scheme.agency(agencyId).officers;
  return officer ?? { actor: "" };
}

function planted(reason: Reason) {
  return people.get(reason) ?? { personId: "", text: "" };
}

async function idFor(agencyId: string, personId: string): Promise<string> {
  const [row] = await sql<{ id: string }[]>`
    insert into gateway.pairwise_id (agency_id, person_id) values (${agencyId}, ${personId})
    on conflict (agency_id, person_id) do update set agency_id = excluded.agency_id returning pairwise_id as id`;
  return row?.id ?? "";
}

async function ask(agencyId: string, reason: Reason, path: string) {
  const id = await idFor(agencyId, planted(reason).personId);
  const { actor } = officerOf(agencyId);
  return scheme.client(agencyId).call("GET", `/v1/people/${id}${path}`, { actor, purpose: PURPOSE });
}

const readers = READERS.map(({ agencyId }) => agencyId);
const cases = REASONS.flatMap((reason) => readers.map((agencyId) => ({ reason, name: reason.name, agencyId })));
const isSeen = (reason: Reason, agencyId: string) => reason.seenBy.some((one) => one === agencyId);

describe("the reading of a rating", () => {
  test.each(cases)("$name for $agencyId", async ({ reason, agencyId }) => {
    const { status, body } = await ask(agencyId, reason, "/rag");
    const { assessment, suggestion } = body as Exchanges["rag-view"];
    expect(status).toBe(200);
    const lines = suggestion.reasons.filter(({ ruleId }) => ruleId === reason.rule).map(({ text }) => text);
    expect(lines.some((line) => line.startsWith(planted(reason).text))).toBe(isSeen(reason, agencyId));
    expect([assessment.colour, suggestion.colour]).toEqual([reason.registered?.["ragStatus"], reason.colour]);
    expect(JSON.stringify(body)).not.toContain(HIDING);
  });

  test.each(["winchester-prison", "em-provider"])("is for nobody at %s, who is told no colour", async (agencyId) => {
    const answers = await Promise.all(REASONS.map((reason) => ask(agencyId, reason, "/rag")));
    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([404]));
  });
});

describe("once a lead officer has decided", () => {
  beforeAll(async () => {
    for (const reason of REASONS) {
      const answer = await assess(reason);
      expect(answer, `${reason.name} ${JSON.stringify(answer.body)}`).toMatchObject({ status: 200 });
    }
  }, 120_000);

  test.each(cases)("the reading of a person: $name for $agencyId", async ({ reason, agencyId }) => {
    const { body } = await ask(agencyId, reason, "");
    const { fields } = body as { readonly fields: Readonly<Record<string, { readonly value: unknown }>> };
    expect(fields["iom.ragStatus"]?.value).toBe("red");
    expect(JSON.stringify(fields["iom.ragReasons"] ?? null).includes(planted(reason).text)).toBe(
      isSeen(reason, agencyId),
    );
  });

  test.each(cases)("search: $name for $agencyId", async ({ reason, agencyId }) => {
    const id = await idFor(agencyId, planted(reason).personId);
    const body = { match: { "iom.ragReasons[].text": planted(reason).text } };
    const { actor } = officerOf(agencyId);
    const answer = await scheme.client(agencyId).call("POST", "/v1/searches", { actor, purpose: PURPOSE, body });
    const found = (answer.body as { readonly people?: readonly { readonly personId: string }[] }).people ?? [];
    expect(found.some(({ personId }) => personId === id)).toBe(isSeen(reason, agencyId));
  });

  test.each(readers)("push: what %s is sent of every reason", async (agencyId) => {
    const updates = await scheme.pull(agencyId);
    for (const reason of REASONS) {
      const id = await idFor(agencyId, planted(reason).personId);
      const about = updates.filter(({ subject }) => subject.endsWith(id)).map(({ data }) => data.changed ?? {});
      expect(
        about.some((changed) => changed["iom.ragStatus"]?.value === "red"),
        reason.name,
      ).toBe(true);
      expect(
        JSON.stringify(about.map((changed) => changed["iom.ragReasons"] ?? null)).includes(planted(reason).text),
        reason.name,
      ).toBe(isSeen(reason, agencyId));
    }
  });
});

/** The lead officer of the police, on what they see. */
async function assess(reason: Reason) {
  const id = await idFor("hampshire-police", planted(reason).personId);
  const who = { actor: "HC3380", purpose: PURPOSE };
  const police = scheme.client("hampshire-police");
  const { body } = await police.call("GET", `/v1/people/${id}/rag`, who);
  const { view } = body as Exchanges["rag-view"];
  const decided = { colour: "red", view, reason: "Decided to show the reasons." };
  return police.call("POST", `/v1/people/${id}/rag-assessments`, { ...who, body: decided });
}
