import { type Cells, memberAt } from "../rows/cells.ts";
import { ISO_DATE, ISO_INSTANT } from "../rows/dates.ts";
import { given } from "../rows/given.ts";
import { readCrn } from "../rows/identifiers.ts";
import { dateOrder, malformedRecord, unknownCode } from "../rows/row-problems.ts";
import { CONTACT_OUTCOMES, REQUIREMENT_TYPES, SENTENCE_TYPES } from "./codes.ts";
import { licenceConditions } from "./licence-conditions.ts";

type Payload = Readonly<Record<string, unknown>>;

/** Reads the body of a detail, reporting what is wrong with it to `cells`, which reads its members by name. */
export type ReadDetail = (cells: Cells, body: unknown) => Payload;

/** Which detail lies at a path of probation's API. */
const DETAILS: readonly { readonly path: RegExp; readonly read: ReadDetail }[] = [
  { path: /\/sentences\/[^/]+$/, read: readSentence },
  { path: /\/licences\/[^/]+$/, read: readLicence },
  { path: /\/appointments\/[^/]+$/, read: readAppointment },
  { path: /\/access-limitations$/, read: readAccessLimitations },
  { path: /\/mappa$/, read: readMappa },
  { path: /\/tier\/[^/]+$/, read: readTier },
];

/** Null for a detail of another kind, which is kept as it came. */
export function detailReader(url: string): ReadDetail | null {
  const path = URL.canParse(url) ? new URL(url).pathname : "";
  return DETAILS.find((detail) => detail.path.test(path))?.read ?? null;
}

export function readSentence(cells: Cells, body: unknown): Payload {
  readCrn(cells, "crn");
  const date = cells.requiredDate("date", ISO_DATE);
  const ends = {
    orderEnd: cells.date("orderEnd", ISO_DATE),
    licenceExpiry: cells.date("licenceExpiry", ISO_DATE),
    sentenceExpiry: cells.date("sentenceExpiry", ISO_DATE),
    pssEnd: cells.date("pssEnd", ISO_DATE),
  };
  for (const [name, end] of Object.entries(ends)) {
    if (end !== null && end < date) {
      cells.report(dateOrder(name, "date"));
    }
  }
  return {
    type: cells.requiredCode("type", SENTENCE_TYPES),
    date,
    requirements: readRequirements(cells, body),
    ...given({
      isCustodial: cells.code("isCustodial", { true: true, false: false }),
      lengthMonths: cells.integer("lengthMonths", { min: 0, max: 1200 }),
      ...ends,
    }),
  };
}

export function readLicence(cells: Cells, body: unknown): Payload {
  readCrn(cells, "crn");
  const start = cells.date("licenceStartDate", ISO_DATE);
  const expiry = cells.date("licenceExpiry", ISO_DATE);
  if (start !== null && expiry !== null && expiry < start) {
    cells.report(dateOrder("licenceExpiry", "licenceStartDate"));
  }
  const conditions = licenceConditions(cells, memberAt(body, "conditions"));
  return { conditions, ...given({ licenceStart: start, licenceExpiry: expiry }) };
}

export function readAppointment(cells: Cells): Payload {
  readCrn(cells, "crn");
  return {
    at: cells.requiredDate("at", ISO_INSTANT),
    type: cells.requiredText("type"),
    ...given({ outcome: cells.code("outcome", CONTACT_OUTCOMES) }),
  };
}

/** Work e-mails are compared without case. */
export function readAccessLimitations(cells: Cells, body: unknown): Payload {
  const read = (name: string): readonly string[] => {
    const listed = memberAt(body, name);
    const emails = Array.isArray(listed) ? listed.map((user: unknown) => memberAt(user, "email")) : [undefined];
    const known = emails.filter((email) => typeof email === "string" && email.trim() !== "");
    if (known.length < emails.length) {
      cells.report(malformedRecord(`${name} is not a list of users with their e-mails`));
    }
    return known.map((email) => String(email).trim().toLowerCase());
  };
  return { excluded: read("excludedFrom"), restricted: read("restrictedTo") };
}

export function readMappa(cells: Cells): Payload {
  return {
    category: cells.requiredNumber("category", { min: 1, max: 4 }),
    level: cells.requiredNumber("level", { min: 1, max: 3 }),
    ...given({ reviewDate: cells.date("reviewDate", ISO_DATE), notes: cells.text("notes") }),
  };
}

export function readTier(cells: Cells): Payload {
  return { tier: cells.requiredText("tierScore") };
}

function readRequirements(cells: Cells, body: unknown): readonly unknown[] {
  const sent = memberAt(body, "requirements") ?? [];
  const requirements: readonly unknown[] = Array.isArray(sent) ? sent : [sent];
  for (const requirement of requirements) {
    if (typeof requirement !== "string" || !REQUIREMENT_TYPES.includes(requirement)) {
      cells.report(unknownCode("requirements", String(requirement), REQUIREMENT_TYPES));
    }
  }
  return requirements;
}
