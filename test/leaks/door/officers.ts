import { generateKeyPairSync, randomUUID } from "node:crypto";
import { registerAgencyKey } from "#gateway/caller/agency-keys.ts";
import type { Answer } from "#gateway/client/agency-client.ts";
import type { PrivateJwk } from "#gateway/client/http-signature/signature-algorithms.ts";
import { issueErasureNotices } from "#gateway/erasure/issue-erasure-notices.ts";
import type { FieldPath } from "#schemas/generated/field-paths.ts";
import { readDraft } from "../../agreement-drafts.ts";
import { type Dpo, dpoAt } from "../../dpo-at-work.ts";
import type { Outlet } from "../classes/outlets.ts";
import type { Door } from "./door.ts";
import { type Caller, call, read } from "./drive.ts";

const CASE = "iom-case-management";
const NOBODYS = `sha256:${"0".repeat(64)}`;
const REASON = "Tried by a test, as an attacker would";

/** An agency's data protection officer about that officer's work. */
export function dpoOf({ world }: Door, agencyId: string): Caller {
  const officer = world.scheme.officers.find((one) => one.agencyId === agencyId && one.role === "dpo");
  return { agencyId, actor: officer?.actor ?? "", purpose: "dpo-audit" };
}

const keys = new WeakMap<Door, Map<string, PrivateJwk>>();

/** The same with a key of their own, enrolled at this door, so that they can sign. */
export async function signingDpo(door: Door, agencyId: string, agreement: string): Promise<Dpo> {
  const { actor } = dpoOf(door, agencyId);
  const known = keys.get(door) ?? new Map<string, PrivateJwk>();
  keys.set(door, known);
  if (!known.has(agencyId)) {
    const jwk = generateKeyPairSync("ed25519").privateKey.export({ format: "jwk" });
    const { kty, crv, x } = jwk;
    const valid = { notBefore: new Date("2026-01-01T00:00:00Z"), notAfter: new Date("2028-01-01T00:00:00Z") };
    await registerAgencyKey(door.owner, { agencyId, use: "officer", actor, publicJwk: { kty, crv, x }, ...valid });
    known.set(agencyId, jwk);
  }
  const world = {
    client: door.client,
    officerJwk: (of: string) => known.get(of) ?? {},
    clock: { now: door.now },
  };
  return dpoAt(world, agencyId, agreement);
}

/** What a call of an officer carries that is whole, whatever then becomes of it. */
const BODIES: Readonly<Record<string, object>> = {
  drafts: { again: 1 },
  checks: { version: 1 },
  simulations: { version: 1 },
  proposal: { version: 2, digest: NOBODYS },
  approvals: { version: 2, digest: NOBODYS, gains: [], note: REASON, signature: "a.b.c" },
  activation: { version: 2, digest: NOBODYS },
  suspension: { version: 1, reason: REASON },
  termination: { version: 1, reason: REASON },
  explanations: { party: "solent-probation", purpose: CASE, facts: { "lifecycle-state": "active" } },
  answer: { outcome: "erased" },
};

/** A whole call of an officer's route, about this agreement, or this notice or receipt. */
export function askOfficers(
  door: Door,
  who: Caller,
  outlet: Outlet,
  { agreement = "solent-iom", id = randomUUID() }: { readonly agreement?: string; readonly id?: string } = {},
): Promise<Answer> {
  const [method = "", pattern = ""] = outlet.split(" ");
  const named = pattern.includes("erasure-notices") ? id : agreement;
  const path = pattern.replace(":version", "1").replace(":receiptId", id).replace(":id", named);
  const body = BODIES[pattern.split("/").at(-1) ?? ""];
  const headers = method === "DELETE" ? { headers: { "if-match": `"${NOBODYS}"` } } : {};
  return call(door, who, method, path, { ...(method === "POST" ? { body } : {}), ...headers });
}

type Listed = { readonly disclosures?: readonly Disclosed[] };
type Disclosed = { readonly personId: string; readonly receipt: { readonly id: string } };

/** What an officer may read of the log, on one page. */
export async function disclosuresOf(door: Door, agencyId: string): Promise<readonly Disclosed[]> {
  const { body } = await call(door, dpoOf(door, agencyId), "GET", "/v1/audit/disclosures?limit=200");
  return (body as Listed).disclosures ?? [];
}

/** The receipt of a name that was just given to the caller's agency, and that came from one other. */
export async function giveAndReceipt(door: Door, who: Caller, personId: string): Promise<string> {
  const { body } = await read(door, { ...who, purpose: CASE }, personId, "?fields=identity.firstName");
  return (body as { readonly receipt?: { readonly id: string } }).receipt?.id ?? "";
}

type Noticed = { readonly id: string; readonly personId: string; readonly receiver: string };

/** What an agency is told to erase, or to pursue, on one page. */
export async function noticesOf(door: Door, agencyId: string): Promise<readonly Noticed[]> {
  const { body } = await call(door, dpoOf(door, agencyId), "GET", "/v1/erasure-notices");
  return (body as { readonly notices?: readonly Noticed[] }).notices ?? [];
}

/** Tells receivers to erase the first name of everybody they were given it of. */
export async function issueNotices(door: Door, ...receivers: readonly string[]): Promise<number> {
  const agreement = readDraft("agreements/solent-iom.isa.yaml");
  const fields: readonly FieldPath[] = ["identity.firstName"];
  const lost = new Map(receivers.map((receiver) => [receiver, fields]));
  return door.owner.begin((tx) => issueErasureNotices(tx, { agreement, reason: "narrowed", lost, now: door.now() }));
}
