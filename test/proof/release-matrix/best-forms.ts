import { heightOf } from "#policies/catalogue.ts";
import type { CompiledAgreement, CompiledField, CompiledScope } from "#policies/compile-agreement.ts";
import type { KnownFacts } from "#policies/condition.ts";
import { tupleAt, tupleCount } from "#policies/fact-tuple.ts";
import { FIELD_PATHS, type FieldPath } from "#schemas/generated/field-paths.ts";
import type { ReleaseForm } from "#schemas/vocabulary.ts";

/** The best that one party can get of a field from others, and whether it takes more than being an active adult. */
type BestForm = { readonly form: ReleaseForm; readonly conditional: boolean };

/** Over all agreements, roles, purposes, givers and facts; as the handbook writes it: `F`, `G*`, `E`, `N`. */
export function bestCodes(agreements: readonly CompiledAgreement[], party: string): ReadonlyMap<FieldPath, string> {
  const scopes = agreements.flatMap((agreement) => [...agreement.scopes.values()]);
  const own = scopes.filter((scope) => scope.party === party);
  return new Map(FIELD_PATHS.map((field) => [field, codeOf(bestOf(field, own))]));
}

const LETTERS: Readonly<Record<string, string>> = { full: "F", mask: "E", withhold: "N" };

function codeOf({ form, conditional }: BestForm): string {
  return `${LETTERS[form] ?? "G"}${conditional ? "*" : ""}`;
}

function bestOf(field: FieldPath, scopes: readonly CompiledScope[]): BestForm {
  let best: ReleaseForm = "withhold";
  let always: ReleaseForm = "withhold";
  for (const scope of scopes) {
    for (const { highest, usual } of formsIn(scope.fields.get(field))) {
      best = heightOf(field, highest) > heightOf(field, best) ? highest : best;
      always = heightOf(field, usual) > heightOf(field, always) ? usual : always;
    }
  }
  return { form: best, conditional: heightOf(field, always) < heightOf(field, best) };
}

type FormsOfGiver = { readonly highest: ReleaseForm; readonly usual: ReleaseForm };

/** By giver, the highest form there is, and the lowest among those of an active adult. */
function formsIn(compiled: CompiledField | undefined): readonly FormsOfGiver[] {
  if (compiled === undefined) {
    return [];
  }
  const { field, facts, originators, verdicts } = compiled;
  const count = tupleCount(facts);
  const usualTuples = Array.from({ length: count }, (_, tuple) => isUsual(tupleAt(facts, tuple)));
  return originators.map((_, at) => {
    const forms = verdicts.slice(at * count, (at + 1) * count).map(({ form }) => form);
    const usual = forms.filter((_form, tuple) => usualTuples[tuple]);
    return { highest: sorted(field, forms).at(-1) ?? "withhold", usual: sorted(field, usual)[0] ?? "withhold" };
  });
}

/** An adult whose case is active: what every rule of the scheme supposes, and so no condition of the handbook's. */
function isUsual(facts: KnownFacts): boolean {
  return (facts["lifecycle-state"] ?? "active") === "active" && (facts["age-group"] ?? "adult") === "adult";
}

function sorted(field: FieldPath, forms: readonly ReleaseForm[]): readonly ReleaseForm[] {
  return [...new Set(forms)].toSorted((a, b) => heightOf(field, a) - heightOf(field, b));
}
