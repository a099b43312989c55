import { createPublicKey } from "node:crypto";
import { explainCall, firstDifference } from "#gateway/caller/explain-call.ts";
import { headerOf } from "#gateway/caller/wire-request.ts";
import { type PublicJwk, type VerifyKey, verifyKeyOfJwk } from "#gateway/client/http-signature/signature-algorithms.ts";
import { BadInput, type Command, EXIT } from "./command.ts";
import { readText } from "./hub-access.ts";
import { readArguments } from "./read-arguments.ts";
import { readRequestFile } from "./request-file.ts";

const HELP = `concordat explain <request-file> [--origin <url>] [--key <file>] [--base <file>] [--json]

Reads a request as it went over the wire (request line, headers, empty line, body) and prints the signature base
that the hub computes, and all that the hub would refuse in it.

  --origin <url>   the hub's public origin; http:// and the Host header unless given
  --key <file>     your public or private key (JWK or PEM): also says whether the signature is valid, and if not,
                   which of the usual mistakes it is (DER in place of P1363, a trailing line feed, ...)
  --base <file>    the base that your own code signed: prints the first line that differs
  --json           print one JSON object

Exit: 0 nothing wrong was found, 1 something was, 2 bad input.
`;

export const explain: Command = {
  summary: "say what is wrong with a signed request",
  help: HELP,
  run: async (args, { out }) => {
    const { values, positionals } = readArguments(args, {
      origin: { type: "string" },
      key: { type: "string" },
      base: { type: "string" },
      json: { type: "boolean" },
    });
    const [file, ...rest] = positionals;
    if (file === undefined || rest.length > 0) {
      throw new BadInput("Name one file with a request in it.");
    }
    const { wire, hasContent } = readRequestFile(await readText(file), file);
    const origin = readOrigin(values.origin ?? `http://${headerOf(wire, "host")}`);
    const key = values.key === undefined ? null : await readVerifyKey(values.key);
    const explained = await explainCall(wire, hasContent, { origin, now: new Date(), key });
    const theirs = values.base === undefined ? null : await readText(values.base);
    const found = { ...explained, difference: compare(explained.base, theirs) };
    out(values.json === true ? `${JSON.stringify(found)}\n` : inWords(found));
    const isFaultless = found.faults.length === 0 && found.signatureValid !== false && found.difference === null;
    return isFaultless ? EXIT.done : EXIT.refused;
  },
};

function readOrigin(text: string): string {
  if (!URL.canParse(text)) {
    throw new BadInput(`${text} is not an origin; give one with --origin <url>.`);
  }
  return new URL(text).origin;
}

function compare(ours: string | null, theirs: string | null): ReturnType<typeof firstDifference> {
  return ours === null || theirs === null ? null : firstDifference(ours, theirs);
}

type Found = Awaited<ReturnType<typeof explainCall>> & { readonly difference: ReturnType<typeof firstDifference> };

function inWords({ base, faults, signatureValid, mistake, difference }: Found): string {
  const lines = [
    ...(base === null ? ["No signature base can be computed."] : ["Signature base:", "", base, ""]),
    ...faults.map(({ code, hint }) => `refused  ${code}: ${hint}`),
    ...(difference === null
      ? []
      : [
          `Line ${difference.line} of your base differs.`,
          `  hub:   ${difference.ours}`,
          `  yours: ${difference.theirs}`,
        ]),
    ...(signatureValid === null ? [] : [`The signature is ${signatureValid ? "valid" : "not valid"} under this key.`]),
    ...(mistake === null ? [] : [`The mistake: ${mistake}.`]),
    ...(faults.length === 0 && base !== null ? ["Nothing else is wrong with it."] : []),
  ];
  return `${lines.join("\n")}\n`;
}

async function readVerifyKey(file: string): Promise<VerifyKey> {
  const text = await readText(file);
  const key = verifyKeyOfJwk(readPublicJwk(text, file));
  if (key === null) {
    throw new BadInput(`${file} does not hold an Ed25519, P-256 or P-384 key.`);
  }
  return key;
}

function readPublicJwk(text: string, file: string): PublicJwk {
  try {
    if (text.startsWith("-----BEGIN")) {
      return createPublicKey(text).export({ format: "jwk" });
    }
    const value: unknown = JSON.parse(text);
    const holder = typeof value === "object" && value !== null ? value : {};
    const { privateJwk, publicJwk, ...jwk } = { privateJwk: undefined, publicJwk: undefined, ...holder };
    return publicJwk ?? privateJwk ?? jwk;
  } catch (cause) {
    throw new BadInput(`${file} is neither a JWK nor a key in PEM.`, { cause });
  }
}
