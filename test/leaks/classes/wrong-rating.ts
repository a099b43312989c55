import type { Exchanges } from "#schemas/generated/types.ts";
import type { Door } from "../door/door.ts";
import { ADULT, type Caller, person } from "../door/drive.ts";
import { ratingOf } from "../door/rating-calls.ts";
import { differing, expected } from "./judge.ts";

/** What a caller is shown of a rating without being given it by the second reader, and what they should have been shown. */
export async function wrongRating(door: Door, who: Caller): Promise<readonly string[]> {
  const adult = person(door, ADULT);
  const want = await expected(door, who, adult);
  const forms = "refused" in want ? {} : want.forms;
  const { assessment = null } = (await ratingOf(door, who, adult.personId)).body as Partial<Exchanges["rag-view"]>;
  return [
    ...differing("the colour", assessment !== null && "colour" in assessment, forms["iom.ragStatus"] === "full"),
    ...differing("the note", assessment !== null && "note" in assessment, forms["iom.ragOverrideNote"] === "full"),
  ];
}
