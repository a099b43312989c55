import type { Agreement } from "#policies/agreement-document.ts";
import { type AgreementLife, agreementLife, versionOf } from "#policies/life/agreement-life.ts";
import { HubError } from "#schemas/problems.ts";
import type { Transaction } from "#services/platform/database/database.ts";
import { agreementLives } from "./bundle/agreement-lives.ts";
import { type EventRow, readEventRows } from "./bundle/event-chain.ts";

/** Everything there is of one agreement: its events, its life as they tell it, and the text of each version. */
export type AgreementRecord = {
  readonly id: string;
  readonly events: readonly EventRow[];
  readonly life: AgreementLife;
  /** By version; those that are deleted are not here. */
  readonly documents: ReadonlyMap<number, Agreement>;
};

/** Every agreement there is, by id. */
export async function readAgreements(tx: Transaction): Promise<ReadonlyMap<string, AgreementRecord>> {
  const events = await readEventRows(tx);
  const lives = agreementLives(events);
  const texts = await readTexts(tx, [...lives.values()]);
  return new Map(
    [...lives].map(([id, life]) => [
      id,
      { id, life, events: events.filter(({ agreementId }) => agreementId === id), documents: documentsOf(life, texts) },
    ]),
  );
}

/** The agreement as its own parties see it; unknown and another's look the same. */
export async function readOwnAgreement(tx: Transaction, id: string, party: string): Promise<AgreementRecord> {
  const record = (await readAgreements(tx)).get(id);
  if (record === undefined || !isParty(record, party)) {
    throw new HubError("not-found", "no such agreement of the caller's");
  }
  return record;
}

export function emptyRecord(id: string): AgreementRecord {
  return { id, events: [], life: agreementLife([]), documents: new Map() };
}

export function isParty({ documents }: AgreementRecord, party: string): boolean {
  return [...documents.values()].some((document) => isPartyOf(document, party));
}

export function isPartyOf({ parties }: Agreement, party: string): boolean {
  return parties.some(({ id }) => id === party);
}

/** The text of a version that the party is a party to, or 404 as for a version that is not there. */
export function documentOf(record: AgreementRecord, version: number, party: string): Agreement {
  const document = record.documents.get(version);
  if (document === undefined || !isPartyOf(document, party)) {
    throw new HubError("not-found", "no such version of the caller's");
  }
  return document;
}

async function readTexts(tx: Transaction, lives: readonly AgreementLife[]): Promise<ReadonlyMap<string, Agreement>> {
  const digests = lives.flatMap(({ versions }) => versions.map(({ digest }) => digest));
  const rows = await tx<{ readonly digest: string; readonly document: string }[]>`
    select digest, document from gateway.agreement_document where digest = any(${digests})`;
  // Nothing is stored here that the schema has not accepted.
  return new Map(rows.map(({ digest, document }) => [digest, JSON.parse(document) as Agreement]));
}

function documentsOf(life: AgreementLife, texts: ReadonlyMap<string, Agreement>): ReadonlyMap<number, Agreement> {
  const current = life.versions.flatMap(({ version }) => {
    const own = versionOf(life, version);
    const text = own === null ? undefined : texts.get(own.digest);
    return text === undefined ? [] : [[version, text] as const];
  });
  return new Map(current);
}
