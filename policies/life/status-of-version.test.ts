import { expect, test } from "vitest";
import { readDraft } from "#test/agreement-drafts.ts";
import type { Agreement } from "../agreement-document.ts";
import { agreementLife } from "./agreement-life.ts";
import { fieldsGivenBy, unboundRules } from "./bound-parties.ts";
import { nextStep } from "./next-step.ts";
import type { StatusEvent } from "./status-event.ts";
import { statusOfVersion } from "./status-of-version.ts";

const worked: Agreement = readDraft("worked-example.isa.yaml");
const by = (party: string) => ({ party, actor: `dpo-${party}` });
const one = { version: 1, digest: "sha256:1" };
const two = { version: 2, digest: "sha256:2" };

const FIRST: readonly StatusEvent[] = [
  { ...one, ...by("solent-yot"), at: "2026-04-01T08:00:00Z", kind: "drafted", detail: { replaces: null, again: null } },
  {
    ...one,
    ...by("solent-yot"),
    at: "2026-04-02T08:00:00Z",
    kind: "proposed",
    detail: { required: { every: ["hampshire-police", "solent-housing"], oneOf: [] }, base: null },
  },
  {
    ...one,
    ...by("hampshire-police"),
    at: "2026-04-03T08:00:00Z",
    kind: "approved",
    detail: { gains: [], note: "Read" },
  },
  {
    ...one,
    ...by("solent-housing"),
    at: "2026-04-04T08:00:00Z",
    kind: "approved",
    detail: { gains: [], note: "Read" },
  },
  {
    ...one,
    ...by("solent-yot"),
    at: "2026-04-04T09:00:00Z",
    kind: "activated",
    detail: { from: "2026-04-05T00:00:00Z", base: null, carried: [], shadow: false },
  },
];

const SECOND: readonly StatusEvent[] = [
  { ...two, ...by("solent-yot"), at: "2026-05-01T08:00:00Z", kind: "drafted", detail: { replaces: null, again: null } },
  {
    ...two,
    ...by("solent-yot"),
    at: "2026-05-01T09:00:00Z",
    kind: "proposed",
    detail: { required: { every: ["solent-housing"], oneOf: [] }, base: 1 },
  },
  {
    ...two,
    ...by("solent-housing"),
    at: "2026-05-02T08:00:00Z",
    kind: "approved",
    detail: { gains: [], note: "Read" },
  },
  {
    ...two,
    ...by("solent-yot"),
    at: "2026-05-02T09:00:00Z",
    kind: "activated",
    detail: { from: "2026-06-01T00:00:00Z", base: 1, carried: ["hampshire-police"], shadow: false },
  },
];

const stop = (party: string, at: string, fields: readonly "police.pncId"[] | null = null): StatusEvent => ({
  ...one,
  ...by(party),
  at,
  kind: "suspended",
  detail: { reason: "A breach is looked into", fields },
});
const goOn = (party: string, at: string): StatusEvent => ({
  ...one,
  ...by(party),
  at,
  kind: "resumed",
  detail: { reason: "Mended" },
});
const END: StatusEvent = {
  ...two,
  ...by("solent-housing"),
  at: "2026-07-01T00:00:00Z",
  kind: "terminated",
  detail: { reason: "The scheme ends", from: "2026-08-01T00:00:00Z" },
};

const status = (events: readonly StatusEvent[], version: number) => statusOfVersion(agreementLife(events), version);

test("a version goes through its stages, is active from its start, and each party is bound from its own signature", () => {
  expect(status(FIRST, 1)).toEqual({
    steps: [
      { from: "2026-04-01T08:00:00Z", state: "draft" },
      { from: "2026-04-02T08:00:00Z", state: "proposed" },
      { from: "2026-04-04T08:00:00Z", state: "approved" },
      { from: "2026-04-05T00:00:00Z", state: "active" },
    ],
    boundFrom: { "hampshire-police": "2026-04-03T08:00:00Z", "solent-housing": "2026-04-04T08:00:00Z" },
    withheld: [],
  });
});

test("the next version takes over at its start, and who need not sign it stays bound by the signature before", () => {
  const events = [...FIRST, ...SECOND];
  expect(status(events, 1).steps.at(-1)).toEqual({ from: "2026-06-01T00:00:00Z", state: "superseded" });
  expect(status(events, 2)).toMatchObject({
    boundFrom: { "hampshire-police": "2026-04-03T08:00:00Z", "solent-housing": "2026-05-02T08:00:00Z" },
  });
});

test("a suspension outlasts the version it was made under, until every party that suspended has resumed", () => {
  const events = [
    ...FIRST,
    ...SECOND,
    stop("solent-housing", "2026-05-20T00:00:00Z"),
    stop("hampshire-police", "2026-05-21T00:00:00Z"),
    goOn("solent-housing", "2026-06-02T00:00:00Z"),
    goOn("hampshire-police", "2026-06-03T00:00:00Z"),
  ];
  expect(status(events, 1).steps.slice(-3)).toEqual([
    { from: "2026-04-05T00:00:00Z", state: "active" },
    { from: "2026-05-20T00:00:00Z", state: "suspended" },
    { from: "2026-06-01T00:00:00Z", state: "superseded" },
  ]);
  expect(status(events, 2).steps.slice(-2)).toEqual([
    { from: "2026-06-01T00:00:00Z", state: "suspended" },
    { from: "2026-06-03T00:00:00Z", state: "active" },
  ]);
});

test("a suspension of some fields withholds those of its party and suspends nothing else", () => {
  const events = [...FIRST, stop("hampshire-police", "2026-05-20T00:00:00Z", ["police.pncId"])];
  expect(status(events, 1)).toMatchObject({
    steps: status(FIRST, 1).steps,
    withheld: [{ party: "hampshire-police", fields: ["police.pncId"] }],
  });
});

test("termination ends whatever version is in force then, and one that would begin later never begins", () => {
  expect(status([...FIRST, ...SECOND, END], 2).steps.at(-1)).toEqual({
    from: "2026-08-01T00:00:00Z",
    state: "terminated",
  });
  const early: StatusEvent = { ...END, detail: { reason: "The scheme ends", from: "2026-05-15T00:00:00Z" } };
  expect(status([...FIRST, ...SECOND, early], 2).steps.slice(-2)).toEqual([
    { from: "2026-05-02T08:00:00Z", state: "approved" },
    { from: "2026-05-15T00:00:00Z", state: "terminated" },
  ]);
});

test("an edit voids the approvals and an activation that lies ahead", () => {
  const edit: StatusEvent = {
    version: 2,
    digest: "sha256:3",
    ...by("solent-yot"),
    at: "2026-05-03T00:00:00Z",
    kind: "drafted",
    detail: { replaces: "sha256:2", again: null },
  };
  const events = [...FIRST, ...SECOND, edit];
  expect(status(events, 2)).toMatchObject({ boundFrom: {} });
  expect(status(events, 2).steps.at(-1)).toEqual({ from: "2026-05-03T00:00:00Z", state: "draft" });
  expect(status(events, 1).steps.at(-1)).toEqual({ from: "2026-04-05T00:00:00Z", state: "active" });
});

test("of those one of whom must sign, one is enough", () => {
  const oneOf = ["hampshire-police", "solent-probation"];
  const proposed = SECOND.map((event) =>
    event.kind === "proposed"
      ? { ...event, detail: { required: { every: ["solent-housing"], oneOf }, base: 1 } }
      : event,
  );
  const signedBy = (party: string): StatusEvent => ({
    ...two,
    ...by(party),
    at: "2026-05-03T08:00:00Z",
    kind: "approved",
    detail: { gains: [], note: "Read" },
  });
  const half = agreementLife([...FIRST, ...proposed.slice(0, 3)]);
  expect(nextStep(half, { ...worked, version: 2 }, new Date("2026-05-04T00:00:00Z"))).toBe("waiting for 1 signature");
  const whole = agreementLife([...FIRST, ...proposed.slice(0, 3), signedBy("solent-probation")]);
  expect(nextStep(whole, { ...worked, version: 2 }, new Date("2026-05-04T00:00:00Z"))).toBe(
    "signed by all who must, to be made active",
  );
});

test("a version that nobody wrote is in force for nobody", () => {
  expect(status(FIRST, 7)).toEqual({ steps: [], boundFrom: {}, withheld: [] });
});

const FULL = { ...worked, version: 1 };

test.each([
  ["2026-04-01T12:00:00Z", FIRST.slice(0, 1), "draft, to be proposed by its author"],
  ["2026-04-02T12:00:00Z", FIRST.slice(0, 2), "waiting for 2 signatures"],
  ["2026-04-03T12:00:00Z", FIRST.slice(0, 3), "waiting for 1 signature"],
  ["2026-04-04T08:30:00Z", FIRST.slice(0, 4), "signed by all who must, to be made active"],
  ["2026-04-04T12:00:00Z", FIRST, "signed, starts on 5 April 2026"],
  ["2027-02-19T00:00:00Z", FIRST, "in force, ends in 41 days"],
  ["2027-03-31T12:00:00Z", FIRST, "in force, ends in 1 day"],
  [
    "2026-05-21T00:00:00Z",
    [...FIRST, stop("solent-housing", "2026-05-20T00:00:00Z")],
    "suspended by Solent Council Housing",
  ],
  [
    "2027-02-19T00:00:00Z",
    [...FIRST, stop("hampshire-police", "2026-05-20T00:00:00Z", ["police.pncId"])],
    "in force but for what Hampshire Police suspended, ends in 41 days",
  ],
  ["2026-07-30T00:00:00Z", [...FIRST, { ...END, ...one }], "in force, is terminated in 2 days"],
  ["2026-08-30T00:00:00Z", [...FIRST, { ...END, ...one }], "terminated from 1 August 2026"],
  ["2027-04-01T00:00:00Z", FIRST, "ended on 1 April 2027"],
  ["2026-06-01T00:00:00Z", [...FIRST, ...SECOND], "replaced by a later version"],
])("at %s the next step is told in one sentence", (now, events, says) => {
  expect(nextStep(agreementLife(events), FULL, new Date(now))).toBe(says);
});

test("a rule without two bound parties is named", () => {
  expect(unboundRules(worked, new Set(worked.parties.map(({ id }) => id)))).toEqual([]);
  expect(unboundRules(worked, new Set(["hampshire-police", "solent-housing"]))).toEqual([
    "P01",
    "P02",
    "P04",
    "P05",
    "P06",
  ]);
});

test("a party gives the fields of the permits that name it", () => {
  expect(fieldsGivenBy(worked, "solent-drug-services")).toEqual([
    "treatment.drugServiceAttendance",
    "treatment.engagement",
  ]);
});
