import { execFile } from "node:child_process";
import { join } from "node:path";
import { promisify } from "node:util";
import { packageRoot } from "#services/platform/environment/package-root.ts";
import type { Asked, Proved } from "./prove.ts";

/** Without it the WebAssembly build of Cedar now and then aborts Node in a long run. */
const CEDAR_SWITCH = "--no-turbo-inline-js-wasm-calls";

const OUTPUT_MAX_BYTES = 10_000_000;

/** Runs prove.ts in a process of its own, making so much of an effort. */
export async function runProve(asked: Asked, effort: number): Promise<Proved> {
  const script = join(packageRoot(), "test/proof/prove.ts");
  const node = [CEDAR_SWITCH, "--import", "tsx", "--conditions=concordat-source", script, JSON.stringify(asked)];
  const env = { ...process.env, PROOF_EFFORT: String(effort) };
  const { stdout } = await promisify(execFile)(process.execPath, node, { env, maxBuffer: OUTPUT_MAX_BYTES });
  return JSON.parse(stdout);
}
