import { randomBytes } from "node:crypto";
import type { AgencyClient, Answer } from "#gateway/client/agency-client.ts";
import type { CallOptions } from "#gateway/client/call-hub.ts";
import type { PrivateJwk } from "#gateway/client/http-signature/signature-algorithms.ts";
import { signApproval } from "#gateway/client/sign-approval.ts";
import type { Agreement } from "#policies/agreement-document.ts";
import type { Exchanges } from "#schemas/generated/types.ts";

/** Whatever runs a gateway that a data protection officer can call. */
export type DpoWorld = {
  readonly client: (agencyId: string) => AgencyClient;
  readonly officerJwk: (agencyId: string, actor: string) => PrivateJwk;
  readonly clock: { readonly now: () => Date };
};

export type Version = Exchanges["agreement-version"];
type Approval = Exchanges["approval"];
type Body = Readonly<Record<string, unknown>>;

/** A data protection officer of the demonstration at their own system: signs calls, and approvals with their own key. */
export type Dpo = {
  readonly party: string;
  readonly call: (method: string, path: string, options?: Partial<CallOptions>) => Promise<Answer>;
  /** POST /v1/agreements/{id}/{step} */
  readonly move: (step: string, body: Body, options?: Partial<CallOptions>) => Promise<Answer>;
  readonly version: (version: number) => Promise<Version>;
  readonly check: (version: number) => Promise<Exchanges["agreement-check-answer"]>;
  /** Signs what it is told to, whether it is so or not. */
  readonly sign: (said: Partial<Approval>) => Promise<string>;
  /** Ticks everything that must be ticked, and signs. */
  readonly approve: (version: number) => Promise<Answer>;
};

const ACTORS: Readonly<Record<string, string>> = {
  "hampshire-police": "dpo-police",
  "iom-team": "dpo-iom",
  "solent-probation": "dpo-probation",
  "solent-yot": "dpo-yot",
  "solent-housing": "dpo-housing",
  "solent-drug-services": "dpo-drugs",
  "winchester-prison": "dpo-prison",
  "em-provider": "dpo-em",
};

export const NOTE = "Read with the chair of the board, and agreed.";

export function dpoAt(world: DpoWorld, party: string, agreement = "solent-iom"): Dpo {
  const actor = ACTORS[party] ?? "";
  const call: Dpo["call"] = (method, path, options = {}) =>
    world.client(party).call(method, path, { actor, purpose: "dpo-audit", ...options });
  const move: Dpo["move"] = (step, body, options) =>
    call("POST", `/v1/agreements/${agreement}/${step}`, { body, ...options });
  const version: Dpo["version"] = async (number) =>
    expectBody(await call("GET", `/v1/agreements/${agreement}/versions/${number}`));
  const check: Dpo["check"] = async (number) => expectBody(await move("checks", { version: number }));
  const sign: Dpo["sign"] = (said) => {
    const nonce = randomBytes(16).toString("base64url");
    const usual = { agreement, version: 1, digest: "", party, gains: [], note: NOTE, nonce };
    const approval = { ...usual, signedAt: world.clock.now().toISOString(), ...said };
    return signApproval(approval, world.officerJwk(party, actor));
  };
  const approve: Dpo["approve"] = async (number) => {
    const { digest, change } = await check(number);
    const own = (change?.gains ?? []).filter((gain) => gain.party === party || gain.originators.includes(party));
    const gains = own.filter(({ isSpecial }) => isSpecial).map(({ key }) => key);
    const signature = await sign({ version: number, digest, gains });
    return move("approvals", { version: number, digest, gains, note: NOTE, signature });
  };
  return { party, call, move, version, check, sign, approve };
}

/** The next version of an agreement as an officer would write it, changed where a test says. */
export async function nextText(dpo: Dpo, base: number, change: (text: Agreement) => Agreement): Promise<Agreement> {
  const { document, digest } = await dpo.version(base);
  // What the hub hands out as an agreement has met the schema.
  const text = document as unknown as Agreement;
  return change({ ...text, version: base + 1, previous: digest });
}

/** Gives another form to one field of one rule; null takes the field out of it. */
export function withForm(text: Agreement, rule: string, field: string, form: string | null): Agreement {
  const rules = text.rules.map((one) => {
    if (one.id !== rule) {
      return one;
    }
    const without = one.grants
      .map((grant) => ({ ...grant, fields: grant.fields.filter((path) => path !== field) }))
      .filter(({ fields }) => fields.length > 0);
    const grants = form === null ? without : [...without, { form, fields: [field] }];
    return { ...one, grants } as typeof one;
  });
  return { ...text, rules };
}

/** Proposes what the author has drafted and has each party sign it. */
export async function proposeAndSign(author: Dpo, version: number, signers: readonly Dpo[]): Promise<string> {
  const { digest } = await author.version(version);
  must(await author.move("proposal", { version, digest }));
  for (const signer of signers) {
    must(await signer.approve(version));
  }
  return digest;
}

/** The answer of a call that a test needs to succeed. */
export function must(answer: Answer): Answer {
  if (answer.status >= 300) {
    throw new Error(`answered ${answer.status}: ${JSON.stringify(answer.body)}`);
  }
  return answer;
}

function expectBody<Body>(answer: Answer): Body {
  return must(answer).body as Body;
}
