import { describe, expect, test } from "vitest";
import { verifyBytes, verifyKeyOfJwk } from "#gateway/client/http-signature/signature-algorithms.ts";
import { parseSignatureInput } from "#gateway/client/http-signature/signature-grammar.ts";
import { hasVectors, readVectors, vectorFiles } from "./shared-vectors.ts";

type Wycheproof = {
  readonly testGroups: readonly {
    readonly publicKeyJwk: { readonly kty: string; readonly crv: string; readonly x: string };
    readonly tests: readonly {
      readonly tcId: number;
      readonly comment: string;
      readonly msg: string;
      readonly sig: string;
      readonly result: string;
    }[];
  }[];
};
type FieldRecord = {
  readonly name: string;
  readonly raw?: readonly string[];
  readonly header_type: string;
  readonly must_fail?: boolean;
  readonly canonical?: readonly string[];
};

const { testGroups } = (readVectors("wycheproof/ed25519_test.json") ?? { testGroups: [] }) as Wycheproof;
const signatures = testGroups.flatMap(({ publicKeyJwk, tests }) =>
  tests.map((one) => [one.tcId, one.comment, publicKeyJwk, one] as const),
);

describe.skipIf(!hasVectors)("Ed25519 signatures of Wycheproof", () => {
  test("are all there", () => expect(signatures).toHaveLength(151));

  test.each(signatures)("%s %s", async (_id, _comment, jwk, { msg, sig, result }) => {
    const key = verifyKeyOfJwk(jwk);
    const valid = key !== null && (await verifyBytes(key, Buffer.from(msg, "hex"), Buffer.from(sig, "hex")));
    expect(valid).toBe(result === "valid");
  });
});

const records = vectorFiles("structured-fields")
  .flatMap((name) => readVectors(`structured-fields/${name}`) as readonly FieldRecord[])
  .filter(({ raw }) => raw !== undefined);

/** One inner list per member, the only shape that Signature-Input may have. */
describe.skipIf(!hasVectors)("structured fields", () => {
  test("whatever must fail, fails, whatever its type", () => {
    const accepted = records.filter(
      ({ raw, must_fail: mustFail }) => mustFail && parseSignatureInput(raw?.join(", ") ?? ""),
    );
    expect(accepted.map(({ name }) => name)).toEqual([]);
  });

  test("what is accepted is in its one canonical spelling", () => {
    const accepted = records.filter(({ raw }) => parseSignatureInput(raw?.join(", ") ?? "") !== null);
    const otherwise = accepted.filter(({ raw, canonical }) => (canonical ?? raw)?.join(", ") !== raw?.join(", "));
    expect(otherwise.map(({ name }) => name)).toEqual([]);
  });
});
