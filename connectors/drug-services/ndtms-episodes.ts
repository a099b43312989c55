import type { PersonReference } from "#schemas/agency-event.ts";
import type { EventParts, FeedContext, Translation } from "../connector.ts";
import { type Cells, csvCells } from "../rows/cells.ts";
import { startOfLondonDay, UK_DATE } from "../rows/dates.ts";
import { given } from "../rows/given.ts";
import { readPostcode } from "../rows/postcodes.ts";
import { reportRepeated } from "../rows/repeated-records.ts";
import { dateOrder, invalidIdentifier, rejected } from "../rows/row-problems.ts";
import { clientIdentifier, clientReference, SEXES } from "./client.ts";
import { DISCHARGE_REASONS, SUBSTANCES, type Substance } from "./ndtms-codes.ts";

export const NDTMS_COLUMNS =
  "AGNCY,FINITIAL,SINITIAL,DOB,SEX,ETHNIC,NATION,REFLD,CLIENT,CLIENTID,EPISODID,CONSENT,PREVTR,TOPCC,POSTCODE,ACCMNEED,DAT,UTLA,DRUG1,DRUG1AGE,ROUTE,DRUG2,DRUG3,RFLS,TRIAGED,CPLNDT,INJSTAT,DUALDIAG,DISD,DISRSN,MODAL,MODST,MODEND".split(
    ",",
  );

type Episode = {
  readonly clientId: string;
  readonly episodeId: string;
  readonly person: PersonReference;
  readonly mainSubstance: Substance | null;
  readonly secondarySubstances: readonly Substance[];
  readonly triageDate: string | null;
  readonly treatmentStart: string | null;
  readonly dischargeDate: string | null;
  readonly dischargeReason: { readonly code: string; readonly planned: boolean } | null;
};

/**
 * One treatment episode of the national return. Its CONSENT column is for national reporting and says nothing about
 * partners, so it is not read; nor are injecting, outcome, ethnic group and the rest that no agreement may share.
 */
export function translateEpisode(row: Readonly<Record<string, string>>, context: FeedContext): Translation {
  const cells = csvCells(row);
  const episode = readEpisode(cells);
  reportRepeated(cells, context, { field: "EPISODID", key: episode.episodeId, content: row });
  return cells.failed
    ? rejected(cells.problems, episode.clientId || null)
    : {
        events: [...started(episode), ...ended(episode)].map(context.event),
        problems: cells.problems,
        recordRef: episode.clientId,
        introduces: [clientReference(episode.clientId)],
      };
}

function readEpisode(cells: Cells): Episode {
  const clientId = cells.requiredText("CLIENTID");
  const triageDate = cells.date("TRIAGED", UK_DATE);
  const treatmentStart = cells.date("MODST", UK_DATE);
  const dischargeDate = cells.date("DISD", UK_DATE);
  const begun = triageDate ?? treatmentStart;
  if (dischargeDate !== null && begun !== null && dischargeDate < begun) {
    cells.report(dateOrder("DISD", triageDate === null ? "MODST" : "TRIAGED"));
  }
  return {
    clientId,
    episodeId: cells.requiredText("EPISODID"),
    person: readPerson(cells, clientId),
    mainSubstance: cells.requiredCode("DRUG1", SUBSTANCES),
    secondarySubstances: [cells.code("DRUG2", SUBSTANCES), cells.code("DRUG3", SUBSTANCES)].filter(
      (substance) => substance !== null,
    ),
    triageDate,
    treatmentStart,
    dischargeDate,
    dischargeReason: cells.code("DISRSN", DISCHARGE_REASONS),
  };
}

/** The return has initials and a shortened postcode: enough to be a candidate, never enough to link. */
function readPerson(cells: Cells, clientId: string): PersonReference {
  return {
    identifiers: [clientIdentifier(clientId)],
    initials: { first: readInitial(cells, "FINITIAL"), last: readInitial(cells, "SINITIAL") },
    dateOfBirth: cells.requiredDate("DOB", UK_DATE),
    ...given({ sex: cells.code("SEX", SEXES), postcode: readPostcode(cells, "POSTCODE") }),
  };
}

const INITIAL = /^\p{L}\p{M}*$/u;

function readInitial(cells: Cells, name: string): string {
  const sent = cells.requiredText(name).normalize("NFC");
  if (sent !== "" && !INITIAL.test(sent)) {
    cells.report(invalidIdentifier(name, "one letter"));
  }
  return sent.toUpperCase();
}

function started(episode: Episode): readonly EventParts[] {
  const { episodeId, mainSubstance, secondarySubstances, triageDate, treatmentStart } = episode;
  const begun = triageDate ?? treatmentStart;
  return begun === null
    ? []
    : [
        about(episode, "treatment.started", begun, {
          episodeId,
          mainSubstance,
          secondarySubstances,
          ...given({ triageDate, treatmentStart }),
        }),
      ];
}

function ended(episode: Episode): readonly EventParts[] {
  const { episodeId, dischargeDate, dischargeReason } = episode;
  return dischargeDate === null
    ? []
    : [about(episode, "treatment.ended", dischargeDate, { episodeId, dischargeDate, ...given({ dischargeReason }) })];
}

function about(episode: Episode, event: string, day: string, payload: EventParts["payload"]): EventParts {
  return {
    type: `drug-services.${event}`,
    time: startOfLondonDay(day),
    sourceRecordRef: episode.episodeId,
    person: episode.person,
    dataSubjectCategory: "other",
    payload,
  };
}
