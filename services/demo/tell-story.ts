import type { AgencyClient } from "#gateway/client/agency-client.ts";
import type { DemoAgenciesFile, DemoAgency } from "./demo-agencies.ts";

type Field = { readonly form: string };
type PersonAnswer = { readonly fields: Readonly<Record<string, Field>> };

export type StoryDependencies = {
  readonly file: DemoAgenciesFile;
  /** Where people sign in; null when no console runs. */
  readonly consoleOrigin: string | null;
  readonly clientFor: (agency: DemoAgency) => AgencyClient;
  /** Names of the fields the hub holds of a person, by that agency's own id for them. */
  readonly heldFields: (agencyId: string, personId: string) => Promise<readonly string[]>;
  readonly say: (line: string) => void;
};

const PURPOSE = "iom-case-management";
const NAMES_SHOWN = 5;
/** Arrested under an alias, tagged, housed and on licence: every agency knows a different part of him. */
const SHOWN_PERSON = "Daniel Ashdown";
/** She has excluded one officer, who must not learn even that she is on the scheme. */
const RESTRICTED_PERSON = "Sarah Ellerby";
const EXCLUDED_ACTOR = "prac-02";

/** Says who may sign in, what each agency received, and what it was not given, by calling the hub as each agency would. */
export async function tellStory(story: StoryDependencies): Promise<void> {
  const { file, consoleOrigin, clientFor, heldFields, say } = story;
  if (consoleOrigin !== null) {
    say("");
    say(
      `For people, the console: ${consoleOrigin} (choose one of the made-up sign-ins it lists; no password is needed)`,
    );
  }
  listSignIns(file, say);
  const shown = file.people.find((person) => person.name === SHOWN_PERSON);
  if (shown === undefined) {
    return;
  }
  say("");
  say(
    `What each agency is given of ${SHOWN_PERSON} (made up, as everybody here), to manage a person in the IOM cohort:`,
  );
  for (const agency of file.agencies) {
    const personId = shown.personIds[agency.agencyId] ?? "";
    const given = await readPerson(clientFor(agency), firstOfficer(agency), personId);
    const held = await heldFields(agency.agencyId, personId);
    say(`  ${agency.agencyId.padEnd(22)}${describe(given, held)}`);
  }
  await tellOfTheRestriction(file, clientFor, say);
  await tellOfTheRating(file, clientFor, say);
  say("");
  say("Try: npm run --silent concordat -- follow --as iom-team");
  say("and, meanwhile, put a police file into feeds/hampshire-police/ under HUB_DATA.");
}

/** The keys behind these names are in the agencies file; a key signs for the agency, and the actor says who is asking. */
function listSignIns({ agencies }: DemoAgenciesFile, say: (line: string) => void): void {
  say("");
  say("Sign-ins, made up (keys and person ids are in demo/agencies.json under HUB_DATA):");
  for (const { agencyId, officers } of agencies) {
    say(`  ${agencyId.padEnd(22)}${officers.map(({ actor, role }) => `${actor} (${role})`).join(", ")}`);
  }
}

async function tellOfTheRestriction(
  file: DemoAgenciesFile,
  clientFor: StoryDependencies["clientFor"],
  say: (line: string) => void,
): Promise<void> {
  const probation = file.agencies.find((agency) => agency.agencyType === "probation");
  const person = file.people.find(({ name }) => name === RESTRICTED_PERSON);
  if (probation === undefined || person === undefined) {
    return;
  }
  const client = clientFor(probation);
  const personId = person.personIds[probation.agencyId] ?? "";
  const colleague = await readPerson(client, firstOfficer(probation), personId);
  const excluded = await readPerson(client, EXCLUDED_ACTOR, personId);
  say("");
  say(
    `${RESTRICTED_PERSON} has excluded one probation officer: a colleague reads ${count(colleague)} fields, ` +
      `${EXCLUDED_ACTOR} gets ${excluded === null ? "the same 404 as for a person who does not exist" : `${count(excluded)} fields`}.`,
  );
}

type RatingAnswer = {
  readonly assessment: { readonly colour?: string };
  readonly suggestion: { readonly colour?: string; readonly reasons: readonly { readonly text: string }[] };
};

/** What the rules make of what came this morning, beside what people last decided. */
async function tellOfTheRating(
  { agencies, people }: DemoAgenciesFile,
  clientFor: StoryDependencies["clientFor"],
  say: (line: string) => void,
): Promise<void> {
  const team = agencies.find((agency) => agency.agencyType === "iom-team");
  const personId = people.find(({ name }) => name === SHOWN_PERSON)?.personIds[team?.agencyId ?? ""];
  if (team === undefined || personId === undefined) {
    return;
  }
  const asked = { actor: firstOfficer(team), purpose: PURPOSE };
  const { status, body } = await clientFor(team).call("GET", `/v1/people/${personId}/rag`, asked);
  if (status !== 200) {
    return;
  }
  const { assessment, suggestion } = body as RatingAnswer;
  const because = suggestion.reasons.map(({ text }) => text).join(" ");
  say("");
  say(
    `${SHOWN_PERSON} is rated ${assessment.colour ?? "not at all"}; for the ${team.agencyId} the rules suggest ` +
      `${suggestion.colour ?? "nothing"}${because === "" ? "." : `: ${because}`} People decide.`,
  );
}

async function readPerson(client: AgencyClient, actor: string, personId: string): Promise<PersonAnswer | null> {
  const answer = await client.call("GET", `/v1/people/${personId}`, { actor, purpose: PURPOSE });
  return answer.status === 200 ? (answer.body as PersonAnswer) : null;
}

function describe(given: PersonAnswer | null, held: readonly string[]): string {
  if (given === null) {
    return `nothing: ${held.length} fields are held, none is its business`;
  }
  const forms = Object.values(given.fields).map(({ form }) => form);
  const inFull = forms.filter((form) => form === "full").length;
  const withheld = held.filter((field) => given.fields[field] === undefined);
  return (
    `${forms.length} fields (${inFull} in full, ${forms.length - inFull} cut down); ` +
    `not given: ${withheld.length === 0 ? "nothing held" : someOf(withheld)}`
  );
}

function someOf(fields: readonly string[]): string {
  const rest = fields.length - NAMES_SHOWN;
  const shown = fields.slice(0, NAMES_SHOWN).join(", ");
  return rest > 0 ? `${shown} and ${rest} more` : shown;
}

function count(answer: PersonAnswer | null): number {
  return answer === null ? 0 : Object.keys(answer.fields).length;
}

function firstOfficer(agency: DemoAgency): string {
  return agency.officers[0]?.actor ?? "";
}
