import fc from "fast-check";
import type { Agreement, Rule } from "#policies/agreement-document.ts";
import type { WithheldFields } from "#policies/policy-set.ts";
import type { Purpose } from "#schemas/vocabulary.ts";
import type { OracleState, OracleStatus } from "../oracle/agreement.ts";
import { type Focus, instant, mostly, NOW, PARTIES, PARTY_IDS, PURPOSES, ruleAbout } from "./arbitrary-rule.ts";

export type DrawnAgreement = {
  readonly document: Agreement;
  readonly status: Omit<OracleStatus, "withheld"> & { readonly withheld: readonly WithheldFields[] };
};

const SIGNED = "2026-04-01T00:00:00Z";
const AT_NOW = [NOW.toISOString(), "2026-11-21T12:00:00.001Z"];

const state = mostly<OracleState>("active", "draft", "proposed", "approved", "suspended", "terminated", "superseded");

/** Most stand where they stand since always; some have changed at an instant that a decision can turn on, or will. */
const stepsOf: fc.Arbitrary<OracleStatus["steps"]> = fc.oneof(
  { weight: 4, arbitrary: state.map((only) => [{ from: null, state: only }]) },
  {
    weight: 1,
    arbitrary: fc
      .tuple(state, fc.array(fc.record({ from: instant, state }), { minLength: 1, maxLength: 3 }))
      .map(([first, later]) => [
        { from: null, state: first },
        ...later.toSorted((one, other) => Date.parse(one.from) - Date.parse(other.from)),
      ]),
  },
);

/** Seldom, so that most answers tell of everything else. */
function withheldOf({ fields }: Focus): fc.Arbitrary<readonly WithheldFields[]> {
  const one = fc.record({ party: fc.constantFrom(...PARTY_IDS), fields: fc.subarray([...fields], { minLength: 1 }) });
  return fc.oneof({ weight: 6, arbitrary: fc.constant([]) }, fc.array(one, { minLength: 1, maxLength: 2 }));
}

export function agreement(id: string, focus: Focus, version = 1): fc.Arbitrary<DrawnAgreement> {
  const signature = fc.oneof({ weight: 8, arbitrary: fc.constant(SIGNED) }, fc.option(instant, { nil: null }));
  return fc
    .record({
      rules: fc.array(ruleAbout(focus), { minLength: 2, maxLength: 8, size: "max" }),
      purposes: fc.oneof({ weight: 8, arbitrary: fc.constant(PURPOSES) }, fc.subarray([...PURPOSES], { minLength: 1 })),
      from: mostly(SIGNED, ...AT_NOW),
      to: mostly("2027-04-01T00:00:00Z", ...AT_NOW),
      steps: stepsOf,
      withheld: withheldOf(focus),
      signed: fc.record(Object.fromEntries(PARTY_IDS.map((party) => [party, signature]))),
    })
    .map(({ rules, purposes, from, to, steps, withheld, signed }) => ({
      document: documentOf(
        { id, version },
        rules.map((build, at) => build(at)),
        purposes,
        { from, to },
      ),
      status: {
        steps,
        withheld,
        signed: Object.fromEntries(Object.entries(signed).flatMap(([p, at]) => (at === null ? [] : [[p, at]]))),
      },
    }));
}

function documentOf(
  name: { readonly id: string; readonly version: number },
  rules: readonly Rule[],
  purposes: readonly Purpose[],
  effective: { readonly from: string; readonly to: string },
): Agreement {
  return {
    kind: "InformationSharingAgreement",
    schemaVersion: 1,
    ...name,
    previous: null,
    title: "A drawn agreement",
    marking: "OFFICIAL",
    catalogue: { id: "offender-record", version: 1 },
    effective: { ...effective, reviewBy: "2027-01-15" },
    parties: PARTIES.map((party) => ({
      ...party,
      label: party.id,
      regime: "lawEnforcement",
      standing: [],
      approver: "dpo",
    })),
    purposes: purposes.map((purpose) => ({
      id: purpose,
      label: purpose,
      ...(purpose === "emergency"
        ? { emergency: { maxMinutes: 60, reviewWithinHours: 48, notify: "originators" as const } }
        : {}),
    })),
    bases: [{ id: "le-statutory", label: "Law enforcement", regime: "lawEnforcement", provision: "DPA 2018 s.35" }],
    documents: {
      dpia: "D",
      privacyNotice: "https://x.example",
      breachContact: "a@b.example",
      breachNoticeHours: 24,
      subjectAccessLead: "hampshire-police",
    },
    clauses: [{ id: "4.1", text: "Everything drawn." }],
    rules,
    onward: { default: "never" },
    retention: [],
    minimumCell: 5,
    examples: [],
  };
}
