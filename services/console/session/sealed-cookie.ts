import { createHash } from "node:crypto";
import { EncryptJWT, jwtDecrypt } from "jose";

/** Writes and reads what only this console may read, and no browser can change. */
export type SealedCookies = {
  /** Resolves to a cookie's value. `kind` keeps one cookie from being taken for another. */
  readonly seal: (kind: string, content: object, now: Date, maxAgeMs: number) => Promise<string>;
  /** Null: not ours, of another kind, changed, or too old. */
  readonly open: <Content>(kind: string, value: string | undefined, now: Date) => Promise<Content | null>;
};

const ENCRYPTION = { alg: "dir", enc: "A256GCM" } as const;

export function sealedCookies(secret: string): SealedCookies {
  const key = createHash("sha256").update(secret).digest();
  return {
    seal: (kind, content, now, maxAgeMs) =>
      new EncryptJWT({ content })
        .setProtectedHeader(ENCRYPTION)
        .setAudience(kind)
        .setExpirationTime(new Date(now.getTime() + maxAgeMs))
        .encrypt(key),
    open: async <Content>(kind: string, value: string | undefined, now: Date) => {
      if (value === undefined) return null;
      try {
        const { payload } = await jwtDecrypt(value, key, {
          audience: kind,
          currentDate: now,
          keyManagementAlgorithms: [ENCRYPTION.alg],
          contentEncryptionAlgorithms: [ENCRYPTION.enc],
        });
        // Only this console has the key, so what opens was sealed by it.
        return payload["content"] as Content;
      } catch {
        return null;
      }
    },
  };
}
