import { execFile } from "node:child_process";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import type { CedarRun } from "./cedar-process.ts";

const SCRIPT = fileURLToPath(new URL("./cedar-process.ts", import.meta.url));
/** Without it the WebAssembly build has ended Node in long runs. */
const CEDAR_SWITCH = "--no-turbo-inline-js-wasm-calls";
const OUTPUT_BYTES_MAX = 16_777_216;

/** Cedar has a process to itself, so it is measured beside the others and not among them. */
export async function runCedar(): Promise<CedarRun> {
  const args = [CEDAR_SWITCH, "--import", "tsx", "--conditions=concordat-source", SCRIPT];
  const { stdout } = await promisify(execFile)(process.execPath, args, { maxBuffer: OUTPUT_BYTES_MAX });
  return JSON.parse(stdout);
}
