import type { Update } from "#gateway/client/verify-update.ts";
import { type GatewayAtWork, held, type SeededRecord, startGatewayAtWork } from "./gateway-at-work.ts";

export const PURPOSE = "iom-case-management";

const OFFICERS: Readonly<Record<string, string>> = {
  "solent-housing": "hous-01",
  "solent-probation": "prac-01",
  "hampshire-police": "HC3380",
  "iom-team": "sgt-01",
};

/** A made-up person as the scheme first knows her. */
export const DANA = {
  "identity.firstName": held("hampshire-police", "Dana"),
  "identity.lastName": held("hampshire-police", "Marsh"),
  "police.pncId": held("hampshire-police", "2010/9999999X"),
  "iom.ragStatus": held("iom-team", "amber"),
};

type ChangedFields = Parameters<GatewayAtWork["changePerson"]>[2]["fields"];

/** The gateway, one person, and agencies that each read their own updates to the end. */
export type UpdatesAtWork = AsyncDisposable & {
  readonly hub: GatewayAtWork;
  /** Where each agency has read up to. */
  readonly cursors: Map<string, string>;
  /** Adds Dana and lets every agency read what is due, so that a test begins with nothing waiting. */
  readonly begin: () => Promise<string>;
  readonly pull: (agencyId: string, actor?: string) => Promise<readonly Update[]>;
  readonly change: (values: SeededRecord["values"], fields?: ChangedFields) => Promise<void>;
};

export async function startUpdates(): Promise<UpdatesAtWork> {
  const hub = await startGatewayAtWork();
  const cursors = new Map<string, string>();
  let person = "";
  const pull = async (agencyId: string, actor = OFFICERS[agencyId] ?? "") => {
    const after = cursors.get(agencyId);
    const options = { actor, purpose: PURPOSE, ...(after === undefined ? {} : { after }) };
    const { updates, cursor } = await hub.client(agencyId).pullAll(options);
    cursors.set(agencyId, cursor);
    return updates;
  };
  const begin = async () => {
    person = await hub.addPerson({ values: DANA });
    for (const agencyId of Object.keys(OFFICERS)) {
      await pull(agencyId);
    }
    return person;
  };
  return {
    hub,
    cursors,
    begin,
    pull,
    change: (values, fields = []) => hub.changePerson(person, { values: { ...DANA, ...values } }, { fields }),
    [Symbol.asyncDispose]: () => hub[Symbol.asyncDispose](),
  };
}

export const changedIn = (update: Update | undefined): readonly string[] =>
  Object.keys((update?.data["changed"] as object | undefined) ?? {});

export const sequence = (update: Update | undefined): number => Number(update?.sequence);
