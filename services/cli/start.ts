import { spawn } from "node:child_process";
import { fileURLToPath } from "node:url";
import type { Command } from "./command.ts";

const HELP = `concordat start [part…]

Starts the hub, or only the parts named: what \`npm start\` does. The environment variables of the README apply.
Ctrl-C stops it in order.
`;

export const start: Command = {
  summary: "start the hub, or the parts named",
  help: HELP,
  run: (args, { err }) =>
    new Promise((resolve) => {
      const main = fileURLToPath(new URL("../main.js", import.meta.url));
      const options = ["--disallow-code-generation-from-strings", main, ...args];
      const hub = spawn(process.execPath, options, { stdio: "inherit" });
      // A terminal sends Ctrl-C to both; a supervisor sends it to this process alone. The hub takes a second one as impatience.
      process.on("SIGTERM", () => hub.kill("SIGTERM"));
      hub.on("error", (error) => {
        err(`The hub cannot be started: ${error.message}.\n`);
        resolve(1);
      });
      hub.on("exit", (code) => resolve(code ?? 1));
    }),
};
