import { generateKeyPairSync, type KeyObject } from "node:crypto";
import { writeFile } from "node:fs/promises";
import { keyThumbprint } from "#gateway/client/http-signature/key-thumbprint.ts";
import type { PublicJwk } from "#gateway/client/http-signature/signature-algorithms.ts";
import { BadInput, type Command, EXIT } from "./command.ts";
import { readArguments } from "./read-arguments.ts";

const HELP = `concordat keygen [--algorithm ed25519|p256|p384] [--out <file>] [--pem] [--json]

Makes a key for signing calls. The private key goes into a file of mode 0600 and nowhere else; what is
printed is public: the keyid (RFC 7638 thumbprint) and the JWK to enrol.

  --algorithm <name>   ed25519 unless given
  --out <file>         concordat-key.json (or .pem) unless given; an existing file is never overwritten
  --pem                write PKCS#8 PEM in place of JWK, for openssl
  --json               print one JSON object
`;

const CURVES = { ed25519: null, p256: "P-256", p384: "P-384" } as const;

export const keygen: Command = {
  summary: "make a key for signing calls",
  help: HELP,
  run: async (args, { out }) => {
    const { values, positionals } = readArguments(args, {
      algorithm: { type: "string" },
      out: { type: "string" },
      pem: { type: "boolean" },
      json: { type: "boolean" },
    });
    if (positionals.length > 0) {
      throw new BadInput("The command keygen takes options only.");
    }
    const { privateKey, publicKey } = makePair(values.algorithm ?? "ed25519");
    const file = values.out ?? (values.pem === true ? "concordat-key.pem" : "concordat-key.json");
    const publicJwk: PublicJwk = publicKey.export({ format: "jwk" });
    const keyid = keyThumbprint(publicJwk);
    await writeNew(file, privateText(privateKey, keyid, values.pem === true));
    const made = { keyid, publicJwk, file };
    out(
      values.json === true
        ? `${JSON.stringify(made)}\n`
        : `keyid       ${keyid}\npublic key  ${JSON.stringify(publicJwk)}\nprivate key in ${file}\n`,
    );
    return EXIT.done;
  },
};

function makePair(algorithm: string): { readonly privateKey: KeyObject; readonly publicKey: KeyObject } {
  if (!isAlgorithm(algorithm)) {
    throw new BadInput(`There is no algorithm ${algorithm}: it is one of ${Object.keys(CURVES).join(", ")}.`);
  }
  const namedCurve = CURVES[algorithm];
  return namedCurve === null ? generateKeyPairSync("ed25519") : generateKeyPairSync("ec", { namedCurve });
}

function isAlgorithm(name: string): name is keyof typeof CURVES {
  return Object.hasOwn(CURVES, name);
}

function privateText(key: KeyObject, keyid: string, asPem: boolean): string {
  return asPem
    ? key.export({ format: "pem", type: "pkcs8" }).toString()
    : `${JSON.stringify({ keyid, privateJwk: key.export({ format: "jwk" }) }, null, 2)}\n`;
}

async function writeNew(file: string, text: string): Promise<void> {
  try {
    await writeFile(file, text, { mode: 0o600, flag: "wx" });
  } catch (cause) {
    throw new BadInput(`${file} cannot be made: it exists, or its folder does not.`, { cause });
  }
}
