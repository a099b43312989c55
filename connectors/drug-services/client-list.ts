import type { PersonReference } from "#schemas/agency-event.ts";
import type { EventParts, FeedContext, Translation } from "../connector.ts";
import { type Cells, csvCells } from "../rows/cells.ts";
import { startOfLondonDay, UK_DATE } from "../rows/dates.ts";
import { fileDate } from "../rows/file-date.ts";
import { given } from "../rows/given.ts";
import { readPostcode } from "../rows/postcodes.ts";
import { reportRepeated } from "../rows/repeated-records.ts";
import { outOfRange, rejected } from "../rows/row-problems.ts";
import { clientIdentifier, clientReference, SEXES } from "./client.ts";
import { ENGAGEMENT_PERIOD_DAYS, engagementFrom } from "./engagement.ts";

export const CLIENT_COLUMNS = [
  "CLIENTID",
  "FORENAME",
  "SURNAME",
  "DOB",
  "SEX",
  "POSTCODE",
  "KEYWORKER",
  "KEYWORKER_PHONE",
  "APPTS_28D",
  "ATTENDED_28D",
  "LAST_ATTENDED",
] as const;

const APPOINTMENTS = { min: 0, max: 1000 };

type Client = {
  readonly clientId: string;
  readonly person: PersonReference;
  readonly keyworker: { readonly name: string; readonly phone?: string } | null;
  readonly appointments: number | null;
  readonly attended: number | null;
  readonly lastAttended: string | null;
};

/** One client of the provider's own list, the only file of a drug service that has names. */
export function translateClient(row: Readonly<Record<string, string>>, context: FeedContext): Translation {
  const cells = csvCells(row);
  const client = readClient(cells);
  reportRepeated(cells, context, { field: "CLIENTID", key: client.clientId, content: row });
  return cells.failed
    ? rejected(cells.problems, client.clientId || null)
    : {
        events: clientEvents(client, fileDate(context)).map(context.event),
        problems: cells.problems,
        recordRef: client.clientId,
        introduces: [clientReference(client.clientId)],
      };
}

function readClient(cells: Cells): Client {
  const clientId = cells.requiredText("CLIENTID");
  const keyworker = cells.text("KEYWORKER");
  const appointments = cells.integer("APPTS_28D", APPOINTMENTS);
  const attended = cells.integer("ATTENDED_28D", APPOINTMENTS);
  if (appointments !== null && attended !== null && attended > appointments) {
    cells.report(outOfRange("ATTENDED_28D", "at most APPTS_28D"));
  }
  return {
    clientId,
    person: {
      identifiers: [clientIdentifier(clientId)],
      firstName: cells.requiredText("FORENAME"),
      lastName: cells.requiredText("SURNAME"),
      dateOfBirth: cells.requiredDate("DOB", UK_DATE),
      ...given({ sex: cells.code("SEX", SEXES), postcode: readPostcode(cells, "POSTCODE") }),
    },
    keyworker: keyworker === null ? null : { name: keyworker, ...given({ phone: cells.text("KEYWORKER_PHONE") }) },
    appointments,
    attended,
    lastAttended: cells.date("LAST_ATTENDED", UK_DATE),
  };
}

function clientEvents(client: Client, asAt: string): readonly EventParts[] {
  return [...keyworker(client, asAt), ...lastAppointment(client), ...engagement(client, asAt)];
}

function keyworker(client: Client, asAt: string): readonly EventParts[] {
  return client.keyworker === null ? [] : [about(client, "keyworker.assigned", asAt, client.keyworker)];
}

/**
 * The list dates the last appointment that was kept and none that was missed. Where some were missed, that one alone
 * would read as somebody who always comes, so it is left out and the band of engagement tells.
 */
function lastAppointment(client: Client): readonly EventParts[] {
  const { lastAttended, appointments, attended } = client;
  if (lastAttended === null || appointments !== attended) {
    return [];
  }
  const at = startOfLondonDay(lastAttended);
  return [about(client, "appointment.recorded", lastAttended, { at, attended: true })];
}

function engagement(client: Client, asAt: string): readonly EventParts[] {
  const { appointments, attended } = client;
  if (appointments === null || attended === null) {
    return [];
  }
  const band = { engagement: engagementFrom({ appointments, attended }) };
  return [about(client, "engagement.changed", asAt, { periodDays: ENGAGEMENT_PERIOD_DAYS, ...given(band) })];
}

function about(client: Client, event: string, day: string, payload: EventParts["payload"]): EventParts {
  return {
    type: `drug-services.${event}`,
    time: startOfLondonDay(day),
    sourceRecordRef: client.clientId,
    person: client.person,
    // A health service does not know what a client is to the law.
    dataSubjectCategory: "other",
    payload,
  };
}
