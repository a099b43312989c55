#!/usr/bin/env node
import { runCommand } from "./run-command.ts";

const interrupted = new AbortController();
process.once("SIGINT", () => interrupted.abort());
// A reader that has seen enough, such as head, is no fault.
process.stdout.on("error", () => process.exit());

try {
  process.exitCode = await runCommand(process.argv.slice(2), {
    out: (text) => process.stdout.write(text),
    err: (text) => process.stderr.write(text),
    progress: process.stderr.isTTY ? (text) => process.stderr.write(text) : undefined,
    env: process.env,
    signal: interrupted.signal,
  });
} catch (error) {
  process.stderr.write(`concordat failed: ${error instanceof Error ? error.message : "for an unknown reason"}\n`);
  process.exitCode = 1;
}
