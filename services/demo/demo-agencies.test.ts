import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { demonstrationScheme } from "#test/demonstration-scheme.ts";
import { loadOrMakeAgencies, writeAgenciesFile } from "./demo-agencies.ts";

test("each agency has two data protection officers, each with a key of their own", async () => {
  const agencies = await loadOrMakeAgencies(await makeFolder(), await demonstrationScheme());
  const dpos = agencies.map(({ officers }) => officers.filter(({ role }) => role === "dpo"));
  expect(dpos.map((both) => both.length)).toEqual(agencies.map(() => 2));
  expect(new Set(dpos.flat().map(({ keyid }) => keyid)).size).toBe(2 * agencies.length);
});

test("an officer who joins the scheme gets a key at the next start, and nobody else gets another", async () => {
  const folder = await makeFolder();
  const scheme = await demonstrationScheme();
  const joins = ({ actor }: { readonly actor: string }) => actor === "deputy-dpo-yot";
  const before = await loadOrMakeAgencies(folder, { ...scheme, officers: scheme.officers.filter((o) => !joins(o)) });
  await writeAgenciesFile(folder, { origin: "http://127.0.0.1:1", agencies: before, people: [] });

  const after = await loadOrMakeAgencies(folder, scheme);

  const joined = after.flatMap(({ officers }) => officers).filter(joins);
  expect(joined).toEqual([
    {
      actor: "deputy-dpo-yot",
      role: "dpo",
      email: "deputy.dpo@yot.example",
      keyid: expect.any(String),
      privateJwk: expect.objectContaining({ kty: "OKP" }),
    },
  ]);
  expect(after.map((agency) => ({ ...agency, officers: agency.officers.filter((o) => !joins(o)) }))).toEqual(before);
});

async function makeFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), "concordat-demo-"));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  return folder;
}
