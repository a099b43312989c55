import { FIELD_PATHS } from "#schemas/generated/field-paths.ts";
import { validateEvent } from "#schemas/validate.ts";
import { PURPOSES } from "#schemas/vocabulary.ts";
import type { EventParts, FeedContext, RowProblem, Translation } from "../connector.ts";
import { type Cells, csvCells } from "../rows/cells.ts";
import { EARLIEST_INSTANT, ISO_DATE, ISO_INSTANT, startOfLondonDay } from "../rows/dates.ts";
import { given } from "../rows/given.ts";
import { reportRepeated } from "../rows/repeated-records.ts";
import {
  dateOrder,
  invalidIdentifier,
  malformedRecord,
  missingField,
  outOfRange,
  rejected,
  rowWarning,
  unknownCode,
  unknownReference,
} from "../rows/row-problems.ts";
import { clientIdentifier } from "./client.ts";

export const CONSENT_COLUMNS = [
  "CONSENT_ID",
  "CLIENTID",
  "GIVEN_AT",
  "CAPTURED_BY",
  "METHOD",
  "FIELDS",
  "RECIPIENTS",
  "PURPOSES",
  "VALID_FROM",
  "EXPIRES_AT",
  "WITHDRAWN_AT",
  "EVIDENCE_REF",
] as const;

const METHODS = { signed: "signed", verbal: "verbal", digital: "digital" };
const GROUP = "treatment.";
const FIELD_NAMES = FIELD_PATHS.filter((path) => path.startsWith(GROUP)).map((path) => path.slice(GROUP.length));
const AGENCY_ID = /^[a-z][a-z0-9]*(-[a-z0-9]+)*$/;

/**
 * One consent. Withdrawn, it is said with the withdrawal, so that it counts even where it comes first; and a withdrawal
 * is never lost to another bad cell: whose consent it is and which one is enough, and the rest is told as far as it can
 * be read.
 */
export function translateConsent(row: Readonly<Record<string, string>>, context: FeedContext): Translation {
  const cells = csvCells(row);
  const consentId = cells.requiredText("CONSENT_ID");
  const clientId = readClientId(cells, context);
  const identified = !cells.failed;
  const consent = readConsent(cells);
  const withdrawnAt = readWithdrawal(cells, consent.capturedAt, context);
  reportRepeated(cells, context, { field: "CONSENT_ID", key: consentId, content: row });

  if (cells.failed && !(identified && withdrawnAt !== null)) {
    return rejected(cells.problems, consentId || null);
  }
  const about = {
    sourceRecordRef: consentId,
    person: { identifiers: [clientIdentifier(clientId)] },
    dataSubjectCategory: "other" as const,
  };
  if (withdrawnAt === null) {
    const type = "drug-services.consent.given";
    const payload = { consentId, ...consent };
    const given = context.event({ ...about, type, time: consent.capturedAt ?? "", payload });
    return { events: [given], problems: cells.problems, recordRef: consentId };
  }
  const withdrawn = (told: EventParts["payload"]) =>
    context.event({
      ...about,
      type: "drug-services.consent.withdrawn",
      time: withdrawnAt,
      payload: { consentId, ...told, withdrawnAt },
    });
  const whole = withdrawn(consent);
  const bare = withdrawn({});
  const loses = !validateEvent(whole).valid && validateEvent(bare).valid;
  return {
    events: [loses ? bare : whole],
    problems: [...cells.problems, ...(loses ? [TERMS_UNUSABLE] : [])].map(asWarning),
    recordRef: consentId,
  };
}

const TERMS_UNUSABLE = malformedRecord("a cell of the consent is longer than it may be", "shorten the cell");

function asWarning({ code, why, requiredAction }: RowProblem): RowProblem {
  return rowWarning(code, `${why}; the consent counts as withdrawn all the same`, requiredAction);
}

/**
 * Null where WITHDRAWN_AT is empty. One that cannot be read, or that is yet to come, counts from the earliest instant it
 * can have been, which is when the consent was given; where that is no help either, from ever. Sharing stops at once.
 */
function readWithdrawal(cells: Cells, capturedAt: string | undefined, { now }: FeedContext): string | null {
  if (cells.text("WITHDRAWN_AT") === null) {
    return null;
  }
  const isPast = (instant: string) => Date.parse(instant) <= now.getTime();
  const withdrawnAt = cells.date("WITHDRAWN_AT", ISO_INSTANT);
  if (withdrawnAt !== null && isPast(withdrawnAt)) {
    return withdrawnAt;
  }
  if (withdrawnAt !== null) {
    cells.report(outOfRange("WITHDRAWN_AT", "an instant that has passed"));
  }
  return capturedAt !== undefined && isPast(capturedAt) ? capturedAt : EARLIEST_INSTANT;
}

function readClientId(cells: Cells, context: FeedContext): string {
  const clientId = cells.requiredText("CLIENTID");
  if (clientId !== "" && context.find("client", clientId) === null) {
    cells.report(unknownReference("CLIENTID", "client", "send the client first"));
  }
  return clientId;
}

/** What can be read of it; all of it that is required, where no problem was reported. */
function readConsent(cells: Cells) {
  const capturedAt = cells.requiredDate("GIVEN_AT", ISO_INSTANT) || null;
  const fields = readCodes(cells, "FIELDS", FIELD_NAMES);
  return {
    ...given({
      capturedAt,
      method: cells.requiredCode("METHOD", METHODS),
      fields: fields === null ? null : fields.map((name) => `${GROUP}${name}`),
      recipients: readRecipients(cells),
      purposes: readCodes(cells, "PURPOSES", PURPOSES),
    }),
    ...readValidity(cells, capturedAt),
    ...given({ capturedBy: cells.text("CAPTURED_BY"), evidenceRef: cells.text("EVIDENCE_REF") }),
  };
}

/**
 * Both days are read to share less: validity starts no sooner than the consent was given, and ends as its last day
 * begins. Told whole or not at all: a start without the end that was meant would be a consent without one.
 */
function readValidity(cells: Cells, capturedAt: string | null) {
  const problemsBefore = cells.problems.length;
  const from = cells.requiredDate("VALID_FROM", ISO_DATE);
  const until = cells.date("EXPIRES_AT", ISO_DATE);
  if (from !== "" && until !== null && until < from) {
    cells.report(dateOrder("EXPIRES_AT", "VALID_FROM"));
  }
  if (capturedAt === null || cells.problems.length > problemsBefore) {
    return {};
  }
  const start = startOfLondonDay(from);
  return {
    validFrom: start > capturedAt ? start : capturedAt,
    ...given({ expiresAt: until === null ? null : startOfLondonDay(until) }),
  };
}

function readCodes(cells: Cells, name: string, known: readonly string[]): readonly string[] | null {
  const sent = readList(cells, name);
  const unknown = sent?.find((code) => !known.includes(code));
  if (unknown !== undefined) {
    cells.report(unknownCode(name, unknown, known));
    return null;
  }
  return sent;
}

function readRecipients(cells: Cells): readonly string[] | null {
  const sent = readList(cells, "RECIPIENTS");
  if (sent?.every((agencyId) => AGENCY_ID.test(agencyId)) === false) {
    cells.report(invalidIdentifier("RECIPIENTS", "agency ids, e.g. solent-probation"));
    return null;
  }
  return sent;
}

/** Lists inside a cell are separated by semicolons. */
function readList(cells: Cells, name: string): readonly string[] | null {
  const sent = cells.text(name);
  const parts = (sent ?? "").split(";").flatMap((part) => part.trim() || []);
  if (parts.length === 0) {
    cells.report(missingField(name));
    return null;
  }
  return [...new Set(parts)];
}
