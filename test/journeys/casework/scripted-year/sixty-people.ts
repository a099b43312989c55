import { REGISTER_HEADER } from "#connectors/iom-team/register.ts";
import { checkLetter } from "#schemas/identifiers/check-letter.ts";
import type { MadeUpPerson } from "#test/people.ts";

/** One of the sixty, numbered from 0. Nobody of them exists. */
export type OneOfSixty = MadeUpPerson & { readonly number: number; readonly pnc: string; readonly born: string };

const FIRST_NAMES = ["Aaron", "Bella", "Callum", "Della", "Elton", "Freya", "Gavin", "Holly", "Ivor", "Jodie"];
const LAST_NAMES = ["Penrose", "Quarry", "Rushton", "Stanmore", "Thornley", "Underhay"];

/** Twenty in each cohort; the first thirty were taken on in March 2025, the others in January 2026. */
export const SIXTY: readonly OneOfSixty[] = Array.from({ length: 60 }, (_one, number) => {
  const serial = String(6_000_000 + number * 137);
  return {
    number,
    firstName: FIRST_NAMES[number % 10] ?? "",
    lastName: LAST_NAMES[Math.floor(number / 10)] ?? "",
    crn: `X93${String(1000 + number).padStart(4, "0")}`,
    pnc: `2010/${serial}${checkLetter(`10${serial}`)}`,
    born: `${String(1 + (number % 28)).padStart(2, "0")}/0${1 + (number % 9)}/${1970 + (number % 30)}`,
  };
});

export const between = (from: number, to: number) => SIXTY.slice(from, to + 1);

const cohortOf = (number: number) => ["fixed", "flex", "free"][Math.floor(number / 20)] ?? "";

/** The team's spreadsheet as the hub takes it over: who is on the scheme, since when and in which colour. */
export function registerFile() {
  const rows = SIXTY.map(({ number, pnc, crn, lastName, firstName, born }) => {
    const registeredOn = number < 30 ? "03/03/2025" : "05/01/2026";
    const colour = number < 10 ? "red" : "amber";
    return [
      ...[pnc, crn, lastName, firstName, born, cohortOf(number), "Y", "active", registeredOn],
      ...[colour, registeredOn, "", "", "hampshire-police", "HC4471"],
    ].join(",");
  });
  return { name: "register-20260402.csv", content: `${REGISTER_HEADER}\n${rows.join("\n")}\n` };
}

const RMS_HEADER =
  "PERSON_REF,PNCID,CRO_NO,SURNAME,FORENAME_1,DOB,SEX,EVENT_TYPE,EVENT_DATETIME,OCCURRENCE_NO,HO_CODE,CJS_CODE,OFFENCE_TEXT,CUSTODY_NO,STATION,OFFICER_COLLAR,STATUS";

/** Charges of burglary in a dwelling, by the day of the charge. */
export function chargesFile(charges: readonly (readonly [day: string, people: readonly OneOfSixty[]])[]) {
  const rows = charges.flatMap(([day, people]) =>
    people.map(({ number, pnc, lastName, firstName, born }) =>
      [
        ...[`HC003${String(1000 + number)}`, pnc, "", lastName.toUpperCase(), firstName.toUpperCase(), born, ""],
        ...["CHARGE", `${day} 10:00`, `4425${day.slice(3, 5)}${String(10_000 + number)}`, "028/01", "TH68023"],
        ...["Burglary dwelling with intent to steal", "", "SOUTHAMPTON CENTRAL", "HC4471", "CHARGED"],
      ].join(","),
    ),
  );
  return { name: "rms-extract-20260402.csv", content: `${RMS_HEADER}\n${rows.join("\n")}\n` };
}

type Sentence = { readonly on: string; readonly months: number | null; readonly people: readonly OneOfSixty[] };

/** Sentences as probation's events tell them, with the details they point to; `months` null is a community order. */
export function sentenceFiles(name: string, sentences: readonly Sentence[]) {
  const told = sentences.flatMap(({ on, months, people }) =>
    people.map(({ crn, number }) => {
      const url = `https://probation-api.example/people/${crn}/sentences/1`;
      const details =
        months === null
          ? { type: "COMMUNITY_ORDER", isCustodial: false, lengthMonths: 12, orderEnd: "2027-06-30" }
          : { type: "DETERMINATE_CUSTODY", isCustodial: true, lengthMonths: months, orderEnd: null };
      const body = {
        crn,
        eventNumber: 1,
        date: on,
        licenceExpiry: null,
        sentenceExpiry: null,
        requirements: [],
        ...details,
      };
      const event = {
        eventType: "probation-case.sentence.created",
        version: 1,
        occurredAt: `${on}T12:00:00+01:00`,
        detailUrl: url,
        additionalInformation: { eventNumber: "1" },
        personReference: {
          identifiers: [
            { type: "CRN", value: crn },
            { type: "NOMS", value: nomsOf(number) },
          ],
        },
      };
      return { event, response: JSON.stringify({ url, status: 200, body }) };
    }),
  );
  return [
    { name: `detail-responses-${name}.ndjson`, content: `${told.map(({ response }) => response).join("\n")}\n` },
    { name: `domain-events-${name}.json`, content: JSON.stringify(told.map(({ event }) => event)) },
  ];
}

const nomsOf = (number: number) => `A93${String(number).padStart(2, "0")}YZ`;

/** What the prison says of those it has received for a number of months. */
export function receptionsFile(name: string, on: string, months: number, people: readonly OneOfSixty[]) {
  const events = people.flatMap(({ number }) => {
    const nomsNumber = nomsOf(number);
    const about = { version: 1, personReference: { identifiers: [{ type: "NOMS", value: nomsNumber }] } };
    const admission = { reason: "ADMISSION", prisonId: "WCI", currentLocation: "IN_PRISON" };
    return [
      {
        ...about,
        eventType: "prison-offender-events.prisoner.received",
        occurredAt: `${on}T18:00:00+01:00`,
        additionalInformation: { nomsNumber, ...admission, currentPrisonStatus: "UNDER_PRISON_CARE" },
      },
      {
        ...about,
        eventType: "prisoner.sentence-dates-changed",
        occurredAt: `${on}T19:00:00+01:00`,
        additionalInformation: { nomsNumber, sentenceLengthMonths: months, conditionalReleaseDate: "2029-09-27" },
      },
    ];
  });
  return { name: `domain-events-${name}.json`, content: JSON.stringify(events) };
}
