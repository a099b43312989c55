import { createHash } from "node:crypto";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { Exchanges } from "#schemas/generated/types.ts";
import { eventually, until } from "#test/eventually.ts";
import { craig, daniel, liam, type MadeUpPerson } from "#test/people.ts";
import { type SchemeAtWork, startScheme } from "#test/scheme-at-work.ts";

/** Outcomes 2 to 4 of the samples, and what humans then make of them, through the public interface. */
let scheme: SchemeAtWork;

const HUB = { actor: "em-01", purpose: "crime-matching" };
const POLICE = { actor: "insp-01", purpose: "crime-matching" };
const CRIME = "44260500001";

beforeAll(async () => {
  scheme = await startScheme();
  await scheme.dropSamples();
  await until(async () => (await listed("em-provider", HUB)).length > 0);
}, 120_000);

afterAll(async () => {
  await scheme[Symbol.asyncDispose]();
});

type Hit = Exchanges["tag-hits"]["hits"][number];
type Content = {
  readonly matchId: string;
  readonly figures: {
    readonly nearest: { readonly distanceM: number; readonly at: string };
    readonly positionsNear: number;
    readonly coverage: { readonly minutes: number; readonly ofMinutes: number };
  };
  readonly words: readonly string[];
};

async function listed(agencyId: string, who: typeof HUB, query = ""): Promise<readonly Hit[]> {
  const { status, body } = await scheme.client(agencyId).call("GET", `/v1/tag-hits${query}`, who);
  expect(status).toBe(200);
  return (body as Exchanges["tag-hits"]).hits;
}

const contentOf = (hit: Hit | undefined, field: string) => hit?.fields[field]?.value as Content;

async function ask(person: MadeUpPerson): Promise<Exchanges["tag-hit-answer"]> {
  const { status, body } = await scheme.client("em-provider").call("POST", "/v1/tag-hits/questions", {
    ...HUB,
    body: { crimeReference: CRIME, personId: await scheme.idFor("em-provider", person) },
  });
  expect(status).toBe(200);
  return body as Exchanges["tag-hit-answer"];
}

test("outcome 2: Daniel Ashdown is the candidate of the burglary, recorded by five positions, nearest 12 m", async () => {
  const [hit, ...others] = await listed("em-provider", HUB);

  expect(others).toEqual([]);
  expect(hit).toMatchObject({ state: "candidate", standing: true });
  const { figures, words } = contentOf(hit, "tag.candidateMatch");
  expect([Math.round(figures.nearest.distanceM), figures.nearest.at]).toEqual([12, "2026-11-20T21:50:00Z"]);
  expect(figures.positionsNear).toBe(5);
  expect([figures.coverage.minutes, figures.coverage.ofMinutes]).toEqual([265, 330]);
  expect(words.join(" ")).toContain("265 of the 330 minutes");
  expect(hit?.fields["police.crimeRecord"]?.value).toMatchObject({ crimeReference: CRIME, easting: 442050 });
});

test("outcome 3: Liam Cartwright stays 171 to 178 m away: no hit, and cannot be excluded", async () => {
  const answer = await ask(liam);

  expect(answer.answer).toBe("CANNOT EXCLUDE");
  const { nearest } = answer.figures as { nearest: { distanceM: number } };
  expect(nearest.distanceM).toBeGreaterThanOrEqual(171);
  expect(nearest.distanceM).toBeLessThanOrEqual(178);
});

test("outcome 4: Craig Irving's tag says nothing after 21:00: no hit, little coverage, and never ruled out", async () => {
  const answer = await ask(craig);

  expect(answer.answer).not.toBe("RULED OUT");
  expect(answer.figures).toMatchObject({ coverage: { minutes: 55, ofMinutes: 330 } });
  expect(answer.words.join(" ")).toContain("This cannot rule him out elsewhere.");
});

test("the police see nothing of it before the monitoring hub has qualified it, and then the hit of their own crime", async () => {
  expect(await listed("hampshire-police", POLICE)).toEqual([]);
  const [candidate] = await listed("em-provider", HUB);
  const { hitId = "" } = candidate ?? {};

  const decided = await scheme.client("em-provider").call("POST", `/v1/tag-hits/${hitId}/qualification`, {
    ...HUB,
    body: { decision: "qualify", reason: "stopped-there" },
  });

  expect(decided).toMatchObject({ status: 200, body: { hitId, outcome: "decided" } });
  expect(await listed("em-provider", HUB)).toEqual([]);
  const [hit] = await listed("hampshire-police", POLICE, `?hit=${hitId}`);
  expect(hit).toMatchObject({ hitId, state: "qualified", personId: await scheme.idFor("hampshire-police", daniel) });
  expect(contentOf(hit, "tag.qualifiedMatch")).toMatchObject({ matchId: hitId, decided: { reason: "stopped-there" } });
  expect(JSON.stringify(hit)).not.toMatch(/em-01|other tagged/);
});

test("the force says what came of it, and the monitoring hub's precision counts it", async () => {
  const [hit] = await listed("hampshire-police", POLICE);
  const { hitId = "" } = hit ?? {};

  const told = await scheme.client("hampshire-police").call("POST", `/v1/tag-hits/${hitId}/outcome`, {
    ...POLICE,
    body: { outcome: "ruledIn" },
  });

  expect(told.status).toBe(200);
  const { body } = await scheme.client("em-provider").call("GET", "/v1/tag-hits?state=qualified", HUB);
  expect((body as Exchanges["tag-hits"]).precision).toEqual([
    {
      window: "up-to-12-hours",
      crimeTypeId: "BIAD",
      qualified: 1,
      rejected: 0,
      ruledIn: 1,
      ruledOut: 0,
      inconclusive: 0,
      qualifiedShare: 1,
    },
  ]);
});

test("the report has the map, the positions and the digests, as a page and as a PDF", async () => {
  const [hit] = await listed("hampshire-police", POLICE);
  const { status, body } = await scheme
    .client("hampshire-police")
    .call("GET", `/v1/tag-hits/${hit?.hitId ?? ""}/report`, POLICE);

  expect(status).toBe(200);
  const [page, paper] = (body as Exchanges["tag-hit-report"]).files;
  expect(page?.content).toContain("<svg");
  expect(page?.content).toContain("442040");
  // His evening at home is no part of it: the visit, and the way in and out.
  expect(page?.content.match(/<tr><td>/g)).toHaveLength(9);
  expect(
    createHash("sha256")
      .update(page?.content ?? "")
      .digest("hex"),
  ).toBe(page?.sha256);
  const pdf = Buffer.from(paper?.content ?? "", "base64");
  expect(pdf.subarray(0, 5).toString()).toBe("%PDF-");
  expect(createHash("sha256").update(pdf).digest("hex")).toBe(paper?.sha256);
});

test("whoever is told of updates for matching crimes is sent the qualified match, and is told when it falls away", async () => {
  const police = scheme.client("hampshire-police");
  const subscription = "/v1/subscriptions/tag-hits";
  const made = await police.call("PUT", subscription, { ...POLICE, body: { scope: { kind: "all-registered" } } });
  expect(made.status).toBe(201);
  const row = `Hampshire,BIAD,Burglary,HAM20261122,${CRIME},20261120120000,20261120123000,442050,112330,,,OSGB36,`;
  await scheme.drop("hampshire-police", { name: "crime-batch-HAM20261122.csv", content: `${row}\n` });

  // It is told of as a change of the record, by the same door as any other.
  await eventually(async () => {
    const { updates } = await police.pullAll({ ...POLICE, subscription: "tag-hits" });
    const said = updates.map(({ data }) => data["removed"]).filter((one) => one !== undefined);
    expect(said).toContainEqual(["tag.qualifiedMatch"]);
  });

  const [hit] = await listed("hampshire-police", POLICE);
  expect(hit?.standing).toBe(false);
  expect(contentOf(hit, "tag.qualifiedMatch")).toMatchObject({
    superseded: { because: "crime-corrected", newWindow: { from: "2026-11-20T12:00:00Z" } },
  });
});
