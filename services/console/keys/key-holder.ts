import type { PrivateJwk } from "#gateway/client/http-signature/signature-algorithms.ts";

export type HeldKey = { readonly keyid: string; readonly privateJwk: PrivateJwk };

/**
 * Who keeps the keys that the console's calls are signed with. They stay in this process: no browser is ever given one.
 * Null: there is none for that agency or officer.
 */
export type KeyHolder = {
  /** The agency's own key for its officers at the console. */
  readonly agencyKey: (agencyId: string) => Promise<HeldKey | null>;
  /** The officer's own key, with which they sign an approval. */
  readonly officerKey: (agencyId: string, actor: string) => Promise<HeldKey | null>;
};
