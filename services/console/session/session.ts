import { randomBytes } from "node:crypto";
import type { Purpose } from "#schemas/vocabulary.ts";

/** Somebody at the console, as their agency's provider named them. Lives in an encrypted cookie and nowhere else. */
export type Session = {
  readonly id: string;
  readonly agency: string;
  /** What `Hub-Actor` carries. */
  readonly actor: string;
  readonly role: string;
  /** By which the provider knows them: who signs in again must be the same. */
  readonly sub: string;
  readonly purpose: Purpose;
  readonly csrf: string;
  readonly startedAt: number;
  readonly seenAt: number;
};

/** Without use for so long, a session ends. */
export const IDLE_MS = 15 * 60_000;
/** However much it is used, somebody signs in again the next day. */
export const SESSION_MAX_MS = 10 * 3_600_000;

type Officer = Pick<Session, "agency" | "actor" | "role" | "sub" | "purpose">;

export function newSession(officer: Officer, now: Date): Session {
  const at = now.getTime();
  return { ...officer, id: secret(), csrf: secret(), startedAt: at, seenAt: at };
}

export function isOver({ seenAt, startedAt }: Session, now: Date): boolean {
  return now.getTime() - seenAt > IDLE_MS || now.getTime() - startedAt > SESSION_MAX_MS;
}

function secret(): string {
  return randomBytes(24).toString("base64url");
}
