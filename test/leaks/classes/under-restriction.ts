import type { Door } from "../door/door.ts";
import { type Caller, change, HOUSING, PROBATION, person } from "../door/drive.ts";

/** Who is restricted. */
export const SUBJECT = "adult who has withdrawn";
type Lists = { readonly excluded: readonly string[]; readonly restricted: readonly string[] };
export const NOBODY: Lists = { excluded: [], restricted: [] };

/** Who is kept out by each kind of restriction (design/agreements 4.3), the agency that sets it included. */
export const RESTRICTIONS: readonly (readonly [string, Lists, readonly Caller[]])[] = [
  ["names the agency", { excluded: ["solent-housing"], restricted: [] }, [HOUSING]],
  [
    "names an officer of the agency that set it",
    { excluded: ["practitioner@probation.example"], restricted: [] },
    [PROBATION],
  ],
  ["lets others alone in", { excluded: [], restricted: ["hampshire-police"] }, [HOUSING, PROBATION]],
  ["cannot be read", { excluded: ["nobody@nowhere.example"], restricted: [] }, [HOUSING, PROBATION]],
];

let moment = 0;

/** Sets whom the subject's record keeps out, in place of what it did. */
export async function restrict(door: Door, { excluded, restricted }: Lists): Promise<void> {
  moment += 1;
  const asOf = new Date(Date.parse("2026-11-21T14:00:00Z") + moment * 1000).toISOString();
  await change(door, person(door, SUBJECT).personId, "solent-probation", {
    kind: "restrict-access",
    excluded,
    restricted,
    asOf,
  });
}

/** Under each kind of restriction nothing may get through to those it keeps out; without one something must. */
export async function underEach(
  door: Door,
  getsThrough: (who: Caller) => Promise<boolean>,
): Promise<readonly string[]> {
  const problems: string[] = [];
  for (const [what, lists, kept] of RESTRICTIONS) {
    await restrict(door, lists);
    for (const who of kept) {
      problems.push(...((await getsThrough(who)) ? [`a restriction that ${what} let ${who.agencyId} through`] : []));
    }
  }
  await restrict(door, NOBODY);
  const free = await getsThrough(HOUSING);
  return [...problems, ...(free ? [] : ["without a restriction nothing came either"])];
}
