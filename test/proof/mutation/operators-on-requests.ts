import { operatorsOn } from "./operator.ts";

/** Faults before any field is decided: the agreement, the gate, restrictions, and the facts of a person and a value. */
export const OPERATORS_ON_REQUESTS = [
  ...operatorsOn(
    "policy-set.ts",
    [
      "counts the unsigned as bound",
      "boundMs !== undefined && boundMs <= nowMs",
      "!(boundMs !== undefined && boundMs > nowMs)",
    ],
    ["binds a party a moment late", "boundMs <= nowMs", "boundMs < nowMs"],
  ),
  ...operatorsOn(
    "in-force.ts",
    ["goes on in the instant of the end", "nowMs < agreement.toMs ?", "nowMs <= agreement.toMs ?"],
    ["begins a moment late", "nowMs < agreement.fromMs", "nowMs <= agreement.fromMs"],
    [
      "goes on while suspended",
      'if (agreement.state === "suspended") {\n    return "AGREEMENT_SUSPENDED";',
      'if (agreement.state === "suspended") {\n    return null;',
    ],
    ["shares under a draft", 'agreement.state !== "active"', "false"],
  ),
  ...operatorsOn(
    "choose-agreement.ts",
    ["takes the first of several agreements", "others.length === 0 ? only : askWhich([only, ...others])", "only"],
    [
      "takes the oldest version in force",
      "b.document.version - a.document.version",
      "a.document.version - b.document.version",
    ],
    ["takes the newest version, in force or not", "inForce ?? newestFirst[0]", "newestFirst[0]"],
    [
      "takes an agreement of another purpose",
      "forPurpose.filter((agreement) => binds(agreement, request))",
      "own.filter((agreement) => binds(agreement, request))",
    ],
    [
      "takes whatever agreement was not named",
      "agreement.document.id === request.agreementId);\n    return",
      "agreement.document.id !== request.agreementId);\n    return",
    ],
  ),
  ...operatorsOn(
    "gate.ts",
    ["asks for no role of the agreement", "role !== null && roles.includes(role)", "role !== null"],
    [
      "takes the default role for every officer",
      "role ?? agreement.parties.get(party)?.defaultRole ?? null",
      "agreement.parties.get(party)?.defaultRole ?? role",
    ],
    ["asks for no signature", "isBound(agreement, party, now.getTime())\n    ? null", "true\n    ? null"],
    [
      "opens an emergency that nobody opened",
      "if (opened === null) {\n    return refuse(",
      "if (opened === null) {\n    return null; refuse(",
    ],
    [
      "keeps an emergency open in the instant it ends",
      "openForMs < terms.maxMinutes * MINUTE_MS",
      "openForMs <= terms.maxMinutes * MINUTE_MS",
    ],
    ["keeps an emergency open for ever", " && openForMs < terms.maxMinutes * MINUTE_MS", ""],
    ["opens an emergency before it was opened", "openForMs >= 0 && ", ""],
    ["asks for no second person", "terms.secondPerson === true && opened.secondActor === null", "false"],
    [
      "goes on after its lease",
      "const isLeaseOver = policies.leaseUntilMs !== null && ",
      "const isLeaseOver = false && ",
    ],
  ),
  ...operatorsOn(
    "limited-access.ts",
    [
      "lets in where the restriction cannot be read",
      'restriction === "unreadable") {\n    return true',
      'restriction === "unreadable") {\n    return false',
    ],
    ["lets in who may be the one excluded", "return mayBeExcluded || names", "return names"],
    ["lets in who is excluded", "names(excluded, caller) || ", ""],
    ["lets in who is not named", "restricted.length > 0 && !names(restricted, caller)", "false"],
    ["keeps everybody out of what is restricted to nobody", "restricted.length > 0 && ", ""],
    ["tells names apart by their capitals", "name.trim().toLowerCase()", "name.trim()"],
  ),
  ...operatorsOn(
    "decide.ts",
    ["forgets restrictions", "isKeptOut(record.accessRestriction, request)", "false"],
    ["forgets hub stops", "record.hubStop === null ? null", "true ? null"],
    ["ignores the fields asked for", "fields === null ? held", "true ? held"],
    ["answers with nothing where nothing is shared", "if (!isAnythingShared)", "if (false)"],
    ["forgets the host", "hostOf.get(party) ?? null", "null"],
  ),
  ...operatorsOn(
    "person-facts.ts",
    ["believes facts of any age", "if (maxAgeDays === null)", "if (true)"],
    ["takes a fact for stale a moment early", "<= maxAgeDays * DAY_MS", "< maxAgeDays * DAY_MS"],
    ["believes a fact off its list", "inForce !== undefined && known.includes(inForce.value)", "inForce !== undefined"],
    ["takes the first step of a fact", "timeline.steps.findLast(", "timeline.steps.find("],
    ["takes a step a moment late", "Date.parse(step.from) <= nowMs", "Date.parse(step.from) < nowMs"],
    ["takes a step before its time", "step.from === null || Date.parse(step.from) <= nowMs", "true"],
  ),
  ...operatorsOn(
    "cell-facts.ts",
    ["believes an item's fact off its list", "known.includes(value) ? value : UNKNOWN", "value"],
    ["believes what is stored of whose an item is", 'name === "item-owner" ? UNKNOWN : (item', "(item"],
    ["takes every item for the recipient's", 'item.itemOwner === scope.party ? "recipient" : "other"', '"recipient"'],
    ["knows nothing of an item", "item?.itemFacts?.[name] ?? UNKNOWN", "UNKNOWN"],
  ),
  ...operatorsOn(
    "treatment-consent.ts",
    ["takes consent to another purpose", "consent.purposes.includes(purpose) &&", ""],
    ["takes consent to another field", "consent.fields.includes(field) &&", ""],
    [
      "takes consent to another recipient",
      "recipients.some((recipient) => consent.recipients.includes(recipient)) &&",
      "",
    ],
    ["takes a consent before it begins", "Date.parse(consent.validFrom) <= nowMs", "true"],
    ["forgets withdrawals", "if (hasPassed(withdrawnMs, nowMs))", "if (false)"],
    ["forgets that consent ends", "return hasPassed(expiredMs, nowMs)", "return false"],
    ["forgets refusals", 'consent.state === "refused"', "false"],
    ["takes what was said first", "b.sinceMs - a.sinceMs", "a.sinceMs - b.sinceMs"],
    ["takes a consent in the instant it ends", "!(instantMs > nowMs)", "instantMs < nowMs"],
    [
      "takes consents that cannot be read for none",
      'consents === "unreadable") {\n    return UNKNOWN',
      'consents === "unreadable") {\n    return "not-asked"',
    ],
  ),
];
