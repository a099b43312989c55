import { existsSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";
import { CATALOGUE } from "../generated/catalogue.ts";

const DESIGN = fileURLToPath(new URL("../../../shared/design/agreements.md", import.meta.url));

/** The catalogue block of the design, read without any of the generator's code. */
function designed(): Record<string, unknown> {
  const block = /```catalogue\n([\s\S]*?)```/.exec(readFileSync(DESIGN, "utf8"))?.[1] ?? "";
  const rows = block
    .trim()
    .split("\n")
    .flatMap((line) => {
      const [head = "", fields = ""] = line.split(" | ");
      const [group = "", owner = ""] = head.split(" ");
      return fields.split(" · ").map((text) => designedField(group, owner, text.trim().split(" ")));
    });
  return Object.fromEntries(rows);
}

function designedField(group: string, groupOwner: string, [named = "", cls = "", ...marks]: readonly string[]) {
  const [name, owner = groupOwner] = named.split(":");
  const generalised =
    marks
      .find((mark) => mark.startsWith("~"))
      ?.slice(1)
      .split("<") ?? [];
  const facts = marks
    .filter((mark) => mark.startsWith("{") && mark !== "{derived}")
    .flatMap((mark) => mark.slice(1, -1).split(","));
  const never = marks.includes("never");
  const ladder = [
    "withhold",
    ...(never ? [] : ["mask"]),
    ...(marks.includes("#") ? ["pseudonymise"] : []),
    ...generalised.map((form) => `generalise:${form}`),
    ...(never ? [] : ["full"]),
  ];
  // The facts table gives treatment-consent to `treatment.*`, beside what a field names itself.
  const cellFacts = [...(group === "treatment" && !never ? ["treatment-consent"] : []), ...facts];
  const entry = { owner, sensitivity: cls.replace("!", ""), special: cls.endsWith("!"), ladder, cellFacts };
  return [`${group}.${name}`, { ...entry, derived: marks.includes("{derived}") }] as const;
}

test.skipIf(!existsSync(DESIGN))("the record schema classifies every field as the design's catalogue does", () => {
  const built = Object.entries(CATALOGUE).map(([path, { title: _, list: __, ...entry }]) => [path, entry]);
  expect(Object.fromEntries(built)).toEqual(designed());
});
