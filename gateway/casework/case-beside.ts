import type { FieldPath } from "#schemas/generated/field-paths.ts";
import type { Exchanges } from "#schemas/generated/types.ts";
import { HubError } from "#schemas/problems.ts";
import type { Evidence, HeldValue, PublishedRecord } from "#schemas/published-record.ts";
import type { Scheme } from "#schemas/scheme.ts";
import type { AskCasework } from "./ask-casework.ts";

/** What the core says of a case: where it stands, and how each guard of each way on stands. Never leaves the hub as it is. */
export type CaseBeside = {
  readonly moves: readonly ExplainedMove[];
  readonly reviewOn: string | null;
};

type View = Exchanges["case-view"]["moves"][number];

export type ExplainedMove = {
  readonly to: View["to"];
  readonly ground: NonNullable<View["ground"]> | null;
  readonly by: readonly string[];
  readonly isProposed: boolean;
  readonly guards: readonly ExplainedGuard[];
};

export type ExplainedGuard = {
  readonly guard: string;
  readonly says: string;
  readonly state: "met" | "not-met" | "asked";
  readonly restsOn: readonly FieldPath[];
};

export const CASE_FIELDS = [
  "iom.lifecycleState",
  "iom.cohort",
  "iom.registeredOn",
  "iom.ragReasons",
] as const satisfies readonly FieldPath[];

const REASONS = "iom.ragReasons";
const RELEASE = "custody.expectedReleaseDate";

/** Asks the core how a case stands now. */
export async function caseBeside(askCasework: AskCasework, personId: string): Promise<CaseBeside> {
  const { moves, reviewOn } = await askCasework("explain", { personId });
  if (!Array.isArray(moves)) {
    throw new HubError("feed-unavailable", "the core gave no usable answer");
  }
  return { moves, reviewOn: typeof reviewOn === "string" ? reviewOn : null };
}

/**
 * The record with every guard as a reason, so that policy decides of each by the evidence it rests on, and in no other way. It
 * rests on the same evidence whether anything is held or not: that nothing is known is told to those who may know it.
 */
export function withCaseLines(
  record: PublishedRecord,
  { moves, reviewOn }: CaseBeside,
  agencies: Scheme["agencies"],
): PublishedRecord {
  const kept = CASE_FIELDS.filter((field) => field !== REASONS).flatMap((field) => {
    const held = record.values[field];
    return held === undefined ? [] : [[field, held] as const];
  });
  const evidence = (fields: readonly FieldPath[]): readonly Evidence[] =>
    fields.flatMap((field) => {
      const originator = originatorOf(field, record, agencies);
      return { personId: record.personId, field, originator, neededForm: "full" } as const;
    });
  const lines = moves.flatMap((move, at) =>
    move.guards.map(({ guard, says, state, restsOn }) => ({
      ruleId: lineOf(at, guard, state),
      text: says,
      evidence: evidence(restsOn.length === 0 ? ["iom.lifecycleState"] : restsOn),
    })),
  );
  const review = reviewOn === null ? [] : [{ ruleId: "review", text: reviewOn, evidence: evidence([RELEASE]) }];
  const [state] = record.values["iom.lifecycleState"] ?? [];
  const held = [...lines, ...review].map(
    ({ ruleId, text, evidence: cited }, at): HeldValue => ({
      originator: state?.originator ?? "",
      value: { ruleId, text },
      asOf: state?.asOf ?? "1970-01-01T00:00:00Z",
      itemKey: `line:${at}`,
      evidence: cited,
    }),
  );
  return { ...record, values: { ...Object.fromEntries(kept), [REASONS]: held } };
}

/** A guard's place in the view stands in its line's rule id, since nothing else of a reason leaves. */
export function lineOf(move: number, guard: string, state: string): string {
  return `${move}:${guard}:${state}`;
}

const OWNERS: Readonly<Record<string, string>> = { custody: "prison", probation: "probation", police: "police" };

/** Whose the value is, or whose it would be. */
function originatorOf(field: FieldPath, { values }: PublishedRecord, agencies: Scheme["agencies"]): string {
  const owner = OWNERS[field.split(".")[0] ?? ""] ?? "iom-team";
  return values[field]?.[0]?.originator ?? agencies.find(({ agencyType }) => agencyType === owner)?.agencyId ?? "";
}
