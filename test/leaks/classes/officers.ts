import { randomUUID } from "node:crypto";
import type { Answer } from "#gateway/client/agency-client.ts";
import type { Door } from "../door/door.ts";
import { ADULT, type Caller, HOUSING, POLICE, person } from "../door/drive.ts";
import { askOfficers, disclosuresOf, dpoOf, giveAndReceipt, issueNotices, noticesOf } from "../door/officers.ts";
import { differing, outside, steady } from "./judge.ts";
import type { Check } from "./leak-class.ts";
import { ANSWER_ERASURE, DISCLOSURE, DISCLOSURES, ERASURES, type Outlet, REACH } from "./outlets.ts";

/** No party of the other agreement that the demonstration has. */
const STRANGER = "em-provider";
const OTHERS_AGREEMENT = "solent-substance-misuse";

/** L2: an officer who protects no data, and one who does for another purpose, are refused alike. */
export function officersAlone(outlet: Outlet): Check {
  return async (door) => {
    const dpo = dpoOf(door, HOUSING.agencyId);
    const who: readonly Caller[] = [
      { ...dpo, actor: HOUSING.actor },
      { ...dpo, purpose: HOUSING.purpose },
      { ...dpo, actor: "nobody-of-the-register" },
    ];
    const statuses = await Promise.all(who.map(async (one) => (await askOfficers(door, one, outlet)).status));
    return differing("officers who may not", statuses, [403, 403, 403]);
  };
}

/** L3: what is another party's is not there. */
export function ownAgreementAlone(outlet: Outlet): Check {
  return async (door) => {
    const answer = await askOfficers(door, dpoOf(door, STRANGER), outlet, { agreement: OTHERS_AGREEMENT });
    if (outlet !== REACH) {
      return differing("an agreement of others", answer.status, 404);
    }
    const { agreements } = answer.body as { readonly agreements: readonly { readonly id: string }[] };
    return differing(
      "agreements in reach",
      agreements.map(({ id }) => id),
      ["solent-iom"],
    );
  };
}

/** L3: the log and what is to be erased, each for the party it is of. */
export function ownLogAlone(outlet: Outlet): Check {
  return async (door) => {
    const { personId } = person(door, ADULT);
    const receipt = await giveAndReceipt(door, POLICE, personId);
    await giveAndReceipt(door, HOUSING, personId);
    await issueNotices(door, POLICE.agencyId, HOUSING.agencyId);
    const [notice] = (await noticesOf(door, POLICE.agencyId)).toReversed();
    const id = outlet === ANSWER_ERASURE ? notice?.id : receipt;
    const ofStranger = { id: id ?? "" };
    const answer = await askOfficers(door, dpoOf(door, STRANGER), outlet, ofStranger);
    const own = await askOfficers(door, dpoOf(door, POLICE.agencyId), outlet, ofStranger);
    const ids = [receipt, notice?.id ?? "none"];
    return [
      ...differing("what a stranger is told", toldOf(answer, ids), false),
      ...differing("what its own officer is told", toldOf(own, ids), true),
    ];
  };
}

/** Whether an answer of success is about one of these. */
function toldOf({ status, body }: Answer, ids: readonly string[]): boolean {
  return status === 200 && ids.some((id) => JSON.stringify(body).includes(id));
}

/** L7: two parties that ask at once, each for what is its own. */
export function eachItsOwn(outlet: Outlet): Check {
  return async (door) => {
    const { personId } = person(door, ADULT);
    const [ofPolice] = await Promise.all([POLICE, HOUSING].map((who) => giveAndReceipt(door, who, personId)));
    await issueNotices(door, POLICE.agencyId, HOUSING.agencyId);
    const callers = ["hampshire-police", "solent-housing", STRANGER].map((agencyId) => dpoOf(door, agencyId));
    const ask = (who: Caller) => askOfficers(door, who, outlet, { id: ofPolice ?? "" });
    const alone: ReturnType<typeof shapeOf>[] = [];
    for (const who of callers) {
      alone.push(shapeOf(await ask(who)));
    }
    const rounds = [...callers, ...callers, ...callers];
    const together = await Promise.all(rounds.map(async (who) => shapeOf(await ask(who))));
    return [
      ...together.flatMap((answer, at) => differing("an answer among others", answer, alone[at % callers.length])),
      ...(new Set(alone.map(({ body }) => JSON.stringify(body))).size > 1 ? [] : ["every party is told the same"]),
    ];
  };
}

const shapeOf = ({ status, body }: Answer) => ({ status, body: steady(body) });

/** L11: an agreement of others and one that nobody has. A text under a name that is taken is another matter: its author has to be told. */
export function othersAndNobodys(outlet: Outlet): Check {
  return async (door) => {
    const ask = async (agreement: string) =>
      outside(await askOfficers(door, dpoOf(door, STRANGER), outlet, { agreement }));
    return differing("an agreement of others", await ask(OTHERS_AGREEMENT), await ask("nobodys-agreement"));
  };
}

/** L11: a receipt or a notice of another party's, and none. */
export function othersAndNone(outlet: Outlet): Check {
  return async (door) => {
    const { personId } = person(door, ADULT);
    const receipt = await giveAndReceipt(door, POLICE, personId);
    await issueNotices(door, POLICE.agencyId);
    const [notice] = (await noticesOf(door, POLICE.agencyId)).toReversed();
    const theirs = outlet === DISCLOSURE ? receipt : (notice?.id ?? "");
    const ask = async (id: string) => outside(await askOfficers(door, dpoOf(door, STRANGER), outlet, { id }));
    return [
      ...(theirs === "" ? ["there was nothing of the police's"] : []),
      ...differing("what is another's", await ask(theirs), await ask(randomUUID())),
    ];
  };
}

/** L18: of somebody from whom the party is kept, its officer hears no more, though it was given and is to erase. */
export function isHeardOfAt(outlet: Outlet, personId: string): (door: Door) => Promise<boolean> {
  return async (door) => {
    const id = await door.personIdFor(HOUSING.agencyId, personId);
    if (outlet === DISCLOSURES) {
      return (await disclosuresOf(door, HOUSING.agencyId)).some((one) => one.personId === id);
    }
    if (outlet === ERASURES) {
      return (await noticesOf(door, HOUSING.agencyId)).some((one) => one.personId === id);
    }
    const [found = ""] = known.get(door)?.get(outlet) ?? [];
    return (await askOfficers(door, dpoOf(door, HOUSING.agencyId), outlet, { id: found })).status !== 404;
  };
}

const known = new WeakMap<Door, Map<Outlet, readonly string[]>>();

/** Gives housing something of somebody, and tells it to erase that, before a restriction is set. */
export async function giveAndNotice(door: Door, personId: string): Promise<void> {
  const receipt = await giveAndReceipt(door, HOUSING, personId);
  await issueNotices(door, HOUSING.agencyId);
  const id = await door.personIdFor(HOUSING.agencyId, personId);
  const notices = (await noticesOf(door, HOUSING.agencyId)).filter((one) => one.personId === id);
  known.set(
    door,
    new Map([
      [DISCLOSURE, [receipt]],
      [ANSWER_ERASURE, notices.map((one) => one.id)],
    ]),
  );
}
