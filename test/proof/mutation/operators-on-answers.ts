import { operatorsOn } from "./operator.ts";

/** Faults in putting an answer together: values of several originators, lists, evidence, projection, searches. */
export const OPERATORS_ON_ANSWERS = [
  ...operatorsOn(
    "decide.ts",
    ["weighs no evidence", "needsEvidence ? limitByEvidence(held, value, deciding) : held", "held"],
    [
      "weighs the evidence of derived values alone",
      "CATALOGUE[field].derived || value.evidence !== undefined",
      "CATALOGUE[field].derived",
    ],
    [
      "weighs evidence only where it is there",
      "CATALOGUE[field].derived || value.evidence !== undefined",
      "value.evidence !== undefined",
    ],
    [
      "forgets what originators hold back",
      "const held = heldBack(field, cell, value, deciding);",
      "const held = cell;",
    ],
    ["forgets the facts of what is held back", "originator, facts: known, atMost }", "originator, facts: {}, atMost }"],
    ["answers a list by one of its items", "if (list) {", "if (false) {"],
    ["answers a plain field by all its values", "if (list) {", "if (true) {"],
    [
      "decides every value as the first",
      "decided(field, plannedFor(field, value, deciding).cell",
      "decided(field, plannedFor(field, first ?? value, deciding).cell",
    ],
    ["forgets which item it decided", "value.itemKey === undefined ? limited", "true ? limited"],
    [
      "forgets the evidence of a value that stands alone",
      "const cell = decided(field, planned.cell, value, deciding);",
      "const cell = planned.cell;",
    ],
    ["forgets precedence", "return place === -1 ? precedence.length : place;", "return 0;"],
    [
      "lays the duties of one's own data on the caller",
      "shared.filter(({ decision }) => isReceived(decision))",
      "shared",
    ],
  ),
  ...operatorsOn("obligations.ts", [
    "lays on duties for every class",
    "filter((term) => classes.has(term.class))",
    "filter(() => true)",
  ]),
  ...operatorsOn(
    "obligations.ts",
    ["tells of no field's own onward term", "strictest === usual ? null : strictest", "null"],
    [
      "tells the most generous onward term of a list",
      "strictest === null || isStricter(onward, strictest)",
      "strictest === null || isStricter(strictest, onward)",
    ],
    [
      "tells onward terms of values that do not answer",
      "let at = chosen ?? 0; at < (chosen === undefined ? cells.length : chosen + 1);",
      "let at = 0; at < cells.length;",
    ],
  ),
  ...operatorsOn(
    "best-cell.ts",
    [
      "gives a list its lowest form",
      "heightOf(field, form) > heightOf(field, highest)",
      "heightOf(field, form) < heightOf(field, highest)",
    ],
    ["answers with the last in precedence", "-precedenceOf(", "precedenceOf("],
    ["answers with whichever is first, not newest", "Number.isNaN(newest) ? 0 : newest", "0"],
    ["answers with the first value", "if (isBetter(standing(at), standing(best)))", "if (false)"],
    [
      "answers with the first in precedence, whatever its form",
      '[heightOf(field, form), -precedenceOf(held[at]?.originator ?? ""),',
      '[-precedenceOf(held[at]?.originator ?? ""), heightOf(field, form),',
    ],
  ),
  ...operatorsOn(
    "evidence.ts",
    ["takes evidence about anybody", "about !== personId || ", ""],
    ["forgets what originators hold back of evidence", "atMost === null ? piece : { ...piece, atMost }", "piece"],
    ["needs one piece of evidence", "evidence.every(", "evidence.some("],
    ["takes no evidence for enough", "evidence.length > 0 && ", ""],
    ["takes evidence in any form", "seen >= needed", "seen > 0"],
    ["takes evidence needed in no form", "needed > 0 && ", ""],
    ["takes derived evidence for seen", " || CATALOGUE[field].derived", ""],
    ["tells the terms of what evidence withholds", "...cell, ...nothing,", "...cell,"],
  ),
  ...operatorsOn(
    "originator-cap.ts",
    ["holds back from everybody", "cap.recipient === recipient", "true"],
    ["holds back what others gave", "cap.originator === originator && ", ""],
    ["holds back a person for one field", "(cap.field === null || cap.field === field) && ", ""],
    [
      "holds back a field for one item",
      "cap.itemKey === null || itemKey === undefined || cap.itemKey === itemKey",
      "true",
    ],
    ["forgets a cap where the item is not known", "itemKey === undefined || ", ""],
    ["takes the most generous of several caps", "Math.min(", "Math.max("],
    [
      "lets pass what is held to a form there is not",
      "rankOf(field, form) ?? 0",
      "rankOf(field, form) ?? CATALOGUE[field].ladder.length - 1",
    ],
  ),
  ...operatorsOn(
    "project.ts",
    ["discloses any record on any permit", "if (on?.record !== record)", "if (on === null || on === undefined)"],
    ["discloses the first value for the one chosen", "held[decision.chosen]", "held[0]"],
    [
      "discloses items that are withheld",
      "const highest = held.filter((_, at) => cells[at]?.form === form);",
      "const highest = held;",
    ],
    ["discloses every item in the highest form", 'cell.form === form || cell.form === "withhold"', "true"],
    [
      "drops items in lower forms",
      ": inEachForm(held, cells, projecting)",
      ": inForm(valuesOf(highest), form, projecting)",
    ],
    [
      "discloses a value raw where its form cannot be made",
      "shown(inForm(held.value, form, projecting), form",
      "shown(inForm(held.value, form, projecting) ?? held.value, form",
    ],
    [
      "discloses items raw where their form cannot be made",
      "? inForm(valuesOf(highest), form, projecting) :",
      "? (inForm(valuesOf(highest), form, projecting) ?? valuesOf(highest)) :",
    ],
    [
      "discloses the rest of a list of which a part cannot be made",
      "parts.includes(undefined) ? undefined : parts.flat()",
      "parts.flat()",
    ],
    [
      "puts items in lower forms first",
      "heightOf(field, b) - heightOf(field, a)",
      "heightOf(field, a) - heightOf(field, b)",
    ],
    ["tells nobody that a form could not be made", "failed.push(field);", ""],
    ["names who gave what is masked", 'form === "mask" ? { value, form }', "false ? { value, form }"],
    [
      "dates a list by its oldest item",
      "Date.parse(asOf) >= Date.parse(newest)",
      "Date.parse(asOf) <= Date.parse(newest)",
    ],
    ["dates a list by all its items", "newestOf(highest)", "newestOf(held)"],
    ["names who gave items that are not shown", "sourcesOf(highest)", "sourcesOf(held)"],
    ["names one of several sources", '.toSorted().join(",")', ".toSorted()[0]"],
  ),
  ...operatorsOn(
    "transforms/in-form.ts",
    [
      "shows what is masked",
      'form === "mask") {\n    return { present: true }',
      'form === "mask") {\n    return value',
    ],
    [
      "shows raw what should be generalised",
      "isGeneralised(form) ? generaliserOf(form)?.of(value, { field, now }) : undefined",
      "value",
    ],
    ["shows raw what should be a pseudonym", "return pseudonymise(field, value, crypto);", "return value;"],
    ["shows raw what a transform trips over", "an answer.\n    return undefined;", "an answer.\n    return value;"],
    ["tells the instant of what is generalised", "return asOf.slice(0,", "return asOf; asOf.slice(0,"],
    [
      "tells the day where the form tells a month",
      'grain === "day" ? DAY_CHARACTERS : MONTH_CHARACTERS',
      "DAY_CHARACTERS",
    ],
  ),
  ...operatorsOn(
    "transforms/pseudonymise.ts",
    [
      "gives one pseudonym for all fields",
      'typeof value !== "string"',
      '(field = "identity.firstName", typeof value !== "string")',
    ],
    [
      "gives one pseudonym to all recipients",
      "crypto.hmacSha256(crypto.pseudonymKey,",
      "crypto.hmacSha256(new Uint8Array([1]),",
    ],
  ),
  ...operatorsOn(
    "queries.ts",
    ["finds by what is masked", 'disclosed !== undefined && disclosed.form !== "mask"', "disclosed !== undefined"],
    [
      "finds by what is not shown",
      "holds(disclosed?.value, leaf, wanted) && comparable",
      "holds(disclosed?.value, leaf, wanted) || !comparable",
    ],
    ["lets nobody search their own fields", "return isOwner || isMatchable", "return isMatchable"],
    ["drops a term that may not be asked", 'return { outcome: "field-not-queryable", field: path };', "continue;"],
  ),
  ...operatorsOn("explain-scope.ts", [
    "explains a field by its lowest form",
    "heightOf(field, b.form) - heightOf(field, a.form)",
    "heightOf(field, a.form) - heightOf(field, b.form)",
  ]),
  ...operatorsOn("canonical-json.ts", [
    "names a document by the order it was written in",
    ".toSorted(([a], [b]) => (a < b ? -1 : 1))",
    "",
  ]),
];
