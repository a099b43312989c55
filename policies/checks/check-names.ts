import type { Agreement, Rule } from "../agreement-document.ts";
import type { DocumentPath, Finding } from "../fault.ts";
import { eachRule, inDocument, inRule, repeats } from "./finding.ts";

/** Section 3, check 1: what a document names exists, and ids are its own. Fields and facts have their own files. */
export function checkNames(agreement: Agreement): readonly Finding[] {
  return [
    ...checkIds(agreement),
    ...checkParties(agreement),
    ...checkClauses(agreement),
    ...eachRule(agreement.rules, (rule, at) => [
      ...checkClauseOf(agreement, rule, at),
      ...checkFrom(agreement, rule, at),
      ...checkTo(agreement, rule, at),
      ...checkPurposesOf(agreement, rule, at),
      ...checkBasesOf(agreement, rule, at),
    ]),
  ];
}

function checkIds(agreement: Agreement): readonly Finding[] {
  const lists = [
    { key: "parties", word: "party" },
    { key: "purposes", word: "purpose" },
    { key: "bases", word: "basis" },
    { key: "clauses", word: "clause" },
    { key: "rules", word: "rule" },
    { key: "examples", word: "example" },
  ] as const;
  return lists.flatMap(({ key, word }) =>
    repeats(agreement[key].map((member) => member.id)).map(({ name, at }) =>
      inDocument("names", [key, at, "id"], `There are two of ${word} ${name}; each needs an id of its own.`),
    ),
  );
}

function checkParties(agreement: Agreement): readonly Finding[] {
  const roles = agreement.parties.flatMap((party, at) =>
    party.defaultRole === undefined || party.roles.includes(party.defaultRole)
      ? []
      : [
          inDocument(
            "names",
            ["parties", at, "defaultRole"],
            `${party.label} gives ${party.defaultRole} as the role of unknown officers, but that is not one of its roles.`,
          ),
        ],
  );
  const lead = agreement.documents.subjectAccessLead;
  const path = ["documents", "subjectAccessLead"];
  return [...roles, ...(isParty(agreement, lead) ? [] : [inDocument("names", path, `${lead} is not a party.`)])];
}

function checkClauses(agreement: Agreement): readonly Finding[] {
  const used = new Set(agreement.rules.map((rule) => rule.clause));
  return agreement.clauses.flatMap((clause, at) =>
    used.has(clause.id)
      ? []
      : [inDocument("names", ["clauses", at], `Clause ${clause.id} has no rule, so it would change nothing.`)],
  );
}

function checkClauseOf(agreement: Agreement, rule: Rule, at: number): readonly Finding[] {
  return agreement.clauses.some((clause) => clause.id === rule.clause)
    ? []
    : [inRule("names", rule, at, ["clause"], `clause ${rule.clause} is not in this agreement.`)];
}

function checkFrom(agreement: Agreement, rule: Rule, at: number): readonly Finding[] {
  return (rule.from ?? []).flatMap((name, place) =>
    isParty(agreement, name)
      ? []
      : [inRule("names", rule, at, ["from", place], `${name}, who should give the data, is not a party.`)],
  );
}

function checkTo(agreement: Agreement, rule: Rule, at: number): readonly Finding[] {
  return rule.to.flatMap(({ party: name, roles }, place) => {
    const party = agreement.parties.find((candidate) => candidate.id === name);
    if (party === undefined) {
      const message = `${name}, who should receive the data, is not a party.`;
      return name === "*" ? [] : [inRule("names", rule, at, ["to", place, "party"], message)];
    }
    return (roles ?? []).flatMap((role, index) =>
      party.roles.includes(role)
        ? []
        : [inRule("names", rule, at, ["to", place, "roles", index], `${party.label} has no role ${role}.`)],
    );
  });
}

function checkPurposesOf(agreement: Agreement, rule: Rule, at: number): readonly Finding[] {
  const known = agreement.purposes.map((purpose): string => purpose.id);
  return missing(rule.purposes, ["*", ...known], ["purposes"], (path, name) =>
    inRule("names", rule, at, path, `purpose ${name} is not one of this agreement's purposes.`),
  );
}

function checkBasesOf(agreement: Agreement, rule: Rule, at: number): readonly Finding[] {
  const named = rule.kind === "permit" ? rule.bases : [];
  const known = agreement.bases.map((basis) => basis.id);
  return missing(named, known, ["bases"], (path, name) =>
    inRule("names", rule, at, path, `basis ${name} is not one of this agreement's bases.`),
  );
}

function missing(
  names: readonly string[],
  known: readonly string[],
  path: DocumentPath,
  finding: (path: DocumentPath, name: string) => Finding,
): readonly Finding[] {
  return names.flatMap((name, place) => (known.includes(name) ? [] : [finding([...path, place], name)]));
}

function isParty(agreement: Agreement, name: string): boolean {
  return agreement.parties.some((party) => party.id === name);
}
