import { expect, test } from "vitest";
import { sourceFiles } from "./source-files.ts";

/** The one file that may make a Disclosure; the brand it uses is exported to nobody. */
const MAKER = "policies/project.ts";

const CASTS =
  /\bas\s+(unknown\s+as\s+)?(Readonly<\s*)?Disclosure\b|<\s*Disclosure\s*>\s*[({[a-z]|:\s*asserts\s+\w+\s+is\s+Disclosure\b|\bis\s+Disclosure\b/;

function castsIn(text: string): boolean {
  return CASTS.test(text.replaceAll(/\/\*[\s\S]*?\*\/|\/\/.*$/gm, ""));
}

test("no file but policies/project.ts casts a value to Disclosure", () => {
  const casting = sourceFiles(".ts")
    .filter(({ path, text }) => path !== MAKER && path !== "test/architecture/disclosure.test.ts" && castsIn(text))
    .map(({ path }) => path);

  expect(casting).toEqual([]);
});

test.each([
  "const answer = body as Disclosure;",
  "const answer = body as unknown as Disclosure;",
  "return { ...record } as Readonly<Disclosure>;",
  "const answer = <Disclosure>body;",
  "function isDisclosure(value: unknown): value is Disclosure {",
  "function check(value: unknown): asserts value is Disclosure {",
])("the search finds %j", (code) => {
  expect(castsIn(code)).toBe(true);
});

test.each([
  "function send(disclosure: Disclosure): void {",
  "import type { Disclosure } from '#policies/project.ts';",
  "const sent: Promise<Disclosure> = disclose(request);",
  "// never cast a value as Disclosure",
])("the search lets %j pass", (code) => {
  expect(castsIn(code)).toBe(false);
});

const PROJECTS = /import\s+(?!type\b)\{[^}]*(?<!type\s)\bproject\b[^}]*\}\s+from\s+"[^"]*\/project\.ts"/;

/** The door, and what measures and proves it, which has nobody to hand a record to. */
const PROJECTING = ["gateway/disclosure/decide-and-project.ts", "test/bench/policy.bench.ts", "test/proof/engine.ts"];

test("one door: nothing but gateway/disclosure projects a record", () => {
  const projecting = sourceFiles(".ts")
    .filter(({ path }) => !path.startsWith("policies/") && !path.endsWith(".test.ts"))
    .filter(({ text }) => PROJECTS.test(text))
    .map(({ path }) => path);

  expect(projecting).toEqual(PROJECTING);
});
