import { expect, test } from "vitest";
import { readDraft, ruleOf } from "#test/agreement-drafts.ts";
import { diffAgreements } from "../diff-agreements.ts";

type Draft = ReturnType<typeof readDraft>;

const EVERYBODY = {
  originators: ["hampshire-police", "solent-drug-services", "solent-probation", "solent-yot"],
  recipients: ["hampshire-police", "solent-housing", "solent-probation"],
};
const HOUSING = { originators: ["hampshire-police", "solent-probation"], recipients: ["solent-housing"] };

test.each([
  {
    what: "running longer",
    isWidening: true,
    change: (draft: Draft) => {
      draft.effective.to = "2027-06-01T00:00:00Z";
    },
    terms: [
      {
        term: "effective",
        subject: "in force",
        before: "2026-04-01T00:00:00Z to 2027-04-01T00:00:00Z",
        after: "2026-04-01T00:00:00Z to 2027-06-01T00:00:00Z",
        effect: "widens",
        ...EVERYBODY,
      },
    ],
  },
  {
    what: "ending sooner",
    isWidening: false,
    change: (draft: Draft) => {
      draft.effective.to = "2027-03-01T00:00:00Z";
    },
    terms: [expect.objectContaining({ term: "effective", effect: "narrows" })],
  },
  {
    what: "other words of a clause",
    isWidening: false,
    change: (draft: Draft) => {
      draft.clauses[2].text = "Housing receives what it needs.";
    },
    terms: [
      {
        term: "clause",
        subject: "4.4",
        before: "Housing receives the name, an age band and the level of risk, to find accommodation.",
        after: "Housing receives what it needs.",
        effect: "rewords",
        ...HOUSING,
      },
    ],
  },
  {
    what: "longer keeping",
    isWidening: true,
    change: (draft: Draft) => {
      draft.retention[2].keepDays = 60;
    },
    terms: [
      {
        term: "retention",
        subject: "health kept",
        before: "30 days",
        after: "60 days",
        effect: "widens",
        originators: ["solent-drug-services"],
        recipients: ["hampshire-police", "solent-probation"],
      },
    ],
  },
  {
    what: "keeping without end",
    isWidening: true,
    change: (draft: Draft) => {
      draft.retention.pop();
    },
    terms: [
      expect.objectContaining({ subject: "health kept", before: "30 days", after: null, effect: "widens" }),
      expect.objectContaining({ subject: "health reviewed", before: "30 days", after: null, effect: "widens" }),
    ],
  },
  {
    what: "passing on where it was forbidden",
    isWidening: true,
    change: (draft: Draft) => {
      ruleOf(draft, "P04").onward = "parties-same-purpose";
    },
    terms: [
      {
        term: "onward",
        subject: "passing on",
        before: "never",
        after: "parties-same-purpose",
        effect: "widens",
        originators: ["solent-yot"],
        recipients: ["solent-probation"],
        fields: ["youth.youthOrders"],
      },
    ],
  },
  {
    what: "another legal gateway",
    isWidening: false,
    change: (draft: Draft) => {
      ruleOf(draft, "P04").gateways = ["cda1998.s115"];
    },
    terms: [
      {
        term: "gateway",
        subject: "legal gateway",
        before: "oma2007.s14",
        after: "cda1998.s115",
        effect: "rewords",
        originators: ["solent-yot"],
        recipients: ["solent-probation"],
        fields: ["youth.youthOrders"],
      },
    ],
  },
  {
    what: "a longer emergency",
    isWidening: true,
    change: (draft: Draft) => {
      draft.purposes[4].emergency.maxMinutes = 120;
    },
    terms: [
      {
        term: "emergency",
        subject: "minutes",
        before: "60",
        after: "120",
        effect: "widens",
        originators: ["solent-probation"],
        recipients: ["hampshire-police"],
      },
    ],
  },
  {
    what: "another basis in law",
    isWidening: false,
    change: (draft: Draft) => {
      draft.bases[2].provision = "UK GDPR Art 6(1)(c)";
    },
    terms: [expect.objectContaining({ term: "basis", subject: "public-task", effect: "rewords", ...HOUSING })],
  },
  {
    what: "a default role where there was none",
    isWidening: true,
    change: (draft: Draft) => {
      draft.parties[2].defaultRole = "yotWorker";
    },
    terms: [expect.objectContaining({ term: "party", subject: "solent-yot defaultRole", effect: "widens" })],
  },
  {
    what: "a smaller smallest count",
    isWidening: true,
    change: (draft: Draft) => {
      draft.minimumCell = 3;
    },
    terms: [expect.objectContaining({ term: "minimum-cell", before: "5", after: "3", effect: "widens" })],
  },
])("$what is a change of terms and not of forms", ({ change, terms, isWidening }) => {
  const after = readDraft("worked-example.isa.yaml");
  change(after);

  const diff = diffAgreements(readDraft("worked-example.isa.yaml"), after);

  expect(diff.changes).toEqual([]);
  expect(diff.terms).toEqual(terms);
  expect(diff.isWidening).toBe(isWidening);
});
