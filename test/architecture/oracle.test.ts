import { expect, test } from "vitest";
import { sourceFiles } from "./source-files.ts";

test("the oracle shares no code with what it judges", () => {
  const files = sourceFiles(".ts").filter(({ path }) => /^test\/leaks\/(oracle\/|oracle\.ts)/.test(path));
  const imports = files.flatMap(({ path, text }) =>
    [...text.matchAll(/from\s+"([^"]+)"/g)].map(([, module]) => `${path} imports ${module}`),
  );
  const allowed = /imports (\.\/|node:fs|yaml|#schemas\/published-record\.ts)/;

  expect(files.length).toBeGreaterThan(4);
  expect(imports.filter((line) => !allowed.test(line))).toEqual([]);
});
