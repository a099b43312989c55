import type { FieldPath } from "#schemas/generated/field-paths.ts";
import type { Scheme } from "#schemas/scheme.ts";
import type { AgencyType } from "#schemas/vocabulary.ts";

/** A value that stands, with whose it is and since when. */
export type Held = {
  readonly field: FieldPath;
  readonly originator: string;
  /** Empty for a field that is no list. */
  readonly itemKey: string;
  readonly value: unknown;
  readonly asOf: string;
};

/** The values that stand, those of the agencies that come first in the scheme's precedence before others. */
export class HeldValues {
  readonly #values: readonly Held[];
  readonly #typeOf: ReadonlyMap<string, AgencyType>;

  constructor(values: readonly Held[], scheme: Pick<Scheme, "agencies" | "precedence">) {
    this.#typeOf = new Map(scheme.agencies.map(({ agencyId, agencyType }) => [agencyId, agencyType]));
    const rank = ({ originator }: Held): number => {
      const type = this.#typeOf.get(originator);
      const place = type === undefined ? -1 : scheme.precedence.indexOf(type);
      return place === -1 ? scheme.precedence.length : place;
    };
    this.#values = values.toSorted((a, b) => rank(a) - rank(b) || Date.parse(b.asOf) - Date.parse(a.asOf));
  }

  all(field: FieldPath): readonly Held[] {
    return this.#values.filter((cell) => cell.field === field);
  }

  first(field: FieldPath): Held | null {
    return this.all(field)[0] ?? null;
  }

  text(field: FieldPath): string | null {
    const value = this.first(field)?.value;
    return typeof value === "string" ? value : null;
  }

  birthDate(): string | null {
    const text = this.text("identity.dateOfBirth");
    return text !== null && /^\d{4}-\d{2}-\d{2}$/.test(text) ? text : null;
  }

  agencyOf(type: AgencyType): string | null {
    return [...this.#typeOf].find(([, own]) => own === type)?.[0] ?? null;
  }
}
