import { expect, test } from "vitest";
import { decodeBase64, parameter, parseSignature, parseSignatureInput } from "./signature-grammar.ts";

test("a member is read with its label, components, parameters and exact text", () => {
  const text = '("@method" "content-digest";req);created=1795309077;keyid="k";flag;alg=ed25519';
  const [member, ...others] = parseSignatureInput(`hub=${text}`) ?? [];
  expect(others).toEqual([]);
  expect(member).toEqual({
    label: "hub",
    text,
    components: [
      { name: "@method", parameters: [], identifier: '"@method"' },
      { name: "content-digest", parameters: [["req", { kind: "flag", text: "" }]], identifier: '"content-digest";req' },
    ],
    parameters: [
      ["created", { kind: "integer", text: "1795309077" }],
      ["keyid", { kind: "string", text: "k" }],
      ["flag", { kind: "flag", text: "" }],
      ["alg", { kind: "other", text: "ed25519" }],
    ],
  });
});

test.each([
  ["nothing", ""],
  ["a label alone", "hub"],
  ["no list", "hub="],
  ["a list that does not end", 'hub=("a"'],
  ["two spaces between components", 'hub=("a"  "b")'],
  ["a space before the first", 'hub=( "a")'],
  ["a space after the last", 'hub=("a" )'],
  ["a tab between components", 'hub=("a"\t"b")'],
  ["a component without quotes", "hub=(a)"],
  ["an escape in a component", 'hub=("a\\"b")'],
  ["a control character in a component", 'hub=("a\u0001")'],
  ["a letter outside ASCII", 'hub=("\u00e9")'],
  ["a space after a semicolon", 'hub=("a"); created=1'],
  ["a space around an equals sign", 'hub=("a");created= 1'],
  ["a parameter twice", 'hub=("a");created=1;created=2'],
  ["a component parameter twice", 'hub=("a";req;req)'],
  ["a parameter name in capitals", 'hub=("a");Created=1'],
  ["a parameter with no value after its sign", 'hub=("a");created='],
  ["an escape in a parameter", 'hub=("a");nonce="a\\"b"'],
  ["a string that does not end", 'hub=("a");nonce="ab'],
  ["something after the end", 'hub=("a");created=1 '],
  ["something before the start", ' hub=("a")'],
  ["a comma with nothing after it", 'hub=("a"),'],
  ["a label in capitals", 'HUB=("a")'],
])("%s is not a Signature-Input", (_what, text) => {
  expect(parseSignatureInput(text)).toBeNull();
});

test.each([
  ["0", "integer"],
  ["1795309077", "integer"],
  ["999999999999999", "integer"],
  ["1234567890123456", "other"],
  ["007", "other"],
  ["-1", "other"],
  ["1.5", "other"],
  ['"1"', "string"],
  ["?1", "other"],
  ["now", "other"],
  [":AA==:", "other"],
  ["@1795309077", "other"],
])("the value %s is of kind %s", (value, kind) => {
  const [member] = parseSignatureInput(`a=();created=${value}`) ?? [];
  expect(parameter(member?.parameters ?? [], "created")?.kind).toBe(kind);
});

test("several members are read, so that a caller can be told that there must be one", () => {
  expect(parseSignatureInput('a=("x"), b=("y"),c=()')?.map(({ label }) => label)).toEqual(["a", "b", "c"]);
  expect(parseSignature("a=:AA==:, b=::")?.map(({ bytes }) => bytes.length)).toEqual([1, 0]);
});

test.each([
  "hub=AA==",
  "hub=:AA==",
  "hub=:AA:",
  "hub=:A===:",
  "hub=:AB==:",
  "hub=:_-==:",
  "hub=:AA==:;x=1",
  "hub=: AA==:",
  'hub="AA=="',
  'keyId="a",signature="AA=="',
])("%s is not a Signature", (text) => {
  expect(parseSignature(text)).toBeNull();
});

test("base64 has one spelling for each content", () => {
  expect(decodeBase64("AA==")).toEqual(Buffer.of(0));
  expect([decodeBase64("AA="), decodeBase64("AA"), decodeBase64("AB=="), decodeBase64("A A==")]).toEqual([
    null,
    null,
    null,
    null,
  ]);
});
