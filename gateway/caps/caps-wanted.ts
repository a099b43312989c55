import { CATALOGUE, isField, rankOf } from "#policies/catalogue.ts";
import type { Exchanges } from "#schemas/generated/types.ts";
import { HubError } from "#schemas/problems.ts";
import type { CapSet } from "./originator-cap-store.ts";

type Wanted = Exchanges["originator-caps-request"]["caps"][number];

/** Forms that every field has, so that they can be said of a whole person. */
const OF_A_PERSON: readonly string[] = ["withhold", "mask"];

/** A list of caps as its author can have meant it, or every fault in it. Looks at no person. */
export function capsWanted(
  { caps }: Exchanges["originator-caps-request"],
  { originator, agencies }: { readonly originator: string; readonly agencies: ReadonlySet<string> },
): readonly CapSet[] {
  const places = caps.map(placeOf);
  const errors = caps.flatMap((cap, at) => [
    ...fault(
      agencies.has(cap.recipient) && cap.recipient !== originator,
      at,
      "recipient",
      "is another agency of the scheme",
    ),
    ...faultsOfField(cap, at),
    ...fault(places.indexOf(placeOf(cap)) === at, at, "recipient", "has a cap on the same already"),
  ]);
  if (errors.length > 0) {
    throw new HubError("validation-failed", "a list of caps nobody can have meant", { extra: { errors } });
  }
  return caps.map(({ recipient, field = null, itemKey = null, form }) => ({ recipient, field, itemKey, form }));
}

function placeOf({ recipient, field = "", itemKey = "" }: Wanted): string {
  return JSON.stringify([recipient, field, itemKey]);
}

function faultsOfField({ field, itemKey, form }: Wanted, at: number) {
  if (field === undefined) {
    const alone = fault(itemKey === undefined, at, "itemKey", "comes with the field of which it is an item");
    return [...alone, ...fault(OF_A_PERSON.includes(form), at, "form", "is withhold or mask where no field is named")];
  }
  if (!isField(field)) {
    return fault(false, at, "field", "is a field path");
  }
  const isLower = form !== "full" && rankOf(field, form) !== null;
  return [
    ...fault(isLower, at, "form", `is one of ${CATALOGUE[field].ladder.filter((one) => one !== "full").join(", ")}`),
    ...fault(itemKey === undefined || CATALOGUE[field].list, at, "itemKey", "is an item of a list, and this is none"),
  ];
}

function fault(holds: boolean, at: number, member: string, message: string) {
  return holds ? [] : [{ pointer: `/caps/${at}/${member}`, message }];
}
