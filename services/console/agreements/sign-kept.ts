import { randomBytes } from "node:crypto";
import { signApproval } from "#gateway/client/sign-approval.ts";
import type { ConsoleDependencies } from "../console-env.ts";
import { attempted } from "../hub/hub-answer.ts";
import type { Session } from "../session/session.ts";

/** What an officer has read, ticked and written, kept on the desk while they sign in again. */
export type ToSign = {
  readonly agreement: string;
  readonly version: number;
  readonly digest: string;
  readonly gains: readonly string[];
  readonly note: string;
};

/** How a signing ended, kept on the desk for the page that says so. */
export type Signed = { readonly outcome: "signed" } | { readonly outcome: "refused"; readonly says: string };

const NONCE_BYTES = 16;

/**
 * Signs with the officer's own key and sends the approval, once: what was kept is taken off the desk first. Resolves to the page
 * of the version, which says how it ended.
 */
export function signKept({ askHub, keys, clock, desk }: ConsoleDependencies) {
  return async (session: Session, reference: string): Promise<string> => {
    const kept = desk.take<ToSign>(session.id, reference);
    if (kept === null) return "/agreements";
    const { agreement, ...signed } = kept;
    const page = `/agreements/${agreement}/${signed.version}/changes`;
    const key = await keys.officerKey(session.agency, session.actor);
    const said = (ending: Signed): string => `${page}?said=${desk.keep(session.id, ending)}`;
    if (key === null) return said({ outcome: "refused", says: NO_KEY });
    const nonce = randomBytes(NONCE_BYTES).toString("base64url");
    const approval = { agreement, ...signed, party: session.agency, nonce, signedAt: clock.now().toISOString() };
    const signature = await signApproval(approval, key.privateJwk);
    const path = `/v1/agreements/${agreement}/approvals`;
    const answer = attempted(await askHub(session, "POST", path, { body: { ...signed, signature } }));
    return said("body" in answer ? { outcome: "signed" } : { outcome: "refused", says: answer.refusal.says });
  };
}

const NO_KEY =
  "This console holds no key of yours, so it cannot sign for you. Sign where your key is, with concordat policy approve, and " +
  "come back here to see it.";
