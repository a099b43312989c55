import { readFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { CATALOGUE } from "#policies/catalogue.ts";
import { unsharedFields, wronglyLeftOut } from "#policies/unshared-fields.ts";
import { answering, readPolicies } from "./policy-files.ts";

const FOLDER = fileURLToPath(new URL("../../policies/agreements", import.meta.url));
const LEFT_OUT = new URL("../../policies/agreements/not-shared.json", import.meta.url);

/** Run by `npm run generate`, and so by `npm run check`: a note to whoever adds a field, and never a failure. */
await answering(process.stdout, async () => {
  const { agreements } = await readPolicies(FOLDER);
  const documents = agreements.map(({ document }) => document);
  const leftOut = new Set(Object.keys(JSON.parse(await readFile(LEFT_OUT, "utf8"))));
  for (const { field, mightWant } of unsharedFields(documents, CATALOGUE, leftOut)) {
    const wanting = mightWant.map(({ agreement, rules }) => `${agreement} (see ${rules.join(", ")})`).join(" or ");
    console.log(
      `Note: ${field} is shared with nobody. ${wanting === "" ? "No agreement shares anything like it" : `It might belong in ${wanting}`}; if nobody is to have it, say so in policies/agreements/not-shared.json.`,
    );
  }
  for (const field of wronglyLeftOut(documents, CATALOGUE, leftOut)) {
    console.log(
      `Note: ${field} is listed in policies/agreements/not-shared.json and is shared, or in the record no longer.`,
    );
  }
});
