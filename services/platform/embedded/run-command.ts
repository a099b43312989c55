import { spawn } from "node:child_process";

type RunOptions = { readonly timeoutMs: number; readonly cwd?: string; readonly input?: string };

const OUTPUT_MAX_CHARS = 64_000;

/** Runs a command to its end and returns what it printed; a failure carries the end of that. */
export function runCommand(command: readonly string[], { timeoutMs, cwd, input }: RunOptions): Promise<string> {
  const [file, ...args] = command;
  if (file === undefined) throw new Error("a command has at least one word");
  return new Promise((resolve, reject) => {
    const child = spawn(file, args, { stdio: ["pipe", "pipe", "pipe"], timeout: timeoutMs, ...(cwd ? { cwd } : {}) });
    let output = "";
    const collect = (chunk: Buffer): void => {
      output = (output + chunk.toString("utf8")).slice(-OUTPUT_MAX_CHARS);
    };
    child.stdout.on("data", collect);
    child.stderr.on("data", collect);
    child.stdin.on("error", () => undefined).end(input ?? "");
    child.once("error", (error) => reject(isAbsent(error) ? new Error(`${file} is not installed here`) : error));
    child.once("close", (code, signal) => {
      if (code === 0) resolve(output);
      else reject(new Error(`${file} ended with ${signal ?? code}: ${output.trim().slice(-600)}`));
    });
  });
}

function isAbsent(error: Error): boolean {
  return "code" in error && error.code === "ENOENT";
}

/** True when the command can be run and succeeds. */
export async function succeeds(command: readonly string[], timeoutMs = 10_000): Promise<boolean> {
  try {
    await runCommand(command, { timeoutMs });
    return true;
  } catch {
    return false;
  }
}
