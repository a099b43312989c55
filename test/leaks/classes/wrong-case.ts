import type { FieldPath } from "#schemas/generated/field-paths.ts";
import type { Exchanges } from "#schemas/generated/types.ts";
import { caseOf, EXPLAINED } from "../door/case-calls.ts";
import type { Door } from "../door/door.ts";
import { ADULT, type Caller, person } from "../door/drive.ts";
import { differing, expected } from "./judge.ts";

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
