import type { FieldPath } from "#schemas/generated/field-paths.ts";
import type { Exchanges } from "#schemas/generated/types.ts";
import { caseOf, EXPLAINED } from "../door/case-calls.ts";
import type { Door } from "../door/door.ts";
import { ADULT, type Caller, call, HOUSING, PROBATION, person, TEAM } from "../door/drive.ts";
import { rewrites } from "../door/faults.ts";
import { differing, expected } from "./judge.ts";
import type { Check } from "./leak-class.ts";
import { ASSESS, CASE, type Outlet, REVIEW, STEP, TRANSITION } from "./outlets.ts";

const STATE: FieldPath = "iom.lifecycleState";

/** What a caller is shown of a case without being given it by the second reader, and what they should have been shown. */
export async function wrongCase(door: Door, who: Caller): Promise<readonly string[]> {
  const adult = person(door, ADULT);
  const want = await expected(door, who, adult);
  const forms = "refused" in want ? {} : want.forms;
  const { body } = await caseOf(door, who, adult.personId);
  const { case: seen = {}, moves = [] } = body as Partial<Exchanges["case-view"]>;
  const shown = new Map(
    moves.flatMap(({ guards }) => guards.map(({ guard, state }) => [guard, state !== "not-shown"])),
  );
  const isFull = (field: FieldPath) => forms[field] === "full";
  const isIn = isFull(STATE);
  return [
    ...differing("the state", "state" in seen, isIn),
    ...differing("the cohort", "cohort" in seen, isFull("iom.cohort")),
    ...differing("the review", "reRegistrationReviewOn" in seen, isFull("custody.expectedReleaseDate")),
    ...EXPLAINED.moves[0].guards.flatMap(({ guard, restsOn: [field = STATE] }) =>
      differing(`the guard ${guard}`, shown.get(guard) ?? false, isIn && isFull(field)),
    ),
  ];
}

/** A gateway that tells how every guard stands. */
export const toldGuards = {
  between: rewrites([CASE], ({ moves, ...rest }) => ({
    ...rest,
    moves: (moves as { guards: object[] }[]).map((move) => ({
      ...move,
      guards: move.guards.map((guard) => ({ ...guard, state: "met" })),
    })),
  })),
};

/** Moves of officers on a case, each as one may be asked for. */
const MOVES: Readonly<Partial<Record<Outlet, { readonly path: string; readonly body: object }>>> = {
  [ASSESS]: { path: "rag-assessments", body: { colour: "amber", view: "none" } },
  [REVIEW]: { path: "reviews", body: { outcome: "commensurate" } },
  [TRANSITION]: { path: "transitions", body: { to: "custody" } },
  [STEP]: { path: "case-steps", body: { kind: "report-opened" } },
};

/** An officer without the role makes no move, and nobody moves by another agency's id. */
export function othersMoves(outlet: Outlet): Check {
  return async (door) => {
    const { personId } = person(door, ADULT);
    const { path = "", body = {} } = MOVES[outlet] ?? {};
    const as = async (who: Caller, id: string) =>
      (await call(door, who, "POST", `/v1/people/${id}/${path}`, { body })).status;
    const theirs = await door.personIdFor(PROBATION.agencyId, personId);
    return differing(
      "an officer without the role, and another agency's id",
      [await as(HOUSING, await door.personIdFor(HOUSING.agencyId, personId)), await as(TEAM, theirs)],
      [403, 404],
    );
  };
}
