import { FIELD_PATHS } from "#schemas/generated/field-paths.ts";
import { PURPOSES } from "#schemas/vocabulary.ts";
import type { FeedContext, Translation } from "../connector.ts";
import { type Cells, csvCells } from "../rows/cells.ts";
import { ISO_DATE, ISO_INSTANT, startOfLondonDay } from "../rows/dates.ts";
import { given } from "../rows/given.ts";
import { reportRepeated } from "../rows/repeated-records.ts";
import {
  dateOrder,
  invalidIdentifier,
  missingField,
  rejected,
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

/** One consent. Withdrawn, it is said in full with the withdrawal, so that it counts even where it comes first. */
export function translateConsent(row: Readonly<Record<string, string>>, context: FeedContext): Translation {
  const cells = csvCells(row);
  const consentId = cells.requiredText("CONSENT_ID");
  const clientId = readClientId(cells, context);
  const consent = readConsent(cells, consentId);
  const withdrawnAt = cells.date("WITHDRAWN_AT", ISO_INSTANT);
  reportRepeated(cells, context, { field: "CONSENT_ID", key: consentId, content: row });

  return cells.failed
    ? rejected(cells.problems, consentId || null)
    : {
        events: [
          context.event({
            type: withdrawnAt === null ? "drug-services.consent.given" : "drug-services.consent.withdrawn",
            time: withdrawnAt ?? consent.capturedAt,
            sourceRecordRef: consentId,
            person: { identifiers: [clientIdentifier(clientId)] },
            dataSubjectCategory: "other",
            payload: { ...consent, ...given({ withdrawnAt }) },
          }),
        ],
        problems: cells.problems,
        recordRef: consentId,
      };
}

function readClientId(cells: Cells, context: FeedContext): string {
  const clientId = cells.requiredText("CLIENTID");
  if (clientId !== "" && context.find("client", clientId) === null) {
    cells.report(unknownReference("CLIENTID", "client", "send the client first"));
  }
  return clientId;
}

function readConsent(cells: Cells, consentId: string) {
  const capturedAt = cells.requiredDate("GIVEN_AT", ISO_INSTANT);
  return {
    consentId,
    capturedAt,
    method: cells.requiredCode("METHOD", METHODS),
    fields: readCodes(cells, "FIELDS", FIELD_NAMES).map((name) => `${GROUP}${name}`),
    recipients: readRecipients(cells),
    purposes: readCodes(cells, "PURPOSES", PURPOSES),
    ...readValidity(cells, capturedAt),
    ...given({ capturedBy: cells.text("CAPTURED_BY"), evidenceRef: cells.text("EVIDENCE_REF") }),
  };
}

/**
 * Both days are read to share less: validity starts no sooner than the consent was given, and ends as its last day
 * begins.
 */
function readValidity(cells: Cells, capturedAt: string) {
  const from = cells.requiredDate("VALID_FROM", ISO_DATE);
  const until = cells.date("EXPIRES_AT", ISO_DATE);
  if (from !== "" && until !== null && until < from) {
    cells.report(dateOrder("EXPIRES_AT", "VALID_FROM"));
  }
  const start = from === "" ? "" : startOfLondonDay(from);
  return {
    validFrom: start > capturedAt ? start : capturedAt,
    ...given({ expiresAt: until === null ? null : startOfLondonDay(until) }),
  };
}

function readCodes(cells: Cells, name: string, known: readonly string[]): readonly string[] {
  const sent = readList(cells, name);
  const unknown = sent.find((code) => !known.includes(code));
  if (unknown !== undefined) {
    cells.report(unknownCode(name, unknown, known));
  }
  return sent;
}

function readRecipients(cells: Cells): readonly string[] {
  const sent = readList(cells, "RECIPIENTS");
  if (!sent.every((agencyId) => AGENCY_ID.test(agencyId))) {
    cells.report(invalidIdentifier("RECIPIENTS", "agency ids, e.g. solent-probation"));
  }
  return sent;
}

/** Lists inside a cell are separated by semicolons. */
function readList(cells: Cells, name: string): readonly string[] {
  const sent = cells.text(name);
  const parts = (sent ?? "").split(";").flatMap((part) => part.trim() || []);
  if (parts.length === 0) {
    cells.report(missingField(name));
  }
  return [...new Set(parts)];
}
