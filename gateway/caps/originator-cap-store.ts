import type { OriginatorCap } from "#schemas/published-record.ts";
import type { Transaction } from "#services/platform/database/database.ts";

export type CapSet = Pick<OriginatorCap, "recipient" | "field" | "itemKey" | "form">;
export type StoredCap = CapSet & { readonly setBy: string; readonly setAt: Date };

/** One originator's caps on one person. */
export type CapList = {
  /** Raised with every change; 0 where none was ever made. */
  readonly version: number;
  readonly caps: readonly StoredCap[];
};

type Of = { readonly personId: string; readonly originator: string };

export async function readCapList(tx: Transaction, { personId, originator }: Of): Promise<CapList> {
  const [version, caps] = await Promise.all([
    tx<{ version: number }[]>`
      select version from gateway.originator_cap_version where person_id = ${personId} and originator = ${originator}`,
    tx<StoredCap[]>`
      select recipient, field, item_key as "itemKey", form, set_by as "setBy", set_at as "setAt" from gateway.originator_cap
      where person_id = ${personId} and originator = ${originator}
      order by recipient, field nulls first, item_key nulls first`,
  ]);
  return { version: version[0]?.version ?? 0, caps };
}

type Replacing = Of & {
  readonly from: number;
  readonly caps: readonly CapSet[];
  readonly setBy: string;
  readonly setAt: Date;
};

/** Puts a list in the place of the one of that version; resolves to false when another has been put there meanwhile. */
export async function replaceCapList(tx: Transaction, replacing: Replacing): Promise<boolean> {
  const { personId, originator, from, caps, setBy, setAt } = replacing;
  const { count } = await tx`
    insert into gateway.originator_cap_version as known (person_id, originator, version)
    select ${personId}, ${originator}, 1 where ${from} = 0 or exists (
      select from gateway.originator_cap_version where person_id = ${personId} and originator = ${originator})
    on conflict (person_id, originator) do update set version = known.version + 1 where known.version = ${from}`;
  if (count !== 1) {
    return false;
  }
  await tx`delete from gateway.originator_cap where person_id = ${personId} and originator = ${originator}`;
  await tx`
    insert into gateway.originator_cap (person_id, originator, recipient, field, item_key, form, set_by, set_at)
    select ${personId}, ${originator}, recipient, field, item_key, form, ${setBy}, ${setAt}
    from unnest(${caps.map(({ recipient }) => recipient)}::text[], ${caps.map(({ field }) => field)}::text[],
      ${caps.map(({ itemKey }) => itemKey)}::text[], ${caps.map(({ form }) => form)}::text[])
      as wanted (recipient, field, item_key, form)`;
  return true;
}
