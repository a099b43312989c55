import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { internalId } from "#gateway/people/pairwise-ids.ts";
import { packageRoot } from "#services/platform/environment/package-root.ts";
import { pairwiseIdsOf, type Stage } from "./stage.ts";

type MadeUpPerson = { readonly firstName: string; readonly lastName: string };
type ListedPerson = { readonly name: string; readonly personIds: Readonly<Record<string, string>> };

const SEARCHER = { agencyId: "iom-team", actor: "sgt-01", purpose: "iom-case-management" } as const;

/** Each made-up person with the random id every agency knows them by, found as the IOM team would find them. */
export async function listPeople(stage: Stage): Promise<readonly ListedPerson[]> {
  const people: ListedPerson[] = [];
  for (const person of await readMadeUpPeople()) {
    const personIds = await findPersonIds(stage, person);
    if (personIds !== null) {
      people.push({ name: `${person.firstName} ${person.lastName}`, personIds });
    }
  }
  return people;
}

export async function findPersonIds(stage: Stage, person: MadeUpPerson): Promise<ListedPerson["personIds"] | null> {
  const team = stage.agencies.find(({ agencyId }) => agencyId === SEARCHER.agencyId);
  if (team === undefined) {
    return null;
  }
  const answer = await stage.clientFor(team).call("POST", "/v1/searches", {
    actor: SEARCHER.actor,
    purpose: SEARCHER.purpose,
    body: { match: { "identity.firstName": person.firstName, "identity.lastName": person.lastName } },
  });
  if (answer.status !== 200) {
    throw new Error(`a search for the people of the demonstration was answered with ${answer.status}`);
  }
  const [found] = (answer.body as { readonly people?: readonly { readonly personId: string }[] }).people ?? [];
  const personId = found === undefined ? null : await internalId(stage.sql, SEARCHER.agencyId, found.personId);
  return personId === null ? null : pairwiseIdsOf(stage, personId);
}

async function readMadeUpPeople(): Promise<readonly MadeUpPerson[]> {
  const text = await readFile(join(packageRoot(), "services", "demo", "samples", "people.json"), "utf8");
  return (JSON.parse(text) as { readonly people: readonly MadeUpPerson[] }).people;
}
