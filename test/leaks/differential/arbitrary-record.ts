import fc from "fast-check";
import type { PolicyRequest } from "#policies/decision.ts";
import { CATALOGUE } from "#schemas/generated/catalogue.ts";
import type { FieldPath } from "#schemas/generated/field-paths.ts";
import type {
  ConsentRecord,
  Evidence,
  FactTimeline,
  HeldValue,
  OriginatorCap,
  PublishedRecord,
} from "#schemas/published-record.ts";
import { CELL_FACTS, FACT_VALUES, PERSON_FACTS, type PersonFact } from "#schemas/vocabulary.ts";
import { CONSENTED, FIELDS, type Focus, instant, mostly, NOW, PARTIES, PARTY_IDS, PURPOSES } from "./arbitrary-rule.ts";

const PERSON_ID = "00000000-0000-4000-8000-000000000001";
const EMAILS = ["j.marsh@probation.example", "a.lee@police.example"];
const ORIGINATORS = [...PARTY_IDS, "winchester-prison"];

/** Values that are on the list of the fact, and some that are not. */
const itemFacts = fc
  .record(
    Object.fromEntries(
      CELL_FACTS.map((fact) => [fact, fc.option(fc.constantFrom(...FACT_VALUES[fact], "odd"), { nil: null, freq: 4 })]),
    ),
  )
  .map((drawn) => Object.fromEntries(Object.entries(drawn).filter(([, value]) => value !== null)));

const evidence = fc.array(
  fc.record({
    personId: fc.constantFrom(PERSON_ID, PERSON_ID, PERSON_ID, "00000000-0000-4000-8000-000000000002"),
    field: fc.constantFrom(...FIELDS),
    originator: fc.constantFrom(...ORIGINATORS),
    neededForm: fc.constantFrom("mask", "full", "generalise:age-band", "generalise:nothing", "withhold"),
  }),
  { maxLength: 2 },
);

const rarely = <T>(usual: T, other: fc.Arbitrary<T>): fc.Arbitrary<T> =>
  fc.oneof({ weight: 12, arbitrary: fc.constant(usual) }, { weight: 1, arbitrary: other });

function heldValue(field: FieldPath): fc.Arbitrary<HeldValue> {
  return fc
    .record({
      originator: fc.constantFrom(...ORIGINATORS),
      asOf: instant,
      itemFacts,
      itemOwner: fc.option(fc.constantFrom(...PARTY_IDS), { nil: undefined }),
      evidence: CATALOGUE[field].derived
        ? fc.option(evidence, { nil: undefined, freq: 5 })
        : rarely<readonly Evidence[] | undefined>(undefined, evidence),
    })
    .map(({ itemOwner, evidence: cited, ...rest }) => ({
      ...rest,
      value: "x",
      ...(itemOwner === undefined ? {} : { itemOwner }),
      ...(cited === undefined ? {} : { evidence: cited }),
    }));
}

function valuesAmong(fields: readonly FieldPath[]): fc.Arbitrary<PublishedRecord["values"]> {
  return fc
    .uniqueArray(fc.constantFrom(...fields), { minLength: 1, maxLength: 6 })
    .chain((paths) =>
      fc
        .tuple(...paths.map((path) => fc.array(heldValue(path), { minLength: 1, maxLength: 3 })))
        .map((held) => Object.fromEntries(paths.map((path, at) => [path, withKeys(path, held[at] ?? [])]))),
    );
}

function withKeys(path: FieldPath, held: readonly HeldValue[]): readonly HeldValue[] {
  return held.map((value, key) => ({ ...value, itemKey: `${path}-${key}` }));
}

function timeline(fact: PersonFact): fc.Arbitrary<FactTimeline> {
  const value = fc.constantFrom<string>(...FACT_VALUES[fact], ...FACT_VALUES[fact], "odd");
  return fc
    .record({
      first: value,
      later: fc.option(fc.tuple(instant, value), { nil: null }),
      readAt: fc.oneof({ weight: 3, arbitrary: fc.constant("2026-11-21T11:00:00Z") }, instant),
    })
    .map(({ first, later, readAt }) => ({
      steps: [{ from: null, value: first }, ...(later === null ? [] : [{ from: later[0], value: later[1] }])],
      readAt,
    }));
}

const facts: fc.Arbitrary<PublishedRecord["facts"]> = fc
  .record(Object.fromEntries(PERSON_FACTS.map((fact) => [fact, fc.option(timeline(fact), { nil: null, freq: 6 })])))
  .map((drawn) => Object.fromEntries(Object.entries(drawn).filter(([, value]) => value !== null)));

const past = fc.oneof({ weight: 3, arbitrary: fc.constant("2026-06-08T00:00:00Z") }, instant);

const consent: fc.Arbitrary<ConsentRecord> = fc.record({
  consentId: fc.constantFrom("CN-1", "CN-2", "CN-3"),
  takenBy: fc.constant("solent-drug-services"),
  state: mostly<ConsentRecord["state"]>("given", "refused"),
  fields: mostly<readonly string[]>(CONSENTED, ["treatment.engagement"], ["treatment.drugTest"]),
  recipients: mostly<readonly string[]>([...PARTY_IDS], ["iom-team"], ["solent-probation"]).chain((all) =>
    fc.constantFrom(
      all,
      all.filter((party) => party !== "iom-team"),
    ),
  ),
  purposes: mostly<readonly string[]>(PURPOSES, ["risk-management"], ["iom-case-management"]),
  validFrom: past,
  expiresAt: fc.option(instant, { nil: null, freq: 2 }),
  withdrawnAt: fc.option(instant, { nil: null, freq: 2 }),
});

const lists = fc.subarray([...EMAILS, "solent-probation", "HAMPSHIRE-POLICE"], { maxLength: 2 });

function originatorCap({ party, fields }: Focus): fc.Arbitrary<OriginatorCap> {
  return fc.oneof({ weight: 4, arbitrary: fc.constantFrom(...fields) }, fc.constantFrom(...FIELDS)).chain((field) =>
    fc.record({
      originator: fc.constantFrom(...ORIGINATORS),
      recipient: mostly(party, ...PARTY_IDS),
      ...fieldCapped(field),
      // Also forms that stand on no ladder of the field.
      form: fc.constantFrom(...CATALOGUE[field].ladder, "withhold", "mask", "full", "generalise:nothing"),
    }),
  );
}

function fieldCapped(field: FieldPath): Record<"field" | "itemKey", fc.Arbitrary<string | null>> {
  const keys = [0, 1, 2].map((key) => `${field}-${key}`);
  return {
    field: fc.option(fc.constant(field), { nil: null, freq: 4 }),
    itemKey: fc.option(fc.constantFrom(...keys), { nil: null, freq: 2 }),
  };
}

/** Mostly of the fields that the rules speak of. */
export const recordAbout = (about: Focus): fc.Arbitrary<PublishedRecord | null> =>
  fc.oneof(
    { weight: 1, arbitrary: fc.constant(null) },
    {
      weight: 30,
      arbitrary: fc.record({
        personId: fc.constant(PERSON_ID),
        version: fc.constant(1),
        values: valuesAmong([...Array<Focus["fields"]>(12).fill(about.fields).flat(), ...FIELDS]),
        facts,
        consents: fc.oneof(
          { weight: 9, arbitrary: fc.array(consent, { maxLength: 3, size: "max" }) },
          fc.constant("unreadable" as const),
        ),
        accessRestriction: rarely<PublishedRecord["accessRestriction"]>(
          null,
          fc.oneof(fc.constant("unreadable" as const), fc.record({ excluded: lists, restricted: lists })),
        ),
        hubStop: rarely<PublishedRecord["hubStop"]>(null, fc.constantFrom("sealed", "protected", "statutory-bar")),
        originatorCaps: fc.oneof(
          { weight: 1, arbitrary: fc.constant<readonly OriginatorCap[]>([]) },
          { weight: 1, arbitrary: fc.array(originatorCap(about), { minLength: 1, maxLength: 5, size: "max" }) },
        ),
      }),
    },
  );

/** Mostly the one to whom the rules speak. */
export const requestBy = ({ party, role, purpose }: Focus): fc.Arbitrary<PolicyRequest> =>
  fc
    .record({
      asked: fc.oneof({ weight: 6, arbitrary: fc.constant({ party, role, purpose }) }, anybody),
      actor: fc.constant("a-01"),
      actorEmail: fc.constantFrom(null, ...EMAILS),
      agreementId: fc.oneof(
        { weight: 12, arbitrary: fc.constantFrom(null, "drawn-one") },
        fc.constantFrom("drawn-two", "no-such"),
      ),
      outlet: fc.constant("people.read"),
      fields: fc.oneof({ weight: 5, arbitrary: fc.constant(null) }, fc.subarray([...FIELDS])),
      emergencyOpened: mostly(true, false),
    })
    .map(({ emergencyOpened, asked, ...rest }) => ({
      ...rest,
      ...asked,
      now: NOW,
      emergency: emergencyOpened ? { openedAt: NOW, secondActor: null } : null,
    }));

type Asked = Pick<PolicyRequest, "party" | "role" | "purpose">;

const anybody: fc.Arbitrary<Asked> = fc.constantFrom(...PARTIES).chain(({ id, roles }) =>
  fc.record({
    party: fc.oneof({ weight: 8, arbitrary: fc.constant<string>(id) }, fc.constant("nobody-known")),
    role: fc.oneof({ weight: 3, arbitrary: fc.constantFrom<string>(...roles) }, fc.constantFrom(null, "cleaner")),
    purpose: fc.oneof(
      { weight: 6, arbitrary: fc.constantFrom<string>(...PURPOSES) },
      fc.constantFrom("evaluation", "dpo-audit", "gossip"),
    ),
  }),
);
