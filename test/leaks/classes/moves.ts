import type { Answer } from "#gateway/client/agency-client.ts";
import type { Agreement } from "#policies/agreement-document.ts";
import { type Dpo, must, nextText, withForm } from "../../dpo-at-work.ts";
import type { Door } from "../door/door.ts";
import { ADULT, HOUSING, person } from "../door/drive.ts";
import { askOfficers, dpoOf, giveAndReceipt, issueNotices, noticesOf, signingDpo } from "../door/officers.ts";
import { differing } from "./judge.ts";
import type { Check } from "./leak-class.ts";
import {
  ACTIVATE,
  ANSWER_ERASURE,
  APPROVE,
  DELETE_DRAFT,
  DRAFT,
  type Outlet,
  PROPOSE,
  SUSPEND,
  TERMINATE,
} from "./outlets.ts";

const REASON = "Tried by a test, as an officer would";
const MOVED = ["digest", "id", "nextStep", "receipt", "state", "version"];

/** L10: each step that is made answers where the version stands, and with nothing else. */
export const MOVES_MADE: Readonly<Partial<Record<Outlet, Check>>> = {
  [DRAFT]: async (door) => members(await draftNarrower(door), [...MOVED, "faults"]),
  [DELETE_DRAFT]: async (door) => {
    const { version, digest } = (await draftNarrower(door)).body as Moved;
    const author = await signingDpo(door, "solent-housing", "solent-iom");
    const path = `/v1/agreements/solent-iom/drafts/${version}`;
    const options = { headers: { "if-match": `"${digest}"` }, idempotencyKey: crypto.randomUUID() };
    return members(await author.call("DELETE", path, options), MOVED);
  },
  [PROPOSE]: async (door) => members((await propose(door)).answer, MOVED),
  [APPROVE]: async (door) => members((await approve(door)).answer, MOVED),
  [ACTIVATE]: async (door) => {
    const { moved } = await approve(door);
    const { version, digest } = moved;
    const author = await signingDpo(door, "solent-housing", "solent-iom");
    return members(await author.move("activation", { version, digest }), [...MOVED, "startsAt"]);
  },
  [SUSPEND]: async (door) => {
    const drugs = await signingDpo(door, "solent-drug-services", "solent-substance-misuse");
    return members(await drugs.move("suspension", { version: 1, reason: REASON }), MOVED);
  },
  [TERMINATE]: async (door) => {
    const drugs = await signingDpo(door, "solent-drug-services", "solent-substance-misuse");
    return members(await drugs.move("termination", { version: 1, reason: REASON }), MOVED);
  },
  [ANSWER_ERASURE]: async (door) => {
    await giveAndReceipt(door, HOUSING, person(door, ADULT).personId);
    await issueNotices(door, HOUSING.agencyId);
    const [notice] = (await noticesOf(door, HOUSING.agencyId)).toReversed();
    const dpo = dpoOf(door, HOUSING.agencyId);
    return members(await askOfficers(door, dpo, ANSWER_ERASURE, { id: notice?.id ?? "" }), ["id", "outcome"]);
  },
};

type Moved = { readonly version: number; readonly digest: string };

function members({ status, body }: Answer, wanted: readonly string[]): readonly string[] {
  return differing("the answer", [status, Object.keys(body as object).sort()], [200, wanted.toSorted()]);
}

/** Nobody is given the photograph any more: a change that the police alone may sign. */
const narrower = (text: Agreement): Agreement =>
  text.rules.reduce((all, { id }) => withForm(all, id, "identity.photoRef", null), text);

async function draftNarrower(door: Door): Promise<Answer> {
  const author = await signingDpo(door, "solent-housing", "solent-iom");
  const head = await headOf(author);
  const text = await nextText(author, head, narrower);
  const rows = await door.owner<{ readonly version: number }[]>`
    select max(version) as version from gateway.agreement_event where agreement_id = 'solent-iom'`;
  return author.move("drafts", { document: { ...text, version: (rows[0]?.version ?? 0) + 1 } });
}

async function headOf(dpo: Dpo): Promise<number> {
  const { body } = await dpo.call("GET", "/v1/agreements", {});
  const { agreements } = body as { readonly agreements: readonly { id: string; version: number; state: string }[] };
  return agreements.find(({ id, state }) => id === "solent-iom" && state === "active")?.version ?? 1;
}

async function propose(door: Door): Promise<{ readonly answer: Answer; readonly moved: Moved }> {
  const moved = must(await draftNarrower(door)).body as Moved;
  const author = await signingDpo(door, "solent-housing", "solent-iom");
  return { answer: await author.move("proposal", { version: moved.version, digest: moved.digest }), moved };
}

async function approve(door: Door): Promise<{ readonly answer: Answer; readonly moved: Moved }> {
  const { moved } = await propose(door);
  const police = await signingDpo(door, "hampshire-police", "solent-iom");
  return { answer: await police.approve(moved.version), moved };
}
