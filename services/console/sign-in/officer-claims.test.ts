import { expect, test } from "vitest";
import { NotAnOfficer, readClaims } from "./officer-claims.ts";
import { ownPath } from "./sign-in-routes.tsx";

const CLAIMS = { sub: "s-1", agency: "solent-yot", actor: "yot-01", role: "yotWorker" };

test("an officer is who the token says, under the names that the provider uses", () => {
  expect(readClaims(CLAIMS)).toEqual(CLAIMS);
  const named = { sub: "s-1", org: "solent-yot", collar: "HC4471", job: "leadOfficer", agency: "another" };
  expect(readClaims(named, { agency: "org", actor: "collar", role: "job" })).toEqual({
    sub: "s-1",
    agency: "solent-yot",
    actor: "HC4471",
    role: "leadOfficer",
  });
});

test.each([
  ["no agency", { ...CLAIMS, agency: undefined }],
  ["an agency that would be another path", { ...CLAIMS, agency: "../solent-yot" }],
  ["an actor with a quote in it", { ...CLAIMS, actor: 'yot-01", hub-purpose: "' }],
  ["an actor that is a list", { ...CLAIMS, actor: ["yot-01"] }],
  ["an empty role", { ...CLAIMS, role: "" }],
  ["no subject", { ...CLAIMS, sub: undefined }],
])("a token with %s lets nobody in", (_, claims) => {
  expect(() => readClaims(claims)).toThrow(NotAnOfficer);
});

test.each([
  ["/agreements/solent-iom/1", "/agreements/solent-iom/1"],
  ["/log?look=abc", "/log?look=abc"],
  ["//elsewhere.example/", "/"],
  ["/\\elsewhere.example", "/"],
  ["https://elsewhere.example/", "/"],
  ["javascript:alert(1)", "/"],
  [undefined, "/"],
])("after signing in %s leads to %s", (then, path) => {
  expect(ownPath(then)).toBe(path);
});
