import fc from "fast-check";
import type { Condition, Rule } from "#policies/agreement-document.ts";
import { CATALOGUE } from "#schemas/generated/catalogue.ts";
import type { FieldPath } from "#schemas/generated/field-paths.ts";
import { type CellFact, FACT_VALUES, type Fact, PERSON_FACTS, type Purpose } from "#schemas/vocabulary.ts";

export const NOW = new Date("2026-11-21T12:00:00Z");
const DAY_MS = 86_400_000;

/** Instants on either side of every boundary that a decision can turn on. */
const OFFSETS_MS = [-400, -91, -90, -31, -30, -2, -1]
  .flatMap((days) => [days * DAY_MS - 1, days * DAY_MS, days * DAY_MS + 1])
  .concat(-1, 0, 1, 200 * DAY_MS);

export const instant = fc.constantFrom(...OFFSETS_MS).map((offset) => new Date(NOW.getTime() + offset).toISOString());

/** One field of every kind of ladder, ownership, list and cell fact there is. */
export const FIELDS: readonly FieldPath[] = [
  "identity.firstName",
  "identity.dateOfBirth",
  "identity.aliases",
  "identity.religion",
  "police.pncId",
  "police.offendingHistory",
  "police.intelligence",
  "police.bailConditions",
  "probation.keyDates",
  "probation.dynamicRisks",
  "probation.criminogenicNeeds",
  "probation.enforcement",
  "housing.currentAddress",
  "treatment.engagement",
  "treatment.drugServiceAttendance",
  "treatment.drugTest",
  "custody.custodyStatus",
  "iom.ragStatus",
  "iom.ragReasons",
  "iom.planActions",
];

export const CONSENTED: readonly FieldPath[] = FIELDS.filter((field) => field.startsWith("treatment."));

export const PARTIES = [
  { id: "hampshire-police", agencyType: "police", roles: ["leadOfficer", "iomInspector"], defaultRole: "leadOfficer" },
  { id: "solent-probation", agencyType: "probation", roles: ["spo", "probationPractitioner"] },
  { id: "solent-housing", agencyType: "housing", roles: ["housingOfficer"], defaultRole: "housingOfficer" },
  { id: "solent-drug-services", agencyType: "drug-services", roles: ["drugWorker"] },
  { id: "iom-team", agencyType: "iom-team", roles: ["iomSergeant"], defaultRole: "iomSergeant" },
] as const;
export const PARTY_IDS = PARTIES.map(({ id }) => id);
export const PURPOSES: readonly Purpose[] = ["iom-case-management", "risk-management", "emergency"];

/** What most rules of one drawing, its record and its request have in common, so that rules meet and disagree. */
export type Focus = {
  readonly party: string;
  readonly role: string;
  readonly purpose: Purpose;
  readonly fields: readonly FieldPath[];
};

export const focus: fc.Arbitrary<Focus> = fc.constantFrom(...PARTIES).chain(({ id, roles }) =>
  fc.record({
    party: fc.constant<string>(id),
    role: fc.constantFrom<string>(...roles),
    purpose: fc.constantFrom(...PURPOSES),
    fields: fc.oneof(
      { weight: 2, arbitrary: fc.uniqueArray(fc.constantFrom(...FIELDS), { minLength: 1, maxLength: 3 }) },
      { weight: 1, arbitrary: fc.subarray([...CONSENTED], { minLength: 1 }) },
    ),
  }),
);

export const mostly = <T>(usual: T, ...others: readonly T[]): fc.Arbitrary<T> =>
  fc.oneof({ weight: 12, arbitrary: fc.constant(usual) }, fc.constantFrom(...others));

const near = <T>(usual: fc.Arbitrary<T>, other: fc.Arbitrary<T>) =>
  fc.oneof({ weight: 6, arbitrary: usual }, { weight: 1, arbitrary: other });

function sharedCellFacts(paths: readonly FieldPath[]): readonly CellFact[] {
  const [first, ...rest] = paths.map((path) => CATALOGUE[path].cellFacts);
  return (first ?? []).filter((fact) => rest.every((facts) => facts.includes(fact)));
}

function condition(paths: readonly FieldPath[]): fc.Arbitrary<Condition> {
  const cellFacts = sharedCellFacts(paths);
  const anyFact: readonly Fact[] = [...PERSON_FACTS, ...Array<typeof cellFacts>(8).fill(cellFacts).flat()];
  const leaf = fc
    .constantFrom(...anyFact)
    .chain((fact) =>
      fc.subarray<string>([...FACT_VALUES[fact]], { minLength: 1 }).map((is): Condition => ({ fact, is })),
    );
  const { tree } = fc.letrec<{ tree: Condition }>((tie) => ({
    tree: fc.oneof(
      { maxDepth: 2, withCrossShrink: true },
      { weight: 3, arbitrary: leaf },
      { weight: 1, arbitrary: tie("tree").map((not): Condition => ({ not })) },
      {
        weight: 1,
        arbitrary: fc.array(tie("tree"), { minLength: 2, maxLength: 3 }).map((all): Condition => ({ all })),
      },
      {
        weight: 1,
        arbitrary: fc.array(tie("tree"), { minLength: 2, maxLength: 3 }).map((any): Condition => ({ any })),
      },
    ),
  }));
  return tree;
}

function grant(path: FieldPath) {
  const form = fc.constantFrom(...CATALOGUE[path].ladder);
  // High rungs twice as often, so that limits have something to lower.
  return fc
    .oneof(form, fc.constant(CATALOGUE[path].ladder.at(-1) ?? "withhold"))
    .map((f) => ({ form: f, fields: [path] }));
}

const anyRecipient = fc
  .constantFrom(...PARTIES)
  .chain(({ id, roles }) =>
    fc.subarray<string>([...roles], { minLength: 1 }).map((some) => ({ party: id as string, roles: some })),
  );

const optional = <T>(arbitrary: fc.Arbitrary<T>) =>
  fc.oneof({ weight: 3, arbitrary: fc.constant(undefined) }, { weight: 1, arbitrary });

/** A rule that still lacks its number. */
export function ruleAbout({ party, role, purpose, fields }: Focus): fc.Arbitrary<(at: number) => Rule> {
  const paths = near(
    fc.subarray([...fields], { minLength: 1 }),
    fc.uniqueArray(fc.constantFrom(...FIELDS), { minLength: 1, maxLength: 2 }),
  );
  return paths.chain((granted) =>
    fc
      .record({
        isLimit: fc.constantFrom(false, false, true),
        grants: fc.tuple(...granted.map(grant)),
        to: near<Drawn["to"]>(fc.constant([{ party, roles: [role] }]), fc.tuple(anyRecipient)),
        toAll: fc.boolean(),
        roles: fc.boolean(),
        from: fc.subarray(PARTY_IDS, { minLength: 2 }),
        fromAll: fc.boolean(),
        purposes: near<readonly Purpose[]>(fc.constant([purpose]), fc.subarray([...PURPOSES], { minLength: 1 })),
        when: fc.option(condition(granted), { nil: undefined, freq: 2 }),
        starts: optional(instant),
        ends: optional(instant),
      })
      .map((drawn) => (at: number) => buildRule(drawn, at)),
  );
}

type Drawn = {
  readonly isLimit: boolean;
  readonly grants: Rule["grants"];
  readonly to: readonly { readonly party: string; readonly roles: readonly string[] }[];
  readonly toAll: boolean;
  readonly roles: boolean;
  readonly from: readonly string[];
  readonly fromAll: boolean;
  readonly purposes: readonly Purpose[];
  readonly when: Condition | undefined;
  readonly starts: string | undefined;
  readonly ends: string | undefined;
};

function buildRule(drawn: Drawn, at: number): Rule {
  const number = String(at + 1).padStart(2, "0");
  const { grants, when, starts, ends } = drawn;
  const common = {
    clause: "4.1",
    grants,
    ...(when === undefined ? {} : { when }),
    ...(starts === undefined ? {} : { starts }),
    ...(ends === undefined ? {} : { ends }),
  };
  if (drawn.isLimit) {
    const named = drawn.to.map(({ party, roles }) => (drawn.roles ? { party, roles } : { party }));
    const to = drawn.toAll ? [{ party: "*" }] : named;
    const purposes = drawn.toAll ? (["*"] as const) : drawn.purposes;
    return { id: `L${number}`, kind: "limit", to, purposes, ...(drawn.fromAll ? {} : { from: drawn.from }), ...common };
  }
  const terms = { gateways: ["cda1998.s115" as const], bases: ["le-statutory"] };
  return {
    id: `P${number}`,
    kind: "permit",
    to: drawn.to,
    from: drawn.from,
    purposes: drawn.purposes,
    ...terms,
    ...common,
  };
}
