import type { Answer } from "#gateway/client/agency-client.ts";
import type { Exchanges } from "#schemas/generated/types.ts";
import { BadInput } from "./command.ts";
import type { OfficerCall } from "./officer-access.ts";

/** Which version of which agreement a command is about. */
export type NamedVersion = { readonly agreement: string; readonly version: number };

const AGREEMENT = /^[a-z0-9]+(-[a-z0-9]+)*$/;
const VERSION = /^[1-9][0-9]{0,5}$/;
const DIGEST = /^sha256:[0-9a-f]{64}$/;

/** Reads `<agreement> <version>`. */
export function namedVersion([agreement = "", version = "", ...rest]: readonly string[]): NamedVersion {
  if (!AGREEMENT.test(agreement) || !VERSION.test(version) || rest.length > 0) {
    throw new BadInput("Name an agreement and the number of a version, such as solent-iom 2.");
  }
  return { agreement, version: Number(version) };
}

/** A digest as it was read; what is not one is bad input. */
export function digestGiven(digest: string | undefined): string | undefined {
  if (digest !== undefined && !DIGEST.test(digest)) {
    throw new BadInput("--digest is sha256: and 64 hexadecimal digits.");
  }
  return digest;
}

/** Makes a move on the digest that was given, or on the one the version has now. Resolves to the refusal where there is none. */
export async function onDigest(
  call: OfficerCall,
  { agreement, version }: NamedVersion,
  given: string | undefined,
  move: (digest: string) => Promise<Answer>,
): Promise<Answer> {
  if (given !== undefined) {
    return move(given);
  }
  const read = await call("GET", `/v1/agreements/${agreement}/versions/${version}`);
  const { digest } = read.body as Partial<Exchanges["agreement-version"]>;
  return digest === undefined ? read : move(digest);
}

/** One line: where the version stands after a move, and what comes next. */
export function movedInWords({ body }: Answer): string {
  // The hub signed the answer, and its schema is the hub's own.
  const { id, version, digest, state, nextStep, startsAt } = body as Exchanges["agreement-moved"];
  const starts = startsAt === undefined ? "" : `, from ${startsAt}`;
  return `${id} version ${version} is ${state}${starts}: ${nextStep}\n${digest}\n`;
}
