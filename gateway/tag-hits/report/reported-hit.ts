import type { Disclosure } from "#policies/project.ts";
import type { hitContent } from "../hit-content.ts";

type HitContent = ReturnType<typeof hitContent>;

type Crime = {
  readonly policeForce: string;
  readonly crimeReference: string;
  readonly crimeTypeId: string;
  readonly from: string;
  readonly to: string;
};

/** What a report is made of: nothing but what was disclosed. */
export type ReportedHit = {
  readonly hit: HitContent & { readonly positions: NonNullable<HitContent["positions"]> };
  readonly crime: Crime;
  /** As far as the reader may know who it is. */
  readonly name: string | null;
  readonly marking: string;
  readonly madeAt: Date;
};

/** Null when the hit or its crime was not disclosed whole. */
export function reportedHit({ fields, obligations }: Disclosure, madeAt: Date): ReportedHit | null {
  const hit = fields["tag.qualifiedMatch"] ?? fields["tag.candidateMatch"];
  const crime = fields["police.crimeRecord"];
  if (hit?.form !== "full" || crime?.form !== "full") {
    return null;
  }
  // Projection in full hands on the value that `recordWithHit` put there.
  const content = hit.value as HitContent;
  const names = [fields["identity.firstName"], fields["identity.lastName"]].flatMap((field) =>
    field?.form === "full" && typeof field.value === "string" ? [field.value] : [],
  );
  return {
    hit: { ...content, positions: content.positions ?? [] },
    crime: crime.value as Crime,
    name: names.length === 0 ? null : names.join(" "),
    marking: obligations.marking,
    madeAt,
  };
}
