import { readFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { transform } from "@swc/core";

/**
 * Loads the engine with one fault in it: a module of policies/ asked for as `mutant:<number>/<file>` brings its own
 * copies of every other module of that folder, in one of which the operator of that number has made its edit.
 */
let operators = [];
let policies = "";

export function initialize(data) {
  operators = data.operators;
  policies = data.policies;
}

export async function resolve(specifier, context, nextResolve) {
  const [, asked, file] = /^mutant:(\d+)\/(.+)$/.exec(specifier) ?? [];
  if (asked !== undefined) {
    return { url: `${policies}${file}?mutant=${asked}`, format: "module", shortCircuit: true };
  }
  const [parentURL, number] = (context.parentURL ?? "").split("?mutant=");
  if (number === undefined) {
    return nextResolve(specifier, context);
  }
  const { url, ...rest } = await nextResolve(specifier, { ...context, parentURL });
  return { ...rest, url: url.startsWith(policies) ? `${url}?mutant=${number}` : url };
}

export async function load(url, context, nextLoad) {
  const [plain, number] = url.split("?mutant=");
  if (number === undefined) {
    return nextLoad(url, context);
  }
  const { file, from, to } = operators[Number(number)];
  const isMutated = plain === `${policies}${file}`;
  const source = isMutated ? await compiled(plain, (text) => text.replace(from, () => to)) : await sound(plain);
  return { format: "module", source, shortCircuit: true };
}

const known = new Map();

/** Most modules of a mutant are as they were, so that each is compiled once for all of them. */
function sound(url) {
  const source = known.get(url) ?? compiled(url, (text) => text);
  known.set(url, source);
  return source;
}

async function compiled(url, change) {
  const text = await readFile(fileURLToPath(url), "utf8");
  const { code } = await transform(change(text), {
    isModule: true,
    jsc: { parser: { syntax: "typescript" }, target: "es2022", transform: { verbatimModuleSyntax: true } },
    module: { type: "es6" },
  });
  return code;
}
