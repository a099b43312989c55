import fc from "fast-check";
import type { Agreement } from "#policies/agreement-document.ts";
import type { FieldPath } from "#schemas/generated/field-paths.ts";
import { FACT_VALUES, type Fact } from "#schemas/vocabulary.ts";
import { agreement, type DrawnAgreement } from "../../leaks/differential/arbitrary-agreement.ts";
import { focus, NOW, PARTIES, PARTY_IDS, PURPOSES } from "../../leaks/differential/arbitrary-rule.ts";
import type { Known } from "../record-of-facts.ts";

/** An agreement at random, and of whom and by whom it is asked. */
export type DrawnCells = {
  readonly document: Agreement;
  readonly standing: Pick<DrawnAgreement["status"], "signed" | "withheld">;
  readonly asked: readonly (Known & { readonly role: string; readonly originators: readonly string[] })[];
  readonly fields: readonly FieldPath[];
};

const facts = fc
  .record(
    Object.fromEntries(
      Object.entries(FACT_VALUES).map(([fact, values]) => [
        fact,
        fc.option(fc.constantFrom<string>(...values), { nil: undefined, freq: 4 }),
      ]),
    ),
  )
  .map(
    (drawn): Partial<Record<Fact, string>> =>
      Object.fromEntries(Object.entries(drawn).filter(([, value]) => value !== undefined)),
  );

const anybody = fc
  .constantFrom(...PARTIES)
  .chain(({ id, roles }) => fc.record({ party: fc.constant<string>(id), role: fc.constantFrom<string>(...roles) }));

/** Mostly asked by the one to whom the rules speak, of the fields they speak of. */
export const drawnCells: fc.Arbitrary<DrawnCells> = focus.chain((about) => {
  const usual = fc.constant({ party: about.party, role: about.role });
  const asker = fc.oneof({ weight: 4, arbitrary: usual }, { weight: 1, arbitrary: anybody });
  return fc
    .record({
      drawn: agreement("drawn-one", about),
      askers: fc.array(fc.tuple(asker, facts), { minLength: 4, maxLength: 4 }),
    })
    .map(({ drawn, askers }) => ({
      // In force whatever was drawn: Cedar is asked about rules, and the gate has its own tests.
      document: { ...drawn.document, purposes: ALL_PURPOSES, effective: { ...drawn.document.effective, ...IN_FORCE } },
      standing: drawn.status,
      asked: askers.map(([{ party, role }, known]) => ({
        facts: known,
        party,
        role,
        purpose: about.purpose,
        now: NOW,
        originators: PARTY_IDS.filter((id) => id !== party),
      })),
      fields: about.fields,
    }));
});

const ALL_PURPOSES: Agreement["purposes"] = PURPOSES.map((id) => ({
  id,
  label: id,
  ...(id === "emergency"
    ? { emergency: { maxMinutes: 60, reviewWithinHours: 48, notify: "originators" as const } }
    : {}),
}));
const IN_FORCE = { from: "2026-04-01T00:00:00Z", to: "2027-04-01T00:00:00Z" };
