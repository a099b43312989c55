import { validateAgreement } from "#schemas/validate.ts";
import type { Agreement } from "../agreement-document.ts";
import type { DocumentPath, Finding } from "../fault.ts";
import { shapeInWords } from "./shape-in-words.ts";

/** What of a document can be cross-checked: all of it, or all but the rules and examples whose shape is broken. */
export type Checkable = {
  readonly agreement: Agreement;
  readonly isWhole: boolean;
  /** Where a place in the checkable part stands in the document. */
  readonly placeOf: (path: DocumentPath) => DocumentPath;
};

type SchemaCheck = { readonly findings: readonly Finding[]; readonly checkable: Checkable | null };

/** Checks a document's shape against sharing-agreement.v1.schema.json. */
export function checkSchema(document: unknown): SchemaCheck {
  const result = validateAgreement(document);
  if (result.valid) {
    // The schema has just been met, so the type states what is now known.
    const agreement = document as Agreement;
    return { findings: [], checkable: { agreement, isWhole: true, placeOf: (path) => path } };
  }
  const places = result.problems.map(({ pointer, message }) => ({ path: pathOf(pointer), message }));
  return {
    findings: collect(document, places),
    checkable: withoutBroken(
      document,
      places.map(({ path }) => path),
    ),
  };
}

/** RFC 6901. */
function pathOf(pointer: string): DocumentPath {
  const parts = pointer.split("/").slice(1);
  return parts
    .map((part) => part.replaceAll("~1", "/").replaceAll("~0", "~"))
    .map((part) => (/^\d+$/.test(part) ? Number(part) : part));
}

type Place = { readonly path: DocumentPath; readonly message: string };

/** One finding for each place, since a shape that fits no variant is complained of once for every variant. */
function collect(document: unknown, places: readonly Place[]): readonly Finding[] {
  const byPlace = new Map<string, { readonly path: DocumentPath; readonly messages: Set<string> }>();
  for (const { path, message } of withoutEchoes(places).map(asCondition)) {
    const key = JSON.stringify(path);
    const place = byPlace.get(key) ?? { path, messages: new Set() };
    byPlace.set(key, place);
    place.messages.add(message);
  }
  return [...byPlace.values()].map(({ path, messages }) => {
    const message = shapeInWords(document, path, [...messages]);
    return { check: "schema", rule: ruleAt(document, path), path, message };
  });
}

const ECHO = /^must match "(then|else)" schema$/;

/** That a whole does not fit is no news where what in it does not fit is said too. */
function withoutEchoes(places: readonly Place[]): readonly Place[] {
  return places.filter(
    (place) =>
      !ECHO.test(place.message) ||
      !places.some((other) => other !== place && !ECHO.test(other.message) && isInside(other.path, place.path)),
  );
}

function isInside(path: DocumentPath, whole: DocumentPath): boolean {
  return whole.every((step, at) => path[at] === step);
}

/** Everything wrong inside a condition is said once, of the condition. */
function asCondition({ path, message }: Place): Place {
  const at = path.indexOf("when");
  return path[0] === "rules" && at !== -1
    ? {
        path: path.slice(0, at + 1),
        message: message.includes("too deeply") ? "is nested too deeply" : NOT_A_CONDITION,
      }
    : { path, message };
}

const NOT_A_CONDITION = "is not a condition: use fact with is, not, all or any (2 to 6 members)";

function ruleAt(document: unknown, path: DocumentPath): string | null {
  const [list, at] = path;
  const isMember = (list === "rules" || list === "examples") && typeof at === "number";
  const id = isMember ? member(member(member(document, list), at), "id") : undefined;
  return typeof id === "string" ? id : null;
}

function member(value: unknown, key: string | number): unknown {
  return typeof value === "object" && value !== null ? Reflect.get(value, key) : undefined;
}

/** Only where all that is broken lies in single rules and examples; a broken party would make the rest look wrong. */
function withoutBroken(document: unknown, paths: readonly DocumentPath[]): Checkable | null {
  const isLocal = paths.every(([list, at]) => (list === "rules" || list === "examples") && typeof at === "number");
  if (!isLocal || typeof document !== "object") {
    return null;
  }
  const kept = { rules: sound(document, "rules", paths), examples: sound(document, "examples", paths) };
  const rest = { ...document, rules: kept.rules.map(({ value }) => value), examples: [] };
  const placeOf = ([list, at, ...inside]: DocumentPath): DocumentPath =>
    list === "rules" && typeof at === "number"
      ? [list, kept.rules[at]?.at ?? at, ...inside]
      : [list ?? "", at ?? 0, ...inside];
  // All that the schema found fault with has been taken out.
  return { agreement: rest as unknown as Agreement, isWhole: false, placeOf };
}

function sound(
  document: object | null,
  list: string,
  broken: readonly DocumentPath[],
): readonly { readonly value: unknown; readonly at: number }[] {
  const members = member(document, list);
  const all: readonly unknown[] = Array.isArray(members) ? members : [];
  return all
    .map((value, at) => ({ value, at }))
    .filter(({ at }) => !broken.some((path) => path[0] === list && path[1] === at));
}
