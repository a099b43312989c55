import { operatorsOn } from "./operator.ts";

/** Faults in deciding in advance and in looking up what was decided. */
export const OPERATORS_ON_PLANS = [
  ...operatorsOn(
    "fact-tuple.ts",
    ["gives two combinations of facts one number", "index * RADIX[fact] + digitOf(", "index + digitOf("],
    ["takes a fact off its list for the first on it", "?? RADIX[fact] - 1", "?? 0"],
    ["leaves no room for unknown", "FACT_VALUES[fact].length + 1", "FACT_VALUES[fact].length"],
    [
      "counts the values of a fact from one",
      "values.map((value, digit) => [value, digit])",
      "values.map((value, digit) => [value, digit + 1])",
    ],
    ["turns the facts of a number round", "for (const fact of facts.toReversed()) {", "for (const fact of facts) {"],
  ),
  ...operatorsOn(
    "plan.ts",
    ["remembers a plan for whoever has the same scope", " && within.party === party", ""],
    ["remembers a plan past the instant it ends", "nowMs < before.untilMs", "nowMs <= before.untilMs"],
    ["remembers a plan for ever", " && nowMs < before.untilMs", ""],
    ["remembers a plan from before it began", "before.fromMs <= nowMs && ", ""],
    [
      "remembers one person's facts for all",
      "const at = tupleIndex(chosen.scope.personFacts, facts);",
      "const at = 0;",
    ],
    ["remembers one field's facts for all people", "const at = tupleIndex(tested, facts);", "const at = 0;"],
    [
      "remembers one originator's answer for all",
      "planned.cells.get(originator) ?? remember(planned.cells, originator, [])",
      'planned.cells.get("") ?? remember(planned.cells, "", [])',
    ],
    ["remembers one item's answer for all", "planned.cellFacts.length === 0 ? 0 :", "true ? 0 :"],
    ["forgets the facts of the cell", "facts: { ...planned.facts, ...cellFacts } }", "facts: planned.facts }"],
    ["forgets the facts of the person", "facts: { ...planned.facts, ...cellFacts } }", "facts: cellFacts }"],
    ["lets a caller search what is never more than masked", "known }).form) > masked", "known }).form) >= masked"],
  ),
  ...operatorsOn(
    "compile-agreement.ts",
    ["begins an interval a moment late", "boundary <= atMs", "boundary < atMs"],
    ["ends an interval a boundary late", "boundary > atMs)", "boundary > atMs + 86_400_000)"],
    ["forgets that signatures take effect", "...windows, ...boundMs.values()", "...windows"],
    ["forgets that rules end", "[startsMs, endsMs]", "[startsMs]"],
    [
      "forgets the facts that limits test",
      "[...permits, ...limits].flatMap((rule) => factsOf(rule.when))",
      "[...permits].flatMap((rule) => factsOf(rule.when))",
    ],
    [
      "decides every originator as the first",
      "decideCell(within, { field, originator, facts: known })",
      "decideCell(within, { field, originator: originators[0] ?? originator, facts: known })",
    ],
    [
      "decides every combination as the first",
      "decideCell(within, { field, originator, facts: known })",
      "decideCell(within, { field, originator, facts: tuples[0] ?? known })",
    ],
    [
      "decides in no role",
      "scopeOf(agreement, name.party, name.role, name.purpose)",
      'scopeOf(agreement, name.party, "", name.purpose)',
    ],
    ["takes verdicts of one form for equal", "JSON.stringify(verdict)", "verdict.form"],
  ),
  ...operatorsOn(
    "possible-originators.ts",
    ["forgets whom a permit names", "...owners.map(({ id }) => id), ...named", "...owners.map(({ id }) => id)"],
    ["forgets who owns a field", "...owners.map(({ id }) => id), ...named", "...named"],
    ["takes the recipient for an originator", ".filter((originator) => originator !== party)", ""],
  ),
];
