import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { packageRoot } from "#services/platform/environment/package-root.ts";
import { readAgreementFiles } from "./read-agreement-files.ts";

async function folderOf(texts: Readonly<Record<string, string>>): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), "concordat-agreements-"));
  onTestFinished(() => rm(folder, { recursive: true }));
  await Promise.all(Object.entries(texts).map(([name, text]) => writeFile(join(folder, name), text)));
  return folder;
}

test("a file that is not plain YAML is a fault with its name and line, and is not used", async () => {
  const { files, faults } = await readAgreementFiles(
    await folderOf({
      "a.isa.yaml": "a: &x 1\nb: 2\n",
      "b.isa.yaml": "a: 1\nb: 2\na: 3\n",
      "c.isa.yaml": "a".repeat(2_000_000),
      "d.isa.yaml": "a: 1\n",
    }),
  );
  expect(files.map(({ file, document }) => ({ file, document }))).toEqual([{ file: "d.isa.yaml", document: { a: 1 } }]);
  expect(faults).toEqual([
    { file: "a.isa.yaml", line: 1, message: "An anchor (&) is not accepted: write the value out." },
    { file: "b.isa.yaml", line: 3, message: "This name stands here a second time: write it once." },
    { file: "c.isa.yaml", line: null, message: "The file is over 1 MiB." },
  ]);
});

test("files of other names are not read", async () => {
  expect(await readAgreementFiles(await folderOf({ "notes.yaml": "a: 1\n", "a.isa.yaml.bak": "[" }))).toEqual({
    files: [],
    faults: [],
  });
});

test("the two agreements of the demonstration are plain YAML", async () => {
  const { files, faults } = await readAgreementFiles(join(packageRoot(), "policies", "agreements"));
  expect(faults).toEqual([]);
  expect(files.map(({ file }) => file)).toEqual(["solent-iom.isa.yaml", "solent-substance-misuse.isa.yaml"]);
});
